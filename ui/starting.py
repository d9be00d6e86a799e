"""Patience with a server that starts. Gradio gives it five seconds and then takes its port for taken; a busy machine needs longer."""

from __future__ import annotations

import time

import gradio.http_server
from gradio.exceptions import ServerFailedToStartError

START_SECONDS = 300.0


class PatientServer(gradio.http_server.Server):  # type: ignore[misc]
    """Gradio's server, waited for as long as it may yet start."""

    def run_in_thread(self) -> None:
        """Returns once it serves. Raises ServerFailedToStartError when its thread has ended, as it does where the port is taken."""
        try:
            super().run_in_thread()
        except ServerFailedToStartError:
            end = time.monotonic() + START_SECONDS
            while not self.started:
                if not self.thread.is_alive() or time.monotonic() > end:
                    raise
                time.sleep(0.01)


def instead_of_gradios_server() -> None:
    """Servers started from now on in this process are waited for."""
    gradio.http_server.Server = PatientServer
