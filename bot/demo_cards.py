"""What stands in the demo's practice library on the first day: cards from two visits of this term, and what came home to them.

Made by the same changes that people's turns end with, each on its own day. The schools are the demo's; nobody is real.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot import ending
from bot.domain import changes
from bot.domain import library_changes as came
from bot.domain.affirmation import Step
from bot.domain.depth import Kind
from bot.domain.every_change import EveryChange
from bot.domain.note import Shows
from bot.domain.note_changes import NoteTaken
from bot.domain.practice_words import PracticeWords
from bot.turn import new_id
from store import kept_frameworks, people, reviews
from store.act_rows import ActRecord
from store.engine import Store
from store.made import Made

TRUST_LEAD = "trust-lead"
_DAY = timedelta(days=1)
_FRIDAY = 5


@dataclass(frozen=True)
class Stands:
    """A card: approved so many days `after` the visit, with the note it was made from and what came `home` to it."""

    after: int
    node: str
    note: str
    kind: Kind
    practice: PracticeWords
    home: tuple[came.QuestionAsked | came.QuestionAnswered | came.TryingSaid | came.WorkedSaid, ...] = ()


@dataclass(frozen=True)
class Visited:
    """A visit that was so many days `ago`."""

    school: str
    head: str
    contact: str
    lead: str
    beside: str
    ago: int
    cards: tuple[Stands, ...]


VISITS = (
    Visited(
        "larkfield",
        head="larkfield-head",
        contact="larkfield-dsl",
        lead="bridgewater-head",
        beside="stanmoor-head",
        ago=29,
        cards=(
            Stands(
                2,
                "A-2.1",
                "The worry box by the library was opened at noon, and each slip had its answer before the last bell.",
                Kind.OBSERVATION,
                PracticeWords(
                    title="A worry box that is answered the same day",
                    what="A worry box stands by the library, where nobody has to be seen using it. Two members of staff "
                    "open it at noon. Whoever wrote is spoken to before the last bell, even if only to say that somebody "
                    "has read it and what happens next.",
                    why="Pupils see that it is read. They write about small things early, and small things stay small.",
                    known="We watched it being opened. Pupils in three year groups told us, unprompted, how soon they had "
                    "been answered.",
                    took="A lockable box, a rota of two, and ten minutes a day. The first term it was mostly jokes; "
                    "keeping on answering is what made it work.",
                    thanks="the lunchtime team",
                ),
                (
                    came.QuestionAsked(
                        "demo-question",
                        "",
                        "lead-reviewer",
                        "bridgewater",
                        "larkfield-dsl",
                        "What do you do with slips that have no name on them?",
                    ),
                    came.QuestionAnswered(
                        "demo-question",
                        "",
                        "larkfield-dsl",
                        on_card=True,
                        text="We read the question out in assembly, with its answer. Others are often glad of it, too.",
                    ),
                    came.WorkedSaid(
                        "demo-worked",
                        "",
                        "stanmoor-head",
                        "stanmoor",
                        Kind.CONVERSATION,
                        "We put pictures on the slips. Pupils who do not write post one, and the school council says "
                        "it is used.",
                    ),
                ),
            ),
            Stands(
                4,
                "A-5.2",
                "Everybody who starts, supply staff too, has ten minutes with the DSL before they meet a class.",
                Kind.CONVERSATION,
                PracticeWords(
                    title="Ten minutes with the DSL before the first class",
                    what="Nobody who is new meets a class before ten minutes with the DSL or a deputy: supply staff, "
                    "lunchtime staff and volunteers too. It is a conversation with one card to take away, which says "
                    "whom to tell, where to find them, and what to say.",
                    why="It is short enough to happen every time, and people remember a face better than a policy.",
                    known="A supply teacher in her first week showed us the card and could say what she would do.",
                    took="A deputy who is free at eight on Mondays, and a card that fits behind a badge.",
                    thanks="the office team, who never let anybody past without it",
                ),
                (came.TryingSaid("demo-trying", "", "bridgewater-head", "bridgewater", date.max),),
            ),
            Stands(
                6,
                "A-11.5",
                "The first call home about an absence begins with how things are. The log shows what families asked for.",
                Kind.RECORD,
                PracticeWords(
                    title="A first call home that begins with how are you",
                    what="When a pupil is away, the first call asks how the family is before it asks why. Whoever rings "
                    "has three things that the school can offer that day, and writes down what was asked for.",
                    why="Families pick up the second time. What keeps a pupil at home is heard in the first week.",
                    known="We read the log of a half-term: families ask for help in it, and it says what came of that.",
                    took="An hour of practice together, and a script that the attendance team wrote for themselves.",
                    thanks="the attendance team",
                ),
            ),
        ),
    ),
    Visited(
        "stanmoor",
        head="stanmoor-head",
        contact="stanmoor-head",
        lead="larkfield-head",
        beside="bridgewater-head",
        ago=19,
        cards=(
            Stands(
                4,
                "A-11.3",
                "Every classroom has the same board of pictures, with those for no and for help always in one corner.",
                Kind.OBSERVATION,
                PracticeWords(
                    title="The same way to ask for help in every room",
                    what="Every room, the bus and the hall too, has the same board of pictures. Those for no, for a "
                    "break and for help stand in the same corner on each. Pupils practise them on ordinary days, so that "
                    "they are there when they are needed.",
                    why="Nobody has to learn another way of asking because they are in another room.",
                    known="We saw it used in several rooms and on the bus, and adults answer it at once.",
                    took="One afternoon to agree the pictures, and replacing all the old boards on the same day.",
                    thanks="the speech and language team",
                ),
                (
                    came.QuestionAsked(
                        "demo-open",
                        "",
                        "larkfield-dsl",
                        "larkfield",
                        "stanmoor-head",
                        "Would you show one of our classes how you practise it?",
                    ),
                ),
            ),
            Stands(
                12,
                "A-12.1",
                "Before each meeting with other agencies, staff agree the one thing that the school will ask for.",
                Kind.CONVERSATION,
                PracticeWords(
                    title="One thing to ask for, agreed before the meeting",
                    what="Before a meeting with other agencies, colleagues take five minutes to agree the one thing that "
                    "the school will ask for, and write it at the top of the form. It is said first, and again at the "
                    "end.",
                    why="Meetings end with something agreed, and the school knows afterwards whether it came.",
                    known="Three members of staff described it in the same words. The minutes we read end with it.",
                    took="Five minutes, and a line at the top of the form that was there already.",
                ),
                (
                    came.WorkedSaid(
                        "demo-worked-too",
                        "",
                        "lead-reviewer",
                        "bridgewater",
                        Kind.RECORD,
                        "We tried it for half a term. Of the meetings we minuted, each now ends with who does what.",
                    ),
                ),
            ),
        ),
    ),
)


def fill(store: Store, now: datetime) -> None:
    """Put the cards of two visits into a demo that has no review yet; any other is left as it is."""
    with store.writing() as session:
        if reviews.every(session) or not people.directory(session).trust:
            return
        for visit in VISITS:
            _visited(session, visit, _weekday(now - visit.ago * _DAY))


def _weekday(day: datetime) -> datetime:
    return day - max(0, day.isoweekday() - _FRIDAY) * _DAY


def _make(session: Session, person: str, at: datetime, *made: EveryChange) -> None:
    ending.make(session, made, Made(person, at, "web"), _nobody_waits, new_id)


def _nobody_waits(_session: Session, _acts: Sequence[ActRecord]) -> None:
    """Nothing of the demo goes to chat: what is for the web stands there as soon as it is queued."""


def _visited(session: Session, visit: Visited, begins: datetime) -> None:
    review, framework, first = new_id(), kept_frameworks.chosen(session), begins.date()
    areas = tuple(dict.fromkeys(framework.area_of(card.node).id for card in visit.cards))
    team = (visit.lead, visit.beside)
    planned = changes.ReviewPlanned(
        review, visit.school, framework.pin, areas, first, first, visit.lead, (visit.beside,)
    )
    _make(session, TRUST_LEAD, begins - 14 * _DAY, planned)
    for person in team:
        _make(session, person, begins - 12 * _DAY, changes.InvitationAccepted(review, person, ()))
    notes = [(new_id(), card) for card in visit.cards]
    for note, card in notes:
        taken = NoteTaken(note, review, visit.lead, card.note, node=card.node, shows=Shows.EXCELLENT, kind=card.kind)
        _make(session, visit.lead, begins, taken)
    ended = changes.DayEnded(review, first, visit.lead, first + 10 * _DAY, thanked=True)
    _make(session, visit.lead, begins + timedelta(hours=6), ended)
    for note, card in notes:
        _card(session, visit, card, review, note, begins + card.after * _DAY)


def _card(session: Session, visit: Visited, card: Stands, review: str, note: str, approved: datetime) -> None:
    own = new_id()

    def moved(step: Step, person: str, contact: str = "") -> changes.AffirmationMoved:
        return changes.AffirmationMoved(own, review, step, person, answered=True, contact=contact)

    drafted = changes.AffirmationDrafted(own, review, note, card.node, visit.lead, card.practice)
    on_its_way = moved(Step.MAKE_SAFE, visit.lead), moved(Step.WORD, visit.lead)
    _make(session, visit.lead, approved - 3 * _DAY, drafted, *on_its_way)
    _make(session, visit.head, approved - _DAY, moved(Step.AGREE, visit.head, visit.contact))
    _make(session, TRUST_LEAD, approved, moved(Step.APPROVE, TRUST_LEAD))
    for days, said in enumerate(card.home, 2):
        at, here = approved + days * _DAY, replace(said, affirmation=own)
        if isinstance(here, came.TryingSaid):
            here = replace(here, due=(at + 42 * _DAY).date())
        _make(session, here.person, at, here)
