"""What stands before every route: whose page may call, and the headers of each answer."""

from __future__ import annotations

import httpx
import pytest

OURS = {"size": [64, 64]}


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://[", "https://studio.example.com.evil.example"]
)
def test_another_sites_page_may_not_post(client: httpx.Client, origin: str) -> None:
    answer = client.post("/generate_image", json=OURS, headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "forbidden_origin"


def test_our_own_page_a_named_site_and_a_program_may(client: httpx.Client, address: str) -> None:
    for headers in ({"Origin": address}, {"Origin": "https://studio.example.com"}, {}):
        assert client.post("/generate_image", json=OURS, headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "["])
def test_a_name_bent_to_this_machine_reaches_nothing(client: httpx.Client, host: str) -> None:
    """DNS rebinding: the browser takes evil.example for the page's own site, so Origin and Host agree."""
    answer = client.post("/generate_image", json=OURS, headers={"Host": host, "Origin": f"http://{host}"})
    assert answer.status_code == 403
    assert client.get("/presets", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:7860", "LOCALHOST", "[::1]:7860", "127.0.0.1", "studio.example.com"])
def test_this_machines_own_names_reach_it(client: httpx.Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_every_answer_keeps_browsers_from_guessing(client: httpx.Client) -> None:
    for path in ("/healthz", "/nowhere", "/pictures/none.png"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors" in headers["content-security-policy"]
