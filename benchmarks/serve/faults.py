"""What a bucket does wrong, to pictures, edits, photographs, matches and clips: every one is in the bucket, or waits in the folder and the
person is told so; never a false “kept”.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from benchmarks.serve.figures import Figures
from benchmarks.serve.processes import Emulator, studio
from benchmarks.serve.wishes import wish
from tests.engine.store.bucket_proxy import BucketProxy

BUCKET = "hueprint-faults"
FAULTS: tuple[int | str, ...] = (503, 429, 500, "reset", "lost", "hang", "garbled", "flipped")


def faults(folder: Path, figures: Figures) -> None:
    """Each fault once, twice, and for good."""
    emulator = Emulator(folder, BUCKET)
    emulator.start()
    proxy, false, told = BucketProxy(emulator.port, patience=2.0), 0, dict[str, str]()
    settings = {"STORE__KIND": "cloud", "STORE__BUCKET": BUCKET, "STORE__DEADLINE_SECONDS": "4", "STORE__CREDENTIALS_FILE": "none"}
    try:
        with proxy.serving() as address, _storage(address), studio(folder, **settings) as server, server.client() as client:
            for number, (fault, times) in enumerate((fault, times) for times in (1, 2, 0) for fault in FAULTS):
                proxy.forget()
                proxy.faults += [fault] * times
                proxy.refuse_all = None if times else fault
                answer = wish(number, number).send(client, {"Prefer": "wait=60"}).json()
                proxy.forget()
                false += not _is_there(answer, proxy, folder / "pictures" / "waiting")
                told[f"{fault} x {times or 'always'}"] = answer.get("where") or answer.get("code", "?")
                if answer.get("where") == "local":
                    time.sleep(21)  # for so long the studio does not ask a bucket that has failed
    finally:
        emulator.kill()
    figures.note("faults: where each picture went", told)
    figures.note("faults: false “kept”", false, "0", kept=false == 0)


def _is_there(answer: dict[str, object], proxy: BucketProxy, waiting: Path) -> bool:
    if "name" not in answer:
        return True  # refused, and said so
    if answer["where"] == "cloud":
        status, _, body = proxy.forward("GET", f"/download/storage/v1/b/{BUCKET}/o/hueprint%2F{answer['name']}?alt=media", {}, b"")
        return status == 200 and hashlib.sha256(body).hexdigest() == answer["sha256"]
    file = waiting / str(answer["name"])
    return bool(answer["notice"]) and file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == answer["sha256"]


class _storage:  # noqa: N801  (reads as what it does)
    """STORAGE_EMULATOR_HOST for the processes started meanwhile."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __enter__(self) -> None:
        import os

        os.environ["STORAGE_EMULATOR_HOST"] = self._address

    def __exit__(self, *_: object) -> None:
        import os

        os.environ.pop("STORAGE_EMULATOR_HOST", None)
