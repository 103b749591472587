"""How people are reached: where the bot asks them something; and, where a platform must be told each time, by what.

The latter is kept beside their address, and gone with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.message import Address
from store import asking_settings, people
from store.act_rows import MAIL, NO_CHAT, WEB
from store.engine import mails
from store.tables import AddressRow


@dataclass(frozen=True)
class Reached:
    """A person's own conversation with the bot, its service, their account there, and two messages.

    `home` is the one that is their Home, `box` the last one whose form holds words of theirs.
    """

    conversation: str = ""
    service: str = ""
    account: str = ""
    home: str = ""
    box: str = ""


def reach(session: Session, person: str, today: date, wished: str = "") -> str:
    """Where the bot asks somebody something: a chat platform, `mail`, `web`, or nothing where they cannot be reached.

    `wished` is the place they chose themselves, and counts wherever they can be reached there. Otherwise it is the chat
    they used last; by mail, whoever is in no chat; and on the web alone, where this installation sends no mail, whoever
    has been there. Whoever has left is reached nowhere.
    """
    found = places(session, person, today)
    return wished if wished in found else next(iter(found), "")


def places(session: Session, person: str, today: date) -> tuple[str, ...]:
    """Everywhere the bot can ask somebody something, the most likely to be seen first: what they may choose from."""
    known = people.directory(session).people.get(person)
    if known is None or known.has_left(today):
        return ()
    rows = _addresses(session, person)
    chats = [row.platform for row in rows if row.platform not in NO_CHAT and _is_there(row)]
    mail = [MAIL] if known.email and mails(session) else []
    web = [WEB for row in rows if row.platform in NO_CHAT]
    return tuple(dict.fromkeys((*chats, *mail, *web)))


def reachable(session: Session, persons: Iterable[str]) -> frozenset[str]:
    """Who of these the bot can ask something at all, as long as they are here: see `places`."""
    known = people.directory(session).people
    here = {one for one in persons if one in known}
    rows = session.scalars(select(AddressRow).where(AddressRow.person.in_(here)))
    seen = {row.person for row in rows if row.platform in NO_CHAT or _is_there(row)}
    return frozenset(seen | {one for one in here if known[one].email and mails(session)})


def asked_at(session: Session, person: str, today: date) -> tuple[str, str]:
    """The platform, and the workspace or organisation there, where a question to somebody goes; the web, where it goes nowhere."""
    where = reach(session, person, today, asking_settings.of(session, person).platform) or WEB
    found = (row.tenant for row in _addresses(session, person) if row.platform == where)
    return where, next(found, "")


def told_at(session: Session, person: str) -> tuple[str, str]:
    """The same for what tells them something: where they were last; whoever has not been anywhere yet, in chat if they can be."""
    theirs = select(AddressRow.platform, AddressRow.tenant).where(AddressRow.person == person)
    order = (AddressRow.last_used.desc().nulls_last(), AddressRow.platform == WEB, AddressRow.platform)
    last = session.execute(theirs.order_by(*order).limit(1)).first()
    return (WEB, "") if last is None or last.platform == WEB else (last.platform, last.tenant)


def _addresses(session: Session, person: str) -> Sequence[AddressRow]:
    theirs = select(AddressRow).where(AddressRow.person == person)
    return session.scalars(theirs.order_by(AddressRow.last_used.desc().nulls_last(), AddressRow.platform)).all()


def _is_there(row: AddressRow) -> bool:
    """Whether the bot is there for somebody. Where they were heard from and no conversation is left, they took it away."""
    return bool(row.conversation) or not row.service


def of(session: Session, who: Address) -> Reached | None:
    """How somebody is reached; None where the address is nobody's."""
    row = session.get(AddressRow, (who.platform, who.tenant, who.user))
    return Reached(row.conversation, row.service, row.account, row.home, row.box) if row else None


def keep(session: Session, who: Address, reached: Reached) -> None:
    """Remember how somebody is reached; nothing where the address is nobody's."""
    mine = update(AddressRow).filter_by(platform=who.platform, tenant=who.tenant, user=who.user)
    session.execute(mine.values(**asdict(reached)))


def service_of(session: Session, platform: str, tenant: str) -> str:
    """The service that somebody of this tenant was heard from last; empty where nobody was."""
    found = (
        select(AddressRow.service)
        .where(AddressRow.platform == platform, AddressRow.tenant == tenant, AddressRow.service != "")
        .order_by(AddressRow.last_used.desc().nulls_last())
        .limit(1)
    )
    return session.scalar(found) or ""


def everyone(session: Session, platform: str) -> list[tuple[Address, str, Reached]]:
    """Everybody who is known on a platform: address, person, and how they are reached."""
    found = session.scalars(select(AddressRow).where(AddressRow.platform == platform).order_by(AddressRow.person))
    return [
        (
            Address(row.platform, row.tenant, row.user),
            row.person,
            Reached(row.conversation, row.service, row.account, row.home, row.box),
        )
        for row in found
    ]
