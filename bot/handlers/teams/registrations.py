"""All that Peerwalk offers in Teams, in one table: its commands, and its actions on messages. The manifest is made from it."""

from dataclasses import dataclass
from typing import Final

PERSONAL, TEAM, GROUP = "personal", "team", "groupChat"
SCOPES: Final = (PERSONAL, TEAM, GROUP)
ROOMS: Final = (TEAM, GROUP)


@dataclass(frozen=True)
class Command:
    """A word that one may write to the bot, and where Teams names it. What it does stands in teams_app.md."""

    name: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class MessageAction:
    """An action of the app, on a message or where one writes. Its words stand in teams_app.md."""

    name: str
    context: tuple[str, ...]


COMMANDS: Final = (
    Command("home", (PERSONAL,)),
    Command("note", SCOPES),
    Command("find", (PERSONAL,)),
    Command("worry", SCOPES),
    Command("room", ROOMS),
    Command("me", (PERSONAL,)),
    Command("web", (PERSONAL,)),
    Command("code", (PERSONAL,)),
    Command("unlink", (PERSONAL,)),
)

ACTIONS: Final = (
    MessageAction("log_as_evidence", ("message",)),
    MessageAction("write_note", ("compose", "commandBox")),
)
