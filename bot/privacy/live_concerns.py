"""How people write that one child is hurt, in danger or missing now: the wordings of a live concern.

Each pattern reads one clause in small letters. Gaps are bounded, so that a long clause stays quick to read.
"""

import re

# One child, however spoken of; many children ("pupils who…") are how a school works.
CHILD = (
    r"\b(?:pupil|child|kid|boy|girl|lad|student|youngster|toddler|teenager|young person|yp|daughter|son|sister|brother|"
    r"twins?|siblings?|little one|he|she|they|y(?:ea)?r? ?\d{1,2}|he's|she's|they're|hes|shes|theyre)\b(?! who| whose|'?s\b| protection| safety| on child| files?)"
)
_THEM = (
    r"(?:him|her|them|me|his|their|my|the (?:child|boy|girl|kids?|pupil|baby|little one)|pupil [a-z]\b|child [a-z]\b)"
)
_FAMILY = (
    r"\b(?:step ?-?)?(?:dad(?:dy)?|mum(?:my)?|mom|mam|ma|father|mother|parents?|carers?|uncle|auntie|aunt|gran(?:ny|ddad|dad)?|nan(?:ny|a)?|grand(?:father|mother|pa|ma)|cousin|brother|sister|"
    r"boyfriend|girlfriend|partner|husband|foster (?:carer|mum|dad|brother)|family|lodger|neighbour|babysitter)\b"
)
_HURTS = (
    r"(?:hit+s?|hit+ing|hurt?s|hurting|slap(?:s|ped|ping)?|smack(?:s|ed|ing)?|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|"
    r"beat(?:s|ing|en)?(?: up)?|bash(?:es|ed|ing)|whack(?:s|ed|ing)?|belt(?:s|ed|ing)|chok(?:es|ed|ing)|strangl(?:es|ed|ing)|"
    r"burn(?:s|ed|t|ing)|bit(?:es|ing)|abus(?:es|ed|ing)|molest(?:s|ed|ing)|rap(?:es|ed|ing)|grop(?:es|ed|ing)|"
    r"touch(?:es|ed|ing)|kiss(?:es|ed|ing)|attack(?:s|ed|ing)|assault(?:s|ed|ing)|throw(?:s|ing)|threw|drag(?:s|ged|ging)|"
    r"whip(?:s|ped|ping)|starv(?:es|ed|ing)|lock(?:s|ed|ing)|threaten(?:s|ed|ing)?|batter(?:s|ed|ing)?|harm(?:s|ed|ing)|thump(?:s|ed|ing)?|wallop(?:s|ed|ing)|clout(?:s|ed|ing)|pull(?:s|ed|ing)|shak(?:es|ing)|shook|exploit(?:s|ed|ing))"
)
_HURT = (
    r"(?:hit|hurt|slapped|smacked|punched|kicked|beaten|beat up|battered|belted|choked|strangled|burned|burnt|bitten|abused|molested|"
    r"raped|groped|touched|kissed|attacked|assaulted|locked (?:in|up|out)|starved|groomed|exploited|trafficked|neglected|threatened|stabbed|"
    r"sexually \w+|physically \w+|emotionally abused|forced|blackmailed|made to|thumped|walloped|bashed|whipped|dragged|thrown|harmed|spat at|being groomed|in danger)"
)
_SAID = (
    r"(?:said|says|saying|sed|told|tells|telling|dis+clos\w+|confid\w+|reported|reports|alleg\w+|mentioned|wrote|written|admitted|revealed|"
    r"let slip|drew|claims?|claimed|opened up|shared)"
)
_NOW = r"(?:tonight|today|tonite|right now|now|this (?:evening|afternoon|morning|weekend|minute)|at the moment|as we speak|after school)"
_OWN = r"(?:him|her|them|them|my|your)(?:self|selves|slef)"

