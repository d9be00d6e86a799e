"""The same through Gradio's own client: pip install gradio_client; python examples/by_gradio.py [http://127.0.0.1:7860]"""

from __future__ import annotations

import sys

from gradio_client import Client

studio = Client(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860", verbose=False)
print(", ".join(studio.predict(api_name="/list_presets")["themes"]))
asked = {"theme": "city", "style": "risograph", "palette": "#1b2a49, #e8663f, #f3d9b1", "seed": 3, "width": 320, "height": 240}
made = studio.predict(**asked, api_name="/generate_image")
print(made["image_url"], made["fidelity"]["on_palette_share"])
middle = [{"kind": "ellipse", "left": -0.3, "top": -0.2, "right": 0.3, "bottom": 0.2}]
edited = studio.predict(mask=middle, recipe=made["recipe"], theme="ocean", palette="lagoon", api_name="/edit")
print(edited["image_url"])
