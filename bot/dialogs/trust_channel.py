"""The trust lead chooses where in chat excellent practice is posted, beside the web: one channel on each platform in use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.conversation import Answers, Choice, Conversation, Question, Tell
from bot.dialogs.settle import BACK
from bot.domain.changes_setup import ChannelChosen
from bot.domain.people import Person, Room, Trust
from bot.domain.permission import Act, may_in_trust
from bot.entry import Entry, Line, tidied
from bot.fitting import Fitting

KINDS = {"slack": Entry.CHANNEL, "teams": Entry.TEAMS_CHANNEL}
"""The platforms that have channels, and what one is known by there."""


NOT_THERE = "no"


@dataclass(frozen=True)
class FreeChannels:
    """Where it is to be posted a channel is needed, which is no review's room; elsewhere one is given only as it was.

    Slack's own list of channels, once one is picked, cannot be emptied again.
    """

    rooms: tuple[Room, ...]
    platforms: tuple[str, ...]

    def problems(self, answers: Answers) -> dict[str, str]:
        wanted = _wanted(self.platforms, answers)
        found = {f"{platform}_channel": self._problem(*wanted[platform]) for platform in self.platforms}
        return {key: problem for key, problem in found.items() if problem}

    def _problem(self, there: bool, room: Room) -> str:
        if not there:
            as_it_was = {
                "",
                *(each.channel for each in self.rooms if (each.platform, each.review) == (room.platform, "")),
            }
            return "" if room.channel in as_it_was else "no_channel_wanted"
        if not room.channel:
            return "channel_wanted"
        return "channel_taken" if any(each.review and replace(each, review="") == room for each in self.rooms) else ""

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def set_channel(trust: Trust, me: Person, began: date) -> Conversation:
    """Where excellent practice is posted, beside the channel that the web has."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    now = {room.platform: room for room in trust.rooms if not room.review and room.platform in KINDS}
    known = {*trust.workspaces, *((room.platform, room.tenant) for room in now.values())}
    places = sorted((platform, tenant) for platform, tenant in known if platform in KINDS)
    if not places:
        yield Tell("no_chat_yet", BACK)
        return []
    platforms = tuple(dict.fromkeys(platform for platform, _ in places))
    asked = [question for one in platforms for question in _questions(one, places, now.get(one))]
    answers = yield Fitting(*asked, intro="which_channel", fit=FreeChannels(trust.rooms, platforms))
    wanted = {platform: room for platform, (there, room) in _wanted(platforms, answers).items() if there}
    changed = [platform for platform in platforms if wanted.get(platform) != now.get(platform)]
    if not changed:
        yield Tell("as_it_was", BACK)
        return []
    if wanted:
        yield Tell("channel_set", BACK, channels=tuple(wanted[one] for one in platforms if one in wanted))
    else:
        yield Tell("channel_on_the_web", BACK)
    gone = [ChannelChosen(one) for one in changed if one not in wanted]
    new = (wanted[one] for one in changed if one in wanted)
    return [*gone, *(ChannelChosen(room.platform, room.tenant, room.channel) for room in new)]


def _questions(platform: str, places: list[tuple[str, str]], now: Room | None) -> tuple[Question, Question]:
    tenants = [tenant for other, tenant in places if other == platform]
    name = platform.capitalize()
    called = {f"{platform}/{one}": name if len(tenants) == 1 else f"{name} ({one})" for one in tenants}
    where = f"{platform}/{now.tenant}" if now else NOT_THERE
    return (
        Choice(f"{platform}_where", options=(NOT_THERE, *called), labels=called, initial=where),
        Line(f"{platform}_channel", kind=KINDS[platform], optional=True, initial=now.channel if now else ""),
    )


def _wanted(platforms: tuple[str, ...], answers: Answers) -> dict[str, tuple[bool, Room]]:
    """For each platform whether it is to be posted there, and the channel that was given."""
    found = {}
    for platform in platforms:
        where = str(answers[f"{platform}_where"])
        channel = tidied(KINDS[platform], str(answers[f"{platform}_channel"]))
        found[platform] = (where != NOT_THERE, Room(platform, where.partition("/")[2], channel))
    return found
