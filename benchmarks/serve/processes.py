"""The parts of a studio as processes that can be killed and started again: server, worker, storage emulator."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Part:
    """A process group. settings: HUEPRINT_ variables by their short names; `STORE__FOLDER`."""

    def __init__(self, command: list[str], settings: dict[str, str], log: Path, **environment: str) -> None:
        self._command, self._log = command, log
        self._environment = {**os.environ, **environment, **{f"HUEPRINT_{name}": value for name, value in settings.items()}}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True)

    def kill(self) -> None:
        """SIGKILL for it and all it has started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)

    def kill_child(self) -> None:
        """SIGKILL for the first process that it has started, and for nothing else."""
        assert self.process is not None
        os.kill(self.family()[1], signal.SIGKILL)

    def family(self) -> list[int]:
        """Its process id, and its children's."""
        assert self.process is not None
        told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False).stdout
        return [self.process.pid, *(int(word) for word in told.split())]

    def megabytes(self) -> float:
        """Memory of it and its children, shared pages counted once (PSS)."""
        total = 0
        for pid in self.family():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
        return total / 1024


class Studio(Part):
    """`python app.py` on a port of its own, with room for the requests of a benchmark."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        roomy = {
            "SERVER__PORT": str(self.port),
            "STORE__FOLDER": str(folder / "pictures"),
            "ACCESS__REQUESTS_PER_MINUTE": "1000000",
            "ACCESS__REQUESTS_AT_ONCE": "1000",
            "LOG__LEVEL": "warning",
        }
        super().__init__([sys.executable, "app.py"], {**roomy, **settings}, folder / "server.log")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once it can work."""
        super().start()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/healthz", timeout=5, trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        raise SystemExit("the studio does not start; see server.log")

    def client(self, **options: object) -> httpx.Client:
        """A program that calls it."""
        return httpx.Client(base_url=self.address, timeout=60, trust_env=False, **options)  # type: ignore[arg-type]


@contextlib.contextmanager
def studio(folder: Path, **settings: str) -> Iterator[Studio]:
    """A studio for as long as it is needed."""
    one = Studio(folder, **settings)
    one.start()
    try:
        yield one
    finally:
        one.kill()


class Emulator(Part):
    """The storage emulator, whose objects lie on the disk and so survive it."""

    def __init__(self, folder: Path, bucket: str) -> None:
        self.port = free_port()
        self._list = folder / "bucket" / ".cloudstorage" / ".meta"
        command = [sys.executable, "-m", "gcp_storage_emulator", f"--data-dir={folder / 'bucket'}", "start", "--host=127.0.0.1"]
        super().__init__([*command, f"--port={self.port}", f"--default-bucket={bucket}"], {}, folder / "emulator.log")

    def start(self) -> None:
        """Returns once it listens."""
        super().start()
        for _ in range(400):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise SystemExit("the storage emulator does not start")

    def kill(self) -> None:
        """SIGKILL, but not in the middle of writing its list, which it does in place: no real bucket loses that."""
        for _ in range(100):
            if self.process is None or self.process.poll() is not None:
                break
            os.killpg(self.process.pid, signal.SIGSTOP)
            with contextlib.suppress(OSError, ValueError):
                json.loads(self._list.read_bytes())
                break
            os.killpg(self.process.pid, signal.SIGCONT)
            time.sleep(0.02)
        super().kill()