# Nearly every wording holds one of these beginnings; most clauses hold none and need no closer look. Only speed
# hangs on the list, and a test draws examples from each pattern to see that it is whole.
ALARMING = re.compile(
    r"\b(?:hit|hurs?|hurt|slap|smack|punch|kick|beat|bash|whack|belt|chok|strang|burn|bit|abus|molest|rap|grop|touch|"
    r"kiss|attack|assault|thr[eo]w|drag|whip|starv|lock|threat|batter|harm|thump|wallop|clout|pull|sh[ao]o?k|"
    r"exploit|traffick|neglect|stab|sexual|physical|emotional|groom|forc|blackmail|made\b|spat|brui?s|injur|"
    r"welt|cut|wound|scratch|split|busted|broken|sui[cs]id|kill|drown|hang|overdos|dead|die|dying|dis+clos|"
    r"sc?arr?|fright|afraid|terr?if|petrif|dread|nervous|anxious|crying|begg|worried|knife|blade|machete|gun\b|"
    r"weapon|murder|private|naked|nude|topless|indecent|explicit|drunk|danger|marks?\b|self|slef|home\b|hom\b|"
    r"safe\b|unsafe|notsafe|unsafe|arming|handprint|hand\b|black\b|\w+(?:sel|sle)\w|live\b|alive|exist|own\b|ran\b|"
    r"runs?\b|running|abscond|paracetamol|tablets|pills|bleach|upskirt|m[ae]n\b|male\b|guy\b|bloke|boyfriend|"
    r"stranger|adult|marry|married|circumcis|operation|drug|weed|crack|package|eat|food|sleeping|slept|living|"
    r"alone|chucked|jump|gash|bald|love\b|wet|soil|stoned|uncons|unrespons|arrest|high\b|passed|risk|without\b|"
    r"wash\b|drink\b|leave\b|want|wish|wanna|nasty|top\b|needs?\b|shoot|met\b|ligature|\w*safe|\w*weight|smoking|heroin|cocaine|ketamine|spice|it all|let\b|toping|ending|alarm|d?rugs|lost|life\b|concerned)",
)

