"""`peerwalk teams check`: whether we can speak and be spoken to in Teams, and whom we cannot reach there, with the reason."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.handlers.fields import parts, text
from bot.handlers.findings import Finding, Mark, Room
from bot.handlers.teams.calls import NOT_THERE, Calls, conversation
from bot.handlers.teams.installation import ADDRESS, Installation
from bot.handlers.teams.keys import Fetch, fetched, read
from bot.handlers.teams.poster import DEFAULT_SERVICE
from bot.handlers.teams.tokens import NoTokenError
from bot.message import Address
from bot.posters import AmbiguousError, RefusedError, RetryLaterError
from bot.reaching import Reached

_NOT_THERE = frozenset({NOT_THERE, "BotNotInConversationRoster", "ConversationNotFound", "ForbiddenOperationException"})
_INSTALL = "Have a Teams administrator install the app for them with a set-up policy: docs/teams.md says how."


@dataclass(frozen=True)
class Known:
    """Somebody of the trust: id, and where in Teams they are known, if anywhere."""

    person: str
    who: Address | None = None
    reached: Reached = field(default_factory=Reached)


def look(
    calls: Calls,
    installation: Installation,
    base: str,
    people: Iterable[Known],
    rooms: Iterable[Room],
    fetch: Fetch = fetched,
) -> Iterator[Finding]:
    """Look at everything; people and rooms only where there is a token. Nobody is written to."""
    yield _endpoint(base)
    yield _keys(installation, fetch)
    try:
        calls.tokens.token()
    except NoTokenError as error:
        yield Finding(Mark.MISSING, _no_token(error))
        return
    yield Finding(Mark.WELL, "Microsoft Entra gives the bot a token.")
    everybody = tuple(people)
    yield from _people(calls, installation, everybody)
    service = next((one.reached.service for one in everybody if one.reached.service), DEFAULT_SERVICE)
    yield from _rooms(calls, installation, service, tuple(rooms))


def _endpoint(base: str) -> Finding:
    if not base.startswith("https://"):
        return Finding(
            Mark.MISSING,
            "Teams can call nobody here: set PEERWALK_PUBLIC_URL to the https address under which this machine is "
            f"reached, and give the Azure Bot that address and {ADDRESS} as its messaging endpoint.",
        )
    return Finding(Mark.WELL, f"Teams is to call {base}{ADDRESS}: see that the Azure Bot has it as messaging endpoint.")


def _keys(installation: Installation, fetch: Fetch) -> Finding:
    try:
        found = read(json.loads(fetch(installation.keys_url)))
    except (OSError, ValueError, KeyError, TypeError):
        found = {}
    if not found:
        said = f"Microsoft’s keys cannot be fetched from {installation.keys_url}, so nothing from Teams can be let in. "
        return Finding(Mark.MISSING, said + "Check that this machine reaches it, through your proxy if there is one.")
    return Finding(Mark.WELL, "Microsoft’s keys are there: what it signs is known.")


def _no_token(error: NoTokenError) -> str:
    if error.away:
        return "Microsoft Entra cannot be reached, so nothing can be sent. Check that this machine reaches it."
    if error.code.startswith("certificate"):
        return "The file of PEERWALK_TEAMS_CERTIFICATE_FILE must hold an RSA key and its certificate, both as PEM."
    return (
        f"Microsoft Entra gives the bot no token ({error.code}). Check PEERWALK_TEAMS_APP_ID, "
        "PEERWALK_TEAMS_TENANT_ID, and that the secret or certificate has not run out."
    )


# ── People ──────────────────────────────────────────────────────────────────────────────────


def _people(calls: Calls, installation: Installation, people: tuple[Known, ...]) -> Iterator[Finding]:
    known = [one for one in people if one.who is not None]
    strays = [one.person for one in known if one.who and one.who.tenant != installation.tenant]
    unlinked = sorted({one.person for one in people} - {one.person for one in known})
    unreached = [one.person for one in known if one.person not in strays and not _is_there(calls, one)]
    well = len(known) - len(strays) - len(unreached)
    if not people:
        yield Finding(
            Mark.ADVICE, "Nobody of the trust is here yet, so nobody can be reached: set it up first, on the web."
        )
    if well:
        yield Finding(Mark.WELL, f"{well} of {len(people)} can be reached in Teams.")
    if unreached:
        yield Finding(Mark.MISSING, f"{_named(unreached)} cannot be reached: the app is not there for them. {_INSTALL}")
    if strays:
        yield Finding(
            Mark.MISSING,
            f"{_named(strays)} cannot be reached: their account is of another organisation. Let them write “unlink” to "
            "the bot there, and link their account here.",
        )
    if unlinked:
        yield Finding(
            Mark.ADVICE,
            f"{_named(unlinked)} cannot be reached: no account in Teams is theirs. They can write “link” and a code to "
            "Peerwalk there, or: peerwalk people add PERSON --teams TENANT:OBJECT.",
        )


def _named(people: list[str]) -> str:
    return f"{len(people)} ({', '.join(people)})"


def _is_there(calls: Calls, one: Known) -> bool:
    """Whether somebody can be written to, found out without writing. What cannot be said for now counts as yes."""
    if one.who is None:
        return False
    service, who = one.reached.service or DEFAULT_SERVICE, one.reached.account or one.who.user
    try:
        if one.reached.conversation:
            calls.call("GET", service, conversation(one.reached.conversation, "members", who))
        else:
            sent = {"members": [{"id": who}], "tenantId": one.who.tenant, "isGroup": False}
            calls.call("POST", service, "/v3/conversations", sent)
    except RefusedError:
        return False
    except (RetryLaterError, AmbiguousError):
        return True
    return True


# ── Rooms ───────────────────────────────────────────────────────────────────────────────────


def _rooms(calls: Calls, installation: Installation, service: str, rooms: tuple[Room, ...]) -> Iterator[Finding]:
    if not any(room.trust for room in rooms):
        yield Finding(
            Mark.ADVICE,
            "There is no trust channel in Teams yet, so affirmations are not posted there. Choose one among the trust’s "
            f"settings, or: peerwalk rooms add trust --teams '{installation.tenant}:LINK', with the channel’s own link.",
        )
    for room in rooms:
        name = f"{room.whose} ({room.channel})"
        if room.tenant != installation.tenant:
            yield Finding(Mark.MISSING, f"{name} is in another organisation, {room.tenant}. Choose one of this one.")
            continue
        try:
            path = f"/v3/conversations/{quote(room.channel, safe=':@;=')}/pagedmembers?pageSize=200"
            found = calls.call("GET", service, path)
        except RefusedError as error:
            why = (
                "the app is not in it: add Peerwalk there"
                if error.reason in _NOT_THERE
                else f"Teams says {error.reason}"
            )
            yield Finding(Mark.MISSING, f"{name} cannot be posted to; {why}.")
            continue
        except (RetryLaterError, AmbiguousError):
            yield Finding(Mark.ADVICE, f"{name} could not be looked at just now. Run this again.")
            continue
        others = {text(each, "tenantId") for each in parts(found, "members")} - {"", installation.tenant}
        if others and not room.trust:
            said = "has somebody of another organisation in it, which may keep a copy of all that is said there. "
            yield Finding(Mark.MISSING, f"{name} {said}Choose a room of your own people instead.")
        else:
            yield Finding(Mark.WELL, f"{name} has the app in it.")
