"""Find hints that lead to one person without a name: "our only Year 9 EAL pupil", "the twins in Year 4".

A small group is one, two or three, or somebody to whom a thing happened that nobody else would be meant by. How many of
how many were sampled is nobody.
"""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.verdict import Certainty, Label

_YEAR = r"(?:y(?:ea)?r?s? ?\d{1,2}|reception|nursery|ks\d|key stage \d|eyfs|\d{1,2}[a-z]{1,2}|class \d|sixth[- ]form|primary \d|p\d)"
_ONE = (
    r"(?:pupil|child|boy|girl|student|kid|lad|lass|learner|user|bairn|chap|young man|young woman|young person|yp|teenager|youngster|toddler|baby|infant|sixth[- ]?former|pre-?schooler|minor|refugee|"
    r"carer|cadet|prefect|footballer|dancer|swimmer|boarder|traveller|starter|leaver|joiner|victim|survivor|runaway|transfer)"
)
_MANY = (
    r"(?:pupils|children|boys|girls|students|kids|lads|learners|users|siblings|brothers|sisters|teenagers|refugees|carers|families|"
    r"travellers|chn|starters|boarders|cousins|parents)"
)
_KIN = (
    r"(?:son|daughter|child|children|kids?|boy|girl|lad|twins?|nephew|niece|grandson|granddaughter|grandchild(?:ren)?|brother|sister|stepson|"
    r"stepdaughter|wife|husband|partner|mum|dad)"
)
_STAFF = (
    r"(?:ta|hlta|teacher|member of staff|technician|dinner lady|caretaker|cook|governor|tutor|coach|nurse|supervisor|parent|mum|dad|mother|"
    r"father|carer|family|household|volunteer|assistant|trustee|apprentice)"
)
_POST = (
    r"(?:head(?:teacher)?|chair(?: of govern\w+)?|site manager|caretaker|dsl|vicar|priest|imam|councillor|mp|mayor|publican|shopkeeper|doctor|gp|"
    r"governor|deputy(?: head)?|cook|senco|bursar|head of year(?: \d+)?|ta|teacher|receptionist|business manager|farmer|landlord|rector|"
    r"police officer|footballer|showm[ae]n|lollipop lady|crossing warden|butcher|postman|school nurse)"
)
# What makes one of a kind: said of a child among others it points at that one.
_MARKED = (
    r"(?:deaf|blind|mute|selectively mute|non-?verbal|pre-?verbal|non-?speaking|trans|transgender|non-?binary|pregnant|adopted|fostered|looked[- ]after|"
    r"lac|cla|eal|black|white|asian|chinese|mixed[- ]heritage|mixed[- ]race|muslim|jewish|sikh|hindu|christian|traveller|gypsy|roma|romany|grt|refugee|asylum[- ]seeking|"
    r"ukrainian|syrian|afghan|polish|romanian|somali|nigerian|albanian|vietnamese|bulgarian|lithuanian|portuguese|turkish|kurdish|eritrean|"
    r"sudanese|iraqi|iranian|ghanaian|brazilian|indian|pakistani|bangladeshi|filipino|nepali|hong kong|welsh[- ]speaking|autistic|diabetic|epileptic|"
    r"wheelchair|amputee|albino|bereaved|orphaned|suspended|excluded|radicalised|trafficked|home[- ]educated|service|gay|lesbian|pupil premium|fsm|"
    r"ehcp|disabled|visually impaired|hearing impaired|male|female|signing|left[- ]handed|young)"
)
_FILL = r"(?:(?!who\b|that\b|and\b|or\b|said\b|told\b|time\b|way\b|thing\b|gap\b|one\b)[\w'-]+ ){0,5}?"
_TAIL = (
    r"(?: (?:in|on|with|from|wi|of|at|living|under|who|whose|left|found|arrested|removed|aged|placed|posted|living with)\b"
    r"(?: (?!said\b|told\b|says\b|has no\b|was\b|is\b|and\b|but\b|had\b|sees\b|gets\b|did\b|could\b|not\b)[\w'/-]+){1,5})?"
)
# What happened to one: whoever knows the school knows whom.
_EVENT = (
    r"(?:came|arrived|moved|joined|left|lost|was|were|had|has|found|gave|swallowed|brought|won|walked|transitioned|died|ran|fell|broke|attacked|"
    r"stabbed|hit|got|lives|live|transferred|started|returned|jumped|overdosed|collapsed|set|reported|accused|survived|witnessed|saw|took|said she|"
    r"said he|lived|wears|signs|is (?:deaf|blind|pregnant|looked|adopted|in foster|in a|on a|lac|trans|non|being|living|fleeing))"
)
_ROUGH = (
    # the only, our only, the single one of a kind
    rf"\b(?:the|our|their|my|this|that|we have|like the|school'?s|year'?s) (?:only|sole|single|lone|one and only|one) (?!other\b|to\b|of us\b){_FILL}(?:{_ONE}|{_STAFF}|twins?|siblings|set of [\w-]+ siblings)\b{_TAIL}",
    rf"\b(?:sole|lone|only) (?:{_YEAR} |{_MARKED} |young ){{1,3}}(?:{_ONE}|{_STAFF})?\b{_TAIL}",
    rf"\bonly {_MARKED}(?: {_ONE}| {_STAFF})? (?:in|on|at)\b(?: [\w'/-]+){{1,3}}",
    r"\b(?:the|our) only (?:one|person|individual|case|ehcp|eal|lac|plan)\b (?:in|with|on|at|from|who|whose)\b(?: [\w'/-]+){1,5}",
    rf"\b(?:the|our|their) only {_MARKED}\b(?! (?:school|staff|trust|team|policy|governors|input))(?: (?:in|at|on) [\w' /-]{{2,20}})?",
    rf"\b(?:just|only|we only have|there is|there's|theres|that is,?|ie) (?:only |just )?one {_FILL}(?:{_ONE}|{_STAFF})\b(?: (?:in|on|with|who|from|at|of)\b(?: [\w'/-]+){{1,6}})",
    rf"\bone {_ONE} in {_YEAR}(?=[.,;]|$)",
    rf"\b(?:the|our) (?:fifth|fourth|third|second|first) and (?:last|only) {_FILL}{_ONE}\b{_TAIL}",
    # one child spoken of as the reader would know which
    (
        rf"\b(?:the|that|our) (?:(?!only\b|same\b|whole\b|child\b|pupil\b|voice\b|head\b|lead\b)[\w'-]+ ){{0,4}}?{_ONE} (?:who|whose|with|from|that)\b"
        rf"(?! (?:needs?|discloses?|asks?|wants?|says?|feels?|may|might|could|would|can|should|told|tells|are|makes?|speaks?|is|was upset|leads?|knows?|they|we|he|she|i|"
        rf"a (?:plan|worry|concern|card|key|problem|disability)|the (?:plan|key|card|dsl|teacher)|their|concerns?|plans?|sen\w*|ehcps?|medical|epilepsy|asthma|additional|needs|whom)\b)(?: [\w'-]+){{1,4}}"
    ),
    (
        rf"\b(?:the|our|my) only (?!school|gap|policy|input|entry|thing|way|door|gate|file|record|log|form|place|room|issue|area|time|day|lesson|assembly|display|poster|camera|lock|weakness|question|concern|difference|change|trained|document|page|adults? (?:who|with)|dsl)"
        rf"(?:[\w'-]+ ){{1,4}}(?:in|at|on|from) (?:the |our |this |that |my )?(?:{_YEAR}|school|class|cohort|village|town|year|squad|unit|base|group|choir|bus|estate|register|roll|team)\b"
    ),
    rf"\b(?:an?|one) (?:[\w'-]+ ){{0,3}}?{_ONE} who (?:had|has|lost|came from|arrived|lives|is the|fled|survived|won|was (?:adopted|born|trafficked|stabbed|arrested|excluded|hospitalised))\b(?: [\w'-]+){{1,5}}",
    # one of two, both, the two, two sisters
    rf"\b(?:one|won|1|either|neither|the (?:younger|older|elder|eldest|youngest)) (?:out )?of (?:the |our |only |just |their )?(?:only )?(?:two|too|three|2|3)\b {_FILL}(?:{_MANY}|twins|triplets)\b{_TAIL}",
    r"\b(?:1|one) (?:out )?of the (?:2|two|3|three)\b(?! (?:polic|file|record|site|school|gate|door|form))",
    rf"\b(?:both|our (?:two|three|2|3)|the (?:two|three|2|3)|all (?:two|three|2|3)) (?:{_YEAR} |{_MARKED} )+(?:{_MANY})?\b",
    rf"\b(?:two|three|2|3) (?:{_YEAR} |{_MARKED} )?(?:sisters|brothers|siblings|cousins)\b(?: (?:on|in|with|from) [\w' /-]{{2,16}})?",
    rf"\b(?:the )?(?:2|two|three|3) on (?:cp|cin|child protection) plans in {_YEAR}",
    rf"\b(?:2|two|3|three) {_MANY} \(the only (?:2|two|3|three)\)(?: in \w+)?",
    r"\bthe (?:twins|triplets|quads)\b(?: (?:in|from|with|on|at)(?: [\w'/-]+){1,2})?",
    rf"\b(?:set of|pair of) (?:twins|triplets)\b(?: in {_YEAR})?",
    # one to whom something happened, or who is marked out
    rf"\b(?:the|that) (?:{_YEAR} |{_MARKED} |little |small |new |older |young ){{0,3}}{_ONE} (?:who|whose|that) (?:had |has |have |said she |was )?(?:(?:mum|dad|father|mother|brother|sister|parents?|family|nan|gran\w*)\b|{_EVENT})\b(?: (?!said\b|told\b|has no\b|and\b|but\b)[\w'/-]+){{0,6}}",
    rf"\b(?:an? |the |that )?(?:{_YEAR} )?{_ONE}(?: in my (?:form|class|group))? whose (?:mum|dad|father|mother|brother|sister|parents?|family|nan|uncle)\b(?: [\w'-]+){{1,6}}",
    rf"\b(?:the|that) (?:{_YEAR} |{_MARKED} ){{0,2}}(?:{_ONE}|goalkeeper|captain|singer) (?:with|wi|in|on) (?:the|a|an) (?!question\b|plan\b|worry\b|card\b|same\b|key\b|group\b|class\b|list\b|concern\b|lead\b|child\b|school\b|hub\b|room\b|rota\b|form\b|desk\b|tour\b|next\b)(?:[\w'-]+ ?){{1,3}}",
    rf"\b(?:the|that|our) (?:\w+ )?{_ONE} (?:found|arrested|left behind|stabbed|rescued|expelled|hospitalised|sectioned|abducted|trafficked)\b(?: [\w'-]+){{1,6}}",
    rf"\b(?:the|our|that|their|an?) {_MARKED} (?:{_YEAR} )?(?:{_ONE}|{_STAFF}|technician|dinner lady) in (?:{_YEAR}|[A-Za-z]+)\b",
    rf"\b(?:the|our|that) (?:{_MARKED} )?(?:{_YEAR} )?(?:{_MARKED} )(?:{_YEAR} )?(?:{_ONE}|technician|governor|cook|ta)\b(?! (?:who|pupils|voice|council|group|club|premium|survey|plan|policy|protection|service|carers?))",
    rf"\bthe (?:{_MARKED} )?(?:family|household) (?:from|living|above|at|in the)\b(?: [\w'-]+){{1,4}}",
    rf"\b(?:an?|the) {_YEAR} (?:{_ONE} )(?:from|living|with (?:a|her|his)|on (?:the|a) (?!plan)|posted)\b(?: [\w'-]+){{1,7}}",
    rf"\b(?:an? )?(?:{_YEAR} )?(?:{_MARKED} )?{_ONE} (?:in {_YEAR} )?living with (?:his|her|their)\b(?: [\w'-]+){{1,6}}",
    rf"\b(?:an? |the )?{_YEAR} (?:{_MARKED} ){{1,2}}(?:from [A-Za-z]+|{_ONE})\b",
    r"\bnew starter from (?!(?:another|the|our|a|primary|year|september)\b)[A-Za-z]+",
    r"\bthe one (?:aged|whose|who (?:lost|came|had|was))\b(?: [\w'-]+){1,6}",
    rf"\b(?:the|our) (?:youngest|oldest|smallest|tallest|newest|first)(?: ever)?(?: [\w-]+)? {_ONE}\b(?! (?:group|council|voice|buddies))(?:, aged \w+)?",
    rf"\blast year's (?:runaway|leaver|{_ONE})\b(?: (?:to|who|from) \w+)?",
    r"\b(?:the|our) head (?:boy|girl)(?! and| or|s| role)\b",
    rf"\b(?:the|our|a|an?) (?:[\w-]+ )?{_POST}(?:'s|s'|') (?:own |eldest |youngest |only )?{_KIN}\b(?: in {_YEAR})?",
    rf"\b{_ONE} with the only \w+(?: in {_YEAR})?",
    rf"\ban? {_YEAR} {_ONE}, the only (?:one|{_ONE})\b(?: [\w'-]+){{0,7}}",
    r"\bthe (?:ta|teacher|cook|caretaker|coach|governor|volunteer|driver) who was (?:in the (?:paper|news)|arrested|sacked|suspended|dismissed)\b(?: (?:for|in) \w+)?",
    r"\b(?:the|our) (?:only|sole) member of staff\b(?: [\w'-]+){1,5}",
    rf"\bonly (?:one|two|1|2) {_ONE}s? in {_YEAR} (?:is|are|has|have|with) (?:{_MARKED}|an?|on)\b",
)
# Wider nets: anybody marked out by what happened, by kin, by looks, by where they sit or what they came from.
_WHOEVER = (
    r"(?:pupil|child|boy|girl|student|kid|lad|lass|teenager|toddler|baby|twins?|brothers?|sisters?|siblings|cousins?|family|mum|dad|mother|father|"
    r"nan|gran|grandad|stepdad|stepmum|parent|ta|teacher|caretaker|cook|technician|trainee|governor|coach|boys|girls|lads)"
)
_HAPPENED = (
    r"(?:arrested|removed|rescued|stabbed|shot|burnt|burned|bitten|excluded|expelled|suspended|sacked|dismissed|deported|evicted|hospitalised|"
    r"sectioned|abducted|trafficked|adopted|fostered|orphaned|bereaved|paralysed|scarred|injured|banned|jailed|convicted|charged|cautioned|filmed|airlifted|back from (?:hospital|prison|hospice|rehab|court)|"
    r"pictured|left|stuck|locked|pulled|knocked|run over|caught|found|sent home|taken|back from|fresh from|just out|off sick|"
    r"over from|recovering|waiting for|awaiting|in a coma|on (?:bail|remand|tag|dialysis|oxygen|crutches|chemo\w*|life support))"
)
_HAD = (
    r"(?:fled|escaped|drowned|fainted|crashed|transitioned|emigrated|deported|testified|sued|stole|set fire|burned|burnt|swam|sang|danced|played|"
    r"scored|modell?ed|starred|boxes|rides|dances|sings|wears|walks|arrived|appeared|featured|went viral|went missing|ran away|gave birth|"
    r"tried to|used to|lost|won|came|took|broke|nearly|just|recently|once|never|always|only|also)"
)
_FROM = r"(?-i:[A-Z][a-z]+(?:ian|ese|ish|ani|ali|ean|an|iot|uvian|wegian|ovar|ukrainian))"
_NO_NATION = (
    r"(?!(?-i:Christian|English|British|Human|German|Spanish|Italian|Titan|Librarian|Guardian|Urban|Clean|Plan|Lean))"
)
_SITS = r"(?:by the|at the back|in the corner|near the|next to the|beside the|in [A-Z][a-z]+s?\b|in \d{1,2}[A-Z]\b)"
_LOOKS = (
    r"(?:ginger|red-?haired|blonde?|tall|tiny|small|freckled|heavily pregnant|pregnant|one-armed|one-legged|bald|tattooed|scarred|partially sighted|"
    r"hard of hearing|bilingual|mute|stammering|limping|youngest|oldest|diabetic|epileptic|celiac|coeliac|dual heritage)"
)
_CALLING = (
    r"(?!child|pupil|boy|girl|student|parent|famil|school|trust|other|carer|user|learner|speaker|sibling|brother|sister|mother|father|victim|foster|"
    r"writer|author|caller|reader|survivor|teenager|year|term|week|today|month|team|staff|class|mum|dad|case|one|their|each|worker|lead|someone|people|"
    r"person|kid|lad|twin|let|it|that|there|what|who|here|provider|candidate)[a-z]+"
)
_CLASS = rf"(?:{_YEAR}|(?:lower|upper|middle) (?:first|second|third|fourth|fifth|sixth)|the (?:base|unit|juniors|infants|sixth form|resourced provision)|(?-i:[A-Z][a-z]+s)|(?-i:\d{{1,2}}[A-Z]))"
_LOOKED_AT = r"(?:swimmer|orphan|mute|gymnast|boxer|actor|singer|youtuber|celebrity|dancer|footballer|jockey|diabetic|amputee|wheelchair user|star|model)"
_WIDER = (
    rf"\b(?:the|that|this|our|her|him|one|an?) (?:[\w'-]+ ){{0,3}}?{_WHOEVER} (?:who was |who were |who had been |who'?s been |that was )?{_HAPPENED} (?:in|on|at|by|from|for|of|under|over|to|during|after|with|behind|and)\b(?: [\w'-]+){{1,5}}",
    rf"\b(?:the|that|our|those) (?:[\w'-]+ ){{0,3}}?{_WHOEVER}(?: (?:in|from) {_YEAR}| of (?:three|four|five|six|seven|eight|nine|ten))? (?:who|that|whose|which) (?:has |have |had |was |were )?{_HAD}\b(?: [\w'-]+){{1,5}}",
    r"\b(?:the|that) (?:family|household|mum|dad|home|house|one|child|boy|girl|pupil) where (?:the )?(?:mum|dad|mother|father|nan|brother|sister|parents?|both)\b(?: [\w'-]+){1,6}",
    r"\b(?:the|that|our) (?:mum|dad|nan|gran|family|couple) (?:with|of|from|on|at) (?!the school|school|this|our|another|a child|children|pupils|concerns?|questions?|the class)(?:[\w'-]+ ?){1,6}",
    rf"\bthe (?:(?:[\w-]+) )?{_CALLING}(?:'s|s'|') (?:own |eldest |youngest |only |little |two |three |four |foster |adopted )*(?:[\w-]+ neighbours?' )?(?:son|daughter|kids?|boy|girl|lad|lass|twins?|niece|nephew|godson|goddaughter|grandkids|eldest|youngest|grandson|granddaughter|stepson|stepdaughter|two|three|four)\b",
    rf"\b(?:the|our|that|this|those|one|an?) (?:only |little |two |three |young )?{_NO_NATION}{_FROM} (?:{_WHOEVER}|{_ONE}|{_MANY})\b",
    rf"\b(?:the|our|that) (?:{_LOOKS} |little |new |young |{_YEAR} ){{0,3}}{_LOOKS} (?:[\w'-]+ )?(?:{_WHOEVER}|{_ONE})\b",
    rf"\b(?:the|our|that) (?:[\w'-]+ ){{0,2}}(?:lad|lass|boy|girl) {_SITS}",
    r"\b(?:the|our|school'?s) (?:sole|only|lone) (?:type \d )?(?:diabetic|epileptic|wheelchair user|vegan|coeliac|haemophiliac|amputee|looked[- ]after|refugee|traveller|muslim|jew|sikh|hindu)\b(?: (?:in|on|at)(?: [\w'-]+){1,2})?",
    r"\b(?:the|that) one (?:they (?:all )?call|everyone calls|we all know|everybody knows|with the|in the (?:wheelchair|paper|news|cast|hearing))\b(?: [\w'-]+){0,4}",
    r"\b(?:her|him|she|he) (?:with the (?!pupil|child|dsl|counsellor|teacher|head|school|nurse|social|same|lead|class)[\w'-]+|who (?:won|lost|fled|came|had|swam|fell|got|was (?:on|in)))\b(?: [\w'-]+){1,5}",
    rf"\b(?:is|was|are|being|just|namely|only):? (?:just )?(?:one|a single|a lone|two) (?:[\w'-]+ ){{0,3}}{_ONE} in {_YEAR}\b",
    rf"\bour (?:{_ONE}|refugee|{_MARKED} \w+),? (?:in )?{_YEAR}\b",
    rf"\b(?:the|that|our|this) (?!only\b|same\b|lead\b|head\b)(?:[\w'-]+ ){{1,4}}?(?:{_ONE}|{_LOOKED_AT}|kid|mum|dad|brothers|sisters|twins) in {_CLASS}",
    rf"\b(?:the|that|our) (?:{_LOOKED_AT}|{_ONE}) in {_CLASS}(?:,? (?:who|with|whose|that)\b)",
    rf"\b(?:the|that|our) {_YEAR} (?:who|whose|with (?:the|a|his|her)|on (?:a tag|crutches))\b(?: [\w'-]+){{1,5}}",
    r"\b(?:the|that) (?:family|household|couple|house) (?:off|opposite|next to|above|behind|over|under|near|beside)\b(?: [\w'-]+){1,3}",
    r"\b(?:the|that|our|last) (?:last |new |one )?(?:circus|fairground|farm|farming|refugee|traveller|boat|canal|army|raf|navy|vicarage|hong kong|travelling|showmen|missionary|[a-z]+ian|[a-z]+ish|[a-z]+ese|[a-z]+ali|[a-z]+ani) (?:family|household|mum|dad|kids?)\b",
    rf"(?:'s|\bour|\bthe|\bjust|\btheir) one (?:{_ONE}|mum|dad) (?:in|with|on|from|who)\b(?: [\w'-]+){{1,4}}",
    rf"\ban? (?:{_YEAR} {_ONE}|{_ONE} in {_YEAR}) (?:with (?!a plan|an ehcp)(?:an? |one |no )?[\w'-]+|who (?:only |still )?(?:speaks|wears|uses|signs|lives|got|cares|lip-?reads|boxes))\b(?: [\w'-]+){{1,4}}",
    r"\b(?:the|our|those) (?!two\b|three\b|same\b|younger\b|older\b|big\b|little\b)[\w-]+ (?:sisters|brothers|twins|triplets|quads|cousins)\b",
    r"\bonly child of (?:the|our|a)\b(?: [\w'-]+){1,3}",
    rf"\b{_ONE} (?:with|on|in)\b(?: [\w'-]+){{1,4}}, the (?:school|year|class|trust)'s (?:first|only|one)",
    r"\bas (?:they|everyone|we|the others) (?:all )?calls? (?:him|her)\b",
    rf"\bdeath of an? (?:[\w'-]+ ){{0,3}}(?:{_ONE}|{_STAFF})\b(?: [\w'-]+){{1,6}}",
    r"\b(?:the|our) (?:junior|young|budding|teenage|schoolboy|schoolgirl|child) (?:[\w'-]+ )?(?:contestant|champion|actor|actress|model|star|singer|celebrity|influencer|footballer|gymnast|boxer|olympian|chess player|tiktoker|youtuber)\b",
)
_HINTS = (*_ROUGH, *_WIDER)
_ONE_OF_A_CLASS = re.compile(
    rf"\b(?:an?|one|the|this|that) (?:{_MARKED} )?(?:{_YEAR} {_ONE}|{_ONE} (?:in|from) {_YEAR})\b(?! (?:pupils|voice|council|group))",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:as|last|death|only|sole|single|lone|one|1|won|both|two|three|too|2|3|twins|triplets|the|our|that|this|those|an?|her|him|whose|living|from|who)\b",
    re.IGNORECASE,
)
_SAMPLED = re.compile(r"\b(?:sampled|files?|records?|checked|interviewed|policies|schools?)\b", re.IGNORECASE)


class _Patterns:
    """The patterns, put together when the first text needs them."""

    ready: "re.Pattern[str] | None" = None

    @classmethod
    def all(cls) -> "re.Pattern[str]":
        if cls.ready is None:
            cls.ready = re.compile("|".join(f"(?:{hint})" for hint in _HINTS), re.IGNORECASE)
        return cls.ready


def find_small_numbers(text: str, *, strict: bool = False) -> Iterator[Found]:
    """Yield each hint at one or very few people in a folded text.

    Where everybody knows everybody (`strict`), one child of a class is enough.
    """
    for match in _ONE_OF_A_CLASS.finditer(text) if strict else ():
        yield Found(match.start(), match.end(), Label.SMALL_NUMBER, Certainty.MAYBE)
    if not _ANY.search(text):
        return
    for match in _Patterns.all().finditer(text):
        end = match.start() + len(match.group().rstrip())
        yield Found(match.start(), end, Label.SMALL_NUMBER, Certainty.MAYBE)
