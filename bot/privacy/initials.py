"""Find initials that stand for a person in folded text: "pupil J.S.", "child TB", "JS in Y8"."""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.verdict import Certainty, Label

_NAMED = re.compile(
    r"\b(?i:pupil|child|boy|girl|student|case|initials|sibling|brother|sister|parent|mum|dad|file|staff member|teacher|yp|re)"
    r"(?i: initials| called| named| is)?[ :]{1,2}\(?(?P<letters>[A-Z]\.? ?(?:[A-Z]'?\.? ?){0,2}[A-Z]\.?)(?![A-Za-z0-9'])",
)
_IN_A_YEAR = re.compile(r"\b(?P<letters>[A-Z]{2,3})(?:,? (?:in|from) |,? |,? ?\()[Yy](?:ea)?r? ?\d{1,2}\b")
_SIBLINGS = re.compile(
    r"\b(?P<letters>[A-Z]{2})(?: (?:and|&) (?P<more>[A-Z]{2}))? (?:siblings?|twins?|brothers?|sisters?|cousins?)\b"
)
_DOTTED = re.compile(r"(?<![A-Za-z0-9.])(?P<letters>[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?)(?![A-Za-z0-9])")
# Abbreviations of the field that stand where initials could.
_KNOWN = frozenset(
    """
    ai am aob ap ar asd asb bip bsa camhs cay ce cia cic cin cla clo cme cp cpd cpm cps cse cce da dbs ddsl dob dsl dt dv eal eb ec edi
    ehc ehe ehm el elt ep esw eu ewo eyfs fe fgm fgb fsm fsw gb gcse gdpr gp ha hba hlta hmi hoy hr hsb hse ht iap id ie iep ihp irl isa
    it la lac lgb lo lp lsa lsp ltp mat mdt me ms mh na nb ncy ni nhs ni ns ok pa pc pd pe pep pfi pi pm pp ppa pr pru ps psa pta qa
    qr ra rag rap rc re rp rse scr se sen send sg si sip slt sm smt sop spa st sv sw ta tac taf tas tbc tod tv uk uln upn us usa va vc vs wp
    yp yt pex ft fts rpi sro ukcis aa
    """.split(),  # noqa: SIM905
)


def _letters(match: re.Match[str], group: str = "letters") -> Iterator[Found]:
    shown = match[group].rstrip()
    bare = "".join(letter for letter in shown if letter.isalpha()).lower()
    if len(bare) > 1 and bare not in _KNOWN:
        yield Found(match.start(group), match.start(group) + len(shown), Label.INITIALS, Certainty.MAYBE)


def find_initials(text: str) -> Iterator[Found]:
    """Yield each pair or trio of letters that stands for a person in a folded text."""
    for pattern in (_NAMED, _IN_A_YEAR, _SIBLINGS, _DOTTED):
        for match in pattern.finditer(text):
            yield from _letters(match)
            if pattern is _SIBLINGS and match["more"]:
                yield from _letters(match, "more")
