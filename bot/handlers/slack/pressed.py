"""The names by which Slack gives us back what is ours. What a button carries is as on every platform."""

from bot.handlers.pressed import Pressed, pack, unpack

__all__ = ["ACTION", "CALLBACK", "LOG_AS_EVIDENCE", "WRITE_A_NOTE", "Pressed", "pack", "unpack"]

ACTION = "press."  # what the id of each button of ours begins with
CALLBACK = "peerwalk"
LOG_AS_EVIDENCE = "log_as_evidence"  # the shortcut on a message
WRITE_A_NOTE = "write_note"  # the one that is everywhere
