"""Who did what to whom, as a network: actors are nodes, and each episode makes an edge between every two that it brings together.

Persons count for their country and sector; groups stand for themselves. What two do together is one edge, marked `mutual`.
"""

from collections.abc import Iterator
from itertools import combinations, product

from hoadam.model.actor import Actor
from hoadam.model.base import Record
from hoadam.model.story import Episode, Story
from hoadam.packs.converting import Converter, coded, compile_converter
from hoadam.packs.kit import Kit
from hoadam.packs.saying import Speaker, actor_name, sentence, speaker_of

GROUPS = ("REB", "PRM", "UAF", "CRM", "PTY", "OPP")  # sectors in which a name is that of a group
BODIES = ("IGO", "NGO", "ISM", "UNK")  # codes that many bodies share


class Node(Record, frozen=True):
    """An actor: its key, name in the language, code and sector."""

    key: str
    label: str
    code: str
    sector: str


class Edge(Record, frozen=True):
    """What one did to another, or both together: the episode, when, how sure, its text, and CAMEO's code, quad class and score."""

    key: str
    source: str
    target: str
    episode: str
    type: str
    status: str
    certainty: str
    mutual: bool
    text: str
    earliest: str | None = None
    latest: str | None = None
    cameo: str | None = None
    quad: int | None = None
    score: float | None = None


def network(story: Story, kit: Kit, lang: str) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """The nodes in the order of their keys, the edges in that of the episodes."""
    tongue, cameo = speaker_of(kit, lang), compile_converter(kit.codebooks["cameo"])
    edges = tuple(edge for episode in story.episodes for edge in _edges(episode, cameo, tongue))
    nodes = {node.key: node for episode in story.episodes for actor in (*episode.source, *episode.target) if (node := _node(actor, tongue))}
    used = {end for edge in edges for end in (edge.source, edge.target)}
    return tuple(nodes[key] for key in sorted(used)), edges


def _node(actor: Actor, tongue: Speaker) -> Node:
    own = actor.name and (actor.sector in GROUPS or actor.code in BODIES)
    one = actor if own else Actor(actor.code, actor.sector)
    return Node(f"{actor.code}.{actor.sector}" + (f" {actor.name}" if own else ""), actor_name(one, tongue), actor.code, actor.sector)


def _edges(episode: Episode, cameo: Converter, tongue: Speaker) -> Iterator[Edge]:
    code = coded(episode, cameo)
    source, target = (
        tuple(dict.fromkeys(_node(actor, tongue).key for actor in side)) for side in (episode.source, episode.target)
    )  # fmt: skip
    pairs = product(source, target) if target else combinations(sorted(source), 2)
    for number, (one, other) in enumerate(pair for pair in pairs if pair[0] != pair[1]):
        yield Edge(
            f"{episode.id}.{number}", one, other, episode.id, episode.type, episode.status, episode.certainty, not target,
            sentence(episode, tongue), episode.date.earliest, episode.date.latest,
            code.code if code else None, code.quad if code else None, code.score if code else None,
        )  # fmt: skip
