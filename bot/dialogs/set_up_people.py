"""The trust lead sets up people by hand: adds somebody, changes what is said of them or their posts, says that they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Ask, Choice, Choices, Conversation, Day, Offer, Question, Tell, Who
from bot.domain.acts import TRUST
from bot.domain.changes import NEW
from bot.domain.changes_people import (
    PersonAdded,
    PersonChanged,
    PersonFacts,
    PersonLeft,
    PersonReturned,
    PostLeft,
    PostTaken,
)
from bot.domain.people import OF_TRUST, Held, Job, Person, Trust
from bot.domain.permission import Act, may_in_trust
from bot.entry import Entry, Line
from bot.fitting import Fitting

SOON = timedelta(days=365)


@dataclass(frozen=True)
class Fits:
    """A post of a school has its school, one of the trust has none, and an address or a bare name is nobody else's."""

    others: tuple[Person, ...] = ()
    held: frozenset[Held] = frozenset()

    def problems(self, answers: Answers) -> dict[str, str]:
        found = {}
        job, school = str(answers.get("job", "")), str(answers.get("school", ""))
        if job and job not in OF_TRUST and not school:
            found["school"] = "school_wanted"
        if (job in OF_TRUST or not job) and school:
            found["school"] = "no_school_wanted" if job else "job_wanted"
        if job and not found and Held(Job(job), school) in self.held:
            found["job"] = "post_held"
        name, email = str(answers.get("name", "")), str(answers.get("email", "")).strip().lower()
        if email and any(email == person.email for person in self.others):
            found["email"] = "email_taken"
        if name and not email and any(_same(name, person.name) for person in self.others):
            found["email"] = "namesake"
        return found

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def add_person(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    answers = yield Fitting(
        Line("name", kind=Entry.NAME),
        Line("email", kind=Entry.EMAIL, optional=True),
        *_post(trust, began, optional=False),
        intro="new_person",
        fit=Fits(trust.people),
    )
    facts = PersonFacts(" ".join(str(answers["name"]).split()), str(answers["email"]).strip().lower())
    yield Tell(
        "person_added",
        Offer("add_another", "add_person", TRUST),
        Offer("another_post", "change_posts", TRUST, given={"whom": NEW}),
        Offer("invite_them", "invite_person", TRUST, given={"whom": NEW}),
        name=facts.name,
    )
    return [PersonAdded(NEW, facts), PostTaken(NEW, Job(str(answers["job"])), str(answers["school"]))]


def change_person(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    answers = yield Ask(Who("whom", people=here(trust, began), schools=trust.school_names))
    person = trust.person(str(answers["whom"]))
    answers = yield Fitting(
        Line("name", kind=Entry.NAME, initial=person.name),
        Line("email", kind=Entry.EMAIL, optional=True, initial=person.email),
        intro="this_person",
        fit=Fits(tuple(other for other in trust.people if other.id != person.id)),
    )
    facts = PersonFacts(" ".join(str(answers["name"]).split()), str(answers["email"]).strip().lower())
    changed = tuple(name for name in ("name", "email") if getattr(facts, name) != getattr(person, name))
    if not changed:
        yield Tell("as_it_was")
        return []
    yield Tell("person_changed", name=facts.name)
    return [PersonChanged(person.id, changed, facts)]


def change_posts(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    answers = yield Ask(Who("whom", people=here(trust, began), schools=trust.school_names))
    person = trust.person(str(answers["whom"]))
    held = {
        f"{post.job}/{post.school}": post for post in sorted(person.posts, key=lambda post: (post.school, post.job))
    }
    leaves: tuple[Question, ...] = ()
    if held:
        labels = {key: _called(trust, post) for key, post in held.items()}
        leaves = (Choices("leaves", options=tuple(held), labels=labels, optional=True),)
    answers = yield Fitting(
        *leaves,
        *_post(trust, began, optional=True),
        intro="posts",
        fit=Fits(held=person.posts),
        name=person.name,
    )
    left = tuple(held[key] for key in answers.get("leaves", ()))
    if Held(Job.TRUST_LEAD) in left and _is_last_lead(trust, person, began):
        yield Tell("last_lead", name=person.name)
        return []
    taken = [PostTaken(person.id, Job(str(answers["job"])), str(answers["school"]))] if answers["job"] else []
    if not left and not taken:
        yield Tell("as_it_was")
        return []
    yield Tell("posts_changed", Offer("more_posts", "change_posts", TRUST, given={"whom": person.id}), name=person.name)
    return [*(PostLeft(person.id, post.job, post.school) for post in left), *taken]


def person_leaves(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    answers = yield Ask(
        Who("whom", people=here(trust, began), schools=trust.school_names),
        Day("on", earliest=began - SOON, latest=began + SOON, initial=began.isoformat()),
        intro="who_leaves",
    )
    person, on = trust.person(str(answers["whom"])), date.fromisoformat(str(answers["on"]))
    if _is_last_lead(trust, person, began):
        yield Tell("last_lead", name=person.name)
        return []
    yield Tell("person_left", name=person.name, on=on)
    return [PersonLeft(person.id, on)]


def person_returns(trust: Trust, me: Person, began: date) -> Conversation:
    """A leaving is taken back. Whoever was gone already comes back without the posts of before."""
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    left = tuple(one for one in trust.people if one.left and not one.guest_of and one.erased is None)
    if not left:
        yield Tell("nobody_left")
        return []
    answers = yield Ask(Who("whom", people=left, schools=trust.school_names), intro="who_is_back")
    person = trust.person(str(answers["whom"]))
    was_gone = person.has_left(began)
    posts = Offer("their_posts", "change_posts", TRUST, given={"whom": person.id})
    yield Tell("person_is_back", *((posts,) if was_gone else ()), name=person.name, was_gone=was_gone)
    return [PersonReturned(person.id, keeps_posts=not was_gone)]


def _post(trust: Trust, today: date, *, optional: bool) -> tuple[Choice, Choice]:
    schools = {school.id: school.name for school in trust.schools if not school.has_closed(today)}
    return (
        Choice("job", options=tuple(Job), optional=optional),
        Choice("school", options=tuple(schools), labels=schools, optional=True),
    )


def here(trust: Trust, today: date) -> tuple[Person, ...]:
    """Everybody of the trust's own who is here."""
    return tuple(person for person in trust.people if not person.guest_of and not person.has_left(today))


def _called(trust: Trust, post: Held) -> str:
    school = next((school.name for school in trust.schools if school.id == post.school), "")
    job = str(post.job).replace("_", " ").replace("dsl", "DSL").replace("senco", "SENCO").replace("dpo", "DPO")
    return f"{job}, {school}" if school else job


def _same(name: str, other: str) -> bool:
    return " ".join(name.split()).casefold() == other.casefold()


def _is_last_lead(trust: Trust, person: Person, today: date) -> bool:
    leads = [one for one in trust.people if one.is_a(Job.TRUST_LEAD) and not one.has_left(today) and one.left is None]
    return leads == [person]
