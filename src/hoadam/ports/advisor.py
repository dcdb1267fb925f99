"""What may propose rulings?"""

from collections.abc import Sequence
from typing import Protocol

from hoadam.model.story import Reading, Ruling, Story


class Advisor(Protocol):
    """Something that proposes rulings and never makes one."""

    def propose(self, story: Story, readings: Sequence[Reading]) -> Sequence[Ruling]:
        """Rulings for a person to accept or refuse."""
