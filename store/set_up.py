"""What is set up, made in the tables: whom to tell, and the trust's own settings. `store.history` records that it was."""

from datetime import date
from typing import assert_never

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.domain import changes_setup as changes
from bot.domain.people import Contact
from bot.domain.responsibility import DutyPlaced
from bot.privacy import Concern
from store import responsibilities, terms, trust_settings
from store.tables import AuthorityRow, ContactRow, RoomRow, SchoolRow


def make(session: Session, change: changes.SetUpChange, today: date) -> None:
    """Make one change. Raises NoResultFound where what it is about is not there."""
    match change:
        case changes.ContactsKept(school=school, children=children, adults=adults):
            session.execute(delete(ContactRow).where(ContactRow.school == school))
            _add(session, school, Concern.LIVE_CONCERN, children)
            _add(session, school, Concern.ADULT_ALLEGATION, adults)
            session.get_one(SchoolRow, school).contacts_confirmed = today
        case changes.ContactsConfirmed(school=school):
            session.get_one(SchoolRow, school).contacts_confirmed = today
        case changes.ContactsAsked(school=school):
            session.get_one(SchoolRow, school).contacts_asked = today
        case changes.ContactsOverdue(school=school):
            session.get_one(SchoolRow, school).contacts_overdue = today
        case changes.AuthorityKept(authority=code, facts=facts):
            row = session.get(AuthorityRow, code)
            if row is None:
                row = AuthorityRow(code=code, name=facts.name)
                session.add(row)
            for name in ("front_door", "front_door_hours", "out_of_hours", "lado", "lado_hours"):
                setattr(row, name, getattr(facts, name))
        case changes.SettingChanged(setting=key, value=value):
            trust_settings.put(session, key, value)
        case changes.TermsChanged(whose=whose, added=added, gone=gone):
            terms.change(session, whose, added, gone)
        case changes.ChannelChosen():
            _choose_channel(session, change)
        case DutyPlaced():
            responsibilities.place(session, change)
        case _:
            assert_never(change)


def _choose_channel(session: Session, change: changes.ChannelChosen) -> None:
    session.execute(delete(RoomRow).where(RoomRow.review == "", RoomRow.platform == change.platform))
    if change.channel:
        session.add(RoomRow(platform=change.platform, tenant=change.tenant, channel=change.channel, review=""))


def _add(session: Session, school: str, concern: Concern, listed: tuple[Contact, ...]) -> None:
    session.add_all(
        ContactRow(school=school, concern=concern, position=n, role=c.role, number=c.number, hours=c.hours)
        for n, c in enumerate(listed, 1)
    )
