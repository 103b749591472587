"""From Teams' activities to what somebody did. Pure, and never surprised: what is odd or not ours reads as nothing.

The token is looked at before anything comes here. In a room, only what mentions the bot is read, whatever else is sent.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain.acts import TRUST
from bot.domain.sign_in import normal
from bot.handlers.fields import OddError, maybe_id, part, parts, some_id, text
from bot.handlers.pressed import looking_for
from bot.handlers.teams import state
from bot.handlers.teams.heard import (
    Deed,
    Heard,
    Installed,
    Kind,
    Look,
    NoFiles,
    Place,
    To,
    ToCard,
    ToChat,
    ToDialog,
    ToNobody,
    Unreadable,
)
from bot.handlers.teams.written import as_read, from_html
from bot.message import (
    ABOUT_ME,
    Address,
    LoggedAsEvidence,
    Noted,
    Reworded,
    RoomOffered,
    Said,
    Source,
    Visit,
)
from bot.sign_in.crossing import HERE, Crossing

Activity = Mapping[str, Any]

INVOKES = (
    "adaptiveCard/action",
    "task/fetch",
    "task/submit",
    "composeExtension/fetchTask",
    "composeExtension/submitAction",
)
_BOT = "28:"
_HOME, _WORRY = Visit("home", TRUST), Visit("worry", TRUST)
_VISITS = {"home": _HOME, "help": _HOME, "me": ABOUT_ME, "worry": _WORRY}
_NOT_FILES = ("text/html", "text/plain", "application/vnd.microsoft.card.", "messageReference")


def heard(found: Activity) -> Heard | None:
    """What somebody did, or None where nothing is to be done."""
    try:
        match found.get("type"):
            case "message":
                return _message(found)
            case "messageUpdate" | "messageDelete":
                return _later(found)
            case "invoke" if found.get("name") in INVOKES:
                return _invoke(found)
            case "installationUpdate":
                return _installed(found, gone=text(found, "action").startswith("remove"))
            case "conversationUpdate":
                return _membership(found)
            case _:
                return None
    except OddError:
        return None


# ── Who, and where ──────────────────────────────────────────────────────────────────────────


def _who(found: Activity) -> Address:
    """Whoever acted. Those without an id of the organisation's directory, as other bots, are nobody."""
    writer = part(found, "from")
    if text(writer, "id").startswith(_BOT):
        raise OddError("from")
    return Address("teams", _tenant(found), some_id(writer, "aadObjectId"))


def _tenant(found: Activity) -> str:
    named = maybe_id(part(part(found, "channelData"), "tenant"), "id")
    return named or some_id(part(found, "conversation"), "tenantId")


def _place(found: Activity) -> Place:
    where, more = part(found, "conversation"), part(found, "channelData")
    name, _, thread = some_id(where, "id").partition(";messageid=")
    try:
        kind = Kind(text(where, "conversationType"))
    except ValueError:
        raise OddError("conversationType") from None
    channel = part(more, "channel") if kind is Kind.CHANNEL else {}
    return Place(
        kind,
        _tenant(found),
        maybe_id(channel, "id") or name,
        text(found, "serviceUrl"),
        maybe_id(part(found, "from"), "id"),
        thread,
        maybe_id(part(more, "team"), "id"),
        text(channel, "type"),
    )


def _key(found: Activity) -> str:
    # An id is one conversation's alone.
    return f"teams:{some_id(part(found, 'conversation'), 'id')}:{some_id(found, 'id')}"


# ── Messages ────────────────────────────────────────────────────────────────────────────────


def _message(found: Activity) -> Heard | None:
    who, place, key = _who(found), _place(found), _key(found)
    if found.get("value") is not None:
        # A button of a client that knows no Action.Execute: its fallback comes as a message.
        return _heard(found, _pressed(part(found, "value"), key, who), ToChat())
    own = tuple(text(each, "text") for each in parts(found, "entities") if _is_bot(each, found))
    private = place.kind is Kind.PERSONAL
    if not (private or own):
        return None  # other talk is never read
    words, files = as_read(text(found, "text"), own), _has_files(found)
    if not words and files:
        return _heard(found, NoFiles(who), ToChat())
    deed = _asked(words, key, who, place) or _noted(words, found, who, place, key)
    return _heard(found, deed, ToChat(), files=files)


def _heard(found: Activity, deed: Deed, to: To, *, files: bool = False) -> Heard:
    return Heard(_key(found), _who(found), _place(found), deed, to, files)


def _is_bot(entity: Activity, found: Activity) -> bool:
    if entity.get("type") != "mention":
        return False
    mentioned = part(entity, "mentioned")
    return bool(mentioned.get("id")) and mentioned.get("id") == part(found, "recipient").get("id")


