"""What all tests share: the settings of Hypothesis, and what says an episode."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from hoadam.model.page import Page
from hoadam.model.story import Episode, Reading, Story
from samples import made_page, made_reading, made_story, said

settings.register_profile("any-machine", deadline=None)  # how long an example takes says how busy the machine is
settings.load_profile("any-machine")


@pytest.fixture
def say() -> Callable[[Episode], str]:
    """What says an episode."""
    return said


@pytest.fixture
def page() -> Callable[..., Page]:
    """A maker of pages."""
    return made_page


@pytest.fixture
def reading() -> Callable[..., Reading]:
    """A maker of readings."""
    return made_reading


@pytest.fixture
def story() -> Callable[..., Story]:
    """A maker of stories."""
    return made_story
