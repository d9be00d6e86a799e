"""SIGKILL under 200 jobs: pictures, edits, photographs, matches and clips (wishes.py). Whatever dies is started again three seconds
later, as a service manager would; nothing else is touched.

Accepted is what was answered 202 or 200. Of that, every job must end once, as done or failed; every picture must be in the store once. A
picture whose asker never heard an answer may be there too, once. Photographs are held in the server's memory alone: what waited for one
when the server died may end as failed with `photo_forgotten`, and nothing else may fail.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx

from benchmarks.serve.figures import Figures
from benchmarks.serve.processes import Emulator, Part, Studio
from benchmarks.serve.wishes import Wish, seed_of, wish
from engine.store import bytes_to_recipe
from tests.engine.store.bucket_proxy import BucketProxy
from tests.redis_server import RedisServer

DOWN, PATIENCE = 3.0, 240.0
BUCKET = "hueprint-kill"
KINDS = (".png", ".webp")
OVER = {"done", "failed", "cancelled"}


def kill(folder: Path, figures: Figures, jobs: int = 200) -> None:
    """First the desk of one machine, then Celery's. jobs: of each round."""
    (folder / "local").mkdir()
    server = Studio(folder / "local", JOBS__MAX_PER_CLIENT="1000", JOBS__MAX_QUEUED="1000")
    server.start()
    try:
        _round("local: server", server, _again(server), figures, lambda: _files(folder / "local" / "pictures"), jobs)
    finally:
        server.kill()
    _celery(folder, figures, jobs)


def _celery(folder: Path, figures: Figures, jobs: int) -> None:
    redis, emulator = RedisServer(folder), Emulator(folder, BUCKET)
    redis.start()
    emulator.start()
    proxy = BucketProxy(emulator.port)
    with proxy.serving() as address:
        os.environ["STORAGE_EMULATOR_HOST"] = address
        settings = {"STORE__KIND": "cloud", "STORE__BUCKET": BUCKET, "STORE__CREDENTIALS_FILE": "none", "JOBS__BACKEND": "celery"}
        settings |= {"JOBS__BROKER": redis.url, "JOBS__MAX_PER_CLIENT": "1000", "JOBS__MAX_QUEUED": "1000", "ENGINE__PROCESSES": "0"}
        server = Studio(folder, **settings)
        one = {**settings, "SERVER__WORKERS": "1", "ENGINE__THREADS": "1"}
        workers = [Part([sys.executable, "worker.py"], one, folder / f"worker{number}.log") for number in range(2)]
        parts: list[Part] = [server, *workers, emulator]
        try:
            server.start()
            for worker in workers:
                worker.start()
            _until_ready(server)
            victims: dict[str, Callable[[], None]] = {
                "painting process": workers[0].kill_child,
                "worker": _again(workers[1]),
                "Redis": _again(redis),
                "emulator": _again(emulator),
                "server": _again(server),
            }
            for name, strike in victims.items():
                _round(f"celery: {name}", server, strike, figures, lambda: _objects(proxy), jobs)
        finally:
            os.environ.pop("STORAGE_EMULATOR_HOST", None)
            for part in parts:
                part.kill()
            redis.stop()


def _again(part: Part | RedisServer) -> Callable[[], None]:
    def strike() -> None:
        part.kill()
        time.sleep(DOWN)
        part.start()

    return strike


def _round(
    name: str, server: Studio, strike: Callable[[], None], figures: Figures, kept: Callable[[], dict[str, bytes]], count: int
) -> None:
    before, base = kept(), int(time.time()) % 1_000_000 * 1000
    wishes = {str(uuid4()): wish(number, base + number) for number in range(count)}
    striker = threading.Timer(1.0, strike)
    striker.start()
    began = time.monotonic()
    with server.client() as client, ThreadPoolExecutor(16) as people:
        jobs = list(people.map(lambda key: _accepted(client, wishes[key], key), wishes))
        striker.join()
        ends = list(people.map(lambda job: _end(client, job), filter(None, jobs)))
        accepted = sum(job is not None for job in jobs)
        done = [end for end in ends if end.get("status") == "done"]
        right = sum(people.map(lambda end: _opens(client, end), done))
    new = {name: file for name, file in kept().items() if name not in before}
    names, why = [str(end["name"]) for end in done], Counter(_why(end) for end in ends if end.get("status") == "failed")
    lost = sum(end.get("status") not in OVER for end in ends)
    twice = len(names) - len(set(names)) + len(new) - len({seed_of(bytes_to_recipe(file).model_dump(mode="json")) for file in new.values()})
    failed = f"{why.total()} failed{dict(why) if why else ''}"
    told = f"{accepted} of {count} accepted, {len(done)} done, {failed}, {lost} lost, {twice} kept twice, {time.monotonic() - began:.0f} s"
    good = lost == 0 and twice == 0 and len(done) + why.total() == accepted and right == len(done) and set(names) <= set(new)
    good = good and why.total() == (why["photo_forgotten"] if "server" in name else 0)
    figures.note(f"kill {name}", told, "each accepted job ends once, each picture is kept once", kept=good and accepted > 0)


def _why(end: dict[str, object]) -> str:
    error = end.get("error")
    return str(error["code"]) if isinstance(error, dict) else ""


def _accepted(client: httpx.Client, wished: Wish, key: str) -> str | None:
    """The job's address; asked again, with the same key, for as long as nobody answers, as any client would."""
    headers = {"Prefer": "respond-async", "Idempotency-Key": key}
    end = time.monotonic() + 150
    while time.monotonic() < end:
        try:
            answer = wished.send(client, headers)
            if answer.status_code in {200, 202}:
                return str(answer.headers.get("location") or "")
            if answer.status_code not in {429, 503}:
                print(f"  refused: {wished.path} {answer.status_code} {answer.text[:200]}", flush=True)
                return None
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    return None


def _end(client: httpx.Client, job: str) -> dict[str, object]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            answer = client.get(job)
            if answer.status_code == 404:
                return {"status": "forgotten"}
            if answer.status_code == 200 and answer.json()["status"] in OVER:
                return dict(answer.json())
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    return {"status": "never"}


def _opens(client: httpx.Client, end: dict[str, object]) -> bool:
    """Whether the picture is there, and is the one that was asked for."""
    file = client.get(str(end["job"]), headers={"Accept": f"image/{end['format']}"}).content
    return bytes_to_recipe(file).model_dump(mode="json") == end["recipe"]


def _until_ready(server: Studio) -> None:
    with server.client() as client:
        for _ in range(300):
            if client.get("/readyz").status_code == 200:
                return
            time.sleep(0.3)
    raise SystemExit("the workers do not start")


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for kind in KINDS for file in folder.glob(f"*{kind}")}


def _objects(proxy: BucketProxy) -> dict[str, bytes]:
    """The pictures in the bucket, by name."""
    _, _, body = proxy.forward("GET", f"/storage/v1/b/{BUCKET}/o", {}, b"")
    names = [str(item["name"]) for item in json.loads(body).get("items", []) if str(item["name"]).endswith(KINDS)]
    address = f"/download/storage/v1/b/{BUCKET}/o/"
    return {name.rpartition("/")[2]: proxy.forward("GET", f"{address}{quote(name, safe='')}?alt=media", {}, b"")[2] for name in names}
