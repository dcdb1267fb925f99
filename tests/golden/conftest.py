"""The option that writes golden files anew."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/golden --update-golden` writes the readings of today."""
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden readings anew (look at the difference before you commit it)"
    )
