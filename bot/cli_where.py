"""Where in chat, as the command line is told it: a person or a channel, in Slack or in Teams, but not in both at once."""

import re

from bot.entry import Entry, misfit, tidied
from bot.terminal import WRONG_USE, stop

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def where(slack: str, teams: str, in_slack: str, in_teams: str) -> tuple[str, str, str]:
    """Platform, tenant, and the id there. Ends the command where it is neither, or both."""
    if bool(slack) == bool(teams):
        stop(f"Give --slack {in_slack} or --teams {in_teams}.", WRONG_USE)
    if slack:
        first, colon, second = slack.partition(":")
        if not (colon and first and second and (first + second).isalnum()):
            stop(
                f"{slack!r} is not an address. Give it as {in_slack}, such as T0123ABCD:{in_slack[5]}0456EFGH.",
                WRONG_USE,
            )
        return "slack", first, second
    tenant, _, named = teams.partition(":")
    tenant = tenant.lower()
    named = named.lower() if "OBJECT" in in_teams else tidied(Entry.TEAMS_CHANNEL, named)
    fits = _GUID.fullmatch(named) if "OBJECT" in in_teams else not misfit(Entry.TEAMS_CHANNEL, named)
    if not (_GUID.fullmatch(tenant) and fits):
        shape = "the id of your organisation in Entra, a colon, and " + (
            "the person’s object id there"
            if "OBJECT" in in_teams
            else "the channel’s id, which begins with 19:, or its link, in quotes"
        )
        stop(f"{teams!r} is not an address in Teams. Give it as {in_teams}: {shape}.", WRONG_USE)
    return "teams", tenant, named
