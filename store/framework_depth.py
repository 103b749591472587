"""The depth of a framework file: what a shape alone cannot tell.

Every prompt is open and asks one thing, because a question that can be answered yes or no would make a talking point a
box to tick. Where pupils are asked, the adult is told how; where a question may hurt, a sentence of care goes before it.
"""

import re
from collections.abc import Iterator

from store.plain_yaml import Fault, Page, Place, Plain, brief

_CLOSED = re.compile(
    "(am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|would)(n't|n’t)?",
    re.IGNORECASE,
)
_ASKED_WITH = "Begin with What, Which, Where, When, Whose or How."
_LISTS = {"prompts", "met_with", "level", "instruments", "hide", "near"}


def shallow(page: Page) -> list[Fault]:
    """Find prompts that are not open, words twice in a list, and what lacks its conduct, its care or its nodes."""
    faults = questions(page, page.value or "", ())
    known = _ids(page.value or "")
    top = page.value if isinstance(page.value, dict) else {}
    for place, entry in entries(top.get("areas", ""), ("areas",)):
        faults += unkind(page, place, entry)
    for place, entry in entries(top.get("boundaries", ""), ("boundaries",)):
        between = entry.get("between")
        if not isinstance(between, list):
            continue
        for number, node in enumerate(between):
            at = (*place, "between", number)
            if isinstance(node, str) and re.fullmatch(r"A-[0-9.a-z]+", node) and node not in known:
                what = f"there is no {brief(node)} among the areas"
                faults.append(
                    Fault(page.near(at), at, what, "Write the id of a sub-area or an indicator that is here.")
                )
    return faults


def questions(page: Page, value: Plain, place: Place) -> list[Fault]:
    """Find every question that is not open, and every word that stands twice in one list."""
    faults: list[Fault] = []
    for within, entry in entries(value, place):
        faults += closed(page, (*within, "strengths"), entry.get("strengths"), "the strengths prompt")
        prompts = entry.get("prompts")
        for number, prompt in enumerate(prompts if isinstance(prompts, list) else ()):
            faults += closed(page, (*within, "prompts", number), prompt, "the prompt")
        for key, name in (("owners", "the question for {}"), ("inclusion", "the question on {}")):
            asked = entry.get(key)
            for who, question in asked.items() if isinstance(asked, dict) else ():
                faults += closed(page, (*within, key, who), question, name.format(who))
        for key in _LISTS & entry.keys():
            faults += _twice(page, (*within, key), entry[key])
    return faults


def unkind(page: Page, place: Place, entry: dict[str, Plain]) -> Iterator[Fault]:
    """Find where pupils are asked without a word on how, and where care stands without a reason or is wanting."""
    owners = entry.get("owners")
    asks_pupils = isinstance(owners, dict) and bool(owners.get("pupils"))
    line = page.near((*place, "id"))
    if asks_pupils and not entry.get("conduct"):
        to_do = "Write conduct: and a sentence or two on listening, promising nothing and telling the DSL in person."
        yield Fault(line, place, "pupils are asked here, and the conduct is missing", to_do)
    if entry.get("conduct") and not asks_pupils:
        at = (*place, "conduct")
        yield Fault(page.near(at), at, "there is conduct here, but pupils are not asked", "Take it out, or ask pupils.")
    is_gentle = entry.get("sensitivity") in {"mindful", "heavy"}
    if is_gentle and not entry.get("care"):
        at = (*place, "sensitivity")
        what = f"the sensitivity is {entry['sensitivity']}, and the care is missing"
        yield Fault(page.near(at), at, what, "Write care: and one sentence on who might find it hard, and what to do.")
    if entry.get("care") and entry.get("sensitivity", "none") == "none":
        at = (*place, "care")
        to_do = 'Write sensitivity: "mindful" or "heavy", or take the care out.'
        yield Fault(page.near(at), at, "there is care here, but the sensitivity is none", to_do)


def entries(value: Plain, place: Place) -> Iterator[tuple[Place, dict[str, Plain]]]:
    """Walk every set of keys at and under a place."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from entries(item, (*place, number))
    elif isinstance(value, dict):
        yield place, value
        for key, part in value.items():
            yield from entries(part, (*place, key))


def _ids(value: Plain) -> set[str]:
    return {found for _, entry in entries(value, ()) if isinstance(found := entry.get("id"), str)}


def closed(page: Page, at: Place, prompt: object, name: str) -> Iterator[Fault]:
    """Find what keeps a question from being one open question."""
    if not isinstance(prompt, str) or not prompt.strip():
        return
    line = page.near(at)
    if not prompt.endswith("?"):
        to_do = "Write one open question that ends with a question mark."
        yield Fault(line, at, f"{name} is not a question", to_do)
    elif prompt.count("?") > 1:
        yield Fault(line, at, f"{name} asks more than one question", "Keep the one that matters most.")
    opener = prompt.split()[0]
    if _CLOSED.fullmatch(opener):
        yield Fault(line, at, f"{name} begins with {brief(opener)}, which invites a yes or a no", _ASKED_WITH)


def _twice(page: Page, place: Place, value: Plain) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, word in enumerate(value if isinstance(value, list) else ()):
        if isinstance(word, str) and word in seen:
            at = (*place, number)
            yield Fault(page.near(at), at, f"{brief(word)} is here twice", "Keep one of them.")
        elif isinstance(word, str):
            seen.add(word)
