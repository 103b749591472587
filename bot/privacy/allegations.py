"""How people write that an adult has harmed a child or may not be safe with one: the wordings of an allegation.

A low-level concern counts: whoever writes one here has often told nobody yet.
"""

import re

ADULT = (
    r"(?:\b(?:head ?teacher|head of [a-z0-9]+(?: \d+)?|deputy(?: head)?|head|principal|teacher|tutor|ta|t\.a\.?|hlta|lsa|coach|staff(?: \d+| member)?|"
    r"members? of staff|volunteer|governor|trustee|caretaker|site manager|cleaner|cook|technician|mentor|driver|taxi driver|escort|chaperone|mdsa|"
    r"dinner lad(?:y|ies)|(?:midday|lunchtime|cover) supervisor|chaplain|instructor|trainee|colleague|contractor|builder|adult|assistant|"
    r"nurse|counsellor|d?dsl|senco|supply|peri|office (?:lady|manager)|receptionist|ceo|chair|premises officer|support worker|agency worker|learning support|teaching assistant|player leader|bursar|lecturer|trainer|teachers|tas|coaches|governors|volunteers|adults|tutors|cleaners|drivers|cooks|mentors|supervisors|"
    r"apprentice|mr|mrs|ms|miss|mx|dr|sir)\b(?:'s)?)"
)
_MINOR = (
    r"(?:\b(?:pupils?|child(?:ren)?|kids?|boys?|girls?|students?|ex-pupils?|sixth former|lads?|youngsters?|him|her|them|me|my|"
    r"y(?:ea)?r? ?\d{1,2}s?|tutee|toddler|baby|reception)\b(?:'s)?)"
)
_GAP = r"[^.]{0,45}?"
_SOME = r"[^.]{0,25}?"
_FORCE = (
    r"\b(?:hit|hits|hitting|slap(?:s|ped|ping)|smack(?:s|ed|ing)|punch(?:es|ed|ing)|kick(?:s|ed|ing)|push(?:es|ed|ing)|shov(?:es|ed|ing)|"
    r"grab+(?:s|ed|ing)|drag(?:s|ged|ging)|pin(?:ned|ning)|manhandl(?:es|ed|ing)|yank(?:s|ed|ing)|pull(?:s|ed|ing)|thr[eo]w(?:s|n|ing)?|"
    r"hurt(?:s|ing)?|touch(?:es|ed|ing)|strok(?:es|ed|ing)|kiss(?:es|ed|ing)|hug(?:s|ged|ging)|cuddl(?:es|ed|ing)|grop(?:es|ed|ing)|"
    r"tickl(?:es|ed|ing)|assault(?:s|ed|ing)|strangl(?:es|ed|ing)|sh[oa](?:ok|kes|king)|lock(?:s|ed|ing)|trap(?:s|ped|ping)|"
    r"restrain(?:s|ed|ing)?|abus(?:es|ed|ing)|rap(?:ed|ing)|molest(?:ed|ing)|grab|slap|smack|humiliat(?:es|ed|ing)|bull(?:ies|ied|ying)|"
    r"belittl(?:es|ed|ing)|mock(?:s|ed|ing)|threaten(?:s|ed|ing)|poke[sd]?|poking|jabbed|rub(?:s|bed|bing)|flick(?:s|ed|ing)|twist(?:s|ed|ing)|spat|spit(?:s|ting)|pinch(?:es|ed|ing)|force[ -]?f(?:ed|eeds|eeding)|force feed|squeez(?:es|ed|ing)|massag(?:es|ed|ing))\b"
)
_MESSAGES = (
    r"\b(?:messag(?:es|ed|ing)|text(?:s|ed|ing)|txting|dm(?:s|'?ing|'?d)?|snapchat(?:s|ted|ting)?|snapping|whats ?app(?:s|ed|ing)|"
    r"e-?mailing|phoning|contacting|add(?:s|ed|ing)|follow(?:s|ed|ing)|befriend(?:s|ed|ing)?|friends with|private messages?|chatting (?:to|with)|"
    r"flirt(?:s|ed|ing)|meeting up with|meets up with|swapped numbers with|groom(?:s|ed|ing))\b"
)
_BAD = r"\b(?:in+ap+rop\w+|sexual(?:ly|ised)?|sexist|romantic|improper|intimate|creepy|unprofessional|over[ -]?familiar|too familiar|racist)\b"

ANY_ADULT = re.compile(ADULT)

