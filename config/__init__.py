"""How this machine runs the studio: settings.py holds the types, app_config.yaml the values, the environment the last word."""
