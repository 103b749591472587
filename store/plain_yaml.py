"""Plain YAML: text, lists and mappings, each with the line it stands on, and nothing cleverer than that.

A trust edits its framework by hand and may pass the file on, so what YAML could do to surprise a reader (anchors,
aliases, tags, a key given twice, a number where words were meant, characters nobody can see) is refused and named.
The events are read one by one, never composed, so a file that nests without end stops at the limit, not at the stack.
libyaml reads ten times as fast as PyYAML's own reader, whose words on what is broken are better: what the one cannot
read is read again by the other, and a file that was made to hurt is given up at the limits below.
"""

import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import yaml

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
Place: TypeAlias = tuple[str | int, ...]

DEEPEST = 12
MOST_VALUES = 20_000  # ten times what the largest of ours holds
MOST_FAULTS = 200  # more than anybody is told at a sitting
LONGEST_BROKEN = 256 * 1024  # PyYAML's own reader takes about a second over as much
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where PyYAML was built without libyaml, its own
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # invisible too, but some languages cannot be written without them
_TAKE_OUT = "Take it out, or type an ordinary space instead."
_STANDARD = "tag:yaml.org,2002:"
_TEXT = f"{_STANDARD}str"
_EMPTY = f"{_STANDARD}null"
_UNCLOSED = ("found unexpected end of stream", "expected ',' or")
_BROKEN = (  # PyYAML's words for the slips people make most, and ours
    (_UNCLOSED[0], "a quotation mark is opened here and never closed", "Close it at the end of the words."),
    (
        _UNCLOSED[1],
        "a bracket is opened here and not rightly closed",
        "Take it out, or put quotation marks round the words.",
    ),
    (
        "mapping values are not allowed",
        "there is a colon where no key can be",
        "If it belongs to the words, put them in quotation marks; if a key begins here, check the indentation.",
    ),
    ("found character '\\t'", "there is a tab here", "Use spaces instead."),
    (
        "expected <block end>",
        "this does not follow from the lines above",
        "Check that it is indented as they are, and that each quotation mark above is closed.",
    ),
    ("could not find expected ':'", "a key has no colon", "Write a colon and a space after the key."),
)
_UNREADABLE = ("this cannot be read as YAML", "Check the indentation, colons and quotation marks here and just above.")


@dataclass(frozen=True)
class Fault:
    """Something in the file that is not plain; `what` has no full stop, `what_to_do` is a whole sentence."""

    line: int
    place: Place
    what: str
    what_to_do: str


@dataclass(frozen=True)
class Page:
    """What was read; `value` is None when nothing could be made of it. Lines count from 1."""

    value: "Plain | None"
    lines: dict[Place, int]
    unquoted: frozenset[Place]
    faults: tuple[Fault, ...]

    def near(self, place: Place) -> int:
        """The line of a place, or of the nearest one above it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_page(text: str) -> Page:
    """Read text as plain YAML; whatever is wrong is in the page's faults, and nothing is raised."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")  # both are left behind by Windows editors
    unseen = _invisible(text, allowed="\n\t")
    if unseen:
        lines = enumerate(text.split("\n"), start=1)
        faults = (
            Fault(number, (), _named(character), _TAKE_OUT)
            for number, line in lines
            for character in sorted(unseen & set(line))
        )
        return Page(None, {}, frozenset(), tuple(islice(faults, MOST_FAULTS)))
    fast = _Reader(text, _FAST)
    page = fast.page()
    return _Reader(text, yaml.SafeLoader).page() if fast.is_broken and len(text) <= LONGEST_BROKEN else page


def brief(text: str) -> str:
    """Quote a value in a sentence: cut short, and with anything unprintable spelt out."""
    return repr(text if len(text) <= 40 else f"{text[:39]}…")  # noqa: PLR2004 (about half a line)


def _invisible(text: str, allowed: str) -> set[str]:
    return {
        character for character in set(text) - set(allowed) - _JOINERS if unicodedata.category(character) in _INVISIBLE
    }


def _named(character: str) -> str:
    return f"there is a character nobody can see (U+{ord(character):04X})"


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Stopped(Exception):  # noqa: N818 (the fault is already noted: this only unwinds)
    pass


