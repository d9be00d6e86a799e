"""Themes as code: one file each draws what is in the picture as Fields, without colours."""
