"""Find the names of accounts in folded text: by their marks, by how they are made, or by the platform beside them."""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.lexicon import known
from bot.privacy.verdict import Certainty, Label

_AT_HANDLE = re.compile(
    r"(?<![\w.@/])@ ?(?=[\w.-]*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.-]{2,29}(?<![.-])|\bt\.me/[A-Za-z0-9_]{3,30}"
)
_UNDERSCORED = re.compile(
    r"(?<![\w./@-])(?=[A-Za-z0-9_.]*[A-Za-z])[A-Za-z0-9.]{1,20}(?:_+[A-Za-z0-9.]{1,20}){1,4}_?(?![\w/-]|\.(?:pdf|docx?|xlsx?|csv|png|jpe?g|pptx?)\b)"
)
_TAGGED = re.compile(r"(?<![\w./@#-])[A-Za-z][\w.]{1,31}#\d{4}(?!\w)")
# Two pieces joined by a point, one of them no word: "mia.xo12"; an address on the net or a file is none.
_DOTTED = re.compile(
    r"(?<![\w./@#-])(?=[a-z0-9.]*[a-z]{3})([a-z][a-z0-9]*)\.([a-z0-9]+(?:\.[a-z0-9]+)*)(?![\w/@-]|\.\w)"
)
_NUMBERED = re.compile(
    r"(?<![\w./@#-])(?!covid|windows|office|year|room)([a-z]{5,24})\d{2,4}(?:[a-z]{1,3})?(?![\w/@.-])"
)
# Letters and figures in one piece, where something online is spoken of.
_MIXED = re.compile(
    r"(?<![\w./@#£-])(?=[\w.-]*[a-z])(?=[\w.-]*\d)(?!(?:y|yr|year|ks|v|p|room|covid|windows|office|web|mp|part|section|level|key)-?\d)"
    r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*(?![\w/@-])"
)
_PLAIN_MIX = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|mins?|m|g|k|gb|mb|hrs?|s|x|yr|yrs|d|ft|cm|mm|kg|[a-z])(?:-.*)?|[a-z]\d+[a-z]?|\d.*-.*",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"\b(?:online|account|accounts|profile|user(?:name)?|follow(?:s|ed|ers|ing)?|messag\w+|msgs?|dms?|snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|roblox|"
    r"xbox|game\w*|gaming|stream\w*|posted|posts|posting|handle|whatsapp|telegram|youtube|yubo|kik|logged in|log ?in|screenshot|tagged|added her|added him|fortnite)\b",
    re.IGNORECASE,
)
_ON_THE_NET = re.compile(
    r"(?:^|.*\.)(?:com|org|uk|net|gov|sch|ac|io|app|co|edu|eu|info|tv|me|docx?|xlsx?|csv|pdf|png|jpe?g|pptx?|txt|zip|mp[34]|exe|html?|m|g|e|pm|am)(?:\..*|$)|\d+(?:am|pm|th|st|nd|rd)?$"
)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|csv|png|jpe?g|pptx?|txt|zip|mp4)$|(?:^|_)(?:v\d+|final|draft|policy|scr)(?:_|$|\.)",
    re.IGNORECASE,
)
_EVERYONE = frozenset({"@here", "@channel", "@everyone", "@team", "@peerwalk"})
_PLATFORM = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|ig|tik ?tok|discord|roblox|xbox|psn|playstation|fortnite|minecraft|steam|twitch|telegram|youtube|yubo|"
    r"reddit|bereal|vinted|twitter|facebook|fb|kik|gamer ?tag|user ?name|screen ?name|nick ?name online|handle|account)\b"
    r"(?P<said>(?: (?:name|account|user|id|handle|tag|gamertag|username|called|as)){0,2}(?: (?:is|was))?[:=]?)"
    r"[ :=/]{1,3}['\"]?(?P<name>@? ?[A-Za-z0-9_.-]{3,30})",
    re.IGNORECASE,
)
_SHORT = 4
_NEAR = 50


def _is_a_word(piece: str) -> bool:
    """Whether a piece is a word, or short: a full stop without its blank stands between two of them."""
    return piece.isalpha() and (len(piece) < _SHORT or any(known(piece)))


def find_handles(text: str) -> Iterator[Found]:
    """Yield each account name in a folded text."""
    for match in _AT_HANDLE.finditer(text):
        if match.group().lower() not in _EVERYONE:
            yield Found(match.start(), match.end(), Label.HANDLE, Certainty.MAYBE)
    for match in _UNDERSCORED.finditer(text):
        if not _FILE.search(match.group()):
            yield Found(match.start(), match.end(), Label.HANDLE, Certainty.MAYBE)
    for match in _TAGGED.finditer(text):
        yield Found(match.start(), match.end(), Label.HANDLE, Certainty.MAYBE)
    for match in _DOTTED.finditer(text):
        if not _ON_THE_NET.match(match.group(2)) and not all(map(_is_a_word, match.groups())):
            yield Found(match.start(), match.end(), Label.HANDLE, Certainty.MAYBE)
    for match in _NUMBERED.finditer(text):
        if not known(match[1]).english:
            yield Found(match.start(), match.end(), Label.HANDLE, Certainty.MAYBE)
    online = [match.span() for match in _ONLINE.finditer(text)]
    for match in _MIXED.finditer(text) if online else ():
        near = any(start - _NEAR < match.end() and match.start() < end + _NEAR for start, end in online)
        if (
            near
            and match.end() - match.start() > _SHORT
            and not _PLAIN_MIX.fullmatch(match.group())
            and not _FILE.search(match.group())
        ):
            yield Found(match.start(), match.end(), Label.HANDLE, Certainty.MAYBE)
    for match in _PLATFORM.finditer(text):
        name = match["name"].rstrip(".-")
        # A plain word after "TikTok" is the next word of the sentence.
        if (match["said"] and name.isalpha() and len(name) > _SHORT and not any(known(name.lower()))) or (
            re.search(r"[A-Za-z].*\d|\d.*[A-Za-z]|_|[a-z]\.[a-z]|[a-z][A-Z]", name)
            and not re.fullmatch(r"[Yy](?:ea)?r?\d+s?", name)
        ):
            yield Found(match.start("name"), match.start("name") + len(name), Label.HANDLE)
