"""Nobody but the person at this machine is answered: headers, hosts, origins and tokens."""

import pytest
from starlette.testclient import TestClient

from hoadam.model.errors import BadConfig
from hoadam.web.guard import Rules, rules_for
from web.conftest import BASE, Serve

TOKEN = "a-token-of-many-letters"


@pytest.mark.parametrize("path", ["/", "/timeline.json", "/timeline.csv", "/static/hoadam.css", "/api/v1/status", "/nothing", "/review"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("127.0.0.1:8765", True), ("localhost:1", True), ("[::1]:8765", True), ("localhost", True), ("evil.example", False),
        ("127.0.0.1.evil.example", False), ("localhost.evil.example:8765", False), ("", False), ("[::1", False), ("10.0.0.5:8765", False),
        ("evil@127.0.0.1", True),
    ],
)  # fmt: skip
def test_other_hosts_are_refused(client: TestClient, host: str, answered: bool) -> None:
    assert (client.get("/", headers={"host": host}).status_code == 200) is answered


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"origin": BASE}, True),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": BASE}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "https://127.0.0.1:8765"}, False),
        ({"origin": "http://127.0.0.1:9999"}, False),
        ({"referer": BASE + "/review"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_write(client: TestClient, headers: dict[str, str], allowed: bool) -> None:
    """An undo of what is not there is refused with 400 when it got so far, with 403 before."""
    for path in ("/review/undo", "/review/none", "/review/sign", "/enter"):
        status = client.post(path, headers=headers, data={"id": "none"}).status_code
        assert (status != 403) is allowed, (path, status)


def test_reading_needs_no_origin_and_changes_nothing(client: TestClient) -> None:
    assert client.get("/timeline", headers={"origin": "http://evil.example"}).status_code == 200
    assert client.get("/review/undo").status_code in (404, 405)
    assert "access-control-allow-origin" not in client.get("/api/v1/status", headers={"origin": "http://evil.example"}).headers


def test_programs_are_refused_in_the_shape_of_the_api(client: TestClient) -> None:
    refused = client.post("/api/v1/episodes", headers={"accept-language": "vi"})
    assert refused.status_code == 403
    assert refused.json()["error"]["status"] == 403
    assert refused.json()["error"]["message"].startswith("Only pages of this program may write.")
    assert "text/plain" in client.post("/review/undo").headers["content-type"]


def test_a_long_form_is_refused(client: TestClient) -> None:
    assert client.post("/review/sign", headers={"origin": BASE}, data={"who": "x" * 300_000}).status_code == 413


def test_beyond_this_machine_a_token_is_needed() -> None:
    for host in ("0.0.0.0", "::", "192.168.1.5", "news.example"):
        with pytest.raises(BadConfig, match="token"):
            rules_for(host, None)
        with pytest.raises(BadConfig, match="16"):
            rules_for(host, "short")
        assert rules_for(host, TOKEN).token == TOKEN
    assert rules_for("127.0.0.1", None).token is None


def test_a_token_opens_the_door(serve: Serve) -> None:
    client = serve(Rules(("news.example",), TOKEN), "http://news.example")
    origin = {"origin": "http://news.example"}
    for path in ("/", "/timeline.json", "/api/v1/status", "/episode/x"):
        assert client.get(path).status_code == 401, path
    assert client.post("/review/undo", headers=origin).status_code == 401
    assert client.get("/static/hoadam.css").status_code == 200
    assert client.get("/enter").status_code == 200
    assert client.get("/api/v1/status", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get("/api/v1/status", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert client.get("/api/v1/status", headers={"authorization": "Bearer "}).status_code == 401
    assert client.post("/enter", data={"token": "wrong"}, headers=origin).status_code == 401
    entered = client.post("/enter", data={"token": TOKEN}, headers=origin, follow_redirects=False)
    assert entered.status_code == 303
    assert TOKEN not in entered.headers["set-cookie"]
    assert "httponly" in entered.headers["set-cookie"].lower()
    assert "samesite=strict" in entered.headers["set-cookie"].lower()
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/", headers={"host": "192.168.1.5:8765", "authorization": f"Bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize("cookie", ["hoadam_key=x", "hoadam_key", "=;;", 'hoadam_key="', "hoadam_key=" + "0" * 64])
def test_no_cookie_opens_the_door_by_itself(serve: Serve, cookie: str) -> None:
    client = serve(Rules(token=TOKEN))
    assert client.get("/", headers={"cookie": cookie}).status_code == 401
