"""The error tree.

HoadamError
├─ BadPack      the data folder is wrong: stops before the first page (exit 2)
├─ BadConfig    hoadam.toml or the command line is wrong: stops before the first page (exit 2)
│  └─ Missing   what was asked for by its id or name is not there (exit 2; on the web 404)
├─ BadPage      one page cannot be read: becomes an Unread record, the run goes on (exit 1)
│  └─ OtherLanguage   the page is in a language that there is no pack for: it is counted and passed over, no failure
└─ StoreError   the store cannot be opened, read or written (exit 3)
   └─ NoStore   there is nothing yet where the store should be

Each says what is wrong, where, and what to do.
"""


class HoadamError(Exception):
    """What went wrong, where, and what to do; `exit_code` is what the command line returns for it.

    The message is English. Where people may meet it on a page, `key` names the same words of the interface, with their `values`.
    """

    exit_code = 2

    def __init__(self, message: str = "", key: str = "", **values: object) -> None:
        super().__init__(message)
        self.key = key
        self.values = values


class BadPack(HoadamError):
    """The data folder is broken: the message names file, line and path."""


class BadConfig(HoadamError):
    """A setting or an argument is wrong: the message names it."""


class Missing(BadConfig):
    """What was asked for is not there: the message says what, and perhaps why."""


class BadPage(HoadamError):
    """One page cannot be read: the message names it and says why."""

    exit_code = 1


class OtherLanguage(BadPage):
    """The page is in a language that there is no pack for: the message says which there are, and names no page."""


class StoreError(HoadamError):
    """The store cannot be opened, read or written: the message names the file and what to do."""

    exit_code = 3


class NoStore(StoreError):
    """There is nothing yet where the store should be, and one could be made there: the message says how."""
