"""Our own wording: words that are never ours, British spelling, and a use for each block of each template."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Template

from bot.cards import Form, form, telling
from bot.conversation import Ended
from bot.dialogs import DIALOGS
from bot.domain import permission
from bot.domain.acts import QUOTING, Notice
from bot.domain.affirmation import Step
from bot.domain.changes_people import PersonFacts, SchoolFacts
from bot.domain.depth import Kind, MeetWith
from bot.domain.people import Job, SchoolKind
from bot.domain.permission import Act
from bot.domain.practice_words import LONGEST as LONGEST_OF_CARD
from bot.domain.terms import Called
from bot.domain.unsettled import Found
from bot.domain.walk import Look
from bot.domain.whom import Role
from bot.first_day import ASKED
from bot.handlers.slack.registrations import REGISTRATIONS
from bot.handlers.teams.registrations import COMMANDS
from bot.privacy import Label
from bot.wording import TEMPLATES, Wording
from store.framework_file import CST_SPR
from store.person_parts import PARTS
from tests.dialog_paths import distinct

ROOT = Path(__file__).parent.parent
FILES = sorted(path.stem for path in TEMPLATES.glob("*.md"))
WORDING = Wording()

_ALLOWED = re.compile(r"local authority audits?|inspections? of equipment|equipment inspections?", re.IGNORECASE)
_NEVER = re.compile(
    r"\b(?:audit\w*|inspect\w*|fail(?:ed|s|ing|ures?)?|scor(?:e[sd]?|ing)|grad(?:e[sd]?|ing)|RAG|rank(?:ed|s|ings?)?|"
    r"league tables?|leaderboards?|ratings?|overdue|percent(?:age)?s?)\b"
)
TYPED = {"bot/filing/jargon.py"}  # what people type, slips and all
_AMERICAN = re.compile(
    r"\b(?:color\w*|center\w*|organiz\w*|behavior\w*|recogniz\w*|favor\w*|enroll|fulfill|analyz\w*|"
    r"summariz\w*|judgment|license[ds]?|gotten|toward|math|mom|principal’s office|apologiz\w*|prioritiz\w*|canceled|labor)\b",
    re.IGNORECASE,
)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def _of_templates() -> Iterator[tuple[str, str]]:
    for path in (*TEMPLATES.glob("*.md"), *TEMPLATES.glob("web/*.html")):
        text = _JINJA.sub(" ", path.read_text())
        if path.suffix == ".html":
            spoken = " ".join(re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', text))
            text = f"{re.sub('<[^>]*>', ' ', text)} {spoken}"
        yield path.name, text


@cache
def _code() -> tuple[tuple[Path, str, list[ast.AST]], ...]:
    """Every module of ours, its text, and all that stands in it."""
    paths = (*ROOT.glob("bot/**/*.py"), *ROOT.glob("store/*.py"))
    return tuple((path, text := path.read_text(), list(ast.walk(ast.parse(text)))) for path in paths)


def _of_code() -> Iterator[tuple[str, str]]:
    """Sentences that stand in code: messages of the command line, of settings, of problems in a framework file."""
    for path, _, nodes in _code():
        if "privacy" in path.parts:
            continue  # the guard's cues are what other people write
        docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in docs:
                continue
            if " " in node.value.strip():
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def _of_the_frameworks() -> Iterator[tuple[str, str]]:
    for path in CST_SPR.parent.glob("*.yaml"):
        if path.suffixes == [".examples", ".yaml"]:
            continue  # people's words, made up
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.lstrip().startswith("#"):
                yield f"{path.name}:{number}", line


@cache
def ours() -> tuple[tuple[str, str], ...]:
    return (*_of_templates(), *_of_code(), *_of_the_frameworks())


def test_our_own_wording_never_grades_nor_blames() -> None:
    found = [(where, hit) for where, text in ours() for hit in _NEVER.findall(_ALLOWED.sub(" ", text))]
    assert found == []


def test_the_word_list_would_find_such_words() -> None:
    text = "An audit of failed scores: RAG, graded, overdue. A local authority audit and inspection of equipment."
    assert _NEVER.findall(_ALLOWED.sub(" ", text)) == ["audit", "failed", "scores", "RAG", "graded", "overdue"]


def test_our_own_wording_is_spelt_as_in_britain() -> None:
    assert [
        (where, hit)
        for where, text in ours()
        for hit in _AMERICAN.findall(text)
        if where.partition(":")[0] not in TYPED
    ] == []


def test_nothing_cheers() -> None:
    assert [(where, text) for where, text in _of_templates() if "!" in text] == []


def test_nothing_of_ours_says_the_same_word_twice() -> None:
    doubled = re.compile(r"\b([^\W\d]+) \1\b", re.IGNORECASE)
    found = [(where, hit) for where, text in _of_templates() for hit in doubled.findall(text)]
    assert found == []


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────


def sources() -> dict[str, dict[str, str]]:
    """Every block of every file, as it is written."""
    found = {}
    for file in FILES:
        text = (TEMPLATES / f"{file}.md").read_text()
        found[file] = dict(re.findall(r"\{% block (\w+) %\}(.*?)\{% endblock %\}", text, re.DOTALL))
    return found


BLOCKS = sources()


@pytest.mark.parametrize("file", FILES)
def test_no_block_is_written_twice(file: str) -> None:
    names = re.findall(r"\{% block (\w+) %\}", (TEMPLATES / f"{file}.md").read_text())
    assert sorted(names) == sorted(set(names)) == sorted(BLOCKS[file])


def test_titles_notices_and_buttons_are_short() -> None:
    long = [
        (file, name, said)
        for file, blocks in BLOCKS.items()
        for name, text in blocks.items()
        if name in {"title", "notice"} or name.endswith(("_title", "_notice", "_send"))
        for said in [" ".join(_JINJA.sub("", text).split())]
        if len(said) > (40 if name.endswith(("title", "_send")) else 60)
    ]
    assert long == []


def test_notices_hold_no_facts() -> None:
    facts = [
        (file, name)
        for file, blocks in BLOCKS.items()
        for name, text in blocks.items()
        if (name == "notice" or name.endswith("_notice")) and "{{" in text
    ]
    assert facts == []


class Recorded(Wording):
    """Remembers which blocks were found."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    def _find(self, file: str, blocks: Any) -> tuple[Template, str]:
        template, block = super()._find(file, blocks)
        self.found.add((str(template.name).removesuffix(".md"), block))
        return template, block


