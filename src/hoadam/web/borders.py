"""Where do the lines of the map run, and which of them are in dispute? Natural Earth's outlines and lines, and places that states claim.

A border is in dispute where Natural Earth has a line of a claim, where it runs on such a line, where a land beside it is itself claimed
or not recognised, and within NEAR degrees of a place that the knowledge gives as disputed by the two states beside it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from math import ceil, cos, hypot, radians
from pathlib import Path

from hoadam.model.base import Record
from hoadam.packs.knowledge import Place

FOLDER = Path(__file__).parent / "atlas"
NEAR = 1.0  # degrees (about 110 km) from a disputed place: the outlines are that coarse
PIECE = 0.25  # degrees: how finely an outline is cut to tell what of it is in dispute
CELL = 0.05  # degrees: an outline that runs as close as this to a line of a claim is the same line, drawn less finely

Point = tuple[float, float]  # longitude, latitude
Box = tuple[float, float, float, float]  # west, south, east, north
Claim = tuple[frozenset[str], float, float]  # who claims a place, and where it lies
Edge = tuple[Point, Point]


class Line(Record, frozen=True):
    """A line on the map; `what` says of one in dispute what it is and in which country, as its source says it."""

    points: tuple[Point, ...]
    what: str = ""
    inside: str = ""

    @property
    def box(self) -> Box:
        """The part of the world that it crosses."""
        lons, lats = [lon for lon, _ in self.points], [lat for _, lat in self.points]
        return min(lons), min(lats), max(lons), max(lats)


class Ground(Record, frozen=True):
    """What a map is drawn on: the countries' shapes by name, coasts and borders as lines, and the borders that are in dispute."""

    lands: tuple[tuple[str, Box, Line], ...]
    settled: tuple[tuple[Box, Line], ...]
    disputed: tuple[tuple[Box, Line], ...]


def claims_of(places: Iterable[Place]) -> frozenset[Claim]:
    """The places that two states or more claim."""
    claimed = (one for one in places if len(one.disputed) > 1)
    return frozenset((frozenset(one.disputed), one.lon, one.lat) for one in claimed if one.lon is not None and one.lat is not None)


@cache
def ground(claims: frozenset[Claim]) -> Ground:
    """The ground of all maps; it takes a tenth of a second, once."""
    known = json.loads((FOLDER / "disputed.json").read_text("utf-8"))
    lands = {name: [_points(ring) for ring in rings] for name, rings in _countries().items()}
    lines = [Line(_points(one["line"]), one["name"], one["inside"]) for one in known["lines"]]
    owners = _owners(lands)
    doubts = _Doubts(frozenset(known["claimed"]), known["codes"], tuple(claims), _cells(lines))
    settled: list[Line] = []
    disputed = lines
    for line, is_disputed in _stretches(lands, owners, doubts):
        (disputed if is_disputed else settled).append(line)
    shapes = [(name, Line(ring)) for name, rings in lands.items() for ring in rings]
    whole = tuple((name, line.box, line) for name, line in shapes)
    return Ground(whole, tuple((one.box, one) for one in settled), tuple((one.box, one) for one in disputed))


def _countries() -> dict[str, list[list[list[float]]]]:
    made: dict[str, list[list[list[float]]]] = json.loads((FOLDER / "countries.json").read_text("utf-8"))["countries"]
    return made


def _points(raw: Iterable[Sequence[float]]) -> tuple[Point, ...]:
    return tuple((one[0], one[1]) for one in raw)


def _owners(lands: Mapping[str, Sequence[Sequence[Point]]]) -> dict[Edge, tuple[str, ...]]:
    """The countries on each side of every edge: one on a coast, two on a border."""
    found: dict[Edge, tuple[str, ...]] = {}
    for name, rings in lands.items():
        for edge in (edge for ring in rings for edge in pairwise(ring)):
            key = _key(edge)
            found[key] = (*found.get(key, ()), name)
    return found


def _key(edge: Edge) -> Edge:
    return (edge[0], edge[1]) if edge[0] <= edge[1] else (edge[1], edge[0])


class _Doubts(Record, frozen=True):
    """What makes a border disputed."""

    lands: frozenset[str]
    codes: Mapping[str, str]
    claims: tuple[Claim, ...]
    cells: frozenset[tuple[int, int]]

    def between(self, owners: tuple[str, ...]) -> list[Point]:
        """Where the places lie that both of these countries claim."""
        sides = {self.codes.get(name, "") for name in owners}
        return [(lon, lat) for who, lon, lat in self.claims if sides <= who]

    def of(self, owners: tuple[str, ...], places: Iterable[Point], middle: Point) -> bool:
        """True for a piece of border between these countries, who both claim these places, that is in dispute."""
        if self.lands.intersection(owners) or _cell(middle) in self.cells:
            return True
        return any(_away(middle, place) <= NEAR for place in places)


def _away(one: Point, other: Point) -> float:
    """How far two points are apart, in degrees of latitude."""
    return hypot((one[0] - other[0]) * cos(radians(one[1])), one[1] - other[1])


def _stretches(
    lands: Mapping[str, Sequence[Sequence[Point]]], owners: Mapping[Edge, tuple[str, ...]], doubts: _Doubts
) -> Iterator[tuple[Line, bool]]:
    """The outlines in stretches that are in dispute, or are not; a border that two countries share comes once."""
    seen: set[Edge] = set()
    for ring in (ring for rings in lands.values() for ring in rings):
        told = [(piece, mark) for edge in pairwise(ring) for piece, mark in _cut(edge, owners[_key(edge)], doubts, seen)]
        for mark, group in groupby(told, key=lambda one: one[1]):
            if mark is not None:
                pieces = [piece for piece, _ in group]
                points = _straight([pieces[0][0], *(end for _, end in pieces)])
                yield Line(points), mark


def _straight(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those that only cut a straight line in two."""
    kept = [points[0]]
    for n in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], points[n], points[n + 1]
        if abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) > 1e-9:
            kept.append(points[n])
    return (*kept, points[-1])


def _cut(edge: Edge, sides: tuple[str, ...], doubts: _Doubts, seen: set[Edge]) -> Iterator[tuple[Edge, bool | None]]:
    """The edge in pieces, each with whether it is in dispute; None for one that was drawn with its other side."""
    key = _key(edge)
    if key in seen:
        yield edge, None
        return
    seen.add(key)
    if len(sides) < 2:
        yield edge, False
        return
    (ax, ay), (bx, by) = edge
    count = max(1, ceil(hypot(bx - ax, by - ay) / PIECE))
    places = doubts.between(sides)
    ends = [(ax + (bx - ax) * n / count, ay + (by - ay) * n / count) for n in range(count + 1)]
    for piece in pairwise(ends):
        middle = ((piece[0][0] + piece[1][0]) / 2, (piece[0][1] + piece[1][1]) / 2)
        yield piece, doubts.of(sides, places, middle)


def _cell(point: Point) -> tuple[int, int]:
    return round(point[0] / CELL), round(point[1] / CELL)


def _cells(lines: Iterable[Line]) -> frozenset[tuple[int, int]]:
    """The cells that these lines cross, and those beside them."""
    crossed = set()
    for line in lines:
        for (ax, ay), (bx, by) in pairwise(line.points):
            count = max(1, ceil(2 * hypot(bx - ax, by - ay) / CELL))
            crossed |= {_cell((ax + (bx - ax) * n / count, ay + (by - ay) * n / count)) for n in range(count + 1)}
    return frozenset((x + dx, y + dy) for x, y in crossed for dx in (-1, 0, 1) for dy in (-1, 0, 1))
