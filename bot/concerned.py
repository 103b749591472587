"""Whose questions a change may bring nearer, so that the clock looks at them: said before the change is made."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import changes_people as of_people
from bot.domain import prompt_changes as of_prompts
from bot.domain.changes_setup import SettingChanged, TermsChanged
from bot.domain.trust_settings import QUIET_HOURS
from store import schedule
from store.made import Made
from store.prompt_tables import PromptRow

CLOCK = "clock"
"""What the clock does by itself is made on this platform: it knows whom it looks at."""

_OF_ONE = (
    of_people.AskingSet,
    of_people.PauseEnded,
    of_people.PersonChanged,
    of_people.PersonLeft,
    of_people.PersonReturned,
    of_people.PersonErased,
    of_people.GuestReturned,
    of_people.PostTaken,
    of_people.PostLeft,
)


def look_again(session: Session, changes: Iterable[object], made: Made) -> None:
    """Have the clock look at whoever these changes concern."""
    if made.platform == CLOCK:
        moved = (getattr(one, "to", "") for one in changes if isinstance(one, of_prompts.PromptPassedOn))
        schedule.poke_all(session, {to for to in moved if to}, made.at)
        return
    asked: set[str] = set()
    known: set[str] = set()
    for change in changes:
        match change:
            case SettingChanged(setting=setting) if setting == QUIET_HOURS:
                schedule.poke_everybody(session, made.at)
            case TermsChanged():
                schedule.poke_everybody(session, made.at)
            case of_prompts.PromptsPlanned(prompts=planned):
                asked |= {one.person for one in planned}
            case _ if isinstance(change, of_prompts.PromptChange):
                asked |= _with(session, getattr(change, "prompts", None) or (getattr(change, "prompt", ""),))
                asked |= {getattr(change, "to", "")}
            case _ if isinstance(change, _OF_ONE):
                known.add(change.person)
    schedule.poke_all(session, asked - {""}, made.at)
    schedule.poke_known(session, known - asked, made.at)


def _with(session: Session, prompts: Sequence[str]) -> set[str]:
    rows = session.execute(select(PromptRow.person, PromptRow.delegate).where(PromptRow.id.in_(prompts)))
    return {person for row in rows for person in row}
