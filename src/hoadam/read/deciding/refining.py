"""Which mode a decided event has, and which step of a peace process it is."""

from collections.abc import Sequence

import msgspec

from hoadam.model.event import Frame
from hoadam.read.deciding.tables import Tables


def refined(frame: Frame, type_: str, features: Sequence[int], tables: Tables) -> Frame:
    """The frame with the likeliest mode and process step of its type; as the codebook has it where nothing was learned."""
    labels = tables.labels(type_)
    if labels is None:
        return frame
    mode, process = labels.likeliest(features)
    return msgspec.structs.replace(frame, mode=mode, process=process, refined=True)
