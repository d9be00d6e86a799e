"""The parts of the page, one file each. A part is a function that returns a Gradio component; its behaviour is in ui/assets."""
