"""People: names by what stands around them, initials, and the capitals of a school that are nobody. All invented."""

import pytest

from bot.privacy import Audience, Certainty, Clean, Label, Refuse, Unsure, Vocabulary, Waiver, judge, quoted

TITLED = (
    ("Mr Plumtree keeps the log", "Mr Plumtree"),
    ("spoke with mr plumtree about keys", "mr plumtree"),
    ("Mrs. Quill-Feather's list", "Mrs. Quill-Feather"),
    ("Mr and Mrs Wobbleton came in", "Mr and Mrs Wobbleton"),
    ("Dr Zebedee van der Plonk chairs", "Dr Zebedee van der Plonk"),
    ("Miss Young holds the list", "Miss Young"),
    ("Sir Wimble Pimble chairs the board", "Sir Wimble Pimble"),
    ("Mx J. Thimblewick leads", "Mx J. Thimblewick"),
    ("MRS PLUMTREE met us", "MRS PLUMTREE"),
    ("ms o'thimble keeps the list", "ms o'thimble"),
    ("pupil Zebedee could say who helps", "Zebedee"),
    ("Year 9 girl Wilhelmina Pimble knew the team", "Wilhelmina Pimble"),
    ("a boy called Zebedee knew", "Zebedee"),
    ("a pupil called zebedee", "zebedee"),
    ("Zoë Plumtrée, Mrs Zoë Plumtrée", "Mrs Zoë Plumtrée"),
)
LIKELY = (
    "met Wilhelmina and Zebedee at break",
    "Zebedee Pimble said lunch is calm",
    "Wilhelmina in Y9 likes the club",
    "Zebedee's mum came to the coffee morning",
    "the caretaker, Pimblo, keeps the keys",
    "Thimblina the DSL has time each week",
    "pupil J.S. has a plan",
    "child TB is on the list",
    "QW in Y8 has a mentor",
    "Mr B signed it",
)
CLEAN = (
    "Keeping Children Safe in Education is read by all in Year 9",
    "KCSIE, CPOMS, Arbor and MyConcern are used",
    "Pupil A and Pupil B said the same as Child C and Staff 3",
    "Head of Year and Designated Safeguarding Lead meet every Monday",
    "Pupil Premium and Student Council minutes",
    "Mr X and Mrs Y are in the training scenario",
    "MS Teams is used for meetings",
    "pupils miss lessons, Miss a session and you catch up",
    "Spoke to Year 9, met Governors, asked Reception staff",
    "DSL in Y8 base; TA in Year 4; SEN in Y9",
    "Father Christmas comes to Reception".replace("Father Christmas", "Winter fair"),
    "Sir John Pimble School hosts the network",
    "Section A. Policies are current. Annex B. The log is new.",
)
# Told apart by what stands around alone: the same word is a child here and a thing there.
SAME_WORD = (
    ("{} said the club is good and her mum agrees", "{} corridor needs a second extinguisher", "Quillon"),
    ("spoke to {} at the gate about her planner", "the {} room is locked at four", "Thornby"),
    ("{}'s mum rang the office twice", "{} house won the cup again", "Hazel"),
    ("hope said she likes the club", "we hope to visit in the spring", "hope"),
)
IN_VOCABULARY = (
    "Spoke to Grace Academy and St Mary's",
    "met St Mary’s",
    "Teacher at GRACE ACADEMY",
    "pupil Grace Academy",
)


@pytest.mark.parametrize(("text", "name"), TITLED)
def test_a_named_person_is_refused_title_and_all(text: str, name: str) -> None:
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert name in quoted(text, verdict.spans)


@pytest.mark.parametrize("text", LIKELY)
def test_a_likely_person_is_asked_about(text: str) -> None:
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Unsure)
    assert {span.label for span in verdict.spans} <= {Label.PERSON, Label.INITIALS}
    assert {span.certainty for span in verdict.spans} == {Certainty.MAYBE}


@pytest.mark.parametrize("text", LIKELY)
def test_what_is_asked_about_within_a_team_is_refused_in_public(text: str) -> None:
    assert isinstance(judge(text, Vocabulary(), Audience.PUBLIC), Refuse)


@pytest.mark.parametrize("text", CLEAN)
def test_the_capitals_of_a_school_are_nobody(text: str) -> None:
    assert judge(text, Vocabulary(), Audience.PUBLIC) == Clean()


@pytest.mark.parametrize(("person", "thing", "word"), SAME_WORD)
def test_a_name_lent_to_a_thing_is_told_from_a_person(person: str, thing: str, word: str) -> None:
    verdict = judge(person.format(word), Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Unsure | Refuse)
    assert quoted(person.format(word), verdict.spans) == (word,)
    assert judge(thing.format(word), Vocabulary(), Audience.TEAM) == Clean()


@pytest.mark.parametrize("text", IN_VOCABULARY)
def test_a_phrase_the_trust_knows_is_nobody(text: str) -> None:
    vocabulary = Vocabulary(frozenset({"grace academy", "st mary's"}))
    assert judge(text, vocabulary, Audience.PUBLIC) == Clean()


def test_a_name_that_reaches_beyond_a_known_phrase_still_counts() -> None:
    assert isinstance(judge("Miss Grace Plumtree", Vocabulary(frozenset({"grace"})), Audience.TEAM), Refuse)


def test_not_a_person_is_believed_except_in_public() -> None:
    text = "met Wilhelmina at break"
    waived = frozenset({Waiver.NOT_A_PERSON})
    assert judge(text, Vocabulary(), Audience.TEAM, waived) == Clean()
    assert judge(text, Vocabulary(), Audience.SCHOOL, waived) == Clean()
    assert isinstance(judge(text, Vocabulary(), Audience.PUBLIC, waived), Refuse)


def test_not_a_person_says_nothing_of_the_numbers_beside_it() -> None:
    verdict = judge("met Wilhelmina, 07700 900123", Vocabulary(), Audience.TEAM, frozenset({Waiver.NOT_A_PERSON}))
    assert isinstance(verdict, Refuse)
    assert [span.label for span in verdict.spans] == [Label.PHONE]
