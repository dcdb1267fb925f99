"""Who sits at the desk, and do they code blind? Read from the cookies of a request."""

from getpass import getuser

from starlette.requests import Request

SIGNATURE, BLIND = "hoadam_who", "hoadam_blind"
LONGEST = 80


def signature(request: Request) -> str:
    """The name that decisions are signed with: as entered, else that of the account the program runs under."""
    given = request.cookies.get(SIGNATURE, "").encode("latin-1", "ignore").decode("utf-8", "ignore")[:LONGEST].strip()
    return given or _account()


def has_name(request: Request) -> bool:
    """True for one who entered a name; two who both go by that of the account would be one coder."""
    return bool(request.cookies.get(SIGNATURE, "").strip())


def is_blind(request: Request) -> bool:
    """True for one who codes blind: whose decisions are kept, compared, and held back from the story, and who sees nobody else's."""
    return request.cookies.get(BLIND) == "1"


def _account() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # no account is known by this number, as in some containers
        return "somebody"