def _has_files(found: Activity) -> bool:
    kinds = (text(each, "contentType") for each in parts(found, "attachments"))
    return any(kind and not kind.startswith(_NOT_FILES) for kind in kinds)


def _asked(words: str, key: str, who: Address, place: Place) -> Deed | None:
    """A command: a message that is one of a few words and nothing else. Anything more is somebody's own words."""
    word, _, rest = words.partition(" ")
    command = word.casefold().rstrip(":")
    if command == "link" and (code := normal(rest)):
        return Crossing((key,), who, "link", code)
    if command == "find" and (place.kind is Kind.PERSONAL or not rest):
        return looking_for(rest, (key,), who)
    if rest:
        return None
    match command:
        case "":
            return Look(who, _HOME)
        case "home" | "help" | "me" | "worry":
            return Look(who, _VISITS[command])
        case "note":
            return Noted((key,), who, "", "" if place.kind is Kind.PERSONAL else place.name)
        case "room":
            return RoomOffered((key,), who, place.name)
        case "web":
            return Crossing((key,), who, "web", about=HERE)
        case "code" | "unlink" as way:
            return Crossing((key,), who, way)
        case _:
            return None


def _noted(words: str, found: Activity, who: Address, place: Place, key: str) -> Deed:
    source = Source(place.name, some_id(found, "id"))
    if place.kind is Kind.PERSONAL:
        return Said((key,), who, words, source=source)
    return Noted((key,), who, words, place.name, source, place.thread)


def _later(found: Activity) -> Heard | None:
    """Somebody changed or deleted what they had written to the bot; taking a deletion back is neither."""
    gone = found.get("type") == "messageDelete"
    happened = text(part(found, "channelData"), "eventType")
    if happened and happened != ("softDeleteMessage" if gone else "editMessage"):
        return None
    who, place, message = _who(found), _place(found), some_id(found, "id")
    own = tuple(text(each, "text") for each in parts(found, "entities") if _is_bot(each, found))
    words = "" if gone else as_read(text(found, "text"), own)
    # Told once: however often a message is changed, its second change is known already.
    once = f"teams:{'deleted' if gone else 'changed'}:{place.tenant}:{place.name}:{message}"
    return _heard(found, Reworded((once,), who, Source(place.name, message), words), ToChat())


# ── Buttons, dialogs and message actions ────────────────────────────────────────────────────


def _invoke(found: Activity) -> Heard | None:
    who, key, value = _who(found), _key(found), part(found, "value")
    match found.get("name"):
        case "adaptiveCard/action":
            deed = _pressed(part(part(value, "action"), "data"), key, who)
            return _heard(found, deed, ToCard(maybe_id(found, "replyToId")))
        case "composeExtension/fetchTask":
            return _chosen(found, value, key, who)
        case _:
            return _heard(found, _pressed(part(value, "data"), key, who), ToDialog())


def _pressed(data: Activity, key: str, who: Address) -> Deed:
    match state.deed_of(data, key, who):
        case None:
            return Unreadable(who)
        case Visit("web", about):
            return Crossing((key,), who, "web", about=about)
        case Visit() as visit:
            return Look(who, visit)
        case event:
            return event


def _chosen(found: Activity, value: Activity, key: str, who: Address) -> Heard:
    """An action of the app: on a message, whose text comes along, or from the box in which one writes."""
    payload = part(value, "messagePayload")
    if value.get("commandContext") != "message" or not payload:
        return _heard(found, Noted((key,), who, ""), ToDialog())
    body, writer = part(payload, "body"), part(payload, "from")
    words = text(body, "content")
    words = as_read(words) if text(body, "contentType") == "text" else from_html(words)
    user = maybe_id(part(writer, "user"), "id") if not writer.get("application") else ""
    source = Source(_place(found).name, some_id(payload, "id"))
    files = _has_files(payload)
    return _heard(found, LoggedAsEvidence((key,), who, words, source, user), ToDialog(), files=files)


# ── Being there ─────────────────────────────────────────────────────────────────────────────


def _installed(found: Activity, *, gone: bool) -> Heard:
    return _heard(found, Installed(_who(found), gone), ToNobody())


def _membership(found: Activity) -> Heard | None:
    """The bot was brought somewhere, or taken away. Who else comes and goes is nothing to it."""
    bot = part(found, "recipient").get("id")
    came, went = (
        any(each.get("id") == bot for each in parts(found, key)) for key in ("membersAdded", "membersRemoved")
    )
    return _installed(found, gone=went) if bot and (came or went) else None
