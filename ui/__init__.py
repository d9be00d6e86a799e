"""Every way in: the page, the live preview, the HTTP API. server.py joins them."""

import os

# Read by Gradio and its hub client when they are imported: nothing that visitors do is reported to anyone.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
