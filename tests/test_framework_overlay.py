"""A trust lays its own words over a framework: the base is never touched, and a review pins both together."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.depth import Included, Kind, Level, MeetWith, Owner, Words
from bot.domain.framework import Area, Framework, Indicator, SubArea
from bot.domain.overlay import Addition, Overlay, OverlayMismatchError, Rewording, merge, mismatches
from store import kept_frameworks
from store.engine import Store
from store.framework_file import CST_SPR, parse
from store.overlay_file import lay
from store.plain_file import FileProblems
from store.shelf import Shelf, open_file
from store.tables import FrameworkRow

HERE = Path(__file__).parent / "framework_files"
DEEP, OAK = (HERE / "deep.yaml").read_bytes(), (HERE / "overlay.yaml").read_bytes()


@pytest.fixture
def base() -> Framework:
    return parse(DEEP, "deep.yaml")


def overlay(**more: object) -> Overlay:
    plain = Overlay("oak", "1", "f" * 64, "Ours", "deep", "1.0")
    return replace(plain, **more)  # type: ignore[arg-type]


def sub_area(node: str) -> SubArea:
    return SubArea(node, "The farm", "Animals and children are looked after.", "Who enjoys it most?")


def told(base: Framework, laid: Overlay) -> list[tuple[str, str]]:
    return [(found.node, found.what) for found in mismatches(base, laid)]


def test_what_is_laid_over_adds_hides_and_words_anew(base: Framework) -> None:
    merged = lay(base, OAK, "overlay.yaml")
    assert [area.id for area in merged.areas] == ["A-1", "T-2"]
    assert [one.id for one in merged.area("A-1").sub_areas] == ["A-1.1", "A-1.2", "T-1.1"]
    assert not merged.has("A-1.1.b")
    assert merged.sub_area("A-1.1").leaves == ("A-1.1.a",)
    assert merged.title_of("A-1.2") == "How we know"
    assert merged.sub_area("A-1.2").statement == "Leaders look and listen."
    assert merged.sub_area("A-1.2").prompts == ("What did somebody from outside see?",)
    assert merged.sub_area("A-1.2").owners == {Owner.GOVERNOR: "What did your last visit show you?"}
    assert merged.area_of("T-1.1.a").id == "A-1"
    assert merged.roles == {Owner.SENCO: "Inclusion lead"}


def test_the_framework_beneath_is_never_touched(base: Framework) -> None:
    before = parse(DEEP.replace(b"\n", b"\n"), "again.yaml")
    lay(base, OAK, "overlay.yaml")
    assert base == before
    assert base.has("A-1.1.b")
    assert base.overlay == ""


def test_owners_are_asked_anew_one_by_one(base: Framework) -> None:
    laid = overlay(reword=(Rewording("A-1.1", owners=Words(((Owner.DSL, "How is the load?"),))),))
    owners = merge(base, laid).sub_area("A-1.1").owners
    assert owners[Owner.DSL] == "How is the load?"
    assert owners[Owner.PUPILS] == base.sub_area("A-1.1").owners[Owner.PUPILS]


def test_an_area_and_an_indicator_can_be_worded_anew(base: Framework) -> None:
    laid = overlay(reword=(Rewording("A-1", title="Leading"), Rewording("A-1.1.a", text="The head decides.")))
    merged = merge(base, laid)
    assert merged.area("A-1").title == "Leading"
    assert merged.title_of("A-1.1.a") == "The head decides."
    assert merged.sub_area("A-1.1").title == "Roles"


def test_a_boundary_goes_with_what_is_hidden(base: Framework) -> None:
    assert base.boundaries
    assert merge(base, overlay(hide=("A-1.2",))).boundaries == ()
    assert merge(base, overlay(hide=("A-1.1.b",))).boundaries == base.boundaries


FURTHER = """
  - under: "A-1.2"
    indicators:
      - id: "T-1.2.a"
        text: "Somebody from another school comes to look."
  - under: "T-2.1"
    indicators:
      - id: "T-2.1.a"
        text: "Hands are washed."
areas:"""
DEEPER = """
    evidence:
      data: "What changed over a year"
    met_with: ["governor"]
    level: ["trust"]
    instruments: ["allergy"]
  - id: "A-1.1"
    evidence:
      record: "The minutes"
  - id: "A-1"
    inclusion:
      send: "Whose voice with SEND is heard by leaders?"
