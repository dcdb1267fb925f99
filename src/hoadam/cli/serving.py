"""How a chronicle is shown to people and asked by programs: `hoadam serve`."""

from typing import Annotated

import typer

from hoadam.cli.options import Data, Lang, chosen

PORT = 8765


def serve(
    store: Annotated[str | None, typer.Argument(metavar="STORE", help="The store (default: hoadam.db, or as hoadam.toml says).")] = None,
    host: Annotated[str, typer.Option("--host", help="The address to serve on; beyond this machine only with --token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = PORT,
    token: Annotated[
        str | None, typer.Option("--token", envvar="HOADAM_TOKEN", help="What one must enter first: 16 letters or more.")
    ] = None,
    lang: Lang = None,
    data: Data = None,
) -> None:
    """Serve the chronicle as web pages and an API.

    Pages are at /, the API at /api/v1. Ctrl-C stops it.
    """
    from hoadam.cli.output import say
    from hoadam.web import server
    from hoadam.web.guard import rules_for

    rules = rules_for(host, token)
    settings = chosen(store=store, data=data, lang=lang)
    shown = f"[{host}]" if ":" in host else host
    server.serve(
        settings, host, port, rules, lambda: say(f"hoadam: {settings.store} is served at http://{shown}:{port}/ (Ctrl-C stops it)")
    )