@cache
def said_by_dialogs() -> frozenset[tuple[str, str]]:
    """Every block that some way through some dialog says."""
    recorded = Recorded()
    for name, registered in DIALOGS.items():
        for step in distinct(name):
            now = step.now
            if isinstance(now, Ended):
                telling(recorded, name, registered.wording, now.told)
            else:
                form(recorded, replace(Form(name, registered.wording, now.ask, now.told), can_go_back=True))
    return frozenset(recorded.found)


@cache
def _constants() -> frozenset[str]:
    found: set[str] = set()
    for path, _, nodes in _code():
        if path.is_relative_to(ROOT / "bot"):
            found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in TEMPLATES.glob("web/*.html"):
        found |= set(re.findall(r"""["'](\w+)["']""", path.read_text()))
    return frozenset(found)


@cache
def _composed() -> frozenset[str]:
    """Names put together from parts in code."""
    names = {f"step_{look}" for look in Look} | {f"not_seen_{look}" for look in Look}
    names |= {f"{step}_affirmation" for step in (Step.EDIT, Step.PAUSE, Step.RESUME, Step.WITHDRAW)}
    names |= {f"draft_{dialog}" for dialog in DIALOGS} | set(Notice)
    names |= {f"met_{meeting}" for meeting in MeetWith}
    names |= {f"more_{look}" for look in Look}
    names |= {f"{key}_too_long" for key in ("lines", "line", "where", "wish", "words", "how")}
    names |= {f"{key}_too_long" for key in LONGEST_OF_CARD} | {"known_answer_this"}
    names |= {"minutes_after_the_day", "who_clash", "mark_now", "mark_next", "mark_earlier"}
    names |= {"parts_too_many_parts", "level_not_there"}
    names |= {f"{key}_answer_this" for key in ASKED}
    names |= {f"{each.name}_does" for each in COMMANDS}
    names |= {f"act_{act}" for act in Act} | {f"role_{role}" for role in permission.Role}
    names |= {f"role_{role}" for role in Role} | {f"not_a_{kind}_code" for kind in ("urn", "authority", "uid")}
    names |= {f"job_{job}" for job in Job} | {f"kind_{kind}" for kind in SchoolKind}
    names |= {f"field_{one.name}" for facts in (PersonFacts, SchoolFacts) for one in fields(facts)}
    names |= {f"{key}_after_writing" for key in ("seen_at", "about_when")}
    names |= {f"{part.kind}_{said}" for part in PARTS for said in ("heading", "what", "seen")}
    names |= {f"role_{job}" for job in Job} | {f"hindered_{why}" for why in ("hold", "leads")}
    names |= (
        {f"called_{name}" for name in Called} | {f"post_{one}" for one in Found} | {f"kind_{label}" for label in Label}
    )
    names |= {f"{one.name}_does" for one in REGISTRATIONS} | {
        f"asked_where_{one}" for one in ("slack", "teams", "web", "mail")
    }
    names |= {f"how_{kind}" for kind in Kind} | {f"since_{term}_term" for term in ("autumn", "spring", "summer")}
    names |= {f"{section}_none" for section in ("waiting", "borrowed")}
    return frozenset(names)


def _used(file: str, name: str) -> bool:
    if (file, name) in said_by_dialogs() or name in _constants() or name in _composed():
        return True
    stem = name.removesuffix("_title").removesuffix("_notice")
    return stem != name and _used(file, stem)


@pytest.mark.parametrize("file", FILES)
def test_every_block_is_said_somewhere(file: str) -> None:
    assert [name for name in BLOCKS[file] if not _used(file, name)] == []


def _named() -> Iterator[tuple[str, str, str]]:
    """Every block that code names outright, with the file it stands in."""
    for path, text, nodes in _code():
        if not path.is_relative_to(ROOT / "bot"):
            continue
        own_file = re.search(r'^_?FILE = "(\w+)"', text, re.MULTILINE)
        for call in nodes:
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            named = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if call.func.attr in {"line", "words"} and len(named) > 1:
                yield path.name, named[0], named[-1]
            elif call.func.attr in {"line", "words"} and named and own_file and isinstance(call.args[0], ast.Name):
                yield path.name, own_file[1], named[0]
            elif call.func.attr == "card" and named and path.parent.name == "bot":
                yield path.name, "views", named[0]
                labels = [arg.elts[0] for arg in call.args if isinstance(arg, ast.Tuple)]
                yield from ((path.name, "views", str(one.value)) for one in labels if isinstance(one, ast.Constant))


def test_every_block_that_code_names_is_there() -> None:
    named = list(_named())
    assert len(named) > 60
    assert [(where, file, block) for where, file, block in named if not WORDING.has(file, block)] == []


def test_every_notice_has_its_words() -> None:
    quiet = set(Notice) - QUOTING  # an open card has words of its own
    assert [n for n in quiet if not (WORDING.has("notices", n) or WORDING.has("room", n))] == []
