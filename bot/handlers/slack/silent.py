"""A logger that says nothing: slack_sdk logs what it sends and what comes back, and neither is to be in a log of ours."""

import logging

SILENT = logging.getLogger("peerwalk.slack_sdk")
SILENT.setLevel(logging.CRITICAL + 1)
SILENT.propagate = False
