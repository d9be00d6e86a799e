"""What turns a Condition into a picture; canvas.py is the one that needs nothing but this machine."""
