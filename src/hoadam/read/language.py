"""Which language a page is in: the one whose commonest words it uses most."""

from collections import Counter
from collections.abc import Mapping
from itertools import islice

from hoadam.model.errors import BadPage
from hoadam.packs.fold import Folded
from hoadam.packs.language import PackInfo

SAMPLE = 200  # words looked at
LEAST = 0.04  # share of common words below which no language is told; real pages have 0.12 and more


def language_of(text: Folded, source: str, packs: Mapping[str, PackInfo]) -> str:
    """The code of the page's language; raises BadPage when it is in none that there is a pack for."""
    words = Counter(islice(text.lower[: SAMPLE * 12].split(), SAMPLE))
    shares = {code: sum(words[word] for word in pack.common) / max(1, words.total()) for code, pack in packs.items()}
    best = max(sorted(shares), key=lambda code: shares[code])
    if shares[best] < LEAST:
        known = ", ".join(pack.name for pack in packs.values())
        raise BadPage(f"{source}: in a language that there is no pack for (known: {known}). Leave it out, or add a language folder.")
    return best
