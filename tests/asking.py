"""A school whose practice owners are asked, and a set of questions that waits for them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot import ending
from bot.domain import prompt
from bot.domain.acts import About
from bot.domain.changes_people import PersonAdded, PersonFacts, PostTaken
from bot.domain.depth import Owner
from bot.domain.every_change import EveryChange
from bot.domain.people import Job
from bot.domain.prompt import Prompt, SetSort
from bot.domain.prompt_changes import PlannedPrompt, PromptChange, PromptsAsked, PromptsPlanned
from bot.message import Address
from store import people, prompts, reviews
from store.made import Made
from tests.play import LEAD, Play

SENCO, SITE = "larkfield-senco", "larkfield-site"
STAFF = ((SENCO, "SENCO, Larkfield", Job.SENCO), (SITE, "Site lead, Larkfield", Job.SITE_LEAD))


def staff(play: Play, school: str = "larkfield") -> None:
    """Larkfield has a SENCO and a site lead."""
    for person, name, job in STAFF:
        made(play, PersonAdded(person, PersonFacts(name, f"{person}@example.org")), PostTaken(person, job, school))
        with play.store.writing() as session:
            people.add_address(session, Address("web", "", person), person)


def made(play: Play, *changes: EveryChange, by: str = LEAD) -> None:
    """Make changes as a turn would."""
    with play.store.writing() as session:
        ending.make(session, changes, Made(by, play.now, "web"), lambda _session, _rows: None, play.fresh)


def planned(
    play: Play,
    review: About,
    nodes: Iterable[str] = ("A-2.1", "A-4.1", "A-7.3"),
    owners: Iterable[Owner] = (Owner.DSL, Owner.SENCO),
    *,
    set_id: str = "set",
    before: date | None = None,
    by: str = LEAD,
) -> tuple[Prompt, ...]:
    """A self-review planned for a review, nothing sent yet; whoever holds a post is asked."""
    with play.store.reading() as session:
        found = reviews.load(session, review.id)
        asked = [
            PlannedPrompt(
                one.question,
                one.text,
                one.node,
                one.owner,
                prompts.owner_at(session, found.school.id, one.node, one.owner, play.today),
                one.minutes,
                one.sensitive,
            )
            for one in prompt.questions(found.framework, nodes, owners)
        ]
    made(
        play,
        PromptsPlanned(
            set_id,
            SetSort.SELF_REVIEW,
            found.school.id,
            review.id,
            found.framework.pin,
            by,
            before or found.begins,
            tuple(asked),
        ),
        by=by,
    )
    return of_set(play, set_id)


def of_set(play: Play, set_id: str = "set") -> tuple[Prompt, ...]:
    with play.store.reading() as session:
        return prompts.of_set(session, set_id)


def sent(play: Play, *which: Prompt) -> None:
    """As the clock does: these are sent to whoever they are with."""
    by_person: dict[str, list[str]] = {}
    for one in which:
        if one.with_whom is not None:
            by_person.setdefault(one.with_whom.id, []).append(one.id)
    asked: list[PromptChange] = [PromptsAsked(person, tuple(ids)) for person, ids in by_person.items()]
    made(play, *asked, by="")


def now(play: Play, one: Prompt) -> Prompt:
    """The same prompt as it stands now."""
    with play.store.reading() as session:
        return replace(prompts.load(session, one.id))