"""


def test_an_overlay_reaches_what_lies_under_a_title_and_adds_indicators(base: Framework) -> None:
    text = (
        OAK.decode()
        .replace("\nareas:", FURTHER)
        .replace('your last visit show you?"\n', f'your last visit show you?"{DEEPER}')
    )
    before = replace(base)
    merged = lay(base, text.encode(), "overlay.yaml")
    part = merged.sub_area("A-1.2")
    assert part.leaves == ("T-1.2.a",)
    assert part.evidence == {Kind.DATA: "What changed over a year"}
    assert part.met_with == (MeetWith.GOVERNOR,)
    assert (part.level, part.instruments) == ((Level.TRUST,), ("allergy",))
    assert merged.sub_area("T-2.1").leaves == ("T-2.1.a",)
    kept = base.sub_area("A-1.1").evidence
    assert merged.sub_area("A-1.1").evidence == {**kept, Kind.RECORD: "The minutes"}
    asked = base.area("A-1").inclusion
    assert merged.area("A-1").inclusion == {**asked, Included.SEND: "Whose voice with SEND is heard by leaders?"}
    assert base == before
    assert not base.has("T-1.2.a")
    # An id alone does not say where a trust's own indicator lies.
    assert [merged.sub_area_of(node) for node in ("T-1.2.a", "T-1.1.a", "A-1.1.a", "A-1.1", "A-1", "")] == [
        *("A-1.2", "T-1.1", "A-1.1", "A-1.1", "A-1", "")
    ]
    assert merged.area_of("T-1.2.a").id == "A-1"


def test_what_was_let_in_once_is_read_though_a_rule_made_since_refuses_it(any_store: Store) -> None:
    with any_store.writing() as session:
        merged = kept_frameworks.pin_framework(session, DEEP, "deep.yaml", OAK, "overlay.yaml")
        lost = OAK.replace(b'hide: ["A-1.1.b"]', b'hide: ["A-1.1.b", "A-9.9"]')
        row = session.get_one(FrameworkRow, merged.overlay)
        row.body = lost.decode()
    kept_frameworks._frameworks.clear()
    with any_store.reading() as session:
        assert kept_frameworks.framework(session, merged.pin).areas == merged.areas
    kept_frameworks._frameworks.clear()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"What did somebody from outside see?"',
            '"What score did somebody from outside give?"',
            (
                "overlay.yaml, line 14, A-1.2: this question has 'score' in it, and a review is told in words. "
                "Ask what it is like, or how anybody knows."
            ),
        ),
        (
            '"What makes the evenings good?"',
            '"What RAG colour are the evenings?"',
            (
                "overlay.yaml, line 23, T-1.1: this question has 'RAG' in it, and a review is told in words. "
                "Ask what it is like, or how anybody knows."
            ),
        ),
        (
            '"What did your last visit show you?"',
            '"What did the last inspection show you?"',
            (
                "To think over: overlay.yaml, line 16, A-1.2: 'inspection' is a word that Peerwalk itself never uses. "
                "Keep it only where it names what somebody else does, such as an outside body."
            ),
        ),
        (
            '"Somebody is always awake."',
            '"Ratings of the evenings are read."',
            (
                "To think over: overlay.yaml, line 26, T-1.1.a: 'Ratings' is a word that Peerwalk itself never uses. "
                "Keep it only where it names what somebody else does, such as an outside body."
            ),
        ),
        ('"What did your last visit show you?"', '"What did the last local authority audit show?"', ""),
        ('"What makes the evenings good?"', '"What does a fragment of an evening feel like?"', ""),
    ],
)
def test_a_question_that_asks_for_a_mark_is_refused_and_other_such_words_are_to_be_thought_over(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "deep.yaml").write_bytes(DEEP)
    path = tmp_path / "overlay.yaml"
    path.write_text(OAK.decode().replace(old, new), encoding="utf-8")
    opened, shelf = open_file(path), Shelf(tmp_path)
    doubts = [f"To think over: {doubt}" for doubt in shelf.doubts(opened)]
    assert [*map(str, shelf.problems(opened)), *doubts] == ([told] if told else [])


def test_what_came_with_peerwalk_leaves_nothing_to_think_over() -> None:
    assert Shelf().doubts(open_file(CST_SPR)) == ()


def test_an_area_goes_when_all_that_is_in_it_is_hidden(base: Framework) -> None:
    own = Area("T-9", "The farm", (sub_area("T-9.1"),))
    wide = replace(base, areas=(*base.areas, Area("A-2", "Culture", (sub_area("A-2.1"),))))
    assert [area.id for area in merge(wide, overlay(hide=("A-2.1",), areas=(own,))).areas] == ["A-1", "T-9"]
    assert [area.id for area in merge(wide, overlay(hide=("A-1",))).areas] == ["A-2"]


@pytest.mark.parametrize(
    ("laid", "found"),
    [
        (overlay(base="other"), ("", "it was written for 'other', and this framework is 'deep'")),
        (
            overlay(base_version="0.9"),
            ("", "it was written over version 0.9, and the framework is now 1.0"),
        ),
        (overlay(hide=("A-7.1",)), ("A-7.1", "'A-7.1' is to be hidden, but is not in the framework")),
        (overlay(hide=("A-1",)), ("", "it hides every area, and leaves nothing to talk about")),
        (overlay(hide=("A-1.1", "A-1.2")), ("", "it hides every area, and leaves nothing to talk about")),
        (
            overlay(reword=(Rewording("A-7.1", title="Ours"),)),
            ("A-7.1", "'A-7.1' is worded anew, but is not in the framework"),
        ),
        (
            overlay(reword=(Rewording("A-1.2", title="Ours"),), hide=("A-1.2",)),
            ("A-1.2", "'A-1.2' is worded anew, and hidden as well"),
        ),
        (overlay(reword=(Rewording("A-1", statement="Ours."),)), ("A-1", "an area has no statement")),
        (overlay(reword=(Rewording("A-1.2", text="Ours."),)), ("A-1.2", "a sub-area has no text")),
        (overlay(reword=(Rewording("A-1.1.a", title="Ours"),)), ("A-1.1.a", "an indicator has no title")),
        (
            overlay(reword=(Rewording("A-1.2", owners=Words(((Owner.PUPILS, "What helps?"),))),)),
            ("A-1.2", "pupils are asked here, and the conduct is missing"),
        ),
        (overlay(hide=("T-1.1",)), ("T-1.1", "'T-1.1' is to be hidden, but is not the framework's")),
        (
            overlay(add=(Addition("A-1.9", indicators=(Indicator("T-1.9.a", "Ours."),)),)),
            (
                "A-1.9",
                "indicators are added under 'A-1.9', which is no sub-area of the framework, nor your own",
            ),
        ),
        (
            overlay(add=(Addition("A-7", (sub_area("T-7.1"),)),)),
            ("A-7", "sub-areas are added under 'A-7', which is no area of the framework"),
        ),
        (
            overlay(areas=(Area("T-1", "Ours", (sub_area("T-1.1"),)),)),
            ("T-1", "the number 1 belongs to an area of the framework"),
        ),
    ],
)
def test_what_does_not_fit_is_told_and_never_laid(base: Framework, laid: Overlay, found: tuple[str, str]) -> None:
    assert told(base, laid) == [found]
    with pytest.raises(OverlayMismatchError) as raised:
        merge(base, laid)
    assert str(raised.value).startswith(f"oak: {found[1]}. ")
    assert str(raised.value).endswith(".")


def test_an_area_that_asks_nothing_on_inclusion_is_given_all_four_questions_or_none(base: Framework) -> None:
    bare = replace(base, areas=(replace(base.areas[0], inclusion=Words()),))
    some = overlay(reword=(Rewording("A-1", inclusion=Words(((Included.SEND, "Who takes part?"),))),))
    assert told(bare, some) == [
        ("A-1", "this area asks nothing on inclusion yet, and only some of the four are here"),
    ]
    assert told(base, some) == []


def test_what_does_not_fit_is_told_with_its_line(base: Framework) -> None:
    text = OAK.replace(b'hide: ["A-1.1.b"]', b'hide: ["A-1.1.b", "A-7.1"]')
    with pytest.raises(FileProblems) as raised:
        lay(base, text, "ours.yaml")
    (problem,) = raised.value.problems
    assert (problem.line, problem.what) == (9, "'A-7.1' is to be hidden, but is not in the framework")


# --- What a review keeps


def test_the_pin_names_both_files_by_their_bytes(base: Framework) -> None:
    merged = lay(base, OAK, "overlay.yaml")
    assert merged.overlay == f"+oak@1#{hashlib.sha256(OAK).hexdigest()}"
    assert merged.pin == f"deep@1.0#{hashlib.sha256(DEEP).hexdigest()}{merged.overlay}"


def test_a_review_that_pinned_both_reads_both_for_ever(any_store: Store) -> None:
    with any_store.writing() as session:
        merged = kept_frameworks.pin_framework(session, DEEP, "deep.yaml", OAK, "overlay.yaml")
    kept_frameworks._frameworks.clear()
    with any_store.reading() as session:
        assert kept_frameworks.framework(session, merged.pin) == merged
        kept = {row.pin: row.body for row in session.scalars(select(FrameworkRow))}
    base_pin = merged.pin.removesuffix(merged.overlay)
    assert kept == {base_pin: DEEP.decode(), merged.overlay: OAK.decode(), merged.pin: ""}


def test_pinning_again_keeps_one_copy(any_store: Store) -> None:
    with any_store.writing() as session:
        first = kept_frameworks.pin_framework(session, DEEP, "deep.yaml", OAK, "overlay.yaml")
        assert kept_frameworks.pin_framework(session, DEEP, "deep.yaml", OAK, "overlay.yaml") == first
        kept_frameworks.pin_framework(session, DEEP, "deep.yaml")
        assert len(session.scalars(select(FrameworkRow.pin)).all()) == 3


def test_a_file_that_changed_under_the_same_version_is_refused(any_store: Store) -> None:
    with any_store.writing() as session:
        kept_frameworks.pin_framework(session, DEEP, "deep.yaml", OAK, "overlay.yaml")
        with pytest.raises(kept_frameworks.FrameworkChangedError) as raised:
            kept_frameworks.pin_framework(session, DEEP + b"# ours\n", "deep.yaml")
        assert str(raised.value) == (
            "Version 1.0 of deep is kept already, and this file differs from it. "
            "Give the changed file a version number of its own."
        )
        with pytest.raises(kept_frameworks.FrameworkChangedError, match="Version 1 of oak is kept already"):
            kept_frameworks.pin_framework(session, DEEP, "deep.yaml", OAK + b"# more\n", "overlay.yaml")


def test_another_version_is_kept_beside_it_and_begins_nothing_until_somebody_says_so(any_store: Store) -> None:
    with any_store.writing() as session:
        first = kept_frameworks.pin_framework(session, DEEP, "deep.yaml")
        later = kept_frameworks.pin_framework(session, DEEP.replace(b'version: "1.0"', b'version: "1.10"'), "deep.yaml")
        kept_frameworks.pin_framework(session, DEEP.replace(b'version: "1.0"', b'version: "1.9"'), "deep.yaml")
        assert kept_frameworks.in_use(session) == (first.pin,)
        versions = [kept.edition.version for kept in kept_frameworks.every(session)]
        assert versions == ["1.0", "1.10", "1.9"]
        kept_frameworks.put_in_use(session, later.pin)
        assert kept_frameworks.in_use(session) == (later.pin,)


def test_new_reviews_begin_with_what_is_laid_over_and_never_with_an_overlay_alone(any_store: Store) -> None:
    with any_store.writing() as session:
        merged = kept_frameworks.pin_framework(session, DEEP, "deep.yaml", OAK, "overlay.yaml")
        assert kept_frameworks.in_use(session) == (merged.pin,)
        assert kept_frameworks.chosen(session).has("T-1.1")
        assert [str(kept.edition) for kept in kept_frameworks.every(session)] == ["oak 1", "deep 1.0"]


def test_an_older_review_still_reads_the_version_it_began_with(any_store: Store) -> None:
    """The version of before had no depth: its bytes must be read as they were."""
    small = Path(__file__).with_name("framework_good.yaml").read_bytes()
    with any_store.writing() as session:
        pinned = kept_frameworks.pin_framework(session, small, "small.yaml")
    kept_frameworks._frameworks.clear()
    with any_store.reading() as session:
        assert kept_frameworks.framework(session, pinned.pin).sub_area("A-1.1").prompts == ()
