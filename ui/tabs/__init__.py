"""The rooms of the page, one file each: a room lays out widgets and knows nothing of what is inside them."""
