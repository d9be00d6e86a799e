"""The rooms of the page: room.py says what one is, rooms.py lists them, studio.py lays out what they all share."""
