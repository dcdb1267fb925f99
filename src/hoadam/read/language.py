"""Which language a page is in: the one whose commonest words it uses most."""

from collections.abc import Mapping
from itertools import islice

from hoadam.model.errors import BadPage
from hoadam.packs.fold import fold, lowered
from hoadam.packs.language import PackInfo

SAMPLE = 600  # words looked at
LEAST = 0.04  # share of common words below which no language is told; real pages have 0.12 and more


def language_of(text: str, source: str, packs: Mapping[str, PackInfo]) -> str:
    """The code of the page's language; raises BadPage when it is in none that there is a pack for."""
    words = [word.strip(".,;:!?\"'()") for word in islice(lowered(fold(text[: SAMPLE * 12])).split(), SAMPLE)]
    shares = {code: sum(word in pack.common for word in words) / max(1, len(words)) for code, pack in packs.items()}
    best = max(sorted(shares), key=lambda code: shares[code])
    if shares[best] < LEAST:
        known = ", ".join(pack.name for pack in packs.values())
        raise BadPage(f"{source}: in a language that there is no pack for (known: {known}). Leave it out, or add a language folder.")
    return best
