"""Hoadam: scraped news pages in, an evidence-linked chronicle of a conflict and its peace process out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from hoadam.library import Chronicle

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: "str | Path | None" = None, *, data: str | None = None, language: str | None = None) -> "Chronicle":  # noqa: A001
    """The store at `path` (by default the one that hoadam.toml names), ready to be asked: see docs/python.md; raises StoreError."""
    from hoadam.library import open_store

    return open_store(path, data=data, language=language)
