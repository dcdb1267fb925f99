"""XML of a tree of plain values, without what XML cannot hold and the same bytes every time."""

import xml.etree.ElementTree as ET

from hoadam.packs.citing import clean


def add(parent: ET.Element, tag: str, words: object = None, **attributes: object) -> ET.Element:
    """A new last child with these words and attributes; attributes without a value are left out."""
    node = ET.SubElement(parent, tag, {name: clean(str(value)) for name, value in attributes.items() if value is not None})
    if words is not None:
        node.text = clean(str(words))
    return node


def written(root: ET.Element) -> str:
    """The file."""
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
