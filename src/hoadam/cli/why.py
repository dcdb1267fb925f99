"""What a terminal shows to somebody who asks why: what made each event, and what was missing where none was made."""

from rich.console import Group, RenderableType
from rich.text import Text

from hoadam.cli.output import shown
from hoadam.cli.tables import clipped
from hoadam.model.event import Event
from hoadam.model.story import Reading


def why_of(reading: Reading) -> RenderableType:
    """Each event with its trigger, score and strongest reasons; each silent sentence with what was missing."""
    text = reading.page.text
    parts = [line for event in reading.events for line in _event(event, text)]
    return Group(*parts, *silences_of(reading), Text(""))


def silences_of(reading: Reading) -> list[Text]:
    """The sentences that name two actors and yield no event, and what was missing."""
    lines = []
    for silence in reading.silences:
        lines += [Text(f"No event: “{clipped(silence.of(reading.page.text))}”"), Text(f"  {shown(silence.missing)}", style="cyan")]
    return lines


def _event(event: Event, text: str) -> list[Text]:
    first = event.why[0] if event.why else None
    trigger = f" at “{clipped(first.matched[0].of(text))}”" if first and first.matched else ""
    reasons = f": {shown(first.note)}" if first and first.note else ""
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    quote = f"{kind}: “{clipped(event.quotes[0].of(text))}”" if event.quotes else kind
    return [Text(quote), Text(f"  {event.confidence:.2f}, frame {event.frame}, rule {event.rule}{trigger}{reasons}", style="cyan")]
