"""Tell a text that must go to a person now from one about how a school works (rule 4 of the product).

Recall comes first: a false alarm costs one tap (*This is about systems, go on*), a missed one may cost a child.
"""

import re
from collections.abc import Iterable, Iterator

from bot.privacy.allegations import ADULT_ALLEGATION, ALLEGATION_WITHOUT_ADULT, ANY_ADULT
from bot.privacy.cues import ALLEGATION_CUES, LIVE_CUES, Together
from bot.privacy.live_concerns import ALARMING, LIVE_CONCERN, LIVE_IN_PLAIN_WORDS
from bot.privacy.topics import plainly
from bot.privacy.verdict import Concern

# A clause is read by itself, so that "the policy is good, but the coach hit a boy" hides nothing.
_CLAUSE_END = re.compile(r"(?<!\bt\.a)[.!?;\n]+(?=\s|$)|\n|\s+(?:but|however|although|except that|apart from)\b")
# Before the wording: what people know, learn or would do, and not what happened.
_SYSTEM_BEFORE = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|train(?:ed|ing)|inset|briefing|scenarios?|case stud(?:y|ies)|quiz\w*|posters?|leaflets?|guidance|"
    r"code of conduct|curriculum|assembl(?:y|ies)|lessons?|workshops?|templates?|handbook|flow ?chart|toolkit|card|display\w*|pathway|"
    r"kn(?:ow|ows|ew)(?: exactly| clearly)? (?:how|what|who|that|when|where|to|the)|understands?|understood|could (?:explain|describe|name|say|tell)|"
    r"can (?:explain|describe|name|say|tell)|(?:was|were|is|are) able to|(?<!\bshe )(?<!\bhe )would|should|must|may|might|if|whether|"
    r"when (?:a|an|any|pupils|children|staff|someone)|any (?:child|pupil|adult|member|time)|in (?:the event|case)|how to|how (?:we|they|staff)|"
    r"pupils who|children who|those who|students who|anyone who|a (?:child|pupil) who (?:is|are)|example of|process for|"
    r"system for|thresholds? for|aware (?:of|that)|sign(?:s|posts?) (?:of|to)|indicators? of|risks? of|talk(?:ed|s)? about the risks|"
    r"prevention|if (?:a|an|any|pupils|children|someone|they|staff)|awareness|research|national|(?:have|has|had|are|is|was|were|they) never|(?:nobody|no one) (?:we|had|has|is|was|said|raised|reported)|no (?:member|adult|child|pupil|staff|allegations?|concerns?|low)|none of|not aware of any|"
    r"not been any)\b",
)
# After it: what is done about such things in general.
_SYSTEM_AFTER = re.compile(
    r"^[^.]{0,60}\b(?:polic(?:y|ies)|procedures?|training|scenarios?|(?:is|are) (?:covered|reviewed|logged|recorded|reported|discussed|"
    r"referred|followed up|shared|kept|tracked|monitored|managed|investigated|handled|dealt with|always|never|clear\w*|audited|available|taught)|"
    r"go(?:es)? (?:straight |directly )?to|should|would|must|log\b|register|form is|forms? are|leaflet|guidance|toolkit|"
    r"(?:was|were|both|all) (?:\w+ ){0,2}referred (?:on|within|promptly|the same|straight)|workshop|assembly|case study|know (?:how|what|who|to))\b",
)
# Someone is writing of what they saw or heard themselves, or of now.
_OWN_WITNESS = re.compile(
    r"\b(?:told (?:me|us)|tells me|said to (?:me|us)|to me|i (?:saw|heard|have|am|was|just|think)|i've|i'm|im|ive|just (?:now|seen|told|said|disclosed|heard|had)|"
    r"right now|today|tonight|this (?:morning|afternoon|evening|lunch(?:time)?|break)|yesterday|last night|currently|at the moment|straight away please)\b",
)
_ONE_CHILD = re.compile(r"\b(?:he|she|him|her|his|pupil [a-z]|child [a-z]|staff \d)\b")


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for end in _CLAUSE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _is_about_systems(clause: str, match: re.Match[str]) -> bool:
    before, after = clause[: match.end()], clause[match.end() :]
    general = _SYSTEM_BEFORE.search(before) or _SYSTEM_AFTER.search(after)
    return general is not None and not (_OWN_WITNESS.search(clause) and _ONE_CHILD.search(clause))


def _reads_like(clause: str, patterns: Iterable[re.Pattern[str]], cues: Iterable[Together] = ()) -> bool:
    exact = (match for pattern in patterns for match in pattern.finditer(clause))
    loose = (match for cue in cues if (match := cue.match(clause)) is not None)
    return any(not _is_about_systems(clause, match) for matches in (exact, loose) for match in matches)


def _is_allegation(clause: str) -> bool:
    return _reads_like(clause, ALLEGATION_WITHOUT_ADULT) or (
        ANY_ADULT.search(clause) is not None and _reads_like(clause, ADULT_ALLEGATION, ALLEGATION_CUES)
    )


def _is_live(clause: str) -> bool:
    return _reads_like(clause, LIVE_IN_PLAIN_WORDS, LIVE_CUES) or (
        ALARMING.search(clause) is not None and _reads_like(clause, LIVE_CONCERN)
    )


def find_concern(text: str) -> Concern | None:
    """Return what a folded text reads like, or nothing; an allegation is the more particular of the two."""
    lowered = " ".join(text.lower().replace("\n", " . ").split())
    clauses = [plainly(clause) for clause in _clauses(lowered) if clause.strip()]
    if any(map(_is_allegation, clauses)):
        return Concern.ADULT_ALLEGATION
    if any(map(_is_live, clauses)):
        return Concern.LIVE_CONCERN
    return None
