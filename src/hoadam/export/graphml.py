"""The network of actors as GraphML, which igraph, NetworkX, yEd and Gephi read."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from hoadam.export.network import Edge, Node, network
from hoadam.export.xml_ import add, written
from hoadam.model.base import Record
from hoadam.model.story import Reading, Story
from hoadam.packs.kit import Kit

NODE = ("label", "code", "sector")
EDGE = ("episode", "type", "status", "certainty", "mutual", "text", "earliest", "latest", "cameo", "quad", "score")
KINDS = {"mutual": "boolean", "quad": "int", "score": "double"}  # the others are strings


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:  # noqa: ARG001  (an edge needs no quote)
    """The file."""
    nodes, edges = network(story, kit, lang)
    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for what, names in (("node", NODE), ("edge", EDGE)):
        for name in names:
            add(root, "key", id=f"{what[0]}_{name}", **{"for": what, "attr.name": name, "attr.type": KINDS.get(name, "string")})
    graph = add(root, "graph", id="actors", edgedefault="directed")
    for node in nodes:
        _data(add(graph, "node", id=node.key), node, "n", NODE)
    for edge in edges:
        _data(add(graph, "edge", id=edge.key, source=edge.source, target=edge.target), edge, "e", EDGE)
    return written(root)


def _data(parent: ET.Element, value: Node | Edge | Record, prefix: str, names: tuple[str, ...]) -> None:
    for name in names:
        told = getattr(value, name)
        if told is not None:
            add(parent, "data", str(told).lower() if isinstance(told, bool) else told, key=f"{prefix}_{name}")
