"""Who may do what with cards of excellent practice and with what comes home to them; `grants.py` has the table."""

from datetime import date

from bot.domain.affirmation import Affirmation
from bot.domain.people import Job, Person
from bot.domain.permission import Act, is_delegate, may, may_at_school, may_in_trust
from bot.domain.reply import Reply

_GOVERN = frozenset({Job.GOVERNOR, Job.CHAIR, Job.TRUSTEE})


def may_read_card(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody may read a card: everybody of the trust, while it stands; before and after, those it waits for."""
    if affirmation.stands_in_channel and may_in_trust(me, Act.READ_CHANNEL, today):
        return True
    return may_follow(me, affirmation, today)


def may_follow(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody may see where a card stands on its way: the team, the school's head or delegate, the trust lead."""
    if me.has_left(today):
        return False
    mine = me.id in {affirmation.delegate, affirmation.drafter.id, *affirmation.writers}
    return mine or may(me, Act.READ_DRAFT, affirmation.review, today)


def may_hand_agreement(me: Person, affirmation: Affirmation, today: date, *, heads: tuple[str, ...]) -> bool:
    """Whether somebody may say who agrees for the school: its head; where it has none, the trust lead."""
    if me.is_a(Job.HEADTEACHER, affirmation.review.school.id) and not me.has_left(today):
        return True
    return not heads and may(me, Act.HAND_AGREEMENT, affirmation.review, today)


def may_speak_for_school(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody says what the school wants of its card: its head or delegate."""
    return may(me, Act.AGREE_AFFIRMATION, affirmation.review, today) or is_delegate(me, affirmation, today)


def may_choose_contact(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody says who is asked how it is done: the school's head or delegate, and whoever is asked now."""
    here = affirmation.review.school.id in me.own_schools and not me.has_left(today)
    return may_speak_for_school(me, affirmation, today) or (here and me.id == affirmation.contact)


def may_answer_naming(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody says if they stand on the card by name: whoever was asked, whatever they said before."""
    return any(one.person.id == me.id for one in affirmation.named) and not me.has_left(today)


def may_answer_card(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody may ask how, say that they will try it, or that it worked: of the trust, and of another school.

    Those who govern read what comes home, and leave it to those who do the work to say it.
    """
    own = affirmation.review.school.id in me.own_schools
    governs = bool(me.posts) and all(held.job in _GOVERN for held in me.posts)
    return affirmation.stands_in_channel and not own and not governs and may_in_trust(me, Act.ANSWER_CARD, today)


def works_at(me: Person) -> tuple[str, ...]:
    """The schools for which somebody can say that they try something, or that it worked."""
    return tuple(sorted({held.school for held in me.posts if held.school and held.job not in _GOVERN}))


def may_answer_question(me: Person, reply: Reply, today: date) -> bool:
    """Whether somebody may answer for the school: whoever it chose, its head, and its DSL."""
    school = reply.affirmation.review.school.id
    if me.has_left(today) or school not in me.own_schools:
        return False
    return me.id == reply.contact or may_at_school(me, Act.ANSWER_QUESTION, school, today)


def may_pass_question(me: Person, reply: Reply, today: date) -> bool:
    """Whether somebody may say who answers: whoever may answer; where the school has no head just now, the trust lead."""
    if may_answer_question(me, reply, today):
        return True
    return reply.headless and may(me, Act.HAND_AGREEMENT, reply.affirmation.review, today)


def may_read_reply(me: Person, reply: Reply, today: date) -> bool:
    """Whether somebody may read one reply: everybody of the trust, for as long as the card stands, and whoever wrote it.

    What is not on the card is for the two who wrote it, and for those who answer for the school.
    """
    if me.id in reply.writers:
        return not me.has_left(today) and not (me.until and today > me.until)
    if not reply.affirmation.stands_in_channel:
        return False
    return may_answer_question(me, reply, today) or (reply.on_card and may_read_home(me, reply.affirmation, today))


def may_read_home(me: Person, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody may read what came home to a card at all: everybody of the trust, while it stands. Guests do not."""
    return affirmation.stands_in_channel and may_in_trust(me, Act.READ_CHANNEL, today)


def may_say_what_came(me: Person, reply: Reply, today: date) -> bool:
    """Whether somebody may say what came of what is tried: whoever said so, and the head of their school."""
    return reply.is_tried and not me.has_left(today) and (me.id == reply.person.id or me.id in reply.heads)


def may_reword_reply(me: Person, reply: Reply, today: date) -> bool:
    """Whether somebody may put a reply differently: who said the last thing of it, while the card stands."""
    last = reply.words[-1].person.id if reply.words else ""
    return me.id == last and not me.has_left(today) and reply.affirmation.stands_in_channel
