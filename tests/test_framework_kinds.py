"""Every kind of file a trust may write is read, or all that is wrong with it is told: file, line, node and what to do."""

import re
import textwrap
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from bot.domain.depth import Included, Kind, Level, MeetWith, Owner, Sensitivity
from bot.domain.framework import Framework
from bot.domain.instruments import Instruments, Status
from bot.domain.note import Shows
from bot.domain.practice import Among, Practice, Side
from bot.domain.question_set import QuestionSet
from store import examples_file, overlay_file
from store.framework_file import CST_SPR, parse
from store.framework_shape import EvidenceShape, InclusionShape, OwnersShape
from store.overlay_file import RolesShape
from store.plain_file import MOST_BYTES, MOST_PROBLEMS, FileProblems
from store.shelf import GRAMMARS, SHIPPED, Shelf, open_file

HERE = Path(__file__).parent / "framework_files"
GOOD = {path.stem: path.read_text("utf-8") for path in HERE.glob("*.yaml") if path.stem != "slips"}


class Slip(NamedTuple):
    """One edit to the good file of its kind, and the whole of what is then told."""

    kind: str
    slip: str
    old: str
    new: str
    told: str


SLIPS = [Slip(**entry) for entry in yaml.safe_load((HERE / "slips.yaml").read_text("utf-8"))]


def deep() -> Framework:
    return parse(GOOD["deep"].encode(), "deep.yaml")


def read_as(kind: str, text: str, folder: Path) -> Any:
    """What a person has who asks for a check: an overlay is laid over its framework as well."""
    path = folder / f"{kind}.yaml"
    path.write_text(text, encoding="utf-8")
    opened = open_file(path)
    return overlay_file.lay(deep(), opened.text, path.name) if kind == "overlay" else opened.value


def problems_of(kind: str, text: str, folder: Path) -> list[str]:
    with pytest.raises(FileProblems) as raised:
        read_as(kind, text, folder)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{slip.kind}: {slip.slip}" for slip in SLIPS])
def test_each_slip_is_told_alone_with_its_line_its_node_and_what_to_do(slip: Slip, tmp_path: Path) -> None:
    assert GOOD[slip.kind].count(slip.old) == 1
    text = GOOD[slip.kind].replace(slip.old, slip.new)
    (problem,) = problems_of(slip.kind, text, tmp_path)
    assert problem == f"{slip.kind}.yaml, {slip.told}"
    assert problem.endswith(".")
    assert problem.isprintable()


def test_every_kind_of_file_has_a_good_one_and_slips() -> None:
    kinds = {"framework" if kind == "deep" else kind for kind in GOOD}
    assert kinds == set(GRAMMARS)
    assert {slip.kind for slip in SLIPS} == set(GOOD)


def test_a_deep_framework_is_read_whole(tmp_path: Path) -> None:
    framework = read_as("deep", GOOD["deep"], tmp_path)
    roles = framework.sub_area("A-1.1")
    assert roles.prompts == ("Who stands in when the lead is away?", "What did staff say about their part?")
    assert roles.owners == {
        Owner.DSL: "How did your week go?",
        Owner.PUPILS: "How would a new pupil find an adult to talk to?",
    }
    assert roles.met_with == (MeetWith.HEAD, MeetWith.STAFF)
    assert roles.evidence[Kind.RECORD] == "Notes of meetings"
    assert (roles.level, roles.sensitivity) == ((Level.SCHOOL, Level.TRUST), Sensitivity.MINDFUL)
    assert (roles.instruments, roles.borrow) == (("kcsie",), "A page of who does what.")
    assert framework.area("A-1").inclusion[Included.LGBTQ] == "What tells pupils that they belong?"
    assert [boundary.between for boundary in framework.boundaries_of("A-1.2")] == [("A-1.1", "A-1.2")]
    assert framework.boundaries_of("A-1.1.a") == ()


def test_what_a_small_framework_leaves_out_is_empty() -> None:
    shallow = deep().sub_area("A-1.2")
    assert (shallow.prompts, dict(shallow.owners), shallow.conduct, shallow.met_with) == ((), {}, "", ())
    assert (dict(shallow.evidence), shallow.level, shallow.care, shallow.instruments) == ({}, (), "", ())
    assert shallow.sensitivity is Sensitivity.NONE


def test_a_framework_can_be_compared_and_hashed_and_nobody_can_write_to_it() -> None:
    one, other = deep().sub_area("A-1.1"), deep().sub_area("A-1.1")
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(TypeError):
        one.owners[Owner.DSL] = "What?"  # type: ignore[index]


