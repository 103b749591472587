"""What the trust lead sees of the set-up: what is there and what is missing, in words, each with the button that mends it."""

from collections.abc import Iterator
from datetime import date

from bot.domain import permission, whom
from bot.domain.acts import TRUST, About
from bot.domain.people import Authority, Job, Person, School
from bot.domain.permission import Act
from bot.look import Looking, NotForYouError
from bot.message import Begin, Card, Visit
from store import people, reviews, ways_in
from store.imports.schools_file import authorities as councils

FEW = 12
"""As many schools as are named in one sentence; of more, their number is said."""
NEEDED = (Job.HEADTEACHER, Job.DSL)


def set_up(look: Looking) -> tuple[Card, ...]:
    """What is set up and what is missing, first things first."""
    known, today = _allowed(look), look.now.date()
    schools = known.open_schools(today)
    here = [person for person in known.people.values() if not person.guest_of and not person.has_left(today)]
    unsaid = [school for school in schools if not whom.stand(school, today)]
    head = look.card("set_up", ("go_home", Visit("home", TRUST)), trust=known.trust, ready=bool(schools) and not unsaid)
    cards = [head, _schools_line(look, schools)]
    if schools:
        cards += [_people_line(look, schools, here, today), *_authority_lines(look, schools)]
        cards.append(_whom_line(look, unsaid))
    if schools and len(here) > 1:
        planned = len(reviews.every(look.session))
        cards.append(look.card("set_up_reviews", ("plan_review", Begin("plan_review", TRUST)), planned=planned))
    cards.append(look.card("set_up_settings", ("see_settings", Visit("settings", TRUST))))
    cards.append(look.card("set_up_above", ("what_lives_above", Visit("above", TRUST))))
    cards.append(look.card("set_up_more", ("who_may_see", Visit("who_may", TRUST))))
    return tuple(cards)


def _allowed(look: Looking) -> people.Directory:
    if not permission.may_in_trust(look.me, Act.SET_UP, look.now.date()):
        raise NotForYouError
    return people.directory(look.session)


def _schools_line(look: Looking, schools: tuple[School, ...]) -> Card:
    lists = (("see_schools", Visit("schools", TRUST)),) if schools else ()
    return look.card(
        "set_up_schools",
        *lists,
        ("schools_file", Visit("schools_file", TRUST)),
        ("add_school", Begin("add_school", TRUST)),
        count=len(schools),
        nowhere=_names([school for school in schools if not school.authority]),
    )


def _people_line(look: Looking, schools: tuple[School, ...], here: list[Person], today: date) -> Card:
    known = people.directory(look.session)
    lacks = {job: [s for s in schools if not known.holders(job, s.id, today)] for job in NEEDED}
    return look.card(
        "set_up_people",
        *((("see_people", Visit("people", TRUST)),) if len(here) > 1 else ()),
        ("people_file", Visit("people_file", TRUST)),
        ("add_person", Begin("add_person", TRUST)),
        count=len(here),
        no_head=_names(lacks[Job.HEADTEACHER]),
        no_dsl=_names(lacks[Job.DSL]),
    )


def _authority_lines(look: Looking, schools: tuple[School, ...]) -> Iterator[Card]:
    """One line for each authority that has a school here and cannot be rung yet."""
    served: dict[str, list[School]] = {}
    for school in schools:
        if school.authority:
            served.setdefault(school.authority, []).append(school)
    known = people.directory(look.session).authorities
    for code, its in served.items():
        found = known.get(code) or Authority(code, councils().get(code, code))
        if not (found.front_door and found.out_of_hours and found.lado):
            begin = Begin("authority_contacts", About("authority", code))
            yield look.card("set_up_authority", ("fill_in", begin), authority=found, count=len(its))


def _whom_line(look: Looking, unsaid: list[School]) -> Card:
    see = (("see_schools_unsaid", Visit("schools", About("trust", "unsaid"))),) if unsaid else ()
    return look.card("set_up_whom", *see, count=len(unsaid), names=_names(unsaid))


