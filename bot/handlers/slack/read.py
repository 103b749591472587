"""From Slack's payloads to events. Pure, and never surprised: what is odd or not ours reads as nothing.

The signature is checked before anything comes here.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.domain.acts import TRUST
from bot.domain.sign_in import normal
from bot.handlers.fields import OddError, maybe_id, part, parts, some_id, text
from bot.handlers.pressed import deed, looking_for
from bot.handlers.slack import pressed
from bot.handlers.slack.heard import (
    Heard,
    Look,
    NoFiles,
    ToButton,
    ToCommand,
    ToMessage,
    ToModal,
    ToPage,
    ToSubmit,
    ToView,
)
from bot.handlers.slack.state import State, state
from bot.handlers.slack.written import as_read
from bot.message import (
    ABOUT_ME,
    Address,
    AnyEvent,
    LoggedAsEvidence,
    Noted,
    Reworded,
    RoomOffered,
    Said,
    Source,
    Submit,
    Visit,
)
from bot.sign_in.crossing import HERE, Crossing

# Kinds of message that people send; all others are edits, deletions, joins and the like.
_LATER = ("message_changed", "message_deleted")
_SENT = (None, "", "file_share", "thread_broadcast")  # a tuple: what is odd may not be hashable


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
            case "message_action" | "shortcut":
                return _shortcut(found)
            case _:
                return None
    except OddError:
        return None


def _event(found: Mapping[str, Any]) -> Heard | None:
    event = part(found, "event")
    kind = event.get("type")
    if kind == "app_home_opened":
        return _opened(found, event)
    if kind == "message" and event.get("subtype") in _LATER:
        return _later(found, event)
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
    shared = found.get("is_ext_shared_channel") is True
    return Heard(key, Noted(tuple(keys), who, words, channel, source, to.thread), to, files, shared)


def _later(found: Mapping[str, Any], event: Mapping[str, Any]) -> Heard | None:
    """Somebody changed or deleted what they had written to the bot. What links unfold to is no change of theirs."""
    kind = event.get("channel_type", "im" if text(event, "channel").startswith("D") else "")  # it may be left out here
    if kind != "im":
        return None
    gone, before = event.get("subtype") == "message_deleted", part(event, "previous_message")
    now = before if gone else part(event, "message")
    if now.get("bot_id") or (not gone and (not now.get("edited") or text(now, "text") == text(before, "text"))):
        return None
    team, user, channel = some_id(found, "team_id"), some_id(now, "user"), some_id(event, "channel")
    stamp = some_id(event, "deleted_ts") if gone else some_id(now, "ts")
    # Told once: however often a message is changed, its second change is known already.
    once = f"slack:{'deleted' if gone else 'changed'}:{team}:{channel}:{stamp}"
    words = "" if gone else as_read(text(now, "text"))
    deed = Reworded((once,), Address("slack", team, user), Source(channel, stamp), words)
    return Heard(f"slack:{some_id(found, 'event_id')}", deed, ToMessage(channel, user, maybe_id(now, "thread_ts")))


def _shortcut(found: Mapping[str, Any]) -> Heard | None:
    """A shortcut: on a message, whose payload brings the message along, or the one that is everywhere."""
    who = Address("slack", some_id(part(found, "team"), "id"), some_id(part(found, "user"), "id"))
    trigger = some_id(found, "trigger_id")
    key, to = f"slack:trigger:{trigger}", ToModal(who.user, trigger)
    match found.get("type"), found.get("callback_id"):
        case "shortcut", pressed.WRITE_A_NOTE:
            return Heard(key, Noted((key,), who, ""), to)
        case "message_action", pressed.LOG_AS_EVIDENCE:
            message = part(found, "message")
            source = Source(some_id(part(found, "channel"), "id"), some_id(message, "ts"))
            writer = "" if message.get("bot_id") else maybe_id(message, "user")
            words = as_read(text(message, "text"))
            return Heard(key, LoggedAsEvidence((key,), who, words, source, writer), to, bool(message.get("files")))
        case _:
            return None


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
        case "room" if not rest:
            return Heard(key, RoomOffered((key,), who, some_id(found, "channel_id")), ToCommand(trigger))
        case "find":
            return Heard(key, looking_for(rest, (key,), who), ToCommand(trigger))
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
    to: ToModal | ToView | ToButton
    if found.get("view"):
        view = part(found, "view")
        form = part(view, "state")
        home = view.get("type") == "home"
        to = ToModal(who.user, trigger) if home else ToView(some_id(view, "id"), trigger, maybe_id(view, "hash"))
    else:
        form = part(found, "state")
        private = bool(part(found, "container").get("is_ephemeral"))
        to = ToButton(text(found, "response_url"), trigger, private, bool(form.get("values")))
    return Heard(key, _deed((key,), who, was, state(form)), to)


def _deed(keys: tuple[str, ...], who: Address, was: pressed.Pressed, form: State) -> AnyEvent | Look | Crossing:
    if isinstance(was.action, Submit) and form.picked and not was.conversation:
        return RoomOffered(keys, who, next(iter(form.picked.values())))
    match deed(was, keys, who, form.values):
        case Visit("web", about):
            return Crossing(keys, who, "web", about=about)
        case Visit() as visit:
            return Look(who, visit)
        case event:
            return event


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
    return Heard(key, _deed((key,), who, was, form), ToSubmit(form.blocks, form.picked))