def test_the_other_kinds_are_read_whole(tmp_path: Path) -> None:
    listed = read_as("instruments", GOOD["instruments"], tmp_path)
    assert isinstance(listed, Instruments)
    assert listed.instrument("kcsie").status is Status.STATUTORY
    assert listed.instrument("kcsie").checked
    assert not listed.instrument("kcsie_later").checked
    asked = read_as("question-set", GOOD["question-set"], tmp_path)
    assert isinstance(asked, QuestionSet)
    assert asked.private
    assert [question.id for question in asked.to(Owner.GOVERNOR)] == ["K-1.g1"]
    assert len(asked.near("A-1.2")) == 2
    practice = read_as("practice", GOOD["practice"], tmp_path)
    assert isinstance(practice, Practice)
    assert (practice.themes[0].side, practice.listening[0].among) == (Side.VALUES, Among.CLASS)
    assert [found.id for found in practice.near("A-2.1")] == ["O-1.1", "L-1"]
    examples = examples_file.parse(GOOD["examples"].encode(), "examples.yaml")
    assert [(one.shows, one.text) for one in examples.about("A-1.1")] == [
        (Shows.EXCELLENT, "Head and DSL meet on Mondays."),
        (Shows.DEVELOP, "Cover on Fridays is vague."),
    ]


def test_a_file_of_another_kind_than_the_one_wanted_is_told() -> None:
    with pytest.raises(FileProblems) as raised:
        examples_file.parse(GOOD["overlay"].encode(), "ours.yaml")
    assert str(raised.value).splitlines()[0] == (
        "ours.yaml, line 1, oak: 'overlay' is not the kind of file that is wanted here. Write kind: \"examples\"."
    )


def test_guidance_nobody_lists_is_told_by_its_name(tmp_path: Path) -> None:
    listed = read_as("instruments", GOOD["instruments"], tmp_path)
    with pytest.raises(KeyError, match="There is no guidance 'kcsie_2030' in ours, version 1"):
        listed.instrument("kcsie_2030")


@pytest.mark.parametrize(
    ("shape", "words"),
    [(OwnersShape, Owner), (RolesShape, Owner), (EvidenceShape, Kind), (InclusionShape, Included)],
)
def test_the_keys_of_a_file_are_the_words_of_the_domain(shape: Any, words: Any) -> None:
    assert list(shape.model_fields) == [str(word) for word in words]


def test_the_files_that_the_guide_shows_are_in_order(tmp_path: Path) -> None:
    guide = (HERE.parents[1] / "docs" / "frameworks.md").read_text("utf-8")
    blocks = [textwrap.dedent(text) for text in re.findall(r" *```yaml\n(.*?)```", guide, re.DOTALL)]
    shown = []
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        opened = open_file(path)
        assert Shelf().problems(opened) == Shelf().doubts(opened) == ()
        shown.append(opened.kind)
    assert shown == ["framework", "overlay", "overlay", "instruments"]


@pytest.mark.parametrize("words", [Owner, MeetWith, Kind, Level])
def test_the_guide_names_every_word_a_file_may_use(words: Any) -> None:
    guide = " ".join((HERE.parents[1] / "docs" / "frameworks.md").read_text("utf-8").split())
    assert ", ".join(words) in guide


# --- Files that were made to hurt

