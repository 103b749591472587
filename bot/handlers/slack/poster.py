"""Slack as the queue's acts see it: post, find again, edit, delete, react. Synchronous; each method runs in a thread.

slack_sdk's own retries are off: the queue decides when to try again, and looks first whether a post arrived.
"""

import http.client
import re
import socket
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.handlers.slack import limits, render
from bot.handlers.slack.home_tab import HomeTab
from bot.handlers.slack.silent import SILENT
from bot.message import Card
from bot.posters import (
    AmbiguousError,
    RefusedError,
    RetryLaterError,
    Sent,
    Unfindable,
    Where,
)

_CODE = re.compile(r"[a-z0-9_]{1,80}")
# Slack's own faults, which it answers with 200: the act may have been done in part.
_FAULTS = {"fatal_error", "internal_error", "service_unavailable", "request_timeout"}
# We cannot look: not because the post is missing.
_BLIND = {"not_in_channel", "missing_scope", "not_allowed_token_type", "no_permission", "access_denied"}
_SERVER_FAULT, _TOO_MANY = 500, 429


class SlackPoster:
    """Posts through one workspace's bot token."""

    platform = "slack"

    def __init__(self, token: str, api_url: str, tab: HomeTab, timeout: int = limits.CALL_SECONDS) -> None:
        self._tab = tab
        self._client = WebClient(token, api_url, timeout=timeout, retry_handlers=[], logger=SILENT)
        self._private: dict[str, str] = {}

    def post(self, where: Where, card: Card, act_id: str) -> Sent:
        channel = self._channel(where)
        answer = self._call("chat.postMessage", channel=channel, **render.post(card, act_id))
        return Sent(where.tenant, str(answer.get("channel") or channel), str(answer["ts"]))

    def find(self, where: Where, act_id: str, since: datetime) -> Sent | Unfindable | None:
        cursor = ""
        try:
            channel = self._channel(where)
            for _ in range(limits.HISTORY_PAGES):
                page = self._call(
                    "conversations.history",
                    channel=channel,
                    oldest=f"{since.timestamp():.6f}",
                    limit=limits.HISTORY_PAGE,
                    include_all_metadata=True,
                    **({"cursor": cursor} if cursor else {}),
                )
                for found in page.get("messages") or ():
                    if _act(found) == act_id:
                        return Sent(where.tenant, channel, str(found["ts"]))
                cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    return None
        except RefusedError as error:
            if error.reason in _BLIND:
                return Unfindable()
            raise
        # More was said there since than we read: nobody knows.
        return Unfindable()

    def edit(self, sent: Sent, card: Card) -> None:
        # The metadata stays where none is given.
        self._call("chat.update", channel=sent.channel, ts=sent.message, **render.message((card,), render.Labels()))

    def delete(self, sent: Sent) -> None:
        self._call("chat.delete", done="message_not_found", channel=sent.channel, ts=sent.message)

    def react(self, where: Where, message: str, name: str) -> None:
        channel = self._channel(where)
        self._call("reactions.add", done="already_reacted", channel=channel, timestamp=message, name=name)

    def home(self, where: Where, cards: Sequence[Card]) -> None:
        # Publishing again does no harm: what was worded last is what stands.
        self._call("views.publish", user_id=where.user, view=self._tab.view(cards))

    def pin(self, sent: Sent) -> None:
        self._call("pins.add", done="already_pinned", channel=sent.channel, timestamp=sent.message)

    def create_room(self, tenant: str, review: str, title: str) -> Sent:
        # An attempt before this one may have made it, and its school may have another name by now.
        found = self._room(review)
        if not found:
            answer = self._call("conversations.create", name=room_name(review, title), is_private=True)
            found = str(answer["channel"]["id"])
        return Sent(tenant, found, "")

    def _room(self, review: str) -> str:
        """The private channel of ours whose name ends with this review's id; empty where there is none."""
        cursor = ""
        for _ in range(limits.HISTORY_PAGES):
            sent: dict[str, Any] = {"types": "private_channel", "exclude_archived": True, "limit": limits.HISTORY_PAGE}
            page = self._call("users.conversations", **sent, **({"cursor": cursor} if cursor else {}))
            for found in page.get("channels") or ():
                if str(found.get("name", "")).endswith(room_name(review, "")):
                    return str(found["id"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return ""

    def invite(self, where: Where, user: str) -> None:
        self._call("conversations.invite", done="already_in_channel", channel=where.channel, users=user)

    def take_out(self, where: Where, user: str) -> None:
        self._call("conversations.kick", done="not_in_channel", channel=where.channel, user=user)

    def _channel(self, where: Where) -> str:
        """The channel, or the private one with a person, which is opened once and then remembered."""
        if where.channel:
            return where.channel
        if where.user not in self._private:
            try:
                answer = self._call("conversations.open", users=where.user)
            except AmbiguousError:
                # Opened or not, nothing was posted.
                raise RetryLaterError from None
            self._private[where.user] = str(answer["channel"]["id"])
        return self._private[where.user]

    def _call(self, method: str, *, done: str = "", **sent: Any) -> dict[str, Any]:
        """Call Slack; `done` is the error that says it was done before."""
        try:
            # Methods that only read take no JSON.
            form = method in limits.READS
            answer = self._client.api_call(method, params=sent) if form else self._client.api_call(method, json=sent)
        except SlackApiError as error:
            if done and error.response.get("error") == done:
                return {}
            raise trouble(error) from None
        except SlackRequestError:
            raise RefusedError("bad_request") from None
        except (http.client.HTTPException, OSError) as error:
            raise _lost(error) from None
        data = answer.data
        if not isinstance(data, dict):
            raise AmbiguousError
        return data


def room_name(review: str, title: str) -> str:
    """A channel's name as Slack takes it, the review's id at its end: by that it is found again."""
    end = "-" + re.sub(r"[^a-z0-9_-]+", "-", review.lower())
    begin = re.sub(r"[^a-z0-9]+", "-", f"review {title}".lower()).strip("-")
    return f"{begin[: limits.CHANNEL_NAME - len(end)].rstrip('-')}{end}" if title else end


def trouble(error: SlackApiError) -> RetryLaterError | AmbiguousError | RefusedError:
    """What an answer that is no yes comes to."""
    code = str(error.response.get("error") or "")
    status = int(error.response.status_code)
    if status == _TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return RetryLaterError(_retry_after(error.response.headers))
    # What is no code is no answer of Slack's own, such as a proxy's page.
    if status >= _SERVER_FAULT or code in _FAULTS or not _CODE.fullmatch(code):
        return AmbiguousError()
    return RefusedError(code)


def _retry_after(headers: dict[str, str]) -> float | None:
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    value = named[0] if isinstance(named, list) and named else named
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _lost(error: Exception) -> RetryLaterError | AmbiguousError:
    """A connection that was never made did nothing; one that dropped may have."""
    reason = error.reason if isinstance(error, URLError) else error
    never = (ConnectionRefusedError, socket.gaierror)
    return RetryLaterError() if isinstance(reason, never) else AmbiguousError()


def _act(message: Any) -> str:
    metadata = message.get("metadata") if isinstance(message, dict) else None
    if not isinstance(metadata, dict) or metadata.get("event_type") != "peerwalk_act":
        return ""
    payload = metadata.get("event_payload")
    return str(payload.get("act", "")) if isinstance(payload, dict) else ""
