"""What writes a story out?"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from hoadam.model.story import Reading, Story
from hoadam.packs.kit import Kit


class Export(Protocol):
    """A way to publish a story."""

    def __call__(self, story: Story, readings: Mapping[str, Reading], kit: Kit, lang: str, /) -> str | bytes | Iterator[str]:
        """The file in that language, whole or piece by piece; `readings` by page id."""