class _Reader:
    def __init__(self, text: str, loader: Any) -> None:
        self.is_broken = False
        self._begin, self._whole = loader, text
        self._lines: dict[Place, int] = {}
        self._unquoted: set[Place] = set()
        self._faults: list[Fault] = []

    def page(self) -> Page:
        value: Plain | None = None
        try:
            self._loader = self._begin(self._whole)  # refuses some characters at once
            value = self._document()
        except _Stopped:
            pass
        except yaml.MarkedYAMLError as error:
            self._broken(error)
        except (yaml.YAMLError, ValueError, OverflowError):  # PyYAML lets chr() refuse an escape such as "\U00110000"
            self._broken(yaml.MarkedYAMLError())
        return Page(value, self._lines, frozenset(self._unquoted), tuple(self._faults))

    def _document(self) -> "Plain | None":
        self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            to_do = "Begin with a copy of one that came with Peerwalk."
            self._faults.append(Fault(1, (), "the file is empty", to_do))
            return None
        value = self._value(self._next(), ())
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._fault(after, (), "a second document begins here", "Keep one to a file.")
        return value

    def _value(self, event: yaml.Event, place: Place) -> Plain:
        if len(self._lines) >= MOST_VALUES:
            self._fault(event, (), f"the file holds more than {MOST_VALUES:,} entries", "Keep only what belongs in it.")
            raise _Stopped
        self._lines.setdefault(place, _line(event))
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, place, f"{brief(f'*{anchor}')} is an alias", "Write the words out in full here.")
            return ""
        if anchor is not None:
            self._fault(
                event,
                place,
                f"{brief(f'&{anchor}')} is an anchor",
                "Take it out, and write words out wherever they occur.",
            )
        if tag is not None:
            self._fault(
                event,
                place,
                f"{brief(tag.replace(_STANDARD, '!!'))} is a tag",
                "Take it out; everything here is plain text.",
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event, place)
        if len(place) >= DEEPEST:
            self._fault(
                event, place, "lists and keys are nested too deeply", "Check the indentation and brackets here."
            )
            raise _Stopped
        return self._list(place) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(place)

    def _text(self, event: yaml.ScalarEvent, place: Place) -> str:
        value = event.value.rstrip()
        for character in sorted(_invisible(value, allowed="\n")):
            self._fault(event, place, _named(character), _TAKE_OUT)
        if not event.style:  # None from the one reader, empty from the other
            self._unquoted.add(place)
            tag = self._loader.resolve(yaml.ScalarNode, event.value, (True, False))
            if tag not in {_TEXT, _EMPTY} or (tag == _EMPTY and value):
                what = f"{brief(value)} is not read as words, because it has no quotation marks"
                self._fault(event, place, what, "Put quotation marks round it.")
        return value

    def _list(self, place: Place) -> list[Plain]:
        items: list[Plain] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*place, len(items))))
        return items

    def _mapping(self, place: Place) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(event, place, "a key here is not a word", "Write each key as one word before a colon.")
                raise _Stopped
            key = event.value
            within = (*place, key)
            if event.anchor is not None or event.tag is not None:
                self._fault(event, within, f"the key {brief(key)} carries an anchor or a tag", "Write the key alone.")
            if key in found:
                what = f"the key {brief(key)} is here twice, first on line {self._lines[within]}"
                self._fault(event, within, what, "Keep one of them.")
                self._value(self._next(), (*place, f"{key} (again)"))
                continue
            self._lines[within] = line
            found[key] = self._value(self._next(), within)
        return found

    def _next(self) -> yaml.Event:
        event: yaml.Event = self._loader.get_event()
        return event

    def _fault(self, event: yaml.Event, place: Place, what: str, what_to_do: str) -> None:
        self._faults.append(Fault(_line(event), place, what, what_to_do))
        if len(self._faults) >= MOST_FAULTS:
            raise _Stopped

    def _broken(self, error: yaml.MarkedYAMLError) -> None:
        self.is_broken = True
        problem = error.problem or ""
        known = (sentences for start, *sentences in _BROKEN if problem.startswith(start))
        what, what_to_do = next(known, _UNREADABLE)
        begun = error.context_mark if problem.startswith(_UNCLOSED) else None  # where it was opened says more
        mark = begun or error.problem_mark
        line = mark.line if mark else getattr(self._loader, "line", 0)
        self._faults.append(Fault(line + 1, (), what, what_to_do))
