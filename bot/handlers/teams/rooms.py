"""Whether a conversation in Teams may be a review's room: a group chat or a private channel of the trust's own people."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from bot.handlers.fields import maybe_id, parts, text
from bot.handlers.teams.calls import Calls, conversation
from bot.handlers.teams.heard import Kind, Place
from bot.message import RoomOffered
from bot.posters import AmbiguousError, RefusedError, RetryLaterError

_PAGES = 20
_CLOSED = frozenset({"private", "shared"})


async def offered(calls: Calls, place: Place, offer: RoomOffered) -> RoomOffered:
    """An offer of a room, with why it cannot be one, as Teams describes it. What Teams does not say is a no."""
    return replace(offer, refused=await calls.away(_why_not(calls, place)))


async def _why_not(calls: Calls, place: Place) -> str:
    if place.kind is Kind.PERSONAL:
        return "room_no_channel_teams"
    try:
        if place.kind is Kind.CHANNEL:
            kind = place.channel_kind or await _kind(calls, place)
            if kind not in _CLOSED:
                return "room_open_teams" if kind else "room_unseen_teams"
        return "room_shared_teams" if await _has_others(calls, place) else ""
    except (RefusedError, RetryLaterError, AmbiguousError):
        return "room_unseen_teams"


async def _kind(calls: Calls, place: Place) -> str:
    """What kind of channel it is, as its team lists it; the one that bears the team's own id is open to all of it."""
    if place.name == place.team:
        return "standard"
    found = await calls.ask("GET", place.service, f"/v3/teams/{quote(place.team, safe=':@')}/conversations")
    listed = (each for each in parts(found, "conversations") if each.get("id") == place.name)
    return next((text(each, "type") for each in listed), "")


async def _has_others(calls: Calls, place: Place) -> bool:
    """Whether anybody of another organisation is in it."""
    token = ""
    for _ in range(_PAGES):
        query = "?pageSize=200" + (f"&continuationToken={quote(token)}" if token else "")
        page: dict[str, Any] = await calls.ask("GET", place.service, conversation(place.name, "pagedmembers") + query)
        if any(text(each, "tenantId") not in {"", place.tenant} for each in parts(page, "members")):
            return True
        token = maybe_id(page, "continuationToken")
        if not token:
            return False
    return True