LIVE_CONCERN = tuple(
    re.compile(pattern)
    for pattern in (
        # Someone says that somebody hurts them.
        rf"{_FAMILY}(?: \w+){{0,5}}? {_HURTS} (?:\w+ )?(?:{_THEM}|{_FAMILY})\b",
        rf"(?:{CHILD}|\bi)(?: [a-z]{{1,2}}\b)?(?: [\w']+){{0,4}}? (?:is|are|was|were|been|being|gets?|got|getting|gettin|bein)\b(?: \w+){{0,2}}? {_HURT}\b(?! (?:by (?:the |an? )?(?:story|film|assembly|lesson|support|response|speaker|visit)|to feel|welcome|hard by|with kindness))",
        rf"(?:hes|shes|theyre|he's|she's|they're) (?:\w+ ){{0,2}}?{_HURT}\b",
        rf"\b{_SAID}\b[^.]{{0,50}}\b(?:getting|being|gets?) {_HURT}\b",
        rf"\b{_SAID}\b[^.]{{0,70}} {_HURTS} (?:\w+ )?{_THEM}\b",
        rf"{_HURT} by (?:\w+ ){{0,2}}{_FAMILY}",
        rf"(?:{CHILD})[^.]{{0,40}} (?:just |has just )?dis+clos\w+ (?:to me|to us|just now|{_NOW}|(?:sexual|physical|emotional|domestic|child)? ?(?:abuse|assault|rape)|that (?:he|she|they|mum|dad|her|his|their|someone))",
        rf"dis+clos\w+ (?:just )?(?:made )?(?:to me|just now|{_NOW})",
        # Fear of home, or a home that is not safe.
        r"\b(?:sc?arr?ed|fright\w+|afraid|terr?ified|petrified|dread\w*|too worried|nervous|anxious|begging not|begged not|crying)(?: \w+){0,2}? (?:to|of|about) (?:go|going|goin|be|being|get|getting) (?:back )?(?:to )?(?:home|hom|(?:his|her|their) (?:dads?|mums?|house))",
        r"\b(?:do(?:es)?n'?t|does not|do not|did(?:n'?t| not)|won'?t|wont|refus\w+|will not|not wanting)(?: \w+){0,2}? (?:to )?go(?:ing)? (?:back )?home\b",
        rf"\b(?:sc?arr?ed|fright\w+|afraid|terr?ified|petrified) of (?:what )?(?:his |her |their |my |the )?{_FAMILY}",
        r"\b(?:not|isn'?t|never|isnt|aren'?t|un)(?: (?:feel|feeling|be|being|very|at all))? ?safe (?:to (?:go|be|return) (?:back )?(?:to )?(?:home|there|his|her)|at home|going home|with (?:his|her|their) (?:mum|dad|step|parents?|family))",
        r"\b(?:do(?:es)?n'?t|does not|do not) feel safe (?:at home|going home|with (?:his|her|their))",
        # Marks on a body.
        r"\b(?:unexplained|fresh|nasty|large|big|new|multiple|several|lots? of|covered in|finger(?:tip)?|hand ?print|hand|grip|bite|burn|cigarette|belt|slap|strangulation|scratch|suspicious)(?: \w+){0,2}? (?:bru(?:is|s)\w*|marks?|burns?|injur\w+|welts?|cuts|wounds?)\b",
        r"\b(?:bru(?:is|s)\w+|burns?|welts?|bite marks?|hand ?prints?|marks|cuts|scratches|injur\w+)(?: \w+){0,2}? (?:on|to|around|across|all over|all up|up|down|round|over) (?:\w+ ){0,3}?(?:arms?|legs?|face|neck|back|body|wrists?|thighs?|cheek|ribs?|ear|shoulders?|head|stomach|tummy|chest|bottom|hands?)\b",
        r"\b(?:black eye|split lip|busted lip|broken nose)\b",
        r"\b(?:came|come|comes|arriv\w+|turned up|in school)(?: \w+){0,3}? with (?:a |some |more |another )?(?:\w+ )?(?:bru(?:is|s)\w*|marks?|burns?|cuts|injur\w+)\b",
        # Harm to self.
        rf"(?:{CHILD})[^.]{{0,40}}\b(?:self|slef)[ -]?(?:harm(?:ing|ed|s)?|arming|injur(?:ing|ed))\b(?! (?:policy|risk assessment|pathway|training|log|plan|guidance|support|toolkit))",
        r"\b(?:posting|posts|posted|message|messages|texted|talking|talks|note)\b(?: \w+){0,2}? about (?:self[ -]?harm|suicide|killing|dying|wanting to die)",
        rf"\b(?:cut(?:s|ting)?|burning|hurting|starving|scratching) (?:{_OWN}|(?:her|his|their|my) (?:own )?(?:arms?|legs?|wrists?|thighs?))",
        r"\b(?:taken|took|swallowed) (?:an? |some |\w+ of |all )?(?:overdose|tablets|pills|paracetamol|bleach)|\boverdosed\b",
        rf"\b(?:kill|end|top|hang|hurt|harm|drown|stab)(?:ing)? (?:{_OWN}|it all|(?:his|her|their|my) (?:own )?life)\b",
        rf"(?:{CHILD})[^.]{{0,40}}\b(?:is|feels?|feeling|been|seems?|are)\b(?: \w+){{0,2}}? sui[cs]id\w+",
        r"\bsui[cs]id\w+ (?:note|tonight|today|thoughts (?:today|now|again|and)|right now|plan to)|\b(?:attempt\w*|threat\w*|tried|planning|plans|considering|committ?ing) (?:to (?:commit )?)?sui[cs]ide\b",
        r"\b(?:want(?:s|ed|ing)?|wish(?:es|ed|ing)?|wanna)(?: \w+){0,3}? (?:to die|dead|be dead|not be here|not wake up)\b",
        r"\b(?:do(?:es)?n'?t|does not|do not|did(?:n'?t| not)|not|no longer) want(?:s|ing)? to (?:live|be alive|be here|wake up|exist|go on|carry on living)",
        r"\bbetter off (?:dead|without (?:him|her|them|me))\b|\btak(?:e|ing) (?:his|her|their|my) own li(?:fe|ves)\b",
        # Missing, or in danger now.
        rf"(?:{CHILD})(?: \w+){{0,4}}? (?:run|ran|runs|running) (?:away|off)\b|\b(?:has|have|'s|just) (?:run|ran) (?:away|off)\b|\babscond(?:ed|ing) (?:from|{_NOW}|and)",
        rf"\b(?:at risk|in danger|unsafe|not safe|hurt|harmed|killed)(?: of (?:\w+ )?harm)?(?: at home)? {_NOW}\b",
        r"\bin (?:immediate|imminent|serious|real) danger\b|\bimmediate (?:risk|danger) (?:of|to)\b|\bneeds? (?:help|police|an ambulance|someone) (?:right )?now\b",
        r"\b(?:has|had|got|carr\w+|brought|bringing|bring|hiding|with)(?: \w+){0,2}? (?:a |an? \w+ )?(?:knife|blade|machete|gun|weapon)\b(?: \w+){0,3}? (?:in|on|today|into|to|under|tonight|now)\b",
        r"\b(?:going|threat\w+|wants?|said (?:he|she|they)(?:'ll| will| would)|planning) (?:to )?(?:stab|shoot|kill|murder|burn down)\b",
        # Sexual harm and exploitation.
        rf"\btouch\w* (?:{_THEM} )?(?:\w+ )?(?:inap+rop\w+|privates?|private parts?|down there|sexual\w*|bum|bottom|breasts?|where (?:he|she|they) should)",
        rf"(?:{CHILD})[^.]{{0,60}}\b(?:raped|groped|groomed|molested|sexually (?:assault|abus|touch|exploit)\w*|upskirted)\b",
        r"\b(?:sent|send|sends|sending|shared|sharing|asked for|asking for|wants?)(?: \w+){0,4}? (?:nudes?|naked|topless|indecent|explicit|sexual) ?(?:pics?|pictures?|photos?|images?|videos?|selfies?|messages?)?(?: \w+){0,2}? (?:of|to|from|by) (?:him|her|them|me|herself|himself|themselves|an? |some)",
        r"\b(?:taken|going|sent|flown|flying)(?: \w+){0,4}? to be (?:cut|married|circumcised)|\b(?:forced|made|being made|going to have) to marry\b|\bforced marriage (?:tonight|next|this|is|in)\b",
        r"\b(?:carry|carrying|running|sell|selling|deal|dealing|holding|moving|drop|dropping)(?: \w+){0,2}? (?:drugs?|weed|crack|packages?)\b(?: \w+){0,2}? (?:for|to|from|in|because)",
        # Left without care.
        r"\b(?:not|n'?t|nothing|nothing to) eat(?:en)?(?: \w+){0,2}? since\b|\bno food (?:at home|in the house|in the fridge)|\b(?:sleeping|slept|living) (?:in (?:the|a) (?:car|van|park|tent)|rough|on the streets?)",
        r"\b(?:left|home|alone) (?:on (?:his|her|their) own|alone|home alone)(?: \w+){0,3}? (?:all|overnight|night|for days|weekend|every night|until|tonight)",
        r"\b(?:kicked|thrown|chucked) (?:him|her|them|me )?(?:\w+ )?out (?:of (?:the |his |her |their )?(?:house|home)|last night|tonight|by (?:his|her|mum|dad))",
        # Things children say that mean more than they say.
        rf"\b(?:will|'ll|going to|gonna|might|would|wants? to|threat\w+ to) (?:kill|hurt|beat|batter|hit|murder|stab|shoot) (?:{_THEM})\b",
        rf"{_FAMILY}(?: \w+){{0,3}}? (?:drunk|high|passed out|unconscious|stoned|on drugs|using (?:drugs|heroin|crack)|overdosed|unresponsive|arrested|threatened)\b",
        r"\b(?:jump(?:ing)?|throw (?:him|her)self) (?:off|in front|from|under|out of) (?:a |the )?(?:bridge|train|roof|window|car|bus|building)|\btried to (?:hang|drown|kill|strangle)\b|\bligature\b(?! (?:points?|cutters?|risk))",
        r"\b(?:scars?|gash(?:es)?|bald patch(?:es)?|love bites?)\b(?: \w+){0,4}? (?:her|his|their|arms?|legs?|neck)\b|\b(?:wet|soiled|wetting|soiling) (?:him|her|them)sel\w+",
        r"\b(?:knife|blade|machete|gun)\b(?: \w+){0,3}? (?:in|on|from|under|down) (?:his|her|their|my)\b|\b(?:showed|pulled|shown|waved) (?:\w+ )?a (?:knife|blade|machete|gun)\b",
        r"\b(?:send|sent|sending|tak(?:en|e|ing)|fl(?:y|own|ying))\b(?: [\w']+){0,6}? to (?:get|be|have) (?:married|cut|circumcised|an? operation)\b",
        rf"\b(?:i'm|i am|im|we are|we're|really|very|so|extremely|seriously)(?: \w+){{0,2}}? (?:worried|concerned|scared|alarmed|frightened) (?:for|about|that)(?: \w+){{0,2}}? (?:an? |this |that |one |the |their |her |his )?(?:\w+ ){{0,2}}?(?:{CHILD}|pupil|safety)",
        r"\b(?:this|that|the|a|one) (?:child|pupil|boy|girl|student|young person) is(?: \w+){0,2}? (?:unsafe|not safe|at risk|in danger)\b",
        r"\b(?:he|she|they)(?: has|'s|'ve| have|s)? lost (?:a lot|lots|loads|so much) of weight\b|\bso much weight\b|\b(?:smoking|taking|using|on) (?:crack|heroin|cocaine|ketamine|spice)\b",
    )
)

