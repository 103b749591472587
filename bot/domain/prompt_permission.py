"""Who may see and do what with prompts: the part of `permission.py` that is about one question, its answer and its marks.

An answer to a set of a review is read by its team and by the school's head and DSL, and one that is for the team by the
team alone. Between visits the school's head and DSL read it, and whoever asked. What somebody asks themselves is theirs.
"""

from datetime import date

from bot.domain.depth import Owner
from bot.domain.other_words import OtherWords, Thing
from bot.domain.people import Job, Person
from bot.domain.permission import (
    HOST,
    TEAM,
    Act,
    may,
    may_at_school,
    may_in_trust,
    may_read_notes,
    may_read_words,
    may_remove_words,
    roles,
)
from bot.domain.prompt import OPEN, Prompt, PromptSet, PromptState, Readers, jobs
from bot.domain.role import Role

_HOSTS = (Job.HEADTEACHER, Job.DSL)
_STILL = OPEN | {PromptState.WITH_HUMAN}
_ANSWERABLE = _STILL | {PromptState.SKIPPED, PromptState.IN_PERSON}
"""What was passed over may be answered after all."""


def may_plan_for(me: Person, school: str, today: date) -> bool:
    """Whether somebody may ask a school something between visits: its head, its DSL, and the trust lead."""
    return may_at_school(me, Act.ASK_SCHOOL, school, today)


def may_coordinate(me: Person, of: PromptSet, today: date) -> bool:
    """Whether somebody sees where a set's prompts are, and settles those that the bot gives to a human. Never their words."""
    if me.has_left(today) or of.is_private:
        return False
    if of.review is not None:
        return may(me, Act.PLAN_PROMPTS, of.review, today)
    return may_plan_for(me, of.school.id, today)


def may_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may answer: its delegate while it is delegated, and its owner."""
    if me.has_left(today) or prompt.state not in _ANSWERABLE or prompt.set.is_private:
        return False
    return me in {prompt.person, prompt.delegate}


def may_write_own(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may write to it, and again: whoever asks it of themselves."""
    return prompt.set.is_private and me == prompt.person and not me.has_left(today)


def may_put_off(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may say *not now*: of what the bot still sends them."""
    return not prompt.set.is_private and prompt.state in OPEN and me == prompt.with_whom and not me.has_left(today)


def may_leave(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may pass it over, or ask to be met instead: its owner. A delegate gives it back."""
    return _is_owners(me, prompt, today) and me == prompt.with_whom


def may_take_back(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may end that a colleague answers: the colleague, and the owner."""
    return prompt.delegate is not None and prompt.state in OPEN and may_answer(me, prompt, today)


def own_questions_of(me: Person, school: str, today: date) -> Owner | None:
    """As whom somebody may ask themselves *How do I know?* at a school: by their own post there, and nobody for them."""
    if me.has_left(today):
        return None
    owners = (Owner.HEADTEACHER, Owner.GOVERNOR)
    return next((owner for owner in owners if any(me.is_a(job, school) for job in jobs(owner))), None)


def may_pass_on(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may say that it is another's, or hand it over: its owner; nobody hands on what they ask themselves."""
    return _is_owners(me, prompt, today)


def may_approve_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may stand by what a delegate wrote: the owner."""
    return prompt.state is PromptState.TO_APPROVE and me == prompt.person and not me.has_left(today)


def may_change_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may word an answer anew: its writer or its owner, until a reviewer has marked it."""
    written = prompt.answer is not None and prompt.state is PromptState.ANSWERED
    own = prompt.answer is not None and me in {prompt.person, prompt.answer.by} and not prompt.set.is_private
    return written and own and not prompt.marks and not prompt.held and not me.has_left(today)


def may_read_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may read what was said."""
    if prompt.answer is None or me.has_left(today):
        return False
    if me in {prompt.person, prompt.answer.by}:
        return True
    if prompt.state is not PromptState.ANSWERED or prompt.answer.readers is Readers.OWN:
        return False
    review = prompt.set.review or prompt.shared_with
    held = roles(me, review, today) if review else _at_school(me, prompt, today)
    if held & TEAM:
        return True
    host = bool(held & HOST)
    if review is None and not prompt.set.is_private and me == prompt.set.by:
        return prompt.answer.readers is Readers.SCHOOL
    return host and prompt.answer.readers is Readers.SCHOOL


def may_mark_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may say what they found of it: the review's team, until its last day is ended."""
    review = prompt.set.review
    if review is None or not may_read_answer(me, prompt, today) or prompt.set.is_private:
        return False
    # A mark that is worded anew leaves nothing of the words before: what is held stays as it stands.
    stays = prompt.held is not None and any(mark.by == me and mark.words for mark in prompt.marks)
    return may(me, Act.MARK_ANSWER, review, today) and review.takes_notes(today) and not stays


def may_read_marks(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may read what the team says beside an answer, as its notes: the host once its area is drawn together."""
    review = prompt.set.review
    if review is None or prompt.state is not PromptState.ANSWERED or not may_read_answer(me, prompt, today):
        return False
    return may_read_notes(me, review, review.framework.area_of(prompt.node).id, today)


def may_read_verdict(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may know what the team saw, without its words: whoever the answer is of knows that at once."""
    own = prompt.answer is not None and me in {prompt.person, prompt.answer.by} and not me.has_left(today)
    return (own and prompt.state is PromptState.ANSWERED) or may_read_marks(me, prompt, today)


def may_share_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may choose who reads it: the writer of a private one, and of one not yet marked."""
    if prompt.answer is None or prompt.answer.by != me or me.has_left(today):
        return False
    return prompt.set.is_private or not prompt.marks


def may_remove_told(me: Person, found: OtherWords, today: date) -> bool:
    """Whether somebody may remove an answer or a mark: who wrote it, the DPO, and the review's lead what they may read."""
    if found.prompt is None:
        return may_remove_words(me, found, today)
    if may_in_trust(me, Act.SEE_HELD, today):
        return True
    wrote = me.id in found.writers and not me.has_left(today) and not (me.until and today > me.until)
    leads = found.review is not None and may(me, Act.REMOVE_NOTE, found.review, today)
    return wrote or (leads and may_read_answer(me, found.prompt, today))


def may_read_told(me: Person, found: OtherWords, today: date) -> bool:
    """Whether somebody may read it; what is marked beside an answer, as the team's notes."""
    if found.prompt is None:
        return may_read_words(me, found, today)
    if me.id in found.writers:
        return True
    reads = may_read_answer if found.thing is Thing.ANSWER else may_read_marks
    return reads(me, found.prompt, today)


def may_see_held_between(me: Person, today: date) -> bool:
    """Whether somebody sees by number what was answered between visits: whoever does of a review."""
    return may_in_trust(me, Act.SEE_HELD, today)


def _is_owners(me: Person, prompt: Prompt, today: date) -> bool:
    theirs = not prompt.set.is_private and me == prompt.person and prompt.state in _STILL
    return theirs and not me.has_left(today)


def _at_school(me: Person, prompt: Prompt, today: date) -> frozenset[Role]:
    del today
    posts = zip(_HOSTS, (Role.HEAD, Role.DSL), strict=True)
    return frozenset(role for job, role in posts if me.is_a(job, prompt.set.school.id))
