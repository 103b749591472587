"""All that Peerwalk asks of Slack, in one table: what it is told, what it calls, the scope each needs, and why.

The listeners, the manifest and the check are made from it, so that none of them can say less or more than another.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, assert_never

from slack_bolt.async_app import AsyncApp

from bot.handlers.slack import pressed

ADDRESSES: Final = ("events", "commands", "interactivity")  # what is added to /slack/ where Slack calls us
APP_SCOPE: Final = "connections:write"  # the app-level token's only one
_ANY = re.compile("")


class Kind(StrEnum):
    """What is registered."""

    EVENT = "event"
    COMMAND = "command"
    MESSAGE_SHORTCUT = "message"
    GLOBAL_SHORTCUT = "global"
    METHOD = "method"


@dataclass(frozen=True)
class Registration:
    """One thing we are told or call, the bot scopes it needs, and for what. Shortcuts have their words in slack_app.md."""

    kind: Kind
    name: str
    scopes: tuple[str, ...]
    because: str


_PLACES = ("channels:history", "groups:history", "im:history")

REGISTRATIONS: Final = (
    Registration(Kind.EVENT, "app_mention", ("app_mentions:read",), "a mention in a review’s channel becomes a note"),
    Registration(Kind.EVENT, "message.im", ("im:history",), "a direct message to the bot is a note, or an answer"),
    Registration(Kind.EVENT, "app_home_opened", (), "Home is drawn when its owner opens it"),
    Registration(Kind.COMMAND, "/peerwalk", ("commands",), "/peerwalk and the shortcuts"),
    Registration(Kind.MESSAGE_SHORTCUT, pressed.LOG_AS_EVIDENCE, ("commands",), "/peerwalk and the shortcuts"),
    Registration(Kind.GLOBAL_SHORTCUT, pressed.WRITE_A_NOTE, ("commands",), "/peerwalk and the shortcuts"),
    Registration(Kind.METHOD, "auth.test", (), "`peerwalk slack check` asks who the bot is"),
    Registration(Kind.METHOD, "chat.postMessage", ("chat:write",), "invitations, news and affirmations are posted"),
    Registration(Kind.METHOD, "chat.postEphemeral", ("chat:write",), "a receipt only its writer sees"),
    Registration(Kind.METHOD, "chat.update", ("chat:write",), "our own posts follow edits"),
    Registration(Kind.METHOD, "chat.delete", ("chat:write",), "our own posts follow withdrawal"),
    Registration(
        Kind.METHOD, "conversations.history", _PLACES, "our own post is looked for after a dropped connection"
    ),
    Registration(
        Kind.METHOD,
        "conversations.info",
        ("channels:read", "groups:read"),
        "whether the bot is in a room, and whether another organisation is too",
    ),
    Registration(Kind.METHOD, "conversations.create", ("groups:write",), "a review’s private room is made"),
    Registration(Kind.METHOD, "conversations.invite", ("groups:write",), "the team is invited into its room"),
    Registration(
        Kind.METHOD, "conversations.kick", ("groups:write",), "whoever leaves a team is taken out of its room"
    ),
    Registration(Kind.METHOD, "conversations.open", ("im:write",), "a person’s own direct messages are opened"),
    Registration(
        Kind.METHOD, "users.conversations", ("groups:read",), "a room that was made is found before another is"
    ),
    Registration(Kind.METHOD, "pins.add", ("pins:write",), "what a room is for is pinned in it"),
    Registration(Kind.METHOD, "reactions.add", ("reactions:write",), "a noted message gets a mark"),
    Registration(Kind.METHOD, "views.open", (), "forms"),
    Registration(Kind.METHOD, "views.push", (), "forms"),
    Registration(Kind.METHOD, "views.update", (), "forms"),
    Registration(Kind.METHOD, "views.publish", (), "Home"),
)


def of(*kinds: Kind) -> tuple[Registration, ...]:
    """The registrations of these kinds, in the table's order."""
    return tuple(each for each in REGISTRATIONS if each.kind in kinds)


def scopes() -> dict[str, tuple[str, ...]]:
    """Every bot scope we need, in order of name, with what it is for."""
    found: dict[str, dict[str, None]] = {}
    for each in REGISTRATIONS:
        for scope in each.scopes:
            found.setdefault(scope, {})[each.because] = None
    return {scope: tuple(found[scope]) for scope in sorted(found)}


def register(app: AsyncApp, listen: Callable[..., Awaitable[Any]]) -> None:
    """Let Bolt hand everything in the table to one listener, and the buttons and forms that are ours."""
    for each in REGISTRATIONS:
        match each.kind:
            case Kind.EVENT:
                app.event(each.name.partition(".")[0])(listen)
            case Kind.COMMAND:
                app.command(_ANY)(listen)  # whatever a trust calls it
            case Kind.MESSAGE_SHORTCUT:
                app.message_shortcut(each.name)(listen)
            case Kind.GLOBAL_SHORTCUT:
                app.global_shortcut(each.name)(listen)
            case Kind.METHOD:
                pass  # we call it; it does not call us
            case _:
                assert_never(each.kind)
    app.action(re.compile(re.escape(pressed.ACTION)))(listen)
    app.view(pressed.CALLBACK)(listen)
