"""The error tree.

HoadamError
├─ BadPack      the data folder is wrong: stops before the first page (exit 2)
├─ BadConfig    hoadam.toml or the command line is wrong: stops before the first page (exit 2)
├─ BadPage      one page cannot be read: becomes an Unread record, the run goes on (exit 1)
└─ StoreError   the store cannot be opened, read or written (exit 3)

Each says what is wrong, where, and what to do.
"""


class HoadamError(Exception):
    """What went wrong, where, and what to do; `exit_code` is what the command line returns for it."""

    exit_code = 2


class BadPack(HoadamError):
    """The data folder is broken: the message names file, line and path."""


class BadConfig(HoadamError):
    """A setting or an argument is wrong: the message names it."""


class BadPage(HoadamError):
    """One page cannot be read: the message names it and says why."""

    exit_code = 1


class StoreError(HoadamError):
    """The store cannot be opened, read or written: the message names the file and what to do."""

    exit_code = 3
