"""Start-up: from the process's start to the page served, beside what importing torch and gradio costs alone, in turns in one run.

    python benchmarks/startup.py [--rounds 5] [--port 21111]

Prints both medians and their ratio; exit status 1 when the ratio is above 1.5.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 1.5
PATIENCE = 180.0


def main() -> int:
    """Runs the rounds and judges them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--port", type=int, default=21111)
    asked = options.parse_args()
    imports, starts = [], []
    for number in range(asked.rounds + 1):
        imported, started = seconds_to_import(), seconds_to_page(asked.port)
        if number:  # the first round fills the disk cache
            imports.append(imported)
            starts.append(started)
    imported, started = statistics.median(imports), statistics.median(starts)
    ratio = started / imported
    print(f"import torch + gradio  {imported:6.2f} s   ({min(imports):.2f} to {max(imports):.2f})")
    print(f"page served            {started:6.2f} s   ({min(starts):.2f} to {max(starts):.2f})")
    print(f"ratio                  {ratio:6.2f}     (at most {MOST})")
    return int(ratio > MOST)


def seconds_to_import() -> float:
    """A Python that imports both and ends; its start and end belong to it, as they do to the studio's start."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch, gradio, os; os._exit(0)"], cwd=ROOT, env=_environment(0, ""), check=True)
    return time.perf_counter() - began


def seconds_to_page(port: int) -> float:
    """app.py until GET / answers 200 with the whole page."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=_environment(port, folder), stdout=subprocess.DEVNULL)
        try:
            while not _is_served(port):
                if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                    raise SystemExit("app.py did not serve the page; run it by itself to see why.")
                time.sleep(0.02)
            return time.perf_counter() - began
        finally:
            process.terminate()
            process.wait(timeout=30)


def _is_served(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return answer.status == 200 and b"Hueprint" in answer.read()
    except (urllib.error.URLError, OSError):
        return False


def _environment(port: int, folder: str) -> dict[str, str]:
    """The same for both: no analytics, no visitors' settings."""
    own = {"GRADIO_ANALYTICS_ENABLED": "False", "HUEPRINT_SERVER__PORT": str(port or 7860)}
    if folder:
        own["HUEPRINT_STORE__FOLDER"] = folder
    return {**os.environ, **own}


if __name__ == "__main__":
    sys.exit(main())
