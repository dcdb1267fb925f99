"""Which part of the page is each line: the article, what stands round it, or another story?"""

from hoadam.read.segment.blocks import segment
from hoadam.read.segment.cues import Cues, compile_cues

__all__ = ["Cues", "compile_cues", "segment"]
