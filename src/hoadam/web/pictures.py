"""Where do the shapes of a picture stand? Bars, a ring of actors and dots on a map as numbers; the templates draw them."""

from collections.abc import Iterable, Sequence
from math import cos, log2, pi, sin, sqrt

from hoadam.answers.actors import CONFLICT, COOPERATION, Actors, Course
from hoadam.answers.periods import Period
from hoadam.answers.places import Spot
from hoadam.model.base import Record
from hoadam.web.borders import Ground, Line

STEP, TALL = 10, 100  # units of a bar's place, and of the highest bar
MOST_ACTORS = 12
RING, MIDDLE = 120, 150  # radius and centre of the ring of actors
LEAST_SPAN = 14.0  # degrees that a map shows at least
FLATTEST = 2.0  # how many times as wide as high a map may be
MARGIN = 0.12
LETTER, MOST_NAMES = 0.85, 25  # width of a letter of a name in hundredths of the map, and names at most


class Box(Record, frozen=True):
    """One block of a bar: its sort, and where it stands."""

    sort: str
    x: float
    y: float
    width: float
    height: float


class Bar(Record, frozen=True):
    """The blocks of one period."""

    period: Period
    boxes: tuple[Box, ...]
    x: float


class Bars(Record, frozen=True):
    """A picture of bars; `middle` is where those that go down begin."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    middle: float
    top: int
    labels: tuple[str, ...]


def stacked(periods: Sequence[Period], sorts: Sequence[str]) -> Bars:
    """Bars of blocks upon each other, in the order of the sorts from the ground."""
    top = max((period.total for period in periods), default=0)
    bars = tuple(Bar(period, tuple(_stack(period, sorts, n, top)), n * STEP) for n, period in enumerate(periods))
    return Bars(bars, max(len(periods), 1) * STEP, TALL, TALL, top, _labels(periods))


def opposed(periods: Sequence[Period], up: str, down: str, scale: int = 0) -> Bars:
    """Bars of which one sort goes up and the other down, on one scale: a given one, or that of the highest."""
    top = scale or max((max(period.counts.get(up, 0), period.counts.get(down, 0)) for period in periods), default=0)
    bars = tuple(Bar(period, tuple(_pair(period, up, down, n, top)), n * STEP) for n, period in enumerate(periods))
    return Bars(bars, max(len(periods), 1) * STEP, 2 * TALL, TALL, top, _labels(periods))


def _stack(period: Period, sorts: Sequence[str], n: int, top: int) -> list[Box]:
    boxes, y = [], float(TALL)
    for sort in sorts:
        height = _high(period.counts.get(sort, 0), top)
        if height:
            y -= height
            boxes.append(Box(sort, n * STEP + 1, round(y, 2), STEP - 2, height))
    return boxes


def _pair(period: Period, up: str, down: str, n: int, top: int) -> list[Box]:
    high, low = _high(period.counts.get(up, 0), top), _high(period.counts.get(down, 0), top)
    boxes = [Box(up, n * STEP + 1, round(TALL - high, 2), STEP - 2, high), Box(down, n * STEP + 1, TALL, STEP - 2, low)]
    return [box for box in boxes if box.height]


def _high(count: int, top: int) -> float:
    return round(count / top * (TALL - 2), 2) if top else 0.0


def _labels(periods: Sequence[Period]) -> tuple[str, ...]:
    """The names of the first, middle and last period."""
    chosen = sorted({0, (len(periods) - 1) // 2, len(periods) - 1}) if periods else []
    return tuple(periods[n].name for n in chosen)


class Row(Record, frozen=True):
    """A pair of actors drawn over time."""

    course: Course
    bars: Bars


def courses(found: Sequence[Course]) -> tuple[Row, ...]:
    """Each pair as small bars, cooperation up and conflict down, all on one scale."""
    top = max((n for one in found for period in one.periods for n in period.counts.values()), default=0)
    return tuple(Row(one, opposed(one.periods, COOPERATION, CONFLICT, top)) for one in found)


class Node(Record, frozen=True):
    """An actor on the ring, and where its name begins or ends."""

    code: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    size: float


class Edge(Record, frozen=True):
    """What joins two actors: mostly cooperation or mostly conflict, and how much of it."""

    one: str
    other: str
    sort: str
    count: int
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


class Ring(Record, frozen=True):
    """A network drawn on a ring."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def ring(found: Actors) -> Ring:
    """The actors with most to do, and what joins them: a line for cooperation and one for conflict."""
    codes = [one.code for one in found.actors[:MOST_ACTORS]]
    most = max((one.total for one in found.actors), default=1)
    nodes = {code: _node(code, n, len(codes), found.actors[n].total / most) for n, code in enumerate(codes)}
    sums: dict[tuple[str, str, str], int] = {}
    for one in found.relations:
        if one.one in nodes and one.other in nodes:
            first, second = sorted((one.one, one.other))
            for sort, count in (("cooperation", one.cooperation), ("conflict", one.conflict)):
                sums[first, second, sort] = sums.get((first, second, sort), 0) + count
    edges = [_edge(nodes[a], nodes[b], sort, count) for (a, b, sort), count in sorted(sums.items()) if count]
    return Ring(tuple(nodes.values()), tuple(edges))


def _node(code: str, n: int, of: int, share: float) -> Node:
    turn = 2 * pi * n / max(of, 1) - pi / 2
    x, y = MIDDLE + RING * cos(turn), MIDDLE + RING * sin(turn)
    away = 14
    label_x, label_y = MIDDLE + (RING + away) * cos(turn), MIDDLE + (RING + away) * sin(turn) + 4
    anchor = "middle" if abs(cos(turn)) < 0.2 else "start" if cos(turn) > 0 else "end"
    return Node(code, round(x, 1), round(y, 1), round(label_x, 1), round(label_y, 1), anchor, round(4 + 6 * share, 1))


