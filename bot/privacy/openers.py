"""Words that open a reviewer's note with a capital and are nobody: what was done, who in general, which thing.

They count only at the head of a sentence, where any word has a capital. A word that is as often a name is left out.
"""

import re
from functools import lru_cache

_VERBS = """
add advise agree allow answer appear appoint approve arrange arrive ask assign assume attend audit avoid back ban begin block
book borrow brief bring build buy call care carry catch change chat check choose clarify clean close collect come compare
complete confirm consider contact contain copy correct count cover create deal decide delegate deliver depend describe design
discuss display document draft drop email embed enable encourage end ensure enter escalate evidence examine expect explain
explore feel file fill filter find finish fix flag focus follow forget gather get give glance go handle happen hear help
highlight hold identify improve include induct inform inspect insist introduce invite involve join judge jump keep know lack
laminate learn leave lend let link list listen load locate log look lose make manage map match mean measure meet mention
miss monitor move name need note notice observe offer open order organise overhear pair pass pause phone pick pin plan play point
post practise praise prefer present print produce prompt protect prove provide pull push put query question quote raise
reassure receive recheck recognise recommend record recruit reduce refer reflect refresh refuse relate release rely remain remember remind
remove repeat replace report request require respond return reveal reverse revisit ring roll rotate run sample say scan
schedule score scrutinise see seek seem select send serve set share shift show sign signpost sit skip smell sort sound speak
spend split stand start stay stop store strike struggle study submit suggest support suspect swap tackle take talk
taste teach tell tend test thank think tick tighten touch tour track trace trial try turn understand update upload use value
verify view volunteer vote wait walk want warn watch wear welcome whistleblow wonder work worry bully cyberbully safeguard
groom supervise onboard spot stumble invigilate translate interpret induct chase vape learn lead
"""
_PASTS = """
began brought built bought came caught chose done drawn felt found forgot gave given gone got heard held kept knew known left
lent lost made meant met overheard put ran rang read said sat saw seen sent set shown spent spoke stood stuck taken taught
thought told took understood went wore written wrote
"""
# In this shape they are given names or surnames as well.
_ALSO_NAMES = frozenset("chase chases page lead value judge carry".split()) | {"banning", "manning"}  # noqa: SIM905
_THINGS = """
action advert advice agenda alarm alert app appraisal arrangement atmosphere badge balance banner barrier behaviour
benefit binder booklet bonus box briefing budget buddy bulletin bus business calendar camera capacity card cctv challenge
chart checklist club clipboard communication concern consistency contract corridor cost coverage credit culture cupboard
dashboard database deadline debrief desk diagram diary difference difficulty dinner display door drill drop duty effort email entry
entrance envelope escalation evidence example exception exercise exit expectation experience explanation extract fact
feedback fence figure filing filter finding flowchart flyer focus folder footer formatting frequency gap graph grid gossip
guide handbook handover handout headline hiccup idea impact impression improvement inbox index information input inset intake intranet
invoice issue item kitchen laminate lanyard language laptop leaflet letter line list lunch lunchtime mailbox majority
map material mentoring message method mindset model money mood morale morning afternoon evening motto name newsletter noise
noticeboard notice number nursery oddity offer onsite order outcome ownership pack pad paper paperwork pattern permission phone phrase
picture pigeonhole planner portal position poster practice presentation priority problem process progress prompt protocol
provision proof purpose push quality question questionnaire queue quiz quote rate rationale reason reassurance receipt record
reflection reminder request resource response result rhythm role rota rotation routine rumour scenario schedule screen script
secret sentence session sharing shelf shift sign signage signature situation slide software space spreadsheet standard statement
sticker strategy strength structure stuff suggestion supervision sweep system table task template tension
locker whiteboard padlock window terminology test theme thing thread tick tone topic tour toolkit tracker trail transition transport trend trip tutorial twilight
understanding unit update upshot vibe visibility volume wait walk wallet website week weakness window wish word wording
workload workshop workspace worry
agency buddies catering colleague contractor dinner grandparent invigilator librarian locum mentee midday newcomer occupant
people person pastoral reviewer supply temp tutee visitor volunteer cleaner cook chef
"""
_LITTLE_WORDS = """
above across against alongside although among apart because behind below beneath beside besides between beyond considering
despite during even elsewhere except following hence inside instead likewise meanwhile near onto otherwise outside past
perhaps plus rather regardless regarding round seemingly thus therefore though throughout toward towards unless unlike
upon versus via whatever whenever whereas wherever whether whichever whilst whoever yet
aka btw esp etc eg fyi ie imo incl nb ps tbh wrt
bit couple credit dozen handful half hats kudos load loads majority minority pair plenty props quarter shame pity pros cons
three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand both neither
absent accurate alive annual aware basic big brief brisk brisker broad calm careful central cheap cheerful clean
clearer close cold common complete confident consistent correct crucial current dated decent deep different difficult due
easier easy effective empty equal exact excited extra familiar fixed formal fresh friendly frequent
funny fuzzy genuine handy hard harder happy healthy heartening helpful hidden high honest impressive informal interesting
keen large late latest legible likely live local longer loose loud mixed modern muddled narrow neat new
nice nicer noisy normal obvious odd ok okay organised outdated overdue overall paper patchy plain pleasant pleased polite poor positive possible
powerful practical pretty previous promising proper proud quicker quiet quieter rare ready real recent reliable relaxed
relevant sad sensible serious settled sharper shared shorter shy similar simple single slick slow slower
smaller smooth solid sparse specific spotless standard steady straight straightforward stronger surprising tatty thin
thorough thoughtful tidy tired tiny tough tricky true typical unclear uneven unsure untidy unusual useful usual vague variable
warm weak weaker weekly weird wide wonderful worse worst worth wrong daily monthly termly yearly fortnightly partly sadly oddly
mostly mainly nearly lately rarely hardly simply ideally possibly probably luckily frankly only really fairly
twice thrice afterwards beforehand recently anyway sometimes always often usually nowadays tonight maybe
"""
_PEOPLE = """
apprentice bursar caretaker chair chef cleaner coach cook counsellor deputy driver fsw governor head headteacher hr librarian
mentor nurse prefect principal receptionist supervisor technician tutor trainee trustee volunteer
"""
_OPENING = frozenset((_PASTS + _THINGS + _LITTLE_WORDS + _PEOPLE).split())
_DOING = frozenset(_VERBS.split())
_PREFIX = re.compile(r"(?:over|under|mis|re|pre|out|non|un|off|cyber|up)(?=[a-z]{4})")
# Endings that make a word for a thing or a manner, or for several people by their work.
_ENDING = re.compile(
    r"[a-z]{3,}(?:tions?|sions?|ships?|isms?|ologies|ology|abilit(?:y|ies)|(?<!cle)ments?|[^aeiou]ances|fully|ously|ently|antly|"
    r"ingly|edly|ibly|tors|sors|ians|ists|ees)|[a-z]{4,}ally",
)
_SHORTHAND = re.compile(r"[b-df-hj-np-tv-xz]{3,}|[b-df-hj-np-tv-xz]{2,}ly", re.IGNORECASE)
_ABBREVIATIONS = re.compile(r"[A-Z]{2,5}'?s|[A-Z]o[A-Z]'?s?")
# Surnames that end like a doing, so that "Keating came in" is still asked about.
_NAMES_IN_ING = frozenset(
    """
    banning browning bunting channing cumming cushing darling dearing deeming dowling downing dunning fielding fleming golding
    gooding gosling goulding harding harling hastings herring keating kipling manning pauling pickering rawling redding schilling
    snelling spalding starling sterling stirling twining wakeling waring wilding
    """.split(),  # noqa: SIM905
)
_SHORTEST_DOING = 6


