"""Words that mean trouble only together: one child, a harm, and a home or a body; or an adult, a child, a wrong.

The wordings of the two lists beside this file are exact and miss what nobody thought of. These are loose, and
all the parts must stand in one clause.
"""

import re
from dataclasses import dataclass

from bot.privacy.allegations import ADULT
from bot.privacy.live_concerns import CHILD


@dataclass(frozen=True)
class Together:
    """Patterns that read like a concern when a clause holds every one of them; the rarest stands first, for speed."""

    parts: tuple[re.Pattern[str], ...]

    def match(self, clause: str) -> re.Match[str] | None:
        """Return the last part that completes the picture, or nothing if a part is wanting."""
        matches: list[re.Match[str]] = []
        for part in self.parts:
            match = part.search(clause)
            if match is None:
                return None
            matches.append(match)
        return max(matches, key=lambda match: match.end())


_ONE_CHILD = rf"{CHILD}|\b(?:y(?:ea)?r? ?\d{{1,2}}s?|lass|kiddie|my (?:dad|mum|daddy|mummy)|pupil [a-z]|child [a-z])\b"
_HARM = (
    r"\b(?:hit+s?|hit+ing|hurts?|hurting|smack\w*|slap\w*|punch\w*|kick(?:s|ed|ing)|beat(?:s|en|ing)?|bru(?:is|s)\w*|burn(?:s|t|ed|ing)?|"
    r"scald\w*|cuts?|blade|knife|drunk|touch(?:ed|es|ing)|naked|explicit|nudes?|rap(?:ed|es|ing)|abus\w+|overdos\w+|sui[cs]id\w+|kill\w*|die|dying|dead|"
    r"groom(?:ed|ing)|belt(?:ed)?|strangl\w+|chok(?:ed|es|ing)|blood\w*|bleeding|sc?arr?ed|frightened|afraid|terr?ified|petrified|crying|cried|sobb\w+|starv\w+|"
    r"hungry|no food|never any food|nothing to eat|no blanket|locked (?:in|out|up)|thrown out|chucked out|kicked out|(?:run|ran) (?:away|off)|threat\w+|"
    r"nasty|screams?|screaming|shouts|smashes|smashed|hides|hiding|sleeps on|floor|outside in the cold|unsafe|not safe|"
    r"abandoned|neglected|dirty|filthy|begg\w+|refus\w+ to (?:go|leave)|drugs?|weed|vodka|pregnant|end it|forced|makes (?:him|her|them) (?:stand|sleep|eat|sit|clean|stay)|"
    r"watches (?:him|her|them|me)|follows (?:him|her|them|me)|chok\w+|doesn'?t eat|does not eat|not eating)\b"
)
_HOME = (
    r"\b(?:home|house|dad|daddy|dads?|mum|mums?|mummy|mam|step ?-?\w*|father'?s?|mother'?s?|parents?|carers?|uncle|auntie|aunt|nan|gran\w*|grandad|cousin|"
    r"brother|boyfriend|partner|family|foster\w*|lodger|neighbour|stranger|man|men|bed|bedroom|night|nights|shower|bath|weekend|"
    r"arms?|forearms?|legs?|neck|wrists?|thighs?|bottom|privates?|bum|back|face|tummy|blade|tonight)\b"
)
_WITNESS = (
    r"\b(?:said|says?|sed|saying|told|tells|telling|dis+clos\w+|confid\w+|whisper\w*|drew|wrote|describ\w+|asked (?:us|me) not|saw|seen|noticed|spoken|hiding|"
    r"frightened|scared|please|worried|because|wo?n'?t|wont)\b"
)
_ALARM = (
    r"\b(?:can'?t|cant|cannot|unable to|not allowed) go (?:back )?home|\bsleep(?:s|ing) (?:at|in|on) (?:the |a )?(?:bus|station|park|street|car|shed|floor|sofa)|"
    r"\b(?:burst into|in) tears\b|\blimp\w+|\bswollen\b|\b(?:stranger|man|someone|car|van)(?: \w+){0,2}? (?:waits?|follow\w*|watch\w*|outside)\b|\bmakes? (?:her|him|them)self sick|"
    r"\bbought (?:a )?(?:rope|blade|tablets|pills)|\bwithout (?:her |his |their |any )?clothes|\bhearing voices|\bterroris\w+|\bisis\b|\b(?:into|in|on) (?:her|his|their|my) bed\b|"
    r"\bthr[eo]w(?:s|n|ing)?(?: \w+){1,3} at (?:him|her|them|me)\b|\bleaves? (?:him|her|them|me)(?: \w+){0,4}? (?:alone|for days|all night|babies|baby|overnight)|"
    r"\b(?:coming|going|threat\w+) to (?:take|snatch|get) (?:the )?(?:child\w*|kids|him|her|them)\b|\bempty house\b|\b(?:nobody|no ?one)(?: \w+){0,3}? (?:feeds|talks to|picks|looks after|cares)\b|"
    r"\b(?:is|are|was) nasty to (?:me|him|her|them)\b|\bwhen (?:he|she) goes out\b|\bsexually active\b|\bstarted when (?:he|she) moved in"
)
LIVE_CUES = (
    Together(tuple(map(re.compile, (_ALARM, rf"{_ONE_CHILD}|\b(?:her|his|my)\b")))),
    Together(tuple(map(re.compile, (_HARM, _ONE_CHILD, _HOME, _WITNESS)))),
    Together(
        tuple(
            map(
                re.compile,
                (
                    _ONE_CHILD,
                    r"\b(?:do(?:es)?n'?t|don'?t|not|no idea|nobody|no one)(?: \w+){0,2}? (?:know|sure|seen) where (?:he|she|they)\b",
                ),
            )
        )
    ),
    Together(
        tuple(
            map(
                re.compile,
                (
                    _ONE_CHILD,
                    r"\b(?:wants?|wanted|going|tried|thinking|trying)\b",
                    r"\b(?:end it|ending it|finish it|disappear|jump someone|not wake)\b",
                ),
            )
        )
    ),
    Together(
        tuple(
            map(
                re.compile,
                (
                    _ONE_CHILD,
                    r"\b(?:pregnant|sex|relationship|meeting up|seeing)\b",
                    r"\b(?:by|with|from) (?:an? )?(?:\w+ ){0,2}?(?:man|\d\d|adult|stranger|older)\b",
                ),
            )
        )
    ),
)

