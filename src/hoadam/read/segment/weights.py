"""How much does each feature of a line speak for each part of a page, and what may follow what?

The decoder works with finer states than zones: `end` is a source or author that closes the article, `title`, `copy` and
`text` are the lines of a teaser, `a…` an appended article. The numbers are log-odds set by hand, then moved by at most 1.5
by an averaged structured perceptron (`training/segment.py`) on 1,800 pages that tests/read/stress.py builds from articles
outside the project and 250 whole articles; a state that is not named gets 0.
"""

from hoadam.model.base import Record

STATES = (
    "head",
    "lede",
    "body",
    "sub",
    "cap",
    "by",
    "furn",
    "more",
    "end",
    "tailcap",
    "heading",
    "title",
    "copy",
    "text",
    "tcap",
    "pfurn",
    "ahead",
    "alede",
    "abody",
    "acap",
)

NEVER = -1e9

EMIT = {
    "always": (
        "head:-1.9 lede:-1.5 body:-0.2 sub:0.6 cap:-6.6 by:-23.6 furn:-19.7 more:-21.4 end:-22.7 tailcap:-3.1 heading:-24 "
        "title:-0.5 copy:-25.1 text:-1 tcap:-22.5 pfurn:-6.3 ahead:-3.5 alede:-2.1 abody:-1.2 acap:-5.1"
    ),
    "first": "head:3 lede:0.3 body:-2.2 cap:-1.2",
    "tiny": (
        "head:-4 lede:-6 body:-3.7 sub:1.8 cap:-1.2 by:1.6 furn:1.1 more:-2.1 end:2.4 tailcap:-0.6 heading:1.1 title:-4 "
        "copy:-0.2 text:-2.1 tcap:-1.2 pfurn:1.9 ahead:-6.4 alede:-6.1 abody:-5.4 acap:-1.3"
    ),
    "brief": (
        "lede:-2.5 body:-1.3 sub:0.8 cap:1.5 by:-0.2 furn:0.3 end:-1.5 tailcap:1.5 title:-1.1 copy:-0.2 text:-0.5 pfurn:0.4 "
        "ahead:-2.2 alede:-3.1 abody:-0.3 acap:1"
    ),
    "short": (
        "head:0.5 lede:-1.7 body:-1.4 sub:-0.7 cap:1.4 more:1.1 tailcap:1.4 title:1.1 copy:-0.4 text:-1.2 pfurn:-0.2 ahead:0.8 "
        "alede:-2.5 abody:-1 acap:0.5"
    ),
    "mid": "head:-0.2 sub:-1 cap:0.6 more:-0.5 tailcap:-0.3 copy:-0.4 text:-1.3 tcap:-0.2 pfurn:-0.4 ahead:-0.7 abody:-0.9 acap:0.2",
    "long": (
        "head:-2.3 lede:0.8 body:1.4 sub:-3.9 cap:-1.1 by:-9 furn:-4 more:-2.7 end:-9 tailcap:-1.5 title:-2.6 copy:-0.2 "
        "text:0.6 pfurn:-4 ahead:-4.4 alede:0.5 abody:-0.4 acap:-0.9"
    ),
    "para": (
        "head:-6 body:1.5 sub:-8.5 cap:-2.5 by:-9 furn:-9 more:-5.7 end:-9 tailcap:-3.3 title:-7 text:0.4 tcap:-1 pfurn:-9 "
        "ahead:-7.4 alede:-0.6 abody:1.4 acap:-0.7"
    ),
    "huge": "lede:-2.5 body:0.9 cap:-3 tailcap:-4 text:-2.1 alede:-2.5 abody:-0.2",
    "open": (
        "head:1.4 lede:-1.7 body:-0.9 sub:0.6 cap:0.6 by:0.9 furn:0.3 end:-0.5 heading:1 title:1.5 copy:0.6 text:-0.8 tcap:-0.3 "
        "pfurn:0.8 ahead:2.2 alede:-2.3 abody:-2.2 acap:-1.3"
    ),
    "stop": (
        "head:-5.2 lede:0.2 body:0.5 sub:-4.4 cap:1.4 by:-2 more:-10.8 title:-12.2 copy:-1.4 text:-0.4 tcap:-0.3 pfurn:-2.1 "
        "ahead:-13.5 abody:-0.2 acap:0.4"
    ),
    "titular": "head:0.4 lede:-2 body:-1.2 sub:-1.5 cap:0.2 more:17.5 tailcap:-0.2 title:1.3 copy:0.3 text:-1 ahead:1.4 abody:-1.2",
    "ask": "head:0.3 lede:0.3 body:-0.2 sub:-0.7 copy:0.2 text:-0.2 ahead:1.1 alede:0.3 abody:1.1",
    "cut": "lede:-1.9 body:-2.4 sub:-1 title:1.4 text:4.5 alede:-2 abody:-1.9",
    "colon": "head:-2 body:1.1 sub:-0.7 heading:0.2 title:-2 text:0.5 ahead:-2",
    "multi": (
        "head:-3.1 body:0.2 sub:-3.4 cap:-1.6 by:-4 more:-1.7 end:-4 tailcap:-1.3 title:-2.8 text:-0.9 ahead:-4.1 alede:-0.4 "
        "abody:1 acap:-0.5"
    ),
    "quoted": "lede:-0.6 body:1.8 sub:0.6 cap:-1.3 more:1.1 tailcap:-1.1 text:-1.3 ahead:-1.3 alede:-0.7 abody:0.3 acap:-0.5",
    "lower": "head:-2 lede:-2 body:1.5 sub:-0.2 tailcap:0.2 title:-2 text:-0.5 ahead:-3 alede:-1.9 abody:1.5",
    "repeat": (
        "head:0.9 lede:-4 body:-4.3 sub:-3.5 cap:2.4 more:0.9 end:0.2 tailcap:2.1 title:-2.6 copy:25 text:-2 tcap:1.8 "
        "ahead:-6.3 alede:-4 abody:-4.4 acap:0.3"
    ),
    "echo": "body:0.2 sub:1 cap:1 tailcap:1.5 title:-0.8 copy:19.8 text:-0.7 ahead:-1 alede:-0.6 abody:-0.8 acap:1.8",
    "rehead": "head:1.9 cap:3.5 copy:-1 tcap:2 ahead:-1",
    "twin": "head:0.5 lede:-2 body:-2.9 sub:-3 more:1.7 title:4 ahead:-0.2 abody:-3.2",
    "again": "body:-2.8 sub:-1.3 cap:5 by:0.3 title:1.4 text:1.8 ahead:-1.4 alede:-0.2 abody:-1.3 acap:0.6",
    "heading": "sub:-0.8 heading:34.1 pfurn:2 abody:-0.3",
    "furniture": "sub:-0.4 furn:26.3 pfurn:14.6 ahead:-0.5",
    "more": "lede:-4 body:-2.6 sub:-3.4 cap:-3 more:25.6 title:0.9 ahead:-0.5 abody:-2.6",
    "pipe": "lede:-4 body:-4 sub:-4 cap:1.5 more:2 title:1.1 text:10.2 tcap:1 alede:-4 abody:-4.2",
    "marked": "head:-5.9 lede:-3 body:-1.5 sub:-4.7 cap:7.6 end:1.5 tailcap:7.2 title:-3.2 tcap:23.4 ahead:-5.7 abody:-1.4 acap:7.9",
    "pictured": "cap:2.9 tailcap:3.2 tcap:15 ahead:-0.4 abody:-0.3 acap:2.3",
    "credit": "body:-2.7 sub:-1.5 by:23.8 end:26.5 title:-0.4 pfurn:3 ahead:-0.2 abody:-0.4",
    "name": "body:-2.1 sub:-1.5 by:25.5 end:27.5 pfurn:2 ahead:-0.4 abody:-0.2",
    "byline": "body:-2 by:25 end:25",
    "prefix": "head:-1 lede:1.7 body:-2.4 sub:-3.4 cap:-3.1 title:-1 text:0.9 alede:2.4 abody:-1.4",
    "prefixed": "lede:-2.9 body:-5.4 sub:-0.4 text:2.4 alede:4.9 abody:-4.4",
    "glued": "lede:-2 body:-4.4 sub:-0.5 more:36.5 title:5 text:11.4 abody:-3.7",
    "restart": "lede:-0.2 body:-3.1 text:2.3 alede:4.4 abody:-0.2",
    "dated": "lede:0.4 body:-1.1 sub:0.2 cap:-0.6 tailcap:-0.2 text:0.7 ahead:-0.2 alede:1.1 abody:1.1",
    "offtopic": (
        "head:-0.3 lede:-1.3 body:-2.3 sub:-1 cap:-1.4 more:-0.3 end:-1.5 tailcap:-0.6 title:1.1 copy:0.5 text:1.2 ahead:1.3 "
        "alede:1.4 abody:1.6 acap:1.2"
    ),
    "apart": (
        "lede:-0.5 body:-1.5 sub:-1.2 cap:1.5 more:0.4 end:0.7 tailcap:5.5 title:-0.4 copy:-0.5 text:-0.3 ahead:1.2 alede:1.2 acap:-0.2"
    ),
    "narrates": (
        "head:-0.5 sub:1.1 cap:-1.6 by:-0.2 furn:0.5 more:-1.3 end:-1.5 tailcap:-2.8 heading:-0.2 title:-0.9 text:-1.1 "
        "tcap:-2.1 pfurn:-0.4 ahead:-1.2 alede:-0.4 abody:-0.8 acap:-2.4"
    ),
    "depicts": "body:-1.1 cap:2.4 tailcap:3 text:0.2 tcap:0.9 ahead:-0.5 alede:0.2 acap:1.9",
    "reopens": "body:-2.1 sub:-3.2 more:-2 title:1.8 ahead:2.4 abody:-0.2",
    "dateline": "lede:-0.3 body:-0.8 sub:-0.3 tailcap:-0.4 text:0.9 alede:2.7 abody:0.6",
    "headed": "lede:1.1 body:-1.4 sub:-0.9 tailcap:-0.3 text:1.3 ahead:-0.4 alede:2.5 abody:-0.4",
    "break": "head:-0.7 sub:-2.7 furn:-0.3 more:-0.9 title:0.6 pfurn:0.4 ahead:3.4 abody:-0.7 acap:-0.3",
    "loose": "head:-0.9 body:0.2 sub:-1.2 more:-0.5 end:-0.2 title:0.2 ahead:1.7 abody:0.3 acap:-0.2",
    "tight": "head:-0.5 body:0.5 sub:-0.2 cap:0.2 more:1.3 end:-1.4 tailcap:-0.4 title:0.3 copy:0.6 ahead:-1 abody:0.5 acap:-0.3",
    "strange": (
        "head:-0.4 lede:-1.1 body:-2.6 sub:-1.4 cap:-1.7 more:-0.6 tailcap:-0.8 title:0.8 copy:0.7 text:0.7 pfurn:-0.3 "
        "ahead:1.1 alede:1.3 abody:2.2 acap:0.7"
    ),
    "last": (
        "body:-1.5 sub:-3.5 cap:1.5 furn:-0.2 more:-0.4 end:1.4 tailcap:-0.9 title:-0.9 copy:-0.4 text:1.4 pfurn:0.2 ahead:-9 "
        "alede:-1.2 abody:-1 acap:-0.8"
    ),
    "sapo": "lede:12",
}

