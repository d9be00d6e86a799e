"""Who may do what, on the whole server: keys, login, rates, other sites, admin, slow clients; and what is told of it all."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from engine import ImageGenerator
from engine.store import open_store
from tests.ui.api.serving import QUICK
from tests.ui.live.live_server import wait_for
from ui.access.idlers import Idlers
from ui.access.keys import CredentialsError, Keys
from ui.access.policy import Policy
from ui.access.rates import Rates, TooManyRequestsError
from ui.watching.logs import JsonLines

KEY, PASSWORD, ADMIN = "a-key-for-programs", "a password for people", "an-admin-key-of-ours"
GREEDY = "a-key-of-who-asks-for-too-much"
SECRET = b"a secret of the tests alone"
SITE = "https://studio.example.com"
WORDS = "something very private"


@contextmanager
def opened(generator: ImageGenerator, folder: Path, policy: Policy, **options: object) -> Iterator[str]:
    """The real server with this policy."""
    from ui.server import Server, ServerOptions

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = ServerOptions(port=port, policy=policy, quick=QUICK, **options)  # type: ignore[arg-type]
    server = Server(generator, open_store(kind="local", folder=folder), chosen)
    server.start()
    try:
        yield server.address.rstrip("/")
    finally:
        server.close()


@pytest.fixture(scope="module")
def closed(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A studio that is open to one key, one person and one admin, to one other site, and not too often."""
    policy = Policy(SECRET, Keys(f"robot:{KEY},greedy:{GREEDY}"), Keys(f"ann:{PASSWORD}"), Keys(f"admin:{ADMIN}"), per_minute=60, at_once=3)
    with opened(generator, tmp_path_factory.mktemp("kept"), policy, origins=frozenset({SITE})) as address:
        yield address


@pytest.fixture
def client(closed: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=closed, timeout=120, trust_env=False) as client:
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("path", ["/presets", "/jobs/" + "a" * 26, "/gradio_api/info", "/config", "/gradio_api/mcp/", "/static/x", "/live"])
def test_without_key_or_login_nothing_answers(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "login_required")
    assert client.post(path, json={}).status_code == 401


def test_only_health_is_open_and_people_are_shown_the_way_in(client: httpx.Client) -> None:
    assert client.get("/healthz").status_code == 200
    away = client.get("/", headers={"Accept": "text/html"})
    assert (away.status_code, away.headers["location"]) == (303, "/login")
    assert client.get("/login").status_code == 200


def test_a_key_opens_the_api_and_a_wrong_one_nothing(client: httpx.Client) -> None:
    assert client.get("/presets", headers=bearer(KEY)).status_code == 200
    assert client.get("/presets", headers={"X-API-Key": KEY}).status_code == 200
    wrong = client.get("/presets", headers=bearer("wrong"))
    assert (wrong.status_code, wrong.json()["code"]) == (401, "invalid_key")


def test_a_login_opens_the_page_and_the_live_picture(client: httpx.Client, closed: str) -> None:
    assert client.post("/login", data={"name": "ann", "secret": "wrong"}).status_code == 401
    entered = client.post("/login", data={"name": "ann", "secret": PASSWORD})
    assert entered.status_code == 303
    assert {"HttpOnly", "SameSite=Lax"} <= set(entered.headers["set-cookie"].split("; "))
    assert "Hueprint" in client.get("/", headers={"Accept": "text/html"}).text
    cookie = f"hueprint-login={client.cookies['hueprint-login']}"
    live = closed.replace("http", "ws") + "/live"
    with connect(live, additional_headers={"Cookie": cookie}, proxy=None, open_timeout=60) as own:
        own.send("{")
        assert "error" in own.recv(timeout=60)
    for forged in ("", cookie + "0", cookie.replace(".1", ".9", 1)):
        with pytest.raises(InvalidStatus):
            connect(live, additional_headers={"Cookie": forged}, proxy=None, open_timeout=60)


def test_passwords_are_not_tried_for_long(closed: str) -> None:
    """From an address of its own, for those of this one are not used up by others."""
    there, began = httpx.HTTPTransport(local_address="127.0.0.2"), time.monotonic()
    with httpx.Client(base_url=closed, timeout=120, transport=there, trust_env=False) as client:
        codes = list[int]()
        while len(codes) < 100 and 429 not in codes:
            codes.append(client.post("/login", data={"name": "ann", "secret": f"guess {len(codes)}"}).status_code)
    assert set(codes[:-1]) == {401}
    assert codes[-1] == 429
    assert 10 <= len(codes) - 1 <= 10 + (time.monotonic() - began) / 3


