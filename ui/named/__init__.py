"""Named endpoints for Gradio's own clients (gradio_client, @gradio/client), which are also the tools of its MCP server.

One file each; their docstrings are what an agent reads. Pictures come back as links, as from the HTTP API (ui/api), over the same desk.
"""

from __future__ import annotations

import gradio as gr

from ui.api.service import Service
from ui.named.animate import animate_with
from ui.named.edit import edit_with
from ui.named.generate import generate_image_with
from ui.named.job import job_with
from ui.named.match import match_with
from ui.named.presets import list_presets_with
from ui.named.restyle import restyle_with
from ui.photos import HeldPhotos


def named_endpoints(service: Service, photos: HeldPhotos) -> None:
    """Adds them to the Blocks that is open."""
    gr.api(generate_image_with(service), api_name="generate_image", concurrency_limit=4)
    gr.api(restyle_with(service, photos), api_name="restyle", concurrency_limit=4)
    gr.api(edit_with(service, photos), api_name="edit", concurrency_limit=4)
    gr.api(animate_with(service, photos), api_name="animate", concurrency_limit=4)
    gr.api(match_with(service, photos), api_name="match", concurrency_limit=4)
    gr.api(job_with(service), api_name="job", queue=False)
    gr.api(list_presets_with(service), api_name="list_presets", queue=False)
