"""Read a clause with the words that only sound like harm put plainly, before it is read for a concern.

"Kicking off" is no kick, "voice of child missing" is about a form, and a course on a harm is a course. Each rule
is narrow and gives way as soon as the words around it speak of somebody: recall comes first.
"""

import re

from bot.privacy.allegations import ADULT

_MINOR = r"(?:pupils?|child(?:ren)?|kids?|boys?|girls?|students?|lads?|him|her|them|me|y(?:ea)?r? ?\d{1,2}s?)\b"
# "Kick off" with an object is a kick, and so it is kept after a family word or before the one it was aimed at.
_KICK_OFF = re.compile(
    r"\bkick(?:s|ed|ing)?[ -]?offs?\b(?! (?:my|his|her|an?|the)\b(?! (?:\w+ )?(?:meeting|term|year|day|week|session|"
    r"assembly|training|lesson|briefing|review|visit|walk)\b))"
    rf"(?! (?:at|on) (?:an? |the |one |some |two |my |his |her )?(?:\w+ )?{_MINOR})",
)
_FAMILY_JUST_BEFORE = re.compile(
    r"\b(?:step ?-?)?(?:dad(?:dy)?|mum(?:my)?|mam|father|mother|parents?|carers?|uncle|aunt(?:ie)?|gran\w*|nan|brother|"
    r"boyfriend|partner|man|men|family)(?:'s)? (?:[\w']+ ){0,4}$",
)
# A person is missing from a place or since a time; of a form it is never said so.
_IS_MISSING = (
    r"(?= (?:(?:is|are|was|were|being|often|still|sometimes|always|mostly|largely|also|too|all|both|just|often) ){0,3}"
    r"(?:missing|absent|lost)\b(?! (?:since|right now|today|tonight|now|again|from (?:home|care|school|class|lessons?|site|"
    r"placement|the (?:school|site|building|playground|trip|class)))))"
)
_ONE = r"(?:child(?:ren)?|pupils?|students?|young (?:person|people)|yp|boy|girl|y(?:ea)?r? ?\d{1,2})"
_SAID_OF = re.compile(
    r"\b(?:voices?|views?|wishes|feelings|words|accounts?|perspectives?|experiences?|opinions?|thoughts?|comments?|"
    rf"signatures?|initials) (?:of|from|by) (?:(?:the|each|every|an?|one|this|that|our|some) )?{_ONE}(?:'s)?{_IS_MISSING}",
)
_PAPER_OF = re.compile(
    rf"\b(?:{_ONE})(?:'s)? (?=(?:(?:protection|contact|consent|attendance|transfer|medical|health|care|support|safety|exit|"
    r"risk|behaviour|emergency|annual|old|new|first|last|second|one|page|profile|home|parent|family|review) ){0,2}"
    r"(?:voices?|views?|signatures?|initials|photos?|files?|records?|chronolog(?:y|ies)|forms?|data|pages?|logs?|entry|"
    r"entries|consents?|details?|contacts?|ticks?|dates?|sections?|columns?|box(?:es)?|plans?|reviews?|minutes|comments?|"
    r"outcomes?|actions?|surveys?|returns?|registers?|lists?|posters?|displays?|cards?|lanyards?|badges?|sheets?|figures?|"
    rf"numbers?|slips?|letters?|copy|copies|evidence|notes?|versions?|leaflets?|wording|targets?|passports?){_IS_MISSING})",
)
# A harm that somebody teaches, asks or hears about.
_LIST = r"(?:[\w'-]+(?: in (?:y(?:ea)?r? ?\d{1,2}|ks\d|pshe|assembly|tutor time))?(?:,|/| and| or|, and|, or) ){0,4}"
_HABIT = (
    r"(?:(?:under ?-?age )?drinking|vap(?:es?|ing)|smoking(?! (?:crack|heroin|cocaine|ketamine|spice|weed))|cigarettes?|"
    r"gambling|alcohol|(?:watching )?porn\w*)\b"
)
_HABIT_AS_TOPIC = re.compile(
    r"\b(?:about|regarding|such as|including|cover(?:s|ed|ing)?|namely|e\.?g\.?,?|(?:lessons?|work|talks?|sessions?|"
    r"briefings?|guidance|messages?|advice|training|questions?|units?|posters?|leaflets?) (?:on|around)|"
    r"(?:things|issues|worries|topics|themes|risks|harms|matters|stuff|areas|subjects) like) "
    rf"(?:the (?:risks?|dangers?|harms?) of )?{_LIST}(?P<harm>{_HABIT})",
)
_ART = (
    r"(?:(?:harmful|problematic|inappropriate|child[ -]on[ -]child|peer[ -]on[ -]peer|online|unwanted) ){0,2}"
    r"(?:sexual(?:ised)?|sexist|racist|inappropriate|unprofessional|intimate)"
    r"(?: (?:sexual|sexist|racist|violence|harassment|behaviours?|abuse|exploitation|health|harm|orientation|consent|"
    r"relationships?|incidents?|language|bullying|conduct|care|use|and|or|&)){1,5}"
)
_ART_TAUGHT = re.compile(
    rf"\b{_ART} (?=(?:\w+ )?(?:courses?|training|modules?|webinars?|workshops?|qualifications?|units?|leads?|champions?|"
    r"toolkits?|polic(?:y|ies)|pathways?|guidance|briefings?|lessons?|scenarios?|quiz\w*|slides?|audits?|surveys?|protocols?|"
    r"programmes?|conferences?|handbooks?|scripts?|posters?|strateg(?:y|ies)|frameworks?|networks?|services?|inset|refreshers?|"
    r"e-?learning|curriculum|assembl(?:y|ies))\b)",
)
_ART_AS_TOPIC = re.compile(
    r"\b(?:hear|heard|briefed|trained|taught|teach(?:es)?|learnt|learned|reminded|updated|read|sessions?|lessons?|assembl\w+|input|"
    r"refreshers?|updates?|reminders?|courses?|webinars?) (?:(?!sir|miss)\w+ ){0,2}?(?:about|on|around|covering) "
    rf"{_LIST}(?P<harm>{_ART})",
)
# Said before, these make the harm somebody's own doing; after, they say whose, where, or that nothing was done.
_OWN_DOING = re.compile(
    r"\b(?:(?:walk|hang|stand|sit|wander|mess|loung|loiter|lurk)(?:s|ed|ing)? (?:about|around)|(?:hung|stood|sat) (?:about|around)|"
    r"(?:jok|brag|boast|laugh|gossip|lie[sd]?|lying)(?:s|es|ed|ing)? (?:\w+ ){0,3}?about|d(?:oes|id|oing) (?:\w+ ){0,2}?(?:things|stuff)|"
    r"behav\w+|conduct|caught|rules?|breach\w*)\b[^.]{0,30}$",
)
_WHOSE = re.compile(
    rf"^[^.]{{0,40}}?(?:\b(?:by|from|with|off|involving|between) (?:\w+ ){{0,3}}?{ADULT}|\b(?:did|done|doing) nothing\b|"
    r"\b(?:ignored?|ignoring|hid|hidden|covered|cover(?:s|ing)? (?:it|this|that) up|kept quiet|never (?:passed|reported|logged)|not (?:passed|reported|logged|acted))\b|"
    r"\b(?:on (?:site|duty|shift|trips?|the (?:site|trip|bus|job))|in front of|behind (?:the|a)|at work|while|before (?:work|school)|"
    r"in (?:the|his|her|their|a) (?:\w+ )?(?:office|car|classroom|toilets?|cupboard|shed|van|flat|house|boiler room)|"
    r"at (?:his|her|their) (?:flat|house|home|place)|his own|her own)\b)",
)
_MOST_IN_A_LIST = 4


def _mere_topic(match: re.Match[str]) -> str:
    clause = match.string
    if _OWN_DOING.search(clause[: match.start("harm")]) or _WHOSE.search(clause[match.end("harm") :]):
        return match.group()
    before = match.start("harm") - match.start()
    after = match.end("harm") - match.start()
    return f"{match.group()[:before]}this{match.group()[after:]}"


def _kick_off(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 60) : match.start()]
    return match.group() if _FAMILY_JUST_BEFORE.search(before) else "starting"


def plainly(clause: str) -> str:
    """Return a clause in small letters with what only sounds like harm put in plain words."""
    clause = _KICK_OFF.sub(_kick_off, clause)
    if "missing" in clause or "absent" in clause or "lost" in clause:
        clause = _PAPER_OF.sub("", _SAID_OF.sub("the voice", clause))
    clause = _ART_TAUGHT.sub("safety ", clause)
    for topic in (_HABIT_AS_TOPIC, _ART_AS_TOPIC):
        # Each round reads one harm of a list: "things like vaping, drinking and money".
        for _ in range(_MOST_IN_A_LIST):
            clause, before = topic.sub(_mere_topic, clause), clause
            if clause == before:
                break
    return clause
