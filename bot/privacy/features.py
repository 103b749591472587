"""What the tagger looks at: a word's shape and lists, its neighbours, and the run of capitals it stands in.

The build step learns a weight for each of these, and the run time adds them up; both read them here.
"""

import re
from collections.abc import Sequence

from bot.privacy.abbreviations import ABBREVIATIONS
from bot.privacy.lexicon import NOTHING
from bot.privacy.openers import is_shorthand
from bot.privacy.ordinary import ORDINARY
from bot.privacy.tokens import SENTENCE_ENDS, Seen, Token

_EDGE = Seen("", "", "p", NOTHING, "<>", "p")
_USUAL = 2  # the English words that everybody uses
_SHORT = 4
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "sir",
        "dame",
        "lady",
        "lord",
        "rev",
        "revd",
        "reverend",
        "fr",
        "prof",
        "professor",
        "pc",
        "uncle",
        "aunt",
        "auntie",
        "aunty",
    ]
)
_SHORTENED = re.compile(
    r"(?:'(?:d|ll|re|ve|m)|n't|^(?:do|ca|wo|is|was|are|were|has|have|had|did|does|should|would|could)nt|^(?:there|that|what|who|here|it|he|she|let)s|^i[md]|^(?:they|we|you)(?:re|ve|ll))$"
)
_PLURAL_LETTERS = re.compile(r"[A-Z]{2,6}s")
_BULLETS = frozenset("-–()\"'#_")


def heads(found: Sequence[Token]) -> list[bool]:
    """For each token, whether it opens a sentence, where any word has a capital."""
    opening, result = True, []
    for token in found:
        result.append(opening)
        mark = token.seen.lower
        if mark in SENTENCE_ENDS:
            opening = True
        elif not (opening and (mark in _BULLETS or mark.isdigit())):
            opening = False
    return result


def is_candidate(seen: Seen) -> bool:
    """Whether a word could be a name at all: most words of a note could not, and are passed over."""
    shape, found, lower = seen.shape, seen.known, seen.lower
    if _SHORTENED.search(lower) or (
        # An ordinary word is no name, but for a name that many have, or a surname with its capital.
        lower in ORDINARY and found.given < 2 and not (found.surname and shape == "T")  # noqa: PLR2004
    ):
        return False
    if shape == "l":
        if len(lower) < 2 or seen.kind == "yr":  # noqa: PLR2004 one letter
            return False
        return bool(not found.english or found.given > 1 or (found.english > _USUAL and (found.given or found.surname)))
    if shape not in "TUM" or seen.kind == "yr" or lower in TITLES:
        return False
    # Short and in capitals it is an abbreviation; "EHCPs" is one in any case.
    if is_shorthand(seen.word) and (shape == "M" or not found.given):
        return False
    return shape == "T" or (
        len(lower) > (2 if found.surname or found.given else _SHORT) and not _PLURAL_LETTERS.fullmatch(seen.word)
    )


def is_initials(seen: Seen) -> bool:
    """Whether two or three capitals could stand for somebody: no abbreviation of the field is meant."""
    return seen.shape == "U" and len(seen.lower) in {2, 3} and seen.lower not in ABBREVIATIONS


def runs(found: Sequence[Token]) -> list[tuple[int, int]]:
    """For each token the run of capitalised words that it stands in: where it begins and where it ends, exclusive."""
    result: list[tuple[int, int]] = []
    place = 0
    while place < len(found):
        end = place + 1
        if found[place].seen.shape in "TUMI":
            while end < len(found) and found[end].seen.shape in "TUMI" and found[end].start - found[end - 1].end == 1:
                end += 1
        result += [(place, end)] * (end - place)
        place = end
    return result


def style(found: Sequence[Token]) -> str:
    """How a text is typed: all small, all capitals, or as usual."""
    shapes = {token.seen.shape for token in found}
    if "T" not in shapes and "M" not in shapes:
        return "l" if "l" in shapes else "U"
    return "n"


def features(
    found: Sequence[Token], place: int, run: tuple[int, int], typed: str, *, head: bool
) -> list[tuple[str, str]]:
    """What is seen of one candidate: each a kind and a value."""
    me = found[place].seen
    count = len(found)
    before = found[place - 1].seen if place else _EDGE
    before2 = found[place - 2].seen if place > 1 else _EDGE
    after = found[place + 1].seen if place + 1 < count else _EDGE
    after2 = found[place + 2].seen if place + 2 < count else _EDGE
    first, last = run
    run_before = found[first - 1].seen.around if first else "<>"
    after_run = found[last].seen if last < count else _EDGE
    run_after = after_run.around
    run_after2 = found[last + 1].seen.around if last + 1 < count else "<>"
    lower = me.lower
    listed = me.kind
    shape = me.shape + ("h" if head else "")
    english = me.known.english
    result = [
        ("shape", shape),
        ("kind", listed + shape),
        ("style", typed + me.shape + listed),
        ("b", before.around),
        ("a", after.around),
        ("bs", before.around + me.shape),
        ("as", after.around + me.shape),
        ("bb", f"{before2.around} {before.around}"),
        ("aa", f"{after.around} {after2.around}"),
        ("b2", before2.around),
        ("a2", after2.around),
        ("ba", f"{before.around} {after.around}"),
        ("bk", f"{before.around} {listed}"),
        ("ak", f"{after.around} {listed}"),
        ("kk", f"{before.kind}{before.shape} {listed}{me.shape} {after.kind}{after.shape}"),
        ("ks", f"{before.shape}{me.shape}{after.shape}{after2.shape}"),
        ("suffix", lower[-3:]),
        ("sa", f"{after.sort} {after.shape} {me.shape}"),
        ("sb", f"{before.sort} {before.shape} {me.shape}"),
        ("sak", f"{after.sort} {after.shape} {listed}"),
        ("sbk", f"{before.sort} {before.shape} {listed}"),
        ("sba", f"{before.sort} {after.sort} {me.shape}"),
        ("me", f"{me.sort} {shape}"),
    ]
    if me.known.place:
        result.append(("place", shape))
    if english or not (me.known.given or me.known.surname):
        result.append(("w", lower))
        result.append(("ws", lower + me.shape))
    if not english:
        result.append(("end", f"{lower[-2:]}{listed}"))
        result.append(("begin", f"{lower[:2]}"))
    if last - first > 1:
        result.append(("run", f"{last - first}"))
        result.append(("runlast", found[last - 1].seen.around if place != last - 1 else "<me>"))
        result.append(("runfirst", found[first].seen.around if place != first else "<me>"))
    result.append(("rsa", f"{after_run.sort} {after_run.shape} {me.shape}"))
    result.append(("rb", run_before))
    result.append(("ra", run_after))
    result.append(("rba", f"{run_before} {run_after}"))
    result.append(("raa", f"{run_after} {run_after2}"))
    return result
