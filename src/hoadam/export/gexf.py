"""The network of actors as GEXF 1.3, in which Gephi can play it in time: an edge is there from its first to its last possible day."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from hoadam.export.network import Edge, Node, network
from hoadam.export.xml_ import add, written
from hoadam.model.story import Reading, Story
from hoadam.packs.kit import Kit

NODE = ("code", "sector")
EDGE = ("episode", "status", "certainty", "mutual", "text", "cameo", "quad", "score")
KINDS = {"mutual": "boolean", "quad": "integer", "score": "double"}  # the others are strings


def render(story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str) -> str:  # noqa: ARG001  (an edge needs no quote)
    """The file."""
    nodes, edges = network(story, kit, lang)
    root = ET.Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    graph = add(root, "graph", defaultedgetype="directed", mode="dynamic", timeformat="date")
    for what, names in (("node", NODE), ("edge", EDGE)):
        attributes = add(graph, "attributes", **{"class": what})
        for number, name in enumerate(names):
            add(attributes, "attribute", id=number, title=name, type=KINDS.get(name, "string"))
    parent = add(graph, "nodes")
    for node in nodes:
        _values(add(parent, "node", id=node.key, label=node.label), node, NODE)
    parent = add(graph, "edges")
    for edge in edges:
        day = {"start": edge.earliest, "end": edge.latest}
        _values(
            add(parent, "edge", id=edge.key, source=edge.source, target=edge.target, kind=edge.type, label=edge.type, **day), edge, EDGE
        )
    return written(root)


def _values(parent: ET.Element, value: Node | Edge, names: tuple[str, ...]) -> None:
    values = add(parent, "attvalues")
    for number, name in enumerate(names):
        told = getattr(value, name)
        if told is not None:
            add(values, "attvalue", **{"for": number}, value=str(told).lower() if isinstance(told, bool) else told)
