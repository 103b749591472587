"""What changed between two versions of a framework, part by part: what came, what went, what is worded anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.domain.depth import ROLES
from bot.domain.framework import Framework, SubArea


@dataclass(frozen=True)
class Difference:
    """One change. `part` is what of the node it is, or empty for the whole of it; `was` or `now` is empty where it came or went."""

    node: str
    title: str
    part: str
    was: str
    now: str


_NO_NAMES: Mapping[Any, str] = {}
Parts = dict[tuple[str, str], str]  # (part, which of several) -> words


def differences(old: Framework, new: Framework) -> Iterator[Difference]:
    """Say every change, in the order of the newer framework, with what is gone at the end."""
    before, after = _nodes(old), _nodes(new)
    for node, (title, parts) in after.items():
        if node not in before:
            yield Difference(node, title, "", "", title)
        else:
            yield from _within(node, title, before[node][1], parts)
    for node, (title, _) in before.items():
        if node not in after:
            yield Difference(node, title, "", title, "")


def _within(node: str, title: str, was: Parts, now: Parts) -> Iterator[Difference]:
    for key in dict.fromkeys(chain(was, now)):
        if was.get(key, "") != now.get(key, ""):
            yield Difference(node, title, key[0], was.get(key, ""), now.get(key, ""))


def _nodes(framework: Framework) -> dict[str, tuple[str, Parts]]:
    """Every node by its id, with its title and its parts; what is the framework's own stands under an empty id."""
    nodes: dict[str, tuple[str, Parts]] = {"": (framework.title, _own(framework))}
    for area in framework.areas:
        asked = _by("the question on {}", area.inclusion)
        nodes[area.id] = area.title, {("the title", ""): area.title} | asked
        for sub_area in area.sub_areas:
            nodes[sub_area.id] = sub_area.title, _parts(sub_area)
            for indicator in sub_area.indicators:
                nodes[indicator.id] = indicator.text, {("the talking point", ""): indicator.text}
    for group in (*framework.principles, *framework.good_practice):
        nodes[group.id] = group.title, {("the title", ""): group.title}
        for item in group.items:
            nodes[item.id] = item.title, {("the title", ""): item.title, ("the statement", ""): item.statement}
            for point in item.points:
                nodes[point.id] = point.text, {("the point", ""): point.text}
    return nodes


def _own(framework: Framework) -> Parts:
    apart = {
        (f"how to tell {' and '.join(boundary.between)} apart", ""): boundary.apart for boundary in framework.boundaries
    }
    plain = {("the title", ""): framework.title, ("the citation", ""): framework.citation}
    return plain | apart | _by("the name of the {}", framework.roles, ROLES)


def _parts(sub_area: SubArea) -> Parts:
    plain = {
        "the title": sub_area.title,
        "the statement": sub_area.statement,
        "the strengths prompt": sub_area.strengths,
        "the conduct": sub_area.conduct,
        "where it is met": _listed(sub_area.met_with),
        "the level": _listed(sub_area.level),
        "the sensitivity": str(sub_area.sensitivity),
        "the care": sub_area.care,
        "the guidance it rests on": _listed(sub_area.instruments),
        "what to borrow": sub_area.borrow,
    }
    several = {("a prompt", prompt): prompt for prompt in sub_area.prompts}
    asked = _by("the question for {}", sub_area.owners, ROLES) | _by("what to look for in {}", sub_area.evidence)
    return {(part, ""): words for part, words in plain.items()} | several | asked


def _by(part: str, words: Mapping[Any, str], names: Mapping[Any, str] = _NO_NAMES) -> Parts:
    return {(part.format(names.get(key, str(key).replace("_", " "))), ""): said for key, said in words.items()}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(word.replace("_", " ") for word in words)
