"""The trust lead settles how the trust wants it: quiet hours, who approves, suggestions, how safeguarding is led, the channel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.conversation import Answers, Ask, Choice, Choices, Conversation, Tell, Way
from bot.domain.acts import TRUST
from bot.domain.changes_setup import ChannelChosen, SettingChanged
from bot.domain.people import Person, Room, Trust
from bot.domain.permission import Act, may_in_trust
from bot.domain.quiet import QuietHours
from bot.domain.trust_settings import APPROVERS, MODEL, QUIET_HOURS, SUGGESTIONS, Approvers, Model
from bot.entry import Entry, Line, tidied
from bot.fitting import Fitting, Time
from bot.message import Visit

NOON, LAST_MINUTE = 12 * 60, 24 * 60 - 1
ON, OFF = "on", "off"
WEB = "web"
BACK = Way("see_settings", Visit("settings", TRUST))


def set_quiet_hours(trust: Trust, me: Person, began: date) -> Conversation:
    """When nothing is sent. What cannot wait, and what somebody has just asked for, goes at any hour."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    now = trust.settings.quiet
    also = tuple(name for name in ("weekends", "holidays") if getattr(now, name))
    answers = yield Ask(
        Choice("quiet", options=(ON, OFF), initial=ON if now.on else OFF),
        Time("begins", earliest=NOON, latest=LAST_MINUTE, initial=now.begins),
        Time("ends", latest=NOON - 1, initial=now.ends),
        Choices("also", options=("weekends", "holidays"), optional=True, initial=also),
        intro="quiet_hours",
    )
    ticked = answers.get("also", ())
    wanted = QuietHours(
        answers["quiet"] == ON, str(answers["begins"]), str(answers["ends"]), "weekends" in ticked, "holidays" in ticked
    )
    if wanted == now or (not wanted.on and not now.on):
        yield Tell("as_it_was", BACK)
        return []
    kept = wanted if wanted.on else replace(now, on=False)
    yield Tell("quiet_hours_set", BACK, quiet=kept)
    return [SettingChanged(QUIET_HOURS, kept.written())]


def set_approvers(trust: Trust, me: Person, began: date) -> Conversation:
    """Who approves an affirmation, as the second person."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    now = trust.settings.approvers
    answers = yield Ask(Choice("approvers", options=tuple(Approvers), initial=now), intro="who_approves")
    if answers["approvers"] == now:
        yield Tell("as_it_was", BACK)
        return []
    yield Tell("approvers_set", BACK, approvers=str(answers["approvers"]))
    return [SettingChanged(APPROVERS, str(answers["approvers"]))]


def set_suggestions(trust: Trust, me: Person, began: date) -> Conversation:
    """Whether the bot suggests where a note belongs. Nothing of it leaves this installation."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    said = trust.settings.suggestions
    now = "" if said is None else ON if said else OFF
    answers = yield Ask(Choice("suggestions", options=(ON, OFF), initial=now), intro="what_suggestions_are")
    if answers["suggestions"] == now:
        yield Tell("as_it_was", BACK)
        return []
    on = answers["suggestions"] == ON
    yield Tell("suggestions_set", BACK, on=on)
    return [SettingChanged(SUGGESTIONS, on)]


def set_model(trust: Trust, me: Person, began: date) -> Conversation:
    """How safeguarding is led across the trust."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    now = trust.settings.model or ""
    answers = yield Ask(Choice("model", options=tuple(Model), initial=now), intro="four_models")
    if answers["model"] == now:
        yield Tell("as_it_was", BACK)
        return []
    yield Tell("model_set", BACK, model=str(answers["model"]))
    return [SettingChanged(MODEL, str(answers["model"]))]


@dataclass(frozen=True)
class FreeChannel:
    """A channel in chat needs its id, and is no review's room; on the web alone one is given only as it was.

    Slack's own list of channels, once one is picked, cannot be emptied again.
    """

    rooms: tuple[Room, ...]

    def problems(self, answers: Answers) -> dict[str, str]:
        where, channel = str(answers.get("where", "")), str(answers.get("chat_channel", "")).strip()
        if where == WEB:
            as_it_was = {"", *(room.channel for room in self.rooms if not room.review)}
            return {} if channel in as_it_was else {"chat_channel": "no_channel_wanted"}
        if not channel:
            return {"chat_channel": "channel_wanted"}
        platform, _, tenant = where.partition("/")
        taken = any(Room(platform, tenant, channel, room.review) == room for room in self.rooms if room.review)
        return {"chat_channel": "channel_taken"} if taken else {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def set_channel(trust: Trust, me: Person, began: date) -> Conversation:
    """Where excellent practice is posted, beside the channel that the web has."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    now = next((room for room in trust.rooms if not room.review), None)
    places = {f"{platform}/{tenant}": f"{platform.capitalize()} ({tenant})" for platform, tenant in trust.workspaces}
    if now is not None:
        places.setdefault(f"{now.platform}/{now.tenant}", f"{now.platform.capitalize()} ({now.tenant})")
    if not places:
        yield Tell("no_chat_yet", BACK)
        return []
    if len(places) == 1:
        places = {where: label.partition(" ")[0] for where, label in places.items()}
    answers = yield Fitting(
        Choice(
            "where",
            options=(WEB, *places),
            labels=places,
            initial=f"{now.platform}/{now.tenant}" if now else WEB,
        ),
        Line("chat_channel", kind=Entry.CHANNEL, optional=True, initial=now.channel if now else ""),
        intro="which_channel",
        fit=FreeChannel(trust.rooms),
    )
    platform, _, tenant = str(answers["where"]).partition("/")
    wanted = None if platform == WEB else Room(platform, tenant, tidied(Entry.CHANNEL, str(answers["chat_channel"])))
    if wanted == now:
        yield Tell("as_it_was", BACK)
        return []
    if wanted is None:
        yield Tell("channel_on_the_web", BACK)
        return [ChannelChosen()]
    yield Tell("channel_set", BACK, channel=wanted.channel)
    return [ChannelChosen(wanted.platform, wanted.tenant, wanted.channel)]