def test_a_signed_link_opens_without_a_key(client: httpx.Client) -> None:
    made = client.post("/generate_image", json={"size": [64, 64]}, headers=bearer(KEY)).json()
    assert client.get(made["image_url"]).status_code == 200
    assert client.get(made["image_url"].partition("?")[0]).status_code == 403


def test_admin_pages_want_the_admin_key(client: httpx.Client) -> None:
    for path in ("/metrics", "/admin/figures"):
        assert client.get(path, headers=bearer(KEY)).status_code == 403
        assert client.get(path, headers=bearer(ADMIN)).status_code == 200


def test_other_sites_read_only_if_named(client: httpx.Client) -> None:
    for path in ("/presets", "/config"):
        stranger = client.get(path, headers={**bearer(KEY), "Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in stranger.headers
        assert "access-control-allow-credentials" not in stranger.headers
        named = client.get(path, headers={**bearer(KEY), "Origin": SITE})
        assert named.headers["access-control-allow-origin"] == SITE
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
    assert client.options("/generate_image", headers=asked).status_code == 204
    assert client.options("/generate_image", headers={**asked, "Origin": "https://evil.example"}).status_code in {401, 403, 405}


def test_one_caller_gets_no_more_than_its_part(client: httpx.Client) -> None:
    began, codes = time.monotonic(), list[int]()
    while len(codes) < 400 and 429 not in codes:
        answer = client.post("/palette/parse", json={"text": "#fff #000"}, headers=bearer(GREEDY))
        codes.append(answer.status_code)
    assert set(codes[:-1]) == {200}
    assert 30 <= len(codes) - 1 <= 30 + time.monotonic() - began
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert int(answer.headers["retry-after"]) >= 1
    assert client.get("/presets", headers=bearer(GREEDY)).status_code == 200, "looking is free"


def test_a_bucket_fills_again_and_counts_each_caller_apart() -> None:
    now = [0.0]
    rates = Rates(60, 2, clock=lambda: now[0])

    def ask(caller: str) -> None:
        with rates.spend(caller):
            pass

    for _ in range(30):
        ask("one")
    with pytest.raises(TooManyRequestsError) as caught:
        ask("one")
    assert caught.value.retry_after == pytest.approx(1.0)
    ask("two")
    now[0] += 1
    ask("one")
    with ExitStack() as inside:
        for _ in range(2):
            inside.enter_context(rates.spend("three"))
        with pytest.raises(TooManyRequestsError):
            ask("three")


@pytest.mark.parametrize("text", ["robot", "robot:short", ":aaaaaaaaaaaaaaa", "a:aaaaaaaaaaaa,a:bbbbbbbbbbbbbb"])
def test_keys_that_cannot_be_read_are_said_without_quoting_them(text: str) -> None:
    with pytest.raises(CredentialsError) as caught:
        Keys(text)
    assert not any(part in caught.value.message for part in ("aaa", "bbb", "short"))


@pytest.fixture(scope="module")
def open_studio(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with opened(generator, tmp_path_factory.mktemp("kept"), Policy(SECRET), silence=3.0) as address:
        yield address


def counted(text: str) -> dict[str, float]:
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in text.splitlines() if line[:1] != "#")}


def test_metrics_count_and_name_nothing_that_was_asked_for(open_studio: str) -> None:
    asked = {"words": WORDS, "theme": "dark", "size": [64, 64], "palette": ["#123abc", "#fedcba"]}
    more = {
        'hueprint_request_seconds_count{method="POST",route="/generate_image",status="200"}': 2,
        'hueprint_cache_total{answer="hit"}': 1,
        'hueprint_stage_seconds_count{stage="paint"}': 1,
        'hueprint_errors_total{code="unknown_name"}': 1,
        'hueprint_store_total{answer="local"}': 1,
        'hueprint_queue{priority="export"}': 0,
        'hueprint_jobs_total{status="done"}': 1,
    }
    with httpx.Client(base_url=open_studio, timeout=120, trust_env=False) as client:
        before = counted(client.get("/metrics").text)

        def grown() -> dict[str, float]:
            after = counted(client.get("/metrics").text)
            return {name: after[name] - before.get(name, 0) for name in more if name in after}

        for _ in range(2):
            assert client.post("/generate_image", json=asked).status_code == 200
        client.post("/generate_image", json={"theme": "nowhere"})
        client.get("/presets/" + "x" * 40)
        wait_for(lambda: 'status="404"' in client.get("/metrics").text)  # an answer is counted once it has gone
        with suppress(AssertionError):
            wait_for(lambda: grown() == more)
        assert grown() == more
        text = client.get("/metrics").text
        for proxied in ({"X-Forwarded-For": "203.0.113.7"}, {"Via": "1.1 proxy"}):
            assert client.get("/metrics", headers=proxied).status_code == 403, "behind a proxy everybody looks local"
        figures = client.get("/admin/figures").json()
        assert "<svg" not in client.get("/admin").text
    assert not any(word in text for word in ("dark", "123abc", "private", "nowhere", "xxxx", "127.0.0.1"))
    assert sum(figures["answers"]) >= 3
    assert sum(figures["refused"]) >= 1


def test_logs_carry_the_requests_name_and_nothing_personal(open_studio: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "hueprint.requests")
    headers = {"X-Request-ID": "my-request-1", "User-Agent": "private-agent"}
    asked, where = {"words": WORDS, "theme": "nowhere"}, f"{open_studio}/generate_image?who=private"
    answer = httpx.post(where, json=asked, headers=headers, timeout=120, trust_env=False)
    assert answer.headers["x-request-id"] == "my-request-1"
    forged = httpx.get(f"{open_studio}/presets", headers={"X-Request-ID": 'a"b{}$'}, timeout=120, trust_env=False)
    assert forged.headers["x-request-id"] != 'a"b{}$'

    def told() -> list[dict[str, object]]:
        return [json.loads(JsonLines().format(record)) for record in list(caplog.records) if record.name == "hueprint.requests"]

    wait_for(lambda: any(one.get("code") == "unknown_name" for one in told()))  # an answer is told of once it has gone
    lines = told()
    line = next(one for one in lines if one.get("code") == "unknown_name")
    assert (line["route"], line["method"], line["status"]) == ("/generate_image", "POST", 422)
    assert "private" not in json.dumps(lines)
    assert "127.0.0.1" not in json.dumps(lines)


def test_who_says_nothing_is_hung_up_on(open_studio: str) -> None:
    host, _, port = open_studio.removeprefix("http://").partition(":")
    begun = (b"", b"GET /presets HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /pre")
    with ExitStack() as opened:
        lines = [opened.enter_context(socket.create_connection((host, int(port)), timeout=60)) for _ in begun]
        for line, said in zip(lines, begun, strict=True):
            line.sendall(said)
        for line in lines:
            while line.recv(4096):
                pass


class Line:
    """As much of a connection as Idlers look at."""

    def __init__(self, cycle: SimpleNamespace | None) -> None:
        self.cycle, self.transport, self.is_open = cycle, self, True

    def close(self) -> None:
        self.is_open = False


def test_silence_is_counted_from_the_beginning_or_the_last_answer() -> None:
    silent, asking = Line(None), Line(SimpleNamespace(response_complete=False))
    idlers = Idlers(lambda: [line for line in (silent, asking) if line.is_open], 15.0)
    assert [idlers.sweep(now) for now in (100.0, 115.0, 115.1)] == [0, 0, 1]
    assert (silent.is_open, asking.is_open) == (False, True)
    asking.cycle = SimpleNamespace(response_complete=True)
    assert [idlers.sweep(now) for now in (200.0, 215.0, 215.1)] == [0, 0, 1]


def test_a_body_that_dribbles_in_is_refused(open_studio: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.guards.PATIENCE", 0.5)
    host, _, port = open_studio.removeprefix("http://").partition(":")
    kind = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9999\r\n\r\n--x"
    head = b"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1\r\n" + kind
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(head)
        assert line.recv(4096).startswith(b"HTTP/1.1 408")


def test_the_page_lives_under_its_own_policy(open_studio: str) -> None:
    page, answer = (httpx.get(f"{open_studio}/{path}", timeout=120, trust_env=False) for path in ("", "presets"))
    assert "object-src 'none'" in page.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
