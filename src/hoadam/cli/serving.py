"""How a chronicle is shown to people and asked by programs: `hoadam serve` and `hoadam mcp`."""

import sys
from contextlib import closing
from importlib.util import find_spec
from typing import Annotated

import typer

from hoadam.cli.options import Data, Lang, chosen

PORT = 8765
MCP_PORT = 8766

OfStore = Annotated[str | None, typer.Argument(metavar="STORE", help="The store (default: hoadam.db, or as hoadam.toml says).")]
Host = Annotated[str, typer.Option("--host", help="The address to serve on; beyond this machine only with --token.")]
Token = Annotated[str | None, typer.Option("--token", envvar="HOADAM_TOKEN", help="What one must enter first: 16 letters or more.")]


def serve(
    store: OfStore = None,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = PORT,
    token: Token = None,
    lang: Lang = None,
    data: Data = None,
) -> None:
    """Serve the chronicle as web pages and an API.

    Pages are at /, the API at /api/v1. Ctrl-C stops it.
    """
    from hoadam import app
    from hoadam.cli.output import say
    from hoadam.cli.tongue import spoken_in
    from hoadam.web import server
    from hoadam.web.guard import rules_for

    rules = rules_for(host, token)
    settings = chosen(store=store, data=data, lang=lang)
    settings = settings if lang else spoken_in(settings)
    app.tell_what_waits(settings)
    shown = f"[{host}]" if ":" in host else host
    server.serve(
        settings, host, port, rules, lambda: say(f"hoadam: {settings.store_name} is served at http://{shown}:{port}/ (Ctrl-C stops it)")
    )


def mcp(
    store: OfStore = None,
    http: Annotated[bool, typer.Option("--http", help="Serve over HTTP at /mcp instead of standard input and output.")] = False,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = MCP_PORT,
    token: Token = None,
    lang: Lang = None,
    data: Data = None,
) -> None:
    """Serve the chronicle to language models (Model Context Protocol).

    The tools only read. Without --http a client starts this command itself, and speaks to it over standard input and output.
    """
    from hoadam import app
    from hoadam.cli.output import say
    from hoadam.model.errors import BadConfig

    if not find_spec("mcp"):
        raise BadConfig("mcp: needs the SDK of the Model Context Protocol. Install it with `pip install 'hoadam[mcp]'`.")
    from hoadam.mcp import serving

    settings = chosen(store=store, data=data, lang=lang)
    shown = f"[{host}]" if ":" in host else host
    app.tell_what_waits(settings)
    with closing(app.store(settings)) as place:
        if http:
            where = f"hoadam: {settings.store_name} is served to MCP clients at http://{shown}:{{port}}/mcp (Ctrl-C stops it)"
            serving.over_http(settings, place, host, port, token, lambda taken: say(where.format(port=taken)))
        else:
            if sys.stdin.isatty():
                say("hoadam: waiting for an MCP client on standard input; clients start this command themselves (Ctrl-C stops it).")
            serving.over_pipes(settings, place)