_KEYS = "".join(f"key{number}: word\n" for number in range(19_000))
HOSTILE = {
    "more keys than anybody writes": "".join(f"key{number}: word\n" for number in range(60_000)),
    "many unknown keys": _KEYS,
    "many keys like ours": "areas:\n" + "".join(f" - {{statment{number}: x}}\n" for number in range(6_000)),
    "many empty entries": "areas:\n" + "- \n" * 19_900,
    "many lists": "areas: [" + "[]," * 19_900 + "]",
    "a key again and again": "a: word\n" * 100_000,
    "an anchor on every line": "".join(f"key{number}: &a{number} x\n" for number in range(30_000)),
    "a quotation mark never closed": 'a: "' + "x " * 250_000,
    "broken at the end": _KEYS + "\t x: [",
    "our own file twice, and broken": CST_SPR.read_text("utf-8") * 2 + '\t"',
    "nothing but bells": "\x07\n" * 250_000,
    "one endless word": "id: " + "x" * 500_000,
    "brackets in brackets": "[" * 500_000,
    "ids without quotation marks": "areas:\n" + "".join(f"  - id: A-{number}\n" for number in range(9_000)),
    "numbers": "areas:\n" + "- 1\n" * 120_000,
    "a closed prompt again and again": "areas: [{sub_areas: [{prompts: [" + '"Do you",' * 19_000 + "]}]}]",
    "met with nobody knows what": "areas: [{sub_areas: [{met_with: [" + "x," * 19_000 + "]}]}]",
    "hiding without end": 'kind: "overlay"\nhide: [' + ",".join(f'"A-{number}"' for number in range(19_000)) + "]",
    "guidance without end": 'kind: "instruments"\ninstruments:\n' + ' - {id: "a", title: b}\n' * 6_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_made_to_hurt_is_refused_before_anybody_has_to_wait(text: str, tmp_path: Path) -> None:
    path = tmp_path / "hurt.yaml"
    path.write_bytes(text.encode()[:MOST_BYTES])
    began = time.process_time()
    with pytest.raises(FileProblems) as raised:
        open_file(path)
    assert time.process_time() - began < 2
    assert 1 <= len(raised.value.problems) <= MOST_PROBLEMS + 1


def test_our_own_framework_is_read_in_the_blink_of_an_eye() -> None:
    text = CST_SPR.read_bytes()
    parse.cache_clear()
    began = time.process_time()
    parse(text, CST_SPR.name)
    assert time.process_time() - began < 0.5, "0.07 seconds where it was last measured"


# --- What one file cannot tell alone


def test_every_file_that_came_with_peerwalk_is_in_order() -> None:
    shelf = Shelf()
    for path, is_own in shelf.files():
        assert not is_own
        assert shelf.problems(open_file(path)) == (), path.name
    assert {open_file(path).kind for path, _ in shelf.files()} == set(GRAMMARS) - {"overlay"}


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        (
            "deep",
            '["kcsie"]',
            '["kcsie_2030"]',
            (
                "deep.yaml, line 37, A-1.1: 'kcsie_2030' is not in the list of guidance. "
                "Add it to instruments.yaml in the folder of your own files, or mend the id."
            ),
        ),
        (
            "question-set",
            '["A-1.2"]',
            '["A-1.9"]',
            "question-set.yaml, line 18, K-1.g1: 'A-1.9' is not in the framework. Take it out, or mend the id.",
        ),
        (
            "practice",
            '["A-2.1", "A-4.1"]',
            '["A-2.1", "A-4.9"]',
            "practice.yaml, line 21, L-1: 'A-4.9' is not in the framework. Take it out, or mend the id.",
        ),
        (
            "examples",
            'id: "A-1.2"',
            'id: "A-1.9"',
            "examples.yaml, line 9, A-1.9: 'A-1.9' is not in the framework. Take it out, or mend the id.",
        ),
        (
            "examples",
            'of: "cst-spr"',
            'of: "elsewhere"',
            (
                "examples.yaml, line 1: there is no framework elsewhere. "
                "Put it in the folder of your own files, or mend the id."
            ),
        ),
        (
            "overlay",
            'base: "deep"',
            'base: "shallow"',
            (
                "overlay.yaml, line 1, oak: there is no framework shallow. "
                "Put it in the folder of your own files, or mend the id."
            ),
        ),
    ],
)
def test_a_name_that_another_file_should_know_is_told(kind: str, old: str, new: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / f"{kind}.yaml"
    path.write_text(GOOD[kind].replace(old, new), encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "deep.yaml").write_text(GOOD["deep"], encoding="utf-8")
    (problem,) = Shelf(own).problems(open_file(path))
    assert str(problem) == told


def test_a_trusts_own_list_of_guidance_goes_before_ours(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "not there").instruments().id == "guidance-england"
    (tmp_path / "instruments.yaml").write_text(GOOD["instruments"], encoding="utf-8")
    assert Shelf(tmp_path).instruments().id == "ours"
    assert Shelf(tmp_path).framework("cst-spr").id == "cst-spr"


def test_a_framework_of_a_trusts_own_goes_before_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD["deep"].replace('id: "deep"', 'id: "cst-spr"'), encoding="utf-8")
    assert Shelf(tmp_path).framework("cst-spr").title == "A deep framework"
    assert [is_own for _, is_own in Shelf(tmp_path).files()] == [True] + [False] * len(list(SHIPPED.glob("*.yaml")))


def test_a_framework_that_is_nowhere_is_told_by_its_name() -> None:
    with pytest.raises(KeyError, match="There is no framework elsewhere"):
        Shelf().framework("elsewhere")
