"""Styles as code: one file each paints Fields, and never knows which scene drew them."""