_MINOR = r"\b(?:pupils?|child(?:ren)?|kids?|boys?|girls?|students?|lads?|lass|sixth ?formers?|y(?:ea)?r? ?\d{1,2}s?|him|her|them|pupil [a-z])\b"
_WRONG = (
    r"\b(?:arms? (?:a?round|about)|hands? (?:on|up|down|under)|(?:on|his|her) (?:lap|knee)|thigh|bottom|bum|aggressiv\w*|grip+\w*|by the (?:collar|hair|ear|neck|wrist|arm|scruff|throat|jumper)|"
    r"in the dark|lock (?:him|her|them)|(?:for|gave|took|swapped) (?:his|her|their) (?:number|mobile|snap\w*|insta\w*|address)|in (?:the |a )?pub|(?:door|room) locked|blinds? (?:down|closed|shut)|"
    r"jok\w+ about (?:sex|girls|women|rape|their)|sexual\w*|sexist|racist|homophobic|swear\w*|swore|laughed (?:at|when)|ridicul\w+|mock\w+|humiliat\w+|belittl\w+|sarcastic|sneer\w*|"
    r"long way (?:home|round)|(?:his|her|own|their) car|lift home|rough(?:ly)?|intimidat\w+|threat\w+|bull(?:y|ies)|creepy|weird with|flirt\w*|fanc(?:y|ies|ied)|"
    r"(?:thinks?|says?|said)(?: \w+){0,3}? (?:pretty|hot|sexy|gorgeous)|tie[sd]|screensaver|(?:off|on) the floor|whispered|handsy|hell|cuddl\w+|"
    r"thr[eo]w(?:s|n|ing)?|swung|shook|showers?|gossip|rumou?rs?|sex life|flinch\w*|feral|scum|daddy|walks (?:girls|boys|him|her) (?:home|to)|"
    r"drink at|lets (?:them|him|her) (?:drink|smoke|vape)|buys|bought|froze|stares?|staring|ogl\w+|private (?:chat|message)s?|wiped|yank\w*|blinds? down|door locked|"
    r"naked|undress\w*|underwear|drunk|alcohol|vodka|vapes?|cigarettes?|porn\w*|secret(?:ly)?|dont like it|don'?t like it|dislike[sd]? it|too close|winks?|winked|"
    r"pet names?|screams?|screamed|shouts at|shouted at|calls? (?:him|her|them)|called (?:him|her|them|a)|disgusting|horrible to|nasty to|cruel|unkind to|"
    r"gave (?:him|her|them) (?:money|gifts?)|at (?:his|her) house|hotel|in bed|bedroom|discord|snapchat|instagram|tiktok|whatsapp|onlyfans|dm'?s?|late at night|massag\w+|kiss\w*|"
    r"grab\w*|slap\w*|smack\w*|punch\w*|hit|kicked|shoved|dragg?\w*|hurt|touch(?:ed|es|ing)|pok(?:ed|es)|stroke[sd]?)\b"
)
_STAFF = ADULT
ALLEGATION_CUES = (
    Together(tuple(map(re.compile, (_WRONG, _STAFF, _MINOR)))),
    Together(
        tuple(
            map(
                re.compile,
                (
                    _STAFF,
                    r"\b(?:allegations?|disclosures?|complaints?|incident)\b",
                    r"\b(?:quiet|hidden|hid|ignored|buried|covered up|swept|dropped|lost|never (?:passed|logged|reported|recorded))\b",
                ),
            ),
        ),
    ),
    Together(
        tuple(
            map(
                re.compile,
                (
                    _STAFF,
                    r"\b(?:lessons?|room|class|tuition|office)\b",
                    r"\bwith (?:the )?(?:door|blinds?) (?:locked|closed|shut|down)\b",
                ),
            )
        )
    ),
    Together(
        tuple(
            map(
                re.compile,
                (
                    r"\b(?:on the staff|who works (?:here|at)|member of staff|teacher|ta)\b",
                    r"\b(?:going out with|seeing|dating|sleeping with)\b",
                    _MINOR,
                ),
            )
        )
    ),
)
