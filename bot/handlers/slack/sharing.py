"""Whether a channel is shared with another organisation, which then keeps a copy of all that is said in it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.handlers.slack import limits
from bot.handlers.slack.calls import Calls
from bot.message import Address


def beyond(channel: Mapping[str, Any], team: str) -> bool:
    """Whether somebody outside the organisation of this workspace is in it, or is asked in."""
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared") or channel.get("pending_shared"):
        return True
    teams = channel.get("shared_team_ids")
    # Workspaces of one organisation share channels among themselves.
    return isinstance(teams, list) and bool({*map(str, teams)} - {team}) and not channel.get("is_org_shared")


class Sharing:
    """Asks Slack of a channel, and remembers the answer for a while. What Slack does not show is taken for unshared."""

    def __init__(self, call: Calls) -> None:
        self._call = call
        self._known: dict[str, tuple[float, bool]] = {}  # oldest first

    async def of(self, who: Address, channel: str) -> bool:
        now = asyncio.get_running_loop().time()
        until, shared = self._known.get(channel, (0.0, False))
        if now < until:
            return shared
        answer = await self._call("conversations.info", {"channel": channel}, quickly=True)
        found = (answer or {}).get("channel")
        if not isinstance(found, dict):
            return False
        self._known.pop(channel, None)
        while len(self._known) >= limits.CHANNELS_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[channel] = now + limits.SHARED_SECONDS, beyond(found, who.tenant)
        return self._known[channel][1]
