"""Cards that their schools agreed may go beyond the trust, as others may read them: without school, people and ids.

What a card says is read by the guard once more. A card whose words name a school of the trust, or that the guard stops,
is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.affirmation import Affirmation
from bot.privacy import Audience, Clean, Vocabulary, judge
from store import affirmations, people
from store.library_tables import LibraryCardRow
from store.place_names import may_be_a_person
from store.tables import AffirmationRow

_PARTS = ("title", "what", "why", "known", "took")
_SHORTEST_NAME = 4


def to_send(session: Session) -> tuple[list[dict[str, Any]], int]:
    """The cards, the newest first, and how many are left out."""
    agreed = select(AffirmationRow.id).join(LibraryCardRow, LibraryCardRow.affirmation == AffirmationRow.id)
    wanted = agreed.where(AffirmationRow.beyond).order_by(LibraryCardRow.number.desc())
    found = [affirmations.load(session, one) for one in session.scalars(wanted)]
    names = tuple(_names(session))
    sent = [_plain(one) for one in found if _may_go(one, names)]
    return sent, len(found) - len(sent)


def _plain(card: Affirmation) -> dict[str, Any]:
    framework, school = card.review.framework, card.review.school
    part = framework.sub_area_of(card.node)
    return {
        **{name: getattr(card.public, name) for name in _PARTS},
        "about": f"{part} {framework.title_of(part)}",
        "framework": f"{framework.title}, version {framework.version}",
        "phase": school.phase,
        "kind": school.kind,
        "month": f"{card.published:%Y-%m}" if card.published else "",
    }


def _may_go(card: Affirmation, names: tuple[str, ...]) -> bool:
    for name in _PARTS:
        text = str(getattr(card.public, name))
        folded = text.casefold()
        if any(re.search(rf"\b{re.escape(one)}\b", folded) for one in names):
            return False
        if not isinstance(judge(text, Vocabulary(), Audience.PUBLIC), Clean):
            return False
    return True


def _names(session: Session) -> Iterator[str]:
    """What the trust, its clusters and its schools are called, and the word by which people shorten a school's name."""
    known = people.directory(session)
    yield from {one.casefold() for one in (known.trust, *(school.cluster for school in known.schools.values())) if one}
    for school in known.schools.values():
        for name in (school.name, *school.former_names):
            yield name.casefold()
            first = name.split()[0].casefold() if name.split() else ""
            if len(first) >= _SHORTEST_NAME and may_be_a_person(first):
                yield first
