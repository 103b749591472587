"""A school that has answered before the visit: its own words, as its team and its head and DSL are to read them."""

from bot.domain.acts import About
from bot.domain.depth import Owner
from bot.domain.prompt import How, Prompt, Readers
from bot.domain.prompt_changes import PromptAnswered, PromptForVisit
from store import people
from tests.asking import SENCO, SITE, made, of_set, planned, staff
from tests.play import DSL, HEAD, Play
from tests.scenes import review_at

PROUD = "Staff ask early, and nobody is made to feel foolish for it."
HOPE = "Every briefing ends with one worry and what was done about it."
COUNTS = "The site log names who walked the fence, each Monday."
WHERE = "The gate rota, in the site office; the site lead can show it."
QUIETLY = "We lost two deputies this year and cover is thin."

OWNERS = (Owner.HEADTEACHER, Owner.DSL, Owner.SENCO, Owner.SITE_LEAD)


def told(play: Play, review: About) -> dict[str, Prompt]:
    """Larkfield's answers by their question: said, written down, held before, for the team alone; two are left for the visit."""
    staff(play)
    with play.store.writing() as session:
        for person in (SENCO, SITE):
            if people.by_address(session, play.who(person), play.now) is None:
                people.add_address(session, play.who(person), person)
    asked = {one.question: one for one in planned(play, review, owners=OWNERS)}

    def answered(question: str, person: str, text: str, **more: object) -> None:
        made(play, PromptAnswered(asked[question].id, person, text, **more), by=person)  # type: ignore[arg-type]

    answered("A-2.1/strengths/headteacher", HEAD, PROUD)
    answered("A-2.1/strengths/dsl", DSL, HOPE)
    answered("A-2.1/dsl", DSL, QUIETLY, readers=Readers.TEAM)
    answered("A-7.3/strengths/site_lead", SITE, COUNTS, how=How.HELD)
    answered("A-7.3/site_lead", SITE, "", evidence=WHERE, how=How.WRITTEN_DOWN)
    made(play, PromptForVisit(asked["A-7.3/dsl"].id, DSL), by=DSL)
    if "A-4.1/senco" in asked:
        made(play, PromptForVisit(asked["A-4.1/senco"].id, SENCO), by=SENCO)
    return {one.question: one for one in of_set(play)}


def told_at(play: Play) -> tuple[About, dict[str, Prompt]]:
    """The same, with a review of its own."""
    review = review_at(play)
    return review, told(play, review)
