"""Does memory stay flat? In the page over 2,000 frames, and in the server over 200 sessions that are opened and closed.

python -m benchmarks.memory                        both
python -m benchmarks.memory --frames 500 --sessions 50 --json

The page: the real studio in Chromium, a slider dragged on and on; after each tenth of the frames garbage is collected and the script heap,
the page's nodes and its listeners are counted. The server: `app.py` as a process; a session loads the page, keeps Gradio's heartbeat open,
paints three previews over the WebSocket, asks for a palette's figures and goes; every fifth is a whole page in a browser profile of its
own. Its memory is that of the process and the processes that paint for it (PSS, where shared pages count once).
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, CDPSession, sync_playwright
from websockets.sync.client import connect

from ui.live.messages import read_frame

ROOT = Path(__file__).parents[1]
FLAGS = [f"--{flag}" for flag in ("no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-sync")]
DRAG = """async count => {
    const { state, live } = hueprint;
    for (let at = 0; at < count; at += 1) {
        const shown = new Promise((resume) => document.addEventListener("hueprint:frame", resume, { once: true }));
        state.change({ knobs: { detail: ((at * 37) % 100) / 100 + 0.001 * (at % 7) } }, "knob-detail");
        await shown;
    }
    return Number(document.querySelector("#preview").dataset.frame);
}"""
MEGABYTE = 2**20
PARTS = 10
WHOLE_PAGE_EVERY = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=2000)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON too")
    options = parser.parse_args()
    with sync_playwright() as playwright, studio() as (server, address):
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        figures = {
            "page": page_memory(browser, address, options.frames),
            "server": server_memory(browser, server.pid, address, options.sessions),
        }
        browser.close()
    print(table(figures))
    if options.json:
        print(json.dumps(figures))


@contextmanager
def studio() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`app.py` on a free port, with small previews: what is measured is memory, not painting."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "SERVER__PORT": str(port), "STORE__FOLDER": folder, "LIVE__DRAFT_PIXELS": "96", "LIVE__FINAL_PIXELS": "192",
            "ACCESS__REQUESTS_PER_MINUTE": "100000", "LOG__REQUESTS": "false",
        }  # fmt: skip
        environment = os.environ | {f"HUEPRINT_{name}": value for name, value in settings.items()}
        server = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        address = f"http://127.0.0.1:{port}/"
        try:
            wait_until_open(address)
            yield server, address
        finally:
            server.terminate()
            server.wait(timeout=90)


def wait_until_open(address: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(address + "healthz", trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit("The studio did not open within a minute.")


def page_memory(browser: Browser, address: str, frames: int) -> list[dict[str, float]]:
    """After warming up and after each tenth: frames drawn, script heap in MB, nodes, listeners."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#preview[data-final=true]", timeout=60_000)
    tools = context.new_cdp_session(page)
    page.evaluate(DRAG, frames // PARTS)
    counted = [heap(tools, 0)]
    start = int(page.get_attribute("#preview", "data-frame") or 0)
    counted.extend(heap(tools, page.evaluate(DRAG, frames // PARTS) - start) for _ in range(PARTS))
    context.close()
    return counted


def heap(tools: CDPSession, frames: int) -> dict[str, float]:
    for _ in range(2):
        tools.send("HeapProfiler.collectGarbage")
    used = tools.send("Runtime.getHeapUsage")["usedSize"] / MEGABYTE
    counters = tools.send("Memory.getDOMCounters")
    return {"frames": frames, "heap_mb": round(used, 2), "nodes": counters["nodes"], "listeners": counters["jsEventListeners"]}


def server_memory(browser: Browser, process: int, address: str, sessions: int) -> list[dict[str, float]]:
    """After warming up and after each tenth: sessions served, MB of the server and its painters."""
    serve(browser, address, sessions // PARTS)
    counted = [{"sessions": 0, "mb": tree_megabytes(process)}]
    for part in range(1, PARTS + 1):
        serve(browser, address, sessions // PARTS)
        counted.append({"sessions": part * (sessions // PARTS), "mb": tree_megabytes(process)})
    return counted


def serve(browser: Browser, address: str, count: int) -> None:
    for number in range(count):
        if number % WHOLE_PAGE_EVERY:
            session(address, number)
        else:
            whole_page(browser, address)
    time.sleep(1)  # what closes behind a session has closed


def whole_page(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#preview[data-final=true]", timeout=60_000)
    context.close()


def session(address: str, number: int) -> None:
    """What a page asks for, without the browser."""
    preferences = {"theme": "ocean", "style": "minimalist", "palette": "ember"}
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.get("")
        with client.stream("GET", f"gradio_api/heartbeat/benchmark{number}{time.monotonic_ns()}"):
            client.post("palette/check", json={"colours": "ember"})
            with connect(address.replace("http", "ws", 1) + "live", max_size=None, proxy=None) as live:
                for state in range(1, 4):
                    live.send(json.dumps({"id": state, "preferences": {**preferences, "seed": 10 * number + state}}))
                    while isinstance(answer := live.recv(timeout=60), str):
                        pass  # a draft's figures
                    header, _ = read_frame(answer)
                    live.send(json.dumps({"seen": header["frame"]}))


def tree_megabytes(process: int) -> float:
    """PSS of a process and its descendants."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    waiting, total = [process], 0
    while waiting:
        number = waiting.pop()
        waiting += children.get(number, [])
        total += _pss(number)
    return round(total / 1024, 1)


def _pss(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def table(figures: dict[str, Any]) -> str:
    page, server = figures["page"], figures["server"]
    rows = [
        f"{row['frames']:6} frames    {row['heap_mb']:8.2f} MB heap {row['nodes']:8} nodes {row['listeners']:6} listeners" for row in page
    ]
    rows += [f"{row['sessions']:6} sessions {row['mb']:8.1f} MB" for row in server]
    grown, held = page[-1]["heap_mb"] - page[0]["heap_mb"], server[-1]["mb"] - server[0]["mb"]
    late = server[-1]["mb"] - server[len(server) // 2]["mb"]
    rows.append(f"page: {grown:+.2f} MB over {page[-1]['frames']} frames")
    rows.append(f"server: {held:+.1f} MB over {server[-1]['sessions']} sessions, {late:+.1f} MB over the second half of them")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
