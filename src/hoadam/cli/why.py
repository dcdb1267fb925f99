"""What a terminal shows to somebody who asks why: what made each event, and what was missing where none was made."""

from rich.console import Group, RenderableType
from rich.text import Text

from hoadam.cli.output import shown
from hoadam.cli.tables import clipped, kind_of
from hoadam.cli.tongue import Tongue
from hoadam.model.event import Event
from hoadam.model.story import Reading


def why_of(reading: Reading, tongue: Tongue) -> RenderableType:
    """Each event with its trigger, score and strongest reasons; each silent sentence with what was missing."""
    text = reading.page.text
    parts = [line for event in reading.events for line in _event(event, text, tongue)]
    return Group(*parts, *silences_of(reading, tongue), Text(""))


def silences_of(reading: Reading, tongue: Tongue) -> list[Text]:
    """The sentences that name two actors and yield no event, and what was missing."""
    lines = []
    for silence in reading.silences:
        lines.append(Text(f"{tongue.t('silent')}: “{clipped(silence.of(reading.page.text))}”"))
        missing = "; ".join(tongue.said(part) for part in silence.missing.split("; "))
        lines.append(Text(f"  {shown(missing)}", style="cyan"))
    return lines


def _event(event: Event, text: str, tongue: Tongue) -> list[Text]:
    first = event.why[0] if event.why else None
    trigger = f": “{clipped(first.matched[0].of(text))}”" if first and first.matched else ""
    reasons = f": {shown(first.note)}" if first and first.note else ""
    kind = kind_of(event.type, event.mode, tongue)
    quote = f"{kind}: “{clipped(event.quotes[0].of(text))}”" if event.quotes else kind
    fired = tongue.t("rule fired", rule=event.rule, frame=event.frame, confidence=f"{event.confidence:.2f}", when=event.when or "–")
    return [Text(quote), Text(f"  {fired}{trigger}{reasons}", style="cyan")]
