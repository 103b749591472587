"""How fast Teams may be called and how long we wait for it, in one table, as its reference has them."""

from typing import Final

REQUEST_BYTES: Final = 1_000_000
CALL_SECONDS: Final = 10.0
INVOKE_SECONDS: Final = 3.5
"""After so long an interim answer goes instead: whoever pressed waits five seconds at most."""
ATTEMPTS: Final = 3
LONGEST_WAIT: Final = 3.0

# For each bot, so many calls in so many seconds: to one conversation to send, to make one, to look at its members
SENDS: Final = ((7, 1), (8, 2), (60, 30), (1800, 3600))
MEMBERS: Final = ((14, 1), (120, 30), (3600, 3600))
A_SECOND: Final = 50
"""Calls a second for an app in a whole tenant."""