# Each of these speaks of an adult, so a clause without one is passed over.
ADULT_ALLEGATION = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{ADULT}{_GAP}{_FORCE}{_SOME}(?:{_MINOR}|\bin (?:the|a) (?:cupboard|room|office|toilet|store ?room|face)\b)",
        rf"(?:{_MINOR}|\bpupil [a-z]\b){_GAP}(?:{_FORCE}|\b(?:shouted|screamed|sworn|shouting|screaming|yelled) at\b|\bshut\b|\bmade to\b|\b(?:being|was|is) (?:messaged|texted|contacted|followed)\b){_SOME}\bby (?:\w+ ){{0,3}}?{ADULT}",
        rf"{ADULT}{_GAP}{_MESSAGES}{_SOME}{_MINOR}",
        rf"{_MINOR}{_SOME}(?:get|gets|getting|got|receiv\w+|has|showed|having){_SOME}(?:texts?|messages?|snaps?|dms?|photos?|pics?|gifts?|presents?) from (?:\w+ ){{0,3}}?{ADULT}",
        rf"{ADULT}{_GAP}\b(?:alone|on (?:his|her|their) own)\b{_SOME}(?:with|in)\b{_SOME}(?:{_MINOR}|\b(?:car|room|classroom|cupboard|office|van|changing)\b)",
        rf"{_MINOR}{_SOME}\b(?:alone|on (?:his|her|their) own)\b{_SOME}(?:with|in){_SOME}{ADULT}",
        rf"{ADULT}{_GAP}\b(?:behind|with) (?:a |the )?(?:closed|locked|door)\b",
        rf"{ADULT}{_GAP}\b(?:door|blinds?) (?:shut|locked|closed|covered)\b{_SOME}(?:with|{_MINOR})",
        rf"{ADULT}{_GAP}{_BAD}",
        rf"\brelationship between (?:an? |the )?{ADULT}{_SOME}{_MINOR}",
        rf"{ADULT}{_GAP}\b(?:shout(?:s|ed|ing)|scream(?:s|ed|ing)|sw[eo]a?r(?:e|s|ing)|yell(?:s|ed|ing)|bellow(?:s|ed|ing))\b{_SOME}(?:{_MINOR}|\bface\b|\bpupil [a-z]\b)",
        rf"{ADULT}{_GAP}\bcall(?:s|ed|ing) (?:an? |the |him|her|them|me|my|one ){_SOME}(?:stupid|fat|thick|idiot|moron|retard\w*|disgusting|useless|scum|animals?|dirty|liars?|freaks?|rubbish|trash|monkeys?|pathetic|lazy|n-?word|names|darling|sexy|babe|slag|slut|ugly|dumb)",
        rf"\blow[ -]?level concern(?:s)? (?:\w+ ){{0,2}}?(?:about|regarding|re|against|over|with|involving|naming) (?:an? |the |one |our |my |this |that |two )?(?:\w+ ){{0,2}}?{ADULT}",
        rf"\b(?:allegations?|complaints?|accusations?|safeguarding concerns?) (?:\w+ ){{0,2}}?(?:against|about|made about|re|regarding|involving) (?:an? |the |one of |our |my |this )?(?:\w+ ){{0,2}}?{ADULT}",
        rf"\b(?:alleg\w+|accus\w+|claims?|claimed|says?|said|report\w*|told \w+)\b{_SOME}\b(?:that )?(?:an? |the |his |her |their |our )?{ADULT}{_SOME}{_FORCE}",
        rf"\b(?:concern(?:s|ed)?|worried|worries|uneasy|uncomfortable|worry) (?:about|with|by|over|around) (?:how |the way |what |an? |the |one |our |my |this )*(?:\w+ )?{ADULT}{_GAP}(?:behav\w+|conduct|is|was|acts?|treats?|talks?|speaks?|looks?|around|with|does|did|has|texting|attitude|{_MINOR})",
        rf"{ADULT}{_GAP}\b(?:photo(?:s|graph\w*)?|pictures?|pics?|video(?:s|ed|ing)?|film(?:s|ed|ing)|images?)\b{_SOME}{_MINOR}{_GAP}\b(?:own|personal|his|her|their|private) (?:\w+ )?(?:phone|mobile|device|camera)",
        rf"{ADULT}{_GAP}\b(?:drunk|drinking|hungover|smel\w+ (?:strongly )?of (?:alcohol|drink|beer|wine|weed|cannabis)|under the influence|stoned)\b",
        rf"{ADULT}{_GAP}\b(?:g[ai]v(?:e|es|ing)|bought|buy(?:s|ing)|offer(?:s|ed|ing))\b{_SOME}(?:\b(?:lifts?|gifts?|presents?|money|sweets|cigarettes?|vapes?|alcohol)\b{_SOME}(?:{_MINOR}|\bhome\b|\b(?:own|his|her|their) car\b)|{_MINOR}{_SOME}\b(?:lifts?|gifts?|presents?|money|cigarettes?|vapes?|alcohol)\b)",
        rf"{ADULT}{_GAP}\b(?:tak(?:es|ing)|took|driv(?:es|ing)|drove)\b{_SOME}{_MINOR}{_SOME}\b(?:(?:own|his|her|their) car|(?:his|her|their) (?:own )?(?:house|home|flat))\b",
        rf"{ADULT}{_GAP}\b(?:comment(?:s|ed|ing)?|remark(?:s|ed)?|stares?|staring|stared|looks?|looking)\b{_SOME}(?:on|about|at)\b{_SOME}\b(?:body|bodies|legs?|chest|boobs|bra|skirts?|bum|figure|underwear)\b",
        rf"{ADULT}{_GAP}\b(?:mak(?:es|ing)|made)\b{_SOME}{_MINOR}{_SOME}\b(?:uncomfortable|uneasy|cry|sit on|feel sick|scared)\b",
        rf"{_MINOR}{_SOME}\b(?:uncomfortable|uneasy|scared|frightened|afraid|unsafe)\b{_SOME}(?:around|with|of|by|near)\b (?:\w+ ){{0,2}}?{ADULT}",
        rf"{ADULT}{_GAP}\b(?:sit(?:s|ting)? (?:too |very )?close|sat (?:too |very )?close|on (?:his|her) (?:lap|knee)|watch(?:es|ed|ing)?{_SOME}(?:chang|undress|shower|in the toilet)|favourites?\b{_SOME}{_MINOR}|handled? \w+ rough|roughly|rough with|too rough|walk(?:s|ed) in(?:to)?{_SOME}chang)",
        rf"\b(?:saw|seen|watched|heard|witnessed) (?:\w+ ){{0,3}}?{ADULT}{_SOME}\b(?:hit|slap|smack|punch|kick|push|shove|grab|drag|yank|pull|throw|pin|shout|scream|swear|touch|kiss|hug|shake|lock|hurt)\b{_SOME}{_MINOR}",
        rf"{ADULT}{_GAP}\b(?:fanc(?:y|ies|ied)|in love|loves?|loved|crush|fit|sexy|flirt\w*)\b{_SOME}(?:{_MINOR}|\b(?:are|is|was)\b)",
        rf"{ADULT}{_SOME}\b(?:told|telling|tells|asked|asks|asking|said to|made|makes) {_SOME}{_MINOR}{_SOME}\b(?:secret|not to tell|don'?t tell|loved|undress|take (?:off )?(?:his|her|their) (?:top|clothes|shirt)|shut up|sit on|kiss)\b",
        rf"{ADULT}{_GAP}\b(?:arrested|charged with|cautioned|convict\w+|criminal record|indecent images|sex offender|prohibited from teaching|banned from (?:teaching|working)|under (?:police )?investigation|sacked from|dismissed from)\b",
        rf"{ADULT}{_GAP}\b(?:cover(?:s|ed|ing) (?:it |this |that )?up|hush(?:ed|ing) up|buried|hid|hiding|swept|suppress(?:ed|ing)|ignored|ignoring|dismissed|lied|lying|lies)\b{_SOME}\b(?:allegations?|complaints?|disclosures?|concerns?|incidents?|abuse|record|about)\b",
        rf"{ADULT}{_GAP}\b(?:shar(?:ed|es|ing) an? (?:bed|bedroom|room|tent)|slept in|sleeping with|in bed|invit(?:ed|es|ing)|had {_SOME}(?:over|round))\b{_SOME}(?:{_MINOR}|house|flat)",
        rf"{ADULT}{_GAP}\bg[ai]v(?:e|es|ing)\b{_SOME}{_MINOR}{_SOME}\b(?:his|her|their|personal|private)(?: own)?(?: personal| private| mobile| phone){{0,2}} (?:number|mobile|phone|snap\w*|insta\w*)\b",
        rf"{ADULT}{_GAP}\b(?:keeps?|kept|keeping|tak(?:es|ing)|took)\b{_SOME}{_MINOR}{_SOME}\b(?:alone|on (?:his|her|their) own|blinds|locked)\b",
        rf"{ADULT}{_GAP}\b(?:asleep|sleeping|vaping|smoking|drinking|watching porn\w*|porn\w*|taking drugs|on drugs)\b",
        rf"{ADULT}{_SOME}\b(?:in|into|went in|going in|hanging (?:around|about)(?: in)?|outside) (?:the )?(?:girls'?|boys'?|children'?s|pupils'?) (?:toilets?|changing|showers?)",
        rf"{ADULT}{_GAP}\b(?:refus(?:es|ed|ing) to let|would ?n[o']t let|wouldn'?t let|won'?t let|den(?:ies|ied))\b{_SOME}{_MINOR}{_SOME}\b(?:toilet|food|water|drink|lunch|eat|leave|inhaler|medic\w+)",
        rf"\b(?:uneasy|not comfortable|uncomfortable|bad feeling|worried|concerned|gut feeling) (?:about|with|by) (?:\w+ ){{0,3}}?{ADULT}",
    )
)

ALLEGATION_WITHOUT_ADULT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:subject of|has|had|got|is under)(?: \w+){{0,2}}? (?:low[ -]?level concerns?|allegations?)\b|\blow[ -]?level concerns? log names\b|\bnames? (?:\w+ )?{ADULT} (?:\w+ )?in the low[ -]?level",
        rf"{_BAD} (?:\w+ )?(?:relationship|contact|messages?|comments?|touch\w*|behaviour|texts?|images?|remarks?|conduct|jokes?|language|things){_GAP}(?:by|from|to|with|of|between) (?:\w+ ){{0,3}}?(?:{ADULT}|{_MINOR})",
        r"\b(?:relationship|affair|sex|sexual contact|going out|sleeping|involved|kissing|dating) (?:with )?(?:an? |the |one of |his |her |ex-)(?:\w+ ){0,3}?(?:pupils?|students?|sixth former|girls?|boys?|y(?:ea)?r? ?\d{1,2})\b(?<!dating)",
    )
)
