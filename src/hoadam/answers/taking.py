"""Which part of the story was asked for? The happenings, with the threads, disputes and lines that are about them."""

from collections.abc import Callable

from hoadam.model.story import Story
from hoadam.ports import Asked, Store


def taker(store: Store, asked: Asked) -> Callable[[Story], Story] | None:
    """What takes that part out of the story; None when all was asked for."""
    if asked == Asked():
        return None
    keys = {entry.episode.id for entry in store.timeline(asked)}

    def take(story: Story) -> Story:
        return Story(
            episodes=tuple(one for one in story.episodes if one.id in keys),
            tracks=tuple(one for one in story.tracks if any(not keys.isdisjoint(state.episodes) for state in one.states)),
            disputes=tuple(one for one in story.disputes if one.episode in keys),
            brief=tuple(one for one in story.brief if one.episode in keys and one.section != "gaps"),
            conflicts=tuple(one for one in story.conflicts if any(member.episode in keys for member in one.members)),
        )

    return take