def _names(schools: list[School]) -> str:
    """Their names where they are few; else nothing but how many."""
    if not schools:
        return ""
    if len(schools) > FEW:
        return f"{len(schools)} schools"
    names = [school.name for school in schools]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def schools(look: Looking, which: str) -> tuple[Card, ...]:
    """Every open school, or those that have still to say whom to tell."""
    known, today = _allowed(look), look.now.date()
    every = known.open_schools(today)
    unsaid = which == "unsaid"
    shown = [school for school in every if not (unsaid and whom.stand(school, today))]
    closed = () if unsaid else tuple(school for school in known.schools.values() if school.closed)
    head = look.card(
        "schools",
        ("add_school", Begin("add_school", TRUST)),
        ("change_school", Begin("change_school", TRUST)),
        ("close_school", Begin("close_school", TRUST)),
        *((("reopen_school", Begin("reopen_school", TRUST)),) if closed else ()),
        ("go_set_up", Visit("set_up", TRUST)),
        count=len(shown),
        unsaid=unsaid,
        closed=closed,
    )
    return (head, *(_school(look, known, school, today) for school in shown))


def _school(look: Looking, known: people.Directory, school: School, today: date) -> Card:
    here = About("school", school.id)
    dialog = "school_contacts" if whom.own_missing(school) else "confirm_contacts"
    heads = [known.people[one].name for one in known.holders(Job.HEADTEACHER, school.id, today)]
    dsls = [known.people[one].name for one in known.holders(Job.DSL, school.id, today)]
    return look.card(
        "school",
        ("whom_to_tell", Begin(dialog, here)),
        ("change_it", Begin("change_school", TRUST, given={"school": school.id})),
        ("the_questions", Visit("school_prompts", here)),
        school=school,
        council=known.authorities[school.authority].name if school.authority in known.authorities else "",
        heads=", ".join(heads),
        dsls=", ".join(dsls),
        stands=whom.stand(school, today),
    )


def people_list(look: Looking) -> tuple[Card, ...]:
    """Everybody of the trust, school by school."""
    known, today = _allowed(look), look.now.date()
    here = [person for person in known.people.values() if not person.guest_of and not person.has_left(today)]
    left = [one for one in known.people.values() if one.left and not one.guest_of and one.erased is None]
    named = ((known.people[one], until) for one, until in ways_in.invited(look.session, look.now).items())
    waiting = [(one.name, min(until.date(), one.until or until.date())) for one, until in named]
    head = look.card(
        "people",
        ("add_person", Begin("add_person", TRUST)),
        ("change_person", Begin("change_person", TRUST)),
        ("change_posts", Begin("change_posts", TRUST)),
        ("change_hours", Begin("change_hours", TRUST)),
        ("invite_person", Begin("invite_person", TRUST)),
        *((("withdraw_invitation", Begin("withdraw_invitation", TRUST)),) if waiting else ()),
        ("person_leaves", Begin("person_leaves", TRUST)),
        *((("person_returns", Begin("person_returns", TRUST)),) if left else ()),
        ("erase_person", Begin("erase_person", TRUST)),
        ("go_set_up", Visit("set_up", TRUST)),
        count=len(here),
        waiting=waiting,
        left=[(person.name, person.left) for person in left],
    )
    return (head, *_by_school(look, known, here, today))


def _by_school(look: Looking, known: people.Directory, here: list[Person], today: date) -> Iterator[Card]:
    for place, called in (("", ""), *((school.id, school.name) for school in known.open_schools(today))):
        held = [(one, sorted(post.job for post in one.posts if post.school == place)) for one in here]
        listed = [(one, [look.wording.line("shared", f"job_{job}") for job in jobs]) for one, jobs in held if jobs]
        if listed or not place:
            yield look.card("people_at", school=called, listed=listed)
    if bare := [one for one in here if not one.posts]:
        yield look.card("people_nowhere", listed=bare)