def _stems(word: str) -> frozenset[str]:
    """Return what a word may be a form of: asks, asked, asking, askers."""
    stems = {word}
    for ending in ("s", "es", "ed", "d", "ing", "ers", "rs"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            stems |= {stem, f"{stem}e"}
            if stem.endswith("i"):
                stems.add(f"{stem[:-1]}y")
            if stem[-2:-1] == stem[-1:]:
                stems.add(stem[:-1])
    return frozenset(stems)


def is_shorthand(word: str) -> bool:
    """Say whether a word is written as no name is: without a vowel, or an abbreviation with a small s."""
    return _SHORTHAND.fullmatch(word) is not None or _ABBREVIATIONS.fullmatch(word) is not None


@lru_cache(maxsize=1024)
def opens_a_note(word: str) -> bool:
    """Say whether a capitalised word at the head of a sentence is an ordinary one."""
    first, hyphen, second = word.partition("-")
    if hyphen and second[:1].islower():
        return True
    bare = first.lower().removesuffix("'s").strip("'")
    if bare in _ALSO_NAMES:
        return False
    shorter = _PREFIX.sub("", bare, count=1)
    return (
        not _OPENING.isdisjoint({bare, bare.removesuffix("s"), bare.removesuffix("es"), f"{bare.removesuffix('ies')}y"})
        or not _DOING.isdisjoint(_stems(bare) | _stems(shorter))
        or _ENDING.fullmatch(bare) is not None
    )


_PERSONS = frozenset(
    """pupil child boy girl student son daughter brother sister sibling twin cousin mum dad mother father parent parents carer nan gran
    teacher tutor ta hlta dsl ddsl senco sendco head headteacher deputy governor trustee worker officer lead manager supervisor nurse
    coach mentor assistant friend mate""".split()  # noqa: SIM905
) | frozenset(_PEOPLE.split())
_PLACES = frozenset(
    """corridor room rooms hall block wing gate gates field stairs stair table tables base bases lanyard lanyards group groups class classes
    band bands house houses building corner garden suite lab library playground road street lane way station park estate shop cafe bus
    minibus coach coaches van school schools academy academies college primary infants juniors site campus trust foundation centre hospital
    council police borough law act report inquiry review award day week month term festival model method scheme programme project
    guidelines competence scale syndrome trip visit play book story film song theme topic unit""".split()  # noqa: SIM905
)
_MATTERS = frozenset(_THINGS.split())


@lru_cache(maxsize=4096)
def sort_of(word: str) -> str:
    """What sort of word one in small letters is, as far as our lists say: a person's, a place's, a thing's, a doing."""
    one = word.removesuffix("s")
    if word in _PERSONS or one in _PERSONS:
        return "person"
    if word in _PLACES:
        return "place"
    if word in _MATTERS or one in _MATTERS or _ENDING.fullmatch(word) is not None:
        return "thing"
    return "doing" if not _DOING.isdisjoint(_stems(word)) or word in _PASTS else ""


def is_a_doing(word: str) -> bool:
    """Say whether a word ends in -ing and is not known for a surname; what follows it must bear that out."""
    bare = word.lower()
    return len(bare) >= _SHORTEST_DOING and bare.endswith("ing") and bare not in _NAMES_IN_ING
