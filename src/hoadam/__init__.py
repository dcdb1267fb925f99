"""Hoadam: scraped news pages in, an evidence-linked chronicle of a conflict and its peace process out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from hoadam.library import Chronicle

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(  # noqa: A001
    path: "str | Path | None" = None, *, data: str | None = None, language: str | None = None, create: bool = False
) -> "Chronicle":
    """The store at `path` (by default the one that hoadam.toml names), ready to be asked; raises StoreError.

    `create` makes an empty one where there is none; `data` and `language` are as in hoadam.toml.
    """
    from hoadam.library import open_store

    return open_store(path, data=data, language=language, create=create)
