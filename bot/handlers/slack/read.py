"""From Slack's payloads to events. Pure, and never surprised: what is odd or not ours reads as nothing.

The signature is checked before anything comes here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never
from urllib.parse import parse_qsl

from bot.domain.acts import TRUST
from bot.domain.sign_in import normal
from bot.handlers.slack import pressed
from bot.handlers.slack.fields import OddError, maybe_id, part, parts, some_id, text
from bot.handlers.slack.state import State, state
from bot.handlers.slack.written import as_read
from bot.message import (
    ABOUT_ME,
    Address,
    Answered,
    AnyEvent,
    Back,
    Begin,
    Noted,
    Routed,
    Said,
    Source,
    Started,
    Submit,
    Visit,
)
from bot.message import Route as RouteAction
from bot.sign_in.crossing import HERE, Crossing

# Kinds of message that people send; all others are edits, deletions, joins and the like.
_SENT = (None, "", "file_share", "thread_broadcast")  # a tuple: what is odd may not be hashable


# ── What was heard, and where its answer goes ───────────────────────────────────────────────


@dataclass(frozen=True)
class Look:
    """Somebody wants to see something; it changes nothing."""

    who: Address
    visit: Visit


@dataclass(frozen=True)
class NoFiles:
    """Somebody sent a file and no words: it is not fetched."""


@dataclass(frozen=True)
class ToMessage:
    """The answer to a message: beside it, for its writer's eyes only."""

    channel: str
    user: str
    thread: str = ""


@dataclass(frozen=True)
class ToCommand:
    """The answer to a command: in the answer to its request."""

    trigger: str


@dataclass(frozen=True)
class ToButton:
    """The answer to a button on a message. `private`: only the presser sees that message, so it may be replaced."""

    response_url: str
    trigger: str
    private: bool
    box: bool = False


@dataclass(frozen=True)
class ToView:
    """The answer to a button in a modal. `hash` is that of the view as it was when the button was pressed."""

    view: str
    trigger: str
    hash: str = ""


@dataclass(frozen=True)
class ToSubmit:
    """The answer to a modal's own submit, with the block that each answer stood in."""

    blocks: Mapping[str, str]


@dataclass(frozen=True)
class ToHome:
    """The answer to a button on Home, which has neither channel nor response_url: a modal, or else a direct message."""

    user: str
    trigger: str


@dataclass(frozen=True)
class ToPage:
    """The answer to whoever opened Home: the page itself. `hash` is that of the page they had."""

    user: str
    hash: str = ""


To = ToMessage | ToCommand | ToButton | ToView | ToSubmit | ToHome | ToPage


@dataclass(frozen=True)
class Heard:
    """One payload, read. `files`: something was attached that is not fetched."""

    key: str
    deed: AnyEvent | Look | NoFiles | Crossing
    to: To
    files: bool = False


# ── Payloads ────────────────────────────────────────────────────────────────────────────────


def payload(body: str, content_type: str) -> dict[str, Any] | None:
    """A request's body as Slack's three kinds of request carry it; None where it is no such thing."""
    try:
        if "json" in content_type or body.startswith("{"):
            found = json.loads(body)
        else:
            form = dict(parse_qsl(body, keep_blank_values=True))
            found = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def heard(found: Mapping[str, Any]) -> Heard | None:
    """What somebody did, or None where nothing is to be done."""
    try:
        if "command" in found:
            return _command(found)
        match found.get("type"):
            case "event_callback":
                return _event(found)
            case "block_actions":
                return _button(found)
            case "view_submission":
                return _submission(found)
            case _:
                return None
    except OddError:
        return None


def _event(found: Mapping[str, Any]) -> Heard | None:
    event = part(found, "event")
    kind = event.get("type")
    if kind == "app_home_opened":
        return _opened(found, event)
    private = kind == "message" and event.get("channel_type") == "im"
    # Other talk is never read, whatever the app is subscribed to.
    if not (private or kind == "app_mention") or event.get("subtype") not in _SENT or event.get("bot_id"):
        return None
    team, user, channel, stamp = (
        some_id(found, "team_id"),
        some_id(event, "user"),
        some_id(event, "channel"),
        some_id(event, "ts"),
    )
    bots = frozenset(str(each.get("user_id")) for each in parts(found, "authorizations") if each.get("is_bot"))
    if user in bots:
        return None
    key = f"slack:{some_id(found, 'event_id')}"
    # One message comes as a mention and as a message; a client that is unsure sends it again under its own id.
    keys = [key, f"slack:{team}:{channel}:{stamp}"]
    if event.get("client_msg_id"):
        keys.append(f"slack:client:{some_id(event, 'client_msg_id')}")
    words, files = as_read(text(event, "text"), bots), bool(event.get("files"))
    who, to = Address("slack", team, user), ToMessage(channel, user, maybe_id(event, "thread_ts"))
    source = Source(channel, stamp)
    if not words:
        if files:
            return Heard(key, NoFiles(), to)
        return None if private else Heard(key, Look(who, Visit("home", TRUST)), to)
    if private and (code := _code_in(words)):
        return Heard(key, Crossing(tuple(keys), who, "link", code), to)
    if private:
        return Heard(key, Said(tuple(keys), who, words, source=source), to, files)
    return Heard(key, Noted(tuple(keys), who, words, channel, source), to, files)