# What alarms in plain words: read in every clause.
LIVE_IN_PLAIN_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{CHILD})(?: \w+){{0,4}}? (?:missing|unaccounted for)\b(?! (?:a|an|the|some|key|any|in|out|on|half|part|his|her|lots|too|from (?!home|care|school|class|lessons?|site|placement|the (?:school|site|building|playground|trip|class))))|\bmissing (?:right now|since (?:last night|yesterday|this morning|break|lunch|period))",
        r"\b(?:can(?:no|')?t|cannot|unable to) (?:be )?(?:find|found|locate|located) (?:him|her|them|pupil|the (?:child|boy|girl))|\b(?:boy|girl|pupil|child|he|she) can(?:no|')?t be found|\bnobody knows where (?:he|she|they)|\bnot been seen since|\bwhereabouts (?:are )?unknown",
        r"\b(?:older|adult|grown|\d\d ?(?:-| )?year ?-?old) (?:man|male|boyfriend|guy|bloke|men)\b|\bmet (?:a |an )?(?:man|adult|stranger|someone) (?:on|off|through|online)",
        r"\b(?:do(?:es|ing)?|did|done)(?: \w+){0,2}? (?:bad|horrible|nasty|weird|rude|sexual|dirty|funny|secret|mean)? ?(?:things?|stuff|something) to (?:him|her|them|me)\b|\b(?:mak(?:es|ing)|made) (?:him|her|them|me) (?:do|touch|watch|look at|take|get undressed|kiss)\b",
        rf"{_FAMILY}(?: \w+){{0,3}}? (?:comes?|came|coming|gets?|climbs?) in(?:to)? (?:my|his|her|their|bed)\b",
        r"\b(?:not|n'?t|never) (?:allowed|supposed|meant) to (?:say|tell|talk about)\b|\bplease help me\b|\bkeep it (?:a )?secret\b",
        r"\b(?:won'?t|wont|will not|does(?:n'?t| not)|refuses to|never) (?:let|lets|letting) (?:him|her|them|me) (?:eat|leave|out|have food|sleep|see a doctor|wash|drink)\b",
        r"\b(?:not|nobody|no ?one|hasn'?t been|wasn'?t|never)(?: \w+){0,4}? (?:collected|picked (?:him |her |them )?up)\b(?: \w+){0,6}? (?:parent|answer|pm|now|still|yet|today|mum|dad|late)",
        r"\bboyfriend\b[^.]{0,25}\b(?:1[89]|[2-6]\d)\b|\b(?:he|who) is (?:1[89]|[2-6]\d)\b(?! years of)|\bstaying (?:with|at)(?: \w+){0,3}? (?:man|boyfriend'?s?|stranger)\b",
        r"\btold (?:me|us) something\b|\bneeds? (?:passing on|to be passed on|reporting|telling|ringing) (?:today|now|straight|immediately|urgently)|\burgent(?:ly)? (?:safeguarding|help|referral needed)",
    )
)
