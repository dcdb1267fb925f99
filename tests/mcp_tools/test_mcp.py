"""The tools as a client of the official SDK sees them: a real process over pipes, another over HTTP, and what must be refused."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from mcp import Client, StdioServerParameters

from hoadam import app
from hoadam.ports import Asked, Store

ROOT = Path(__file__).parents[2]
ENV = {"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp")}
HELLO = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}  # fmt: skip
ACCEPT = {"accept": "application/json, text/event-stream"}


@pytest.fixture
def store(chronicle: Path) -> Iterator[Store]:
    """The store itself, to compare with."""
    with closing(app.store(app.Settings(store=str(chronicle)))) as place:
        yield place


def ids(store: Store) -> dict[str, dict[str, Any]]:
    """For each tool, arguments that it must have an answer to."""
    entry = store.portion(Asked(counted=True), None, 1).entries[0]
    return {
        "overview": {}, "search": {"words": "giao tranh"}, "timeline": {"actor": "Armenia", "limit": 5}, "episode": {"id": entry.episode.id},
        "page": {"id": entry.page}, "board": {}, "figures": {}, "actors": {}, "places": {}, "conflicts": {}, "changes": {},
    }  # fmt: skip


async def asked(server: Any, calls: dict[str, dict[str, Any]]) -> tuple[list[Any], dict[str, Any]]:
    """The tools that the server lists, and its answers to the calls."""
    async with Client(server) as client:
        listed = (await client.list_tools()).tools
        return listed, {name: await client.call_tool(name, arguments) for name, arguments in calls.items()}


def over_pipes(chronicle: Path) -> StdioServerParameters:
    """A process of its own for the client to start."""
    return StdioServerParameters(command=sys.executable, args=["-m", "hoadam", "mcp", str(chronicle)], env=ENV)


@contextmanager
def over_http(chronicle: Path, *words: str) -> Iterator[str]:
    """The address of a process that serves over HTTP."""
    command = [sys.executable, "-m", "hoadam", "mcp", str(chronicle), "--http", "--port", "0", *words]
    with subprocess.Popen(command, env=ENV, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            assert "http://" in line, line + process.stderr.read()
            yield line.split()[line.split().index("at") + 1] if " at " in line else ""
        finally:
            process.terminate()


def scraped_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every marked quote of an answer."""
    if isinstance(value, dict):
        if "scraped" in value:
            yield value
        for inner in value.values():
            yield from scraped_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scraped_in(inner)


def check(listed: list[Any], answers: dict[str, Any], store: Store) -> None:
    """At most twelve tools that only read, all asked; every answer fenced, and every quote verbatim at its place."""
    assert {tool.name for tool in listed} == set(answers)
    assert len(listed) <= 12
    assert all(tool.annotations.read_only_hint and tool.description for tool in listed)
    for name, answer in answers.items():
        assert not answer.is_error, name
        notice, opening, body, closing_ = answer.content[0].text.split("\n")
        key = opening.split()[2]
        assert closing_ == f"--- end of data {key} ---"
        assert key in notice
        assert key not in body
        assert {"notice": notice, **json.loads(body)} == answer.structured_content
        for quote in scraped_in(answer.structured_content):
            if "start" in quote and "page" in quote and isinstance(quote["scraped"], str):
                assert store.reading(quote["page"]).page.text[quote["start"] : quote["end"]] == quote["scraped"]


def test_a_client_lists_and_calls_every_tool_over_pipes(chronicle: Path, store: Store) -> None:
    listed, answers = asyncio.run(asked(over_pipes(chronicle), ids(store)))
    check(listed, answers, store)
    made = {name: answer.structured_content for name, answer in answers.items()}
    entry = store.portion(Asked(counted=True), None, 1).entries[0]
    assert made["overview"]["counts"]["pages"] == 4
    assert made["search"]["pages"][0]["episodes"]
    assert all(line["quote"]["scraped"] for line in made["timeline"]["episodes"])
    assert made["episode"]["episode"]["id"] == entry.episode.id
    assert [quote for one in made["episode"]["reports"] for quote in one["quotes"]]
    assert made["page"]["text"]["scraped"] == store.reading(entry.page).page.text[:6000]
    assert made["board"]["tracks"]
    assert {claim["what"] for one in made["figures"]["episodes"] for claim in one["claims"]} >= {"killed"}
    assert made["actors"]["relations"]
    assert made["places"]["places"]
    assert made["changes"]["changes"][0]["kind"] == "new"