def _edge(one: Node, other: Node, sort: str, count: int) -> Edge:
    """A line a little to one side, so that both kinds of one pair are seen."""
    dx, dy = other.x - one.x, other.y - one.y
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    side = 2.5 if sort == "cooperation" else -2.5
    ox, oy = -dy / long * side, dx / long * side
    x1, y1, x2, y2 = (round(v, 1) for v in (one.x + ox, one.y + oy, other.x + ox, other.y + oy))
    return Edge(one.code, other.code, sort, count, x1, y1, x2, y2, round(1 + log2(count), 1))


class Dot(Record, frozen=True):
    """A place on the map."""

    spot: Spot
    x: float
    y: float
    size: float


class Label(Record, frozen=True):
    """The name of a place on the map: where it begins or ends."""

    dot: Dot
    x: float
    anchor: str


Corners = tuple[float, float, float, float]  # left, top, right, bottom


class Dashed(Record, frozen=True):
    """A border in dispute: its path, and what its source says of it and of the country in which it lies."""

    path: str
    what: str
    inside: str


class Map(Record, frozen=True):
    """A map: the part of the world that it shows, the countries, their coasts and borders, a net of degrees, and the places.

    A degree of latitude is `tall` units high and one of longitude one wide, which is right in the middle of the map.
    """

    x: float
    y: float
    width: float
    height: float
    tall: float
    lands: tuple[tuple[str, str], ...]
    lines: str
    disputed: tuple[Dashed, ...]
    meridians: tuple[int, ...]
    parallels: tuple[int, ...]
    dots: tuple[Dot, ...]

    @property
    def named(self) -> tuple[Label, ...]:
        """The dots whose names have room beside them, to the right or else to the left, those where most happened first."""
        taken: list[Corners] = [(dot.x - dot.size, dot.y - dot.size, dot.x + dot.size, dot.y + dot.size) for dot in self.dots]
        found: list[Label] = []
        for n, dot in enumerate(self.dots):
            wide, right, left = self.unit * LETTER * (len(dot.spot.name) + 1), dot.x + dot.size, dot.x - dot.size
            others = [*taken[:n], *taken[n + 1 :]]
            for start, anchor in ((right, "start"), (left - wide, "end")):
                box = (start, dot.y - self.unit, start + wide, dot.y + self.unit)
                if self.x < box[0] and box[2] < self.x + self.width and not any(_overlap(box, other) for other in others):
                    taken.append(box)
                    space = self.unit * 0.3
                    found.append(Label(dot, round(right + space if anchor == "start" else left - space, 3), anchor))
                    break
        return tuple(found[:MOST_NAMES])

    @property
    def claims(self) -> tuple[tuple[str, str], ...]:
        """What the lines in dispute are that a source names: the country in which each lies, and what it is."""
        return tuple(sorted({(one.inside, one.what) for one in self.disputed if one.what}))

    @property
    def unit(self) -> float:
        """What one hundredth of the map's width is."""
        return round(self.width / 100, 4)


def _overlap(one: Corners, other: Corners) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def atlas(spots: Sequence[Spot], ground: Ground) -> Map:
    """The part of the world in which the places lie; north is up, so y is less than nought there."""
    placed = [(spot, spot.lat, spot.lon) for spot in spots if spot.lat is not None and spot.lon is not None]
    lats = [lat for _, lat, _ in placed] or [0.0]
    tall = round(1 / cos(min(abs(min(lats) + max(lats)) / 2, 60) * pi / 180), 3)
    x, width = _stretch([lon for _, _, lon in placed], 180, LEAST_SPAN)
    y, height = _stretch([-lat * tall for lat in lats], 90 * tall, width / FLATTEST)
    most = max((spot.total for spot, _, _ in placed), default=1)
    dots = [Dot(spot, lon, round(-lat * tall, 3), _size(spot.total / most, width)) for spot, lat, lon in placed]
    step = 10 if width <= 80 else 30
    part = (x, -(y + height) / tall, x + width, -y / tall)
    lands = _by_name((name, _path(line, tall) + "Z") for name, box, line in ground.lands if _is_seen(box, part))
    lines = "".join(_path(line, tall) for box, line in ground.settled if _is_seen(box, part))
    disputed = tuple(Dashed(_path(line, tall), line.what, line.inside) for box, line in ground.disputed if _is_seen(box, part))
    meridians, parallels = tuple(range(-180, 181, step)), tuple(range(-90, 91, step))
    return Map(x, y, width, height, tall, lands, lines, disputed, meridians, parallels, tuple(dots))


def _size(share: float, width: float) -> float:
    return round(width / 100 * (0.7 + 1.6 * sqrt(share)), 3)


def _stretch(values: Sequence[float], most: float, least: float) -> tuple[float, float]:
    """Where a map begins and how far it goes, so that all values lie well inside, from `-most` to `most`."""
    first, last = (min(values), max(values)) if values else (-most, most)
    span = min(max((last - first) * (1 + 2 * MARGIN), least), 2 * most)
    begin = min(max((first + last) / 2 - span / 2, -most), most - span)
    return round(begin, 1), round(span, 1)


def _by_name(paths: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The paths of each country as one."""
    found: dict[str, str] = {}
    for name, path in paths:
        found[name] = found.get(name, "") + path
    return tuple(found.items())


def _is_seen(box: Corners, part: Corners) -> bool:
    return box[0] <= part[2] and box[2] >= part[0] and box[1] <= part[3] and box[3] >= part[1]


def _path(line: Line, tall: float) -> str:
    return "M" + "L".join(f"{round(lon, 2):g},{round(-lat * tall, 2):g}" for lon, lat in line.points)
