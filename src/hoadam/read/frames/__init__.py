"""Language-neutral candidates: what a sentence evokes, who fills which role, and how it is meant."""

from hoadam.read.frames.find import find
from hoadam.read.frames.rules import FrameRules, compile_rules

__all__ = ["FrameRules", "compile_rules", "find"]
