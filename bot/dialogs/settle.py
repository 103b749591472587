"""The trust lead settles how the trust wants it: quiet hours, who approves, suggestions, how safeguarding is led."""

from dataclasses import replace
from datetime import date

from bot.conversation import Ask, Choice, Choices, Conversation, Number, Tell, Way
from bot.domain.acts import TRUST
from bot.domain.changes_setup import SettingChanged
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_in_trust
from bot.domain.quiet import QuietHours
from bot.domain.trust_settings import A_DAY, APPROVERS, MODEL, MOST_A_DAY, QUIET_HOURS, SUGGESTIONS, Approvers, Model
from bot.fitting import Time
from bot.message import Visit

NOON, LAST_MINUTE = 12 * 60, 24 * 60 - 1
ON, OFF = "on", "off"
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


def set_posts_a_day(trust: Trust, me: Person, began: date) -> Conversation:
    """How many posts of excellent practice a day the channel has; the rest stands in a weekly list."""
    if not may_in_trust(me, Act.CHANGE_SETTINGS, began):
        yield Tell("not_you")
        return []
    now = trust.settings.posts_a_day
    asked = Number("posts_a_day", least=1, most=MOST_A_DAY, initial=str(now))
    answers = yield Ask(asked, intro="how_many_posts")
    wanted = int(str(answers["posts_a_day"]))
    if wanted == now:
        yield Tell("as_it_was", BACK)
        return []
    yield Tell("posts_a_day_set", BACK, posts=wanted)
    return [SettingChanged(A_DAY, wanted)]
