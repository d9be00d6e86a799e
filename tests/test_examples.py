"""Every example runs as it stands, against the real server; and an agent finds and uses the tools."""

from __future__ import annotations

import ast
import asyncio
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import ImageGenerator
from engine.store import bytes_to_recipe, open_store
from tests.engine.photo.files import landscape, saved
from tests.ui.api.serving import QUICK

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
KEY = "a-key-for-examples"
JAVASCRIPT_CLIENT = "@gradio/client@2.7.0"


@pytest.fixture(scope="module")
def studio(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole server, with its tools for agents."""
    from ui.server import Server, ServerOptions

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(generator, open_store(folder=tmp_path_factory.mktemp("kept")), ServerOptions(port=port, mcp=True, quick=QUICK))
    server.start()
    yield server.address.rstrip("/")
    server.close()


def run(studio: str, *command: str) -> str:
    done = subprocess.run(
        command, env={**os.environ, "STUDIO": studio, "KEY": KEY}, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("name", "runner", "theme"), [("generate.py", sys.executable, "ocean"), ("generate.mjs", "node", "forest")])
def test_a_program_gets_its_picture(studio: str, tmp_path: Path, name: str, runner: str, theme: str) -> None:
    if shutil.which(runner) is None:
        pytest.skip(f"{runner} is not installed here")
    picture = tmp_path / "picture"
    assert "is painted" in run(studio, runner, str(EXAMPLES / name), str(picture))
    recipe = bytes_to_recipe(picture.read_bytes())
    assert (recipe.preferences.theme, recipe.size.width, recipe.size.height) == (theme, 320, 240)


def test_curl_gets_its_picture(studio: str, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed here")
    told = run(studio, str(EXAMPLES / "generate.sh"), str(tmp_path / "picture.png"))
    assert json.loads(told.splitlines()[0])["recipe"]["preferences"]["style"] == "watercolour"
    assert bytes_to_recipe((tmp_path / "picture.png").read_bytes()).preferences.theme == "city"


def test_gradios_own_client_gets_its_picture(studio: str) -> None:
    told = run(studio, sys.executable, str(EXAMPLES / "by_gradio.py"), studio)
    assert "alpine" in told.splitlines()[0]
    assert all(line.startswith("/pictures/") for line in told.splitlines()[1:3])


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed here")
def test_gradios_own_javascript_client_gets_its_picture(studio: str, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "by_gradio.mjs", tmp_path)
    fetch = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), JAVASCRIPT_CLIENT]
    try:
        subprocess.run(fetch, capture_output=True, timeout=300, check=True)
    except subprocess.SubprocessError:
        pytest.skip("no registry of packages can be reached from here")
    told = run(studio, "node", str(tmp_path / "by_gradio.mjs"), studio).splitlines()
    assert "alpine" in told[0]
    assert all(line.startswith("/pictures/") for line in told[1:3])


def test_every_example_is_run_here() -> None:
    ours = {file.name for file in EXAMPLES.iterdir() if file.is_file()}
    assert ours == {"generate.py", "generate.mjs", "generate.sh", "by_gradio.py", "by_gradio.mjs"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_agent_finds_the_tools_described_and_uses_them(studio: str) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    def given(answer: Any) -> dict[str, Any]:
        return dict(ast.literal_eval(answer.content[0].text))

    async def use() -> None:
        async with streamablehttp_client(f"{studio}/gradio_api/mcp/") as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            assert {"generate_image", "restyle", "edit", "animate", "match", "job", "list_presets"} <= set(tools)
            for tool in tools.values():
                assert all(len(field.get("description", "")) > 5 for field in tool.inputSchema["properties"].values()), tool.name
            photo = base64.b64encode(saved(landscape(), "JPEG")).decode()
            painted = await session.call_tool("restyle", {"photo": photo, "style": "ink", "palette": "ember"})
            assert "/pictures/" in painted.content[0].text  # type: ignore[union-attr]
            lost = await session.call_tool("restyle", {"photo": "not-held-here"})
            assert lost.isError
            made = given(painted)
            shape = {"kind": "ellipse", "left": -0.3, "top": -0.2, "right": 0.3, "bottom": 0.2}
            edited = await session.call_tool("edit", {"recipe": made["recipe"], "photo": photo, "mask": [shape], "palette": "lagoon"})
            assert len(given(edited)["recipe"]["preferences"]["edits"]) == 1
            for tool, more in (("edit", {"mask": [shape]}), ("animate", {"seconds": 2})):
                missing = await session.call_tool(tool, {"recipe": made["recipe"], **more})
                assert missing.isError
                assert "photo" in missing.content[0].text  # type: ignore[union-attr]
            loop = {"theme": "dark", "style": "minimalist", "seconds": 2, "format": "webp", "width": 64, "height": 48}
            moved = await session.call_tool("animate", loop)
            assert ".webp" in given(moved)["image_url"]
            like = await session.call_tool("match", {"references": [photo], "width": 24, "height": 16, "palette": "ember"})
            assert given(like)["size"] == [24, 16]
            unknown = await session.call_tool("job", {"job": "/jobs/none"})
            assert unknown.isError
            asked = tools["generate_image"].inputSchema["properties"]
            assert {"theme", "style", "palette", "words", "seed", "width", "height", "knobs"} == set(asked)
            assert all(len(field["description"]) > 10 for field in asked.values())
            made = await session.call_tool("generate_image", {"theme": "dark", "style": "minimalist", "width": 64, "height": 64})
            assert not made.isError
            assert "/pictures/" in made.content[0].text  # type: ignore[union-attr]
            refused = await session.call_tool("generate_image", {"theme": "nowhere"})
            assert refused.isError
            assert "nowhere" in refused.content[0].text  # type: ignore[union-attr]
            assert "Traceback" not in refused.content[0].text  # type: ignore[union-attr]

    asyncio.run(use())
