"""Who may see and do what with prompts: the part of `permission.py` that is about one question, its answer and its marks.

An answer to a set of a review is read by its team and by the school's head and DSL, and one that is for the team by the
team alone. Between visits the school's head and DSL read it, and whoever asked. What somebody asks themselves is theirs.
"""

from datetime import date

from bot.domain.people import Job, Person
from bot.domain.permission import HOST, TEAM, Act, may, may_at_school, roles
from bot.domain.prompt import OPEN, Prompt, PromptSet, PromptState, Readers
from bot.domain.role import Role

_HOSTS = (Job.HEADTEACHER, Job.DSL)


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
    """Whether it is with this person now: its delegate while it is delegated, and its owner; a human's to settle no more."""
    if me.has_left(today) or prompt.state not in OPEN | {PromptState.WITH_HUMAN}:
        return False
    return me in {prompt.person, prompt.delegate}


def may_pass_on(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may say that it is another's, or hand it over: its owner; nobody hands on what they ask themselves."""
    return not prompt.set.is_private and me == prompt.person and may_answer(me, prompt, today)


def may_approve_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may stand by what a delegate wrote: the owner."""
    return prompt.state is PromptState.TO_APPROVE and me == prompt.person and not me.has_left(today)


def may_change_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may word an answer anew: its writer or its owner, until a reviewer has marked it."""
    written = prompt.answer is not None and prompt.state is PromptState.ANSWERED
    own = prompt.answer is not None and me in {prompt.person, prompt.answer.by}
    return written and own and not prompt.marks and not me.has_left(today)


def may_read_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may read what was said."""
    if prompt.answer is None or me.has_left(today):
        return False
    if me in {prompt.person, prompt.answer.by}:
        return True
    if prompt.state is not PromptState.ANSWERED or prompt.answer.readers is Readers.OWN:
        return False
    review = prompt.set.review
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
    return may(me, Act.MARK_ANSWER, review, today) and review.takes_notes(today)


def may_share_answer(me: Person, prompt: Prompt, today: date) -> bool:
    """Whether somebody may choose who reads it: the writer of a private one, and of one not yet marked."""
    if prompt.answer is None or prompt.answer.by != me or me.has_left(today):
        return False
    return prompt.set.is_private or not prompt.marks


def _at_school(me: Person, prompt: Prompt, today: date) -> frozenset[Role]:
    del today
    posts = zip(_HOSTS, (Role.HEAD, Role.DSL), strict=True)
    return frozenset(role for job, role in posts if me.is_a(job, prompt.set.school.id))
