"""Hoadam: scraped news pages in, an evidence-linked chronicle of a conflict and its peace process out."""

__version__ = "0.1.0"
