"""The web: pages of plain forms that need no script, and the default place to meet Peerwalk."""