FOLLOW = {
    "START": "head:1 lede:-0.7 body:-4.2 cap:-2.7 by:-3 furn:-1 more:-6 heading:-6",
    "head": "head:-0.9 lede:1.3 body:-2.9 sub:-5.3 cap:-1.4 by:0.8 furn:0 more:-3.1",
    "lede": "lede:-4 body:-0.9 sub:-2 cap:1.4 by:-0.6 furn:1.2 more:-1.9 end:-2.5 heading:-2 title:-5.4 pfurn:-3.5 ahead:-9.5",
    "body": (
        "body:-1.3 sub:0.6 cap:-1.9 furn:-0.7 more:-1.5 end:1.4 tailcap:-4.6 heading:-1.8 title:-5.3 copy:-2.7 text:-10.5 "
        "tcap:-5 pfurn:-3 ahead:-6.7"
    ),
    "sub": "body:1.6 sub:-3.2 cap:0.2 furn:-1.2 more:-2.4",
    "cap": (
        "head:-2.8 lede:-1.5 body:1.3 sub:0.1 cap:0.4 by:-1.2 furn:-0.1 more:-2.1 end:-0.1 tailcap:-2 heading:-0.3 title:-4.2 "
        "text:-12 pfurn:-2.5 ahead:-6.5"
    ),
    "by": "head:-2 lede:1.4 body:-1.9 cap:-0.2 by:-1.5 furn:0 more:-2",
    "furn": (
        "head:-2.2 lede:-0.7 body:-0.3 sub:-1.8 cap:1.5 by:-1 furn:0 more:-1.5 end:-1 heading:-0.1 title:-2.7 tcap:-3 pfurn:-0.6 ahead:-5"
    ),
    "more": (
        "lede:-1.8 body:1.4 sub:-0.6 cap:-0.3 furn:-0.1 more:0.4 end:-1.1 tailcap:-2.3 heading:-1.6 title:-3 copy:-1 text:-2.2 pfurn:-1.9"
    ),
    "end": "body:-5.3 cap:-4 furn:-0.1 end:-0.8 tailcap:-1.7 heading:0.3 title:-2.3 copy:-1.8 text:-2.7 tcap:-1.6 pfurn:0.4 ahead:-0.5",
    "tailcap": "body:-5.8 end:0.9 tailcap:-0.5 heading:0.3 title:-2.7 text:-4.7 tcap:-2 pfurn:-0.4 ahead:-2.5",
    "heading": "body:-5.4 more:-0.2 end:-1 heading:0 title:1.8 copy:-0 text:0.3 tcap:-0.5 pfurn:0 ahead:-4.1",
    "title": "body:-4.4 end:-1.4 heading:-0.4 title:0.6 copy:0.9 text:-0.5 tcap:-1 pfurn:-0.5 ahead:-6.3",
    "copy": "body:-4 end:-0.5 heading:-0.6 title:-0.7 copy:0.1 text:-0.7 tcap:-0.5 pfurn:-0.6 ahead:-4.7",
    "text": "body:-6.4 end:-1.1 heading:-0.2 title:1.4 copy:0.1 text:-3.5 tcap:-0.7 pfurn:0.5 ahead:-4.4",
    "tcap": "heading:-0.6 title:-0.2 copy:-0.5 text:-0.7 tcap:-1 pfurn:-1",
    "pfurn": "body:-5.2 end:-0.7 heading:0.2 title:-1.3 copy:-0.9 text:-2.3 tcap:-0.6 pfurn:0 ahead:-2.7",
    "ahead": "ahead:-2.5 alede:0.5 abody:-4 acap:-1.6",
    "alede": "end:-2.3 title:-5.2 ahead:-6.4 abody:-0.2 acap:1.4",
    "abody": "end:-1.5 heading:1 title:-3.4 copy:-3.4 text:-5.9 tcap:-4 pfurn:-1.8 ahead:-3.6 abody:-1 acap:-1.8",
    "acap": "end:-0.1 heading:-0.1 title:-3.1 pfurn:-1.1 ahead:-4 alede:-1.8 abody:1.1 acap:-1.2",
}


class Weights(Record, frozen=True):
    """The two tables by number: what a feature adds to which states, and what each state adds to each one after it."""

    emit: dict[str, tuple[tuple[int, float], ...]]
    start: tuple[tuple[int, float], ...]
    follow: tuple[tuple[float, ...], ...]


def compile_weights() -> Weights:
    """The tables ready for the decoder."""
    emit = {feature: _parsed(row) for feature, row in EMIT.items()}
    rows = [dict(_parsed(FOLLOW[state])) for state in STATES]
    follow = tuple(tuple(row.get(state, NEVER) for state in range(len(STATES))) for row in rows)
    return Weights(emit, _parsed(FOLLOW["START"]), follow)


def _parsed(row: str) -> tuple[tuple[int, float], ...]:
    pairs = (item.split(":") for item in row.split())
    return tuple((STATES.index(state), float(weight)) for state, weight in pairs)
