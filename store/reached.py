"""How people are reached on a platform that must be told each time: kept beside their address, and gone with it."""

from dataclasses import asdict, dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.message import Address
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