def _opened(found: Mapping[str, Any], event: Mapping[str, Any]) -> Heard | None:
    """Home was opened. It comes for every tab, and only one of them is Home."""
    if event.get("tab") != "home":
        return None
    who = Address("slack", some_id(found, "team_id"), some_id(event, "user"))
    page = maybe_id(part(event, "view"), "hash")
    return Heard(f"slack:{some_id(found, 'event_id')}", Look(who, Visit("page", TRUST)), ToPage(who.user, page))


def _code_in(words: str) -> str:
    """The code of a message that says `link` and a code, and nothing else: anything more is somebody's own words."""
    word, _, rest = words.partition(" ")
    return normal(rest) if word.casefold().rstrip(":") == "link" else ""


def _command(found: Mapping[str, Any]) -> Heard:
    who = Address("slack", some_id(found, "team_id"), some_id(found, "user_id"))
    trigger = some_id(found, "trigger_id")
    key = f"slack:trigger:{trigger}"
    word, _, rest = as_read(text(found, "text")).partition(" ")
    match word.casefold().rstrip(":"):
        case "note":
            return Heard(key, Noted((key,), who, rest.strip()), ToCommand(trigger))
        case "worry":
            return Heard(key, Look(who, Visit("worry", TRUST)), ToCommand(trigger))
        case "me":
            return Heard(key, Look(who, ABOUT_ME), ToCommand(trigger))
        case "web" if not rest:
            return Heard(key, Crossing((key,), who, "web", about=HERE), ToCommand(trigger))
        case "code" | "unlink" as way if not rest:
            return Heard(key, Crossing((key,), who, way), ToCommand(trigger))
        case "link":
            return Heard(key, Crossing((key,), who, "link", rest), ToCommand(trigger))
        case _:
            return Heard(key, Look(who, Visit("home", TRUST)), ToCommand(trigger))


def _button(found: Mapping[str, Any]) -> Heard | None:
    who = Address("slack", some_id(part(found, "team"), "id"), some_id(part(found, "user"), "id"))
    button = next(iter(parts(found, "actions")), {})
    was = pressed.unpack(button.get("value"))
    if was is None or not text(button, "action_id").startswith(pressed.ACTION):
        return None
    trigger = maybe_id(found, "trigger_id")
    key = f"slack:trigger:{trigger}" if trigger else f"slack:press:{some_id(button, 'action_ts')}:{who.user}"
    to: To
    if found.get("view"):
        view = part(found, "view")
        form = part(view, "state")
        home = view.get("type") == "home"
        to = ToHome(who.user, trigger) if home else ToView(some_id(view, "id"), trigger, maybe_id(view, "hash"))
    else:
        form = part(found, "state")
        private = bool(part(found, "container").get("is_ephemeral"))
        to = ToButton(text(found, "response_url"), trigger, private, bool(form.get("values")))
    return Heard(key, _deed((key,), who, was, state(form)), to)


def _deed(keys: tuple[str, ...], who: Address, was: pressed.Pressed, form: State) -> AnyEvent | Look | Crossing:
    match was.action:
        case Submit(masked, waived):
            return Answered(keys, who, was.conversation, was.asking, form.values, masked, waived=waived)
        case Back():
            return Answered(keys, who, was.conversation, was.asking, form.values, back=True)
        case Begin(dialog, about, given, preset):
            return Started(keys, who, dialog, about, given, preset)
        case RouteAction(route, button, concern, school, tried):
            box = (was.conversation, was.asking, form.values)
            return Routed(keys, who, route, button, concern, school, tried, *box)
        case Visit("web", about):
            return Crossing(keys, who, "web", about=about)
        case Visit():
            return Look(who, was.action)
        case _:
            assert_never(was.action)


def _submission(found: Mapping[str, Any]) -> Heard | None:
    who = Address("slack", some_id(part(found, "team"), "id"), some_id(part(found, "user"), "id"))
    view = part(found, "view")
    form = state(part(view, "state"))
    trigger = maybe_id(found, "trigger_id")
    # A view keeps its hash when its submit was answered with errors, so its hash alone would lose the second try.
    said = hashlib.sha256(repr(sorted(form.values.items())).encode()).hexdigest()[:16]
    key = f"slack:trigger:{trigger}" if trigger else f"slack:view:{some_id(view, 'id')}:{some_id(view, 'hash')}:{said}"
    was = pressed.unpack(view.get("private_metadata"))
    if was is None or view.get("callback_id") != pressed.CALLBACK:
        return None
    return Heard(key, _deed((key,), who, was, form), ToSubmit(form.blocks))
