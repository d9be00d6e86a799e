"""The engine's commands: each file adds its own options to the command line, and does what they ask."""
