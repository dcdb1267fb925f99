"""Names, titles, roles, "nước này", "hai bên": who a page speaks of, and where."""

from hoadam.read.actors.find import find
from hoadam.read.actors.resolve import resolve
from hoadam.read.actors.rules import ActorRules, compile_rules

__all__ = ["ActorRules", "compile_rules", "find", "resolve"]