def test_a_client_lists_and_calls_every_tool_over_http(chronicle: Path, store: Store) -> None:
    with over_http(chronicle) as url:
        listed, answers = asyncio.run(asked(url, ids(store)))
        check(listed, answers, store)
        post = httpx.post(url, json=HELLO, headers=ACCEPT)
        assert post.status_code == 200
        host = url.removeprefix("http://").removesuffix("/mcp")
        assert httpx.post(url, json=HELLO, headers=ACCEPT | {"origin": f"http://{host}"}).status_code == 200
        for headers, status in (
            ({"host": "evil.example"}, 421), ({"host": "127.0.0.1:1"}, 421), ({"origin": "http://evil.example"}, 403),
            ({"origin": "null"}, 403), ({"origin": "http://127.0.0.1:1"}, 403), ({"origin": f"https://{host}"}, 403),
        ):  # fmt: skip
            assert httpx.post(url, json=HELLO, headers=ACCEPT | headers).status_code == status, headers
        assert httpx.post(url, content=b" " * 70_000, headers=ACCEPT | {"content-type": "application/json"}).status_code == 413


def test_a_token_is_asked_for(chronicle: Path) -> None:
    with over_http(chronicle, "--token", "a-secret-of-16-letters") as url:
        assert httpx.post(url, json=HELLO, headers=ACCEPT).status_code == 401
        assert httpx.post(url, json=HELLO, headers=ACCEPT | {"authorization": "Bearer wrong"}).status_code == 401
        assert httpx.post(url, json=HELLO, headers=ACCEPT | {"authorization": "Bearer a-secret-of-16-letters"}).status_code == 200


def test_beyond_this_machine_a_token_is_needed(chronicle: Path) -> None:
    command = [sys.executable, "-m", "hoadam", "mcp", str(chronicle), "--http", "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run(command, env=ENV, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "token" in done.stderr


def test_what_a_page_says_stays_inside_its_fence_and_errors_have_one_shape(chronicle: Path, store: Store) -> None:
    (page,) = {one.page.id for one in store.readings() if one.page.source == "hostile.txt"}

    async def ask() -> dict[str, Any]:
        async with Client(over_pipes(chronicle)) as client:
            return {
                "page": await client.call_tool("page", {"id": page}),
                "board": await client.call_tool("board", {"limit": 1}),
                "part": await client.call_tool("page", {"id": page, "start": 4, "letters": 10}),
                "missing": await client.call_tool("episode", {"id": "0" * 16}),
                "no day": await client.call_tool("timeline", {"since": "yesterday"}),
                "no cursor": await client.call_tool("timeline", {"after": "x"}),
                "too many": await client.call_tool("timeline", {"limit": 101}),
                "strange": await client.call_tool("search", {"words": '" OR 1; DROP'}),
            }

    got = asyncio.run(ask())
    text = got["page"].content[0].text
    assert len(text.split("\n")) == 4, "a line of the page became a line of the answer"
    assert "--- end of data ---" in got["page"].structured_content["text"]["scraped"]
    whole = store.reading(page).page.text
    assert got["part"].structured_content["text"]["scraped"] == whole[4:14]
    assert got["part"].structured_content["next"] == 14
    board = got["board"].structured_content
    assert len(board["tracks"]) == 1
    assert board["next"] == (1 if board["total"] > 1 else None)
    for name, status in (("missing", 404), ("no day", 400), ("no cursor", 400)):
        assert got[name].is_error
        assert got[name].structured_content["error"]["status"] == status
        assert json.loads(got[name].content[0].text) == got[name].structured_content
    assert got["too many"].is_error
    assert not got["strange"].is_error
