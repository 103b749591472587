"""How much a text reads like a worry to tell somebody now: weights over its words, learned from our own notes.

Words are read alone, beside each other, and by what they are about: a word for a child and a word for a blow in one
sentence say more than either. What a school does about such things speaks against it.
"""

import gzip
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import combinations, pairwise
from math import exp
from typing import Any

from bot.privacy.lexicon import known
from bot.privacy.verdict import Concern

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n")
# A mask is somebody, as a name is: what was made safe must not read like a worry for that.
_MASK = re.compile(
    r"\b(?:pupil|child|staff|staff member|parent|adult|colleague|person) (?:[a-z]\d{0,3}|\d{1,3})\b|\[[a-z -]{3,40} removed\]"
)
_YEAR = re.compile(r"y(?:ea)?r?\d{1,2}s?|\d{1,2}[a-z]{1,2}")
_STEM = 5  # letters of a word that stand for all its forms, and for most slips of the pen
_FAR = 400  # characters of one reading
# What words are about.
_ABOUT = {
    "child": """child kid boy girl lad lass pupil student toddler youngster teenager teen baby daughter son sister brother
        sibling twin twins cousin kiddie tutee yp he she him her his hers""",
    "children": "children kids boys girls pupils students lads chn youngsters teenagers y7s y8s y9s y10s y11s they them their",
    "family": """mum dad mother father mam mummy daddy ma parent parents stepdad stepmum step stepfather stepmother nan gran
        granny grandad grandpa uncle auntie aunt carer carers partner boyfriend lodger neighbour foster family husband babysitter""",
    "adult": """teacher ta tas hlta tutor coach head headteacher deputy caretaker cook cleaner governor volunteer dsl senco
        mentor driver escort technician librarian nurse counsellor supervisor receptionist trainee sir miss mr mrs ms staff
        colleague instructor chaplain bursar apprentice adult assistant worker interpreter photographer leader therapist manager invigilator chair trustee teachers lsa mdsa supply peri principal staffs workers assistants coaches tutors mentors technicians janitor cleaners cooks drivers helper helpers reader clergy priest vicar imam bursar clerk secretary matron houseparent housemaster boarding tutor lecturer trainer referee umpire lifeguard hygienist psychologist therapist doctor gp officer contractor builder plumber electrician gardener groundsman security guard bloke guy chap lady gentleman somebody exhead ceo trustees lsas hltas senco sendco ddsl hoy hod eLSA elsa ewo""",
    "blow": """hit hits hitting hurt hurts hurting slap slaps slapped slapping smack smacks smacked punch punched punches kick
        kicked kicks beat beats beaten beating belt belts thump thumped batter battered battering strangle strangled choke
        choked burn burnt burned burns bite bit shove shoved push pushed drag dragged grab grabbed yank yanked pin pinned
        throw threw throws shake shook pull pulled twist twisted pinch pinched flick flicked restrain restrained manhandled
        whack whacks bash bashed attack attacked assault assaulted abuse abused abusing hurted hitted wallop clip clipped struck strike strikes striking knocked knock cuffed clobbered whipped whip whips kicked kneed headbutted tripped shoving squeezed squeeze squeezes squeezing jabbed poked pokes poking prodded wrestled tackled hauled hurled hurls lashed lashes slammed slams pounded smacking whacked thumps batters beats caned paddled bruised crushed stamped stamps stabbed stab stabs suffocated smothered scalded electrocuted gripped grips seized snatched restraint restraining held hold holds holding sat strapped tied gagged taped hits yanks yanking dragging grabs grabbing pulling shaking swung swings swing""",
    "touch": """touch touches touched touching kiss kissed kisses grope groped rape raped stroke strokes stroked hug hugs hugged
        cuddle cuddles tickle tickles molested sexual sexually naked nude nudes nudity indecent explicit inappropriate
        inappropriately creepy flirt flirting flirts fancies sexy grooming groomed groom privates lap knee undress fondled fondles fondling pats patted rubbed rubs rubbing massaged massages massaging caressed groping molests molesting kissing hugging stroking nibbled licked licks bum boobs breasts breast crotch genitals penis vagina underwear knickers bra topless stripped strip sex rapes raping porn pornography masturbating aroused romantic intimate relationship affair dating lover crush fancied sexting perv pervert pervy leering leers leer ogling ogles stares staring stared winked winks winking lewd suggestive innuendo sleazy handsy seductive darling babe gorgeous hot fit legs skirts""",
    "mark": """bruise bruises bruised bruising mark marks cut cuts cutting scar scars scratches burnmarks welt welts handprint
        injury injuries bleeding blood swollen limping limp flinch flinched flinches lump lumps gash gashes burnt blisters fracture broken concussion concussed sores sore scab scabs stitches wounds wound cutmarks ligature battered unexplained""",
    "body": "arm arms leg legs neck face back wrist wrists thigh thighs cheek ear shoulder bottom bum chest ribs stomach hair collar",
    "fear": """scared frightened afraid terrified petrified fear crying cried cry sobbing shaking begged begging upset tears worried
        worry uneasy uncomfortable concerned panicking distressed anxious nervous flinches cower cowers cowering hides hiding hid dread dreads dreading trembling trembled froze frozen panic panicked panics sobs wept weeping quiet withdrawn tearful hysterical screaming pleading pleaded unsafe danger dangerous threatened threatens threatening threat threats""",
    "death": "suicide suicidal kill killing killed die dying dead death overdose overdosed tablets pills ligature hang alive goodbye dies noose rope hanging bridge jump jumped jumping pointless worthless goodbye bleach paracetamol razor end ending selfharm harming harmed cutting",
    "home": "home house bedroom bed room night nights weekend bath shower flat kitchen garage shed attic sofa hostel refuge placement sleepover weekends evening evenings overnight",
    "told": """said says told tells saying telling disclosed discloses disclosure whispered wrote drew confided admitted mentioned
        described opened revealed shared claims claimed reported reports""",
    "gone": "missing ran run runaway absconded vanished disappeared unaccounted lost whereabouts escaped wandered left fled unaccounted unseen disappear bolted absent",
    "risky": "knife blade drugs weed gang county lines dealing machete weapon acid isis extremist runner cuckooed blades knives shank zombie gun firearm airgun bb grenade bomb bombs explosives stabbing robbery robbed mugged trafficking trafficked exploited exploitation debt owes owed packages package stash dealer dealers crack heroin ketamine spice cannabis vape vapes cigarettes alcohol vodka drunk stoned high",
    "message": """message messages messaged messaging text texts texted texting snapchat snap instagram insta whatsapp dm dms phone
        photo photos picture pictures video selfie facebook tiktok discord messenger telegram signal whatsapps snaps snapped emails emailed email dming chat chats chatting facetime calls called online game gamer xbox playstation roblox fortnite account followed follows follower followers adds added friended likes images image photographs photographed filmed filming films recording camera""",
    "secret": "secret alone locked closed shut behind lift lifts gift gifts money flat car pub private privately secrets secretly nobody quiet hush favours favour favourite favourites treats sweets necklace jewellery present presents gift buys bought pays paid lending lent invites invited visiting visits hotel sleepover tent caravan cupboard store storeroom blinds blind curtains corridor closet locks window covered",
    "shout": "shout shouts shouted scream screamed screams swore swears swearing humiliated mocked belittles bullies bullied sarcastic names shouting yell yelled yells yelling barked barks bellowed bellows ridicules ridiculed ridicule insults insulted insulting belittled taunts taunted mocks mocking mock laughs laughed laughing sneers sarcasm stupid thick idiot fat ugly useless worthless scum animals animal feral dirty lazy slag racist racially racism homophobic slur slurs sexist demeaning degrading shamed shaming shames humiliating humiliates intimidates intimidated intimidating aggressive aggressively temper rage angry furious lost",
    "want": "hungry starving eat eaten food sleep sleeps slept floor filthy dirty smell smells neglected thin thinner skinny weight malnourished nits lice rags barefoot shoes coat coats cold freezing heating electric gas homeless evicted damp mould unwashed nappy wet soiled neglects neglect alone unsupervised unattended fend feed fed feeds",
    "now": "today tonight now yesterday morning lunchtime just afternoon earlier minutes saturday sunday",
    "me": "i me my im ive",
    "system": """policy policies procedure procedures training trained inset briefing scenario scenarios quiz poster posters leaflet
        leaflets guidance curriculum assembly assemblies lesson lessons workshop workshops template handbook flowchart toolkit
        pathway pshe rse rshe taught teach learn learned course module display displays newsletter induction protocol form forms
        unit kcsie refresher elearning webinar guide strategy polices scheme schemes plan plans planned programme session sessions talk talks slides video videos drama play story stories book books unit units quizzed scenario case cases examples example exercise exercises rule rules code conduct handbook page section paragraph annex part leaflet banner badge lanyard survey surveys questionnaire helpline charity research national law guidance duty screening""",
    "record": """log logs logged record records recorded file files filed register tracker cpoms chronology chronologies reviewed
        review reviews sampled sample minutes data figures numbers report audit followed actions outcome recording reported overview analysis analysed trends trend pattern patterns evidence signed dated missing dates entry entries spreadsheet sheet database categories tracked tracks monitored checked checks check summary summaries governors board meeting meetings""",
    "general": "all every any each anyone everyone most some several many nobody none never no always usually if would could should might may when whether how what who",
    "know": "know knows knew confident aware clear understand understood able explain name",
}  # fmt: skip
_OF: dict[str, str] = {}
for _about, _words in _ABOUT.items():
    for _one in _words.split():
        _OF.setdefault(_one, _about)  # a word is about the first thing it stands under
Weights = dict[str, dict[str, float]]


@lru_cache(maxsize=8192)
def _read(word: str) -> tuple[str, str, str]:
    """A word as it is counted, what it is about, and its beginning."""
    if word == "someone":
        return "<name>", "someone", ""
    if _YEAR.fullmatch(word):
        return "<yr>", "child", ""
    if word[0].isdigit():
        return "#", "", ""
    about = _OF.get(word, "")
    found = known(word)
    if not about and not found.english and (found.given or found.surname):
        return "<name>", "someone", ""
    return word, about, word[:_STEM] if len(word) >= _STEM else ""


def seen_in(text: str) -> set[tuple[str, str]]:
    """What is seen in one reading of a text in small letters: each a kind and a value."""
    words = [_read(word) for word in _WORD.findall(_MASK.sub(" someone ", text))]
    found: set[tuple[str, str]] = set()
    for word, about, stem in words:
        found.add(("w", word))
        if about:
            found.add(("about", about))
        if stem:
            found.add(("stem", stem))
    for (one, about, _), (two, about2, _) in pairwise(words):
        found.add(("two", f"{one} {two}"))
        found.add(("mix", f"{about or one} {about2 or two}"))
    for (one, about, _), (two, about2, _) in zip(words, words[2:], strict=False):
        found.add(("skip", f"{about or one} {about2 or two}"))
    for (one, about, _), (two, about2, _), (three, about3, _) in zip(words, words[1:], words[2:], strict=False):
        found.add(("three", f"{about or one} {about2 or two} {about3 or three}"))
    abouts = list(dict.fromkeys(about for _, about, _ in words if about))
    found.update(("order", f"{one}>{two}") for one, two in combinations(abouts, 2))
    found.update(("pair", "+".join(sorted(two))) for two in combinations(abouts, 2))
    first = next((about or word for word, about, _ in words), "")
    found.add(("first", first))
    return found


@lru_cache(maxsize=1)
def _models() -> dict[str, Weights]:
    packed = files("bot.privacy").joinpath("data/concerns.json.gz").read_bytes()
    found: Any = json.loads(gzip.decompress(packed))
    return found["weights"]  # type: ignore[no-any-return]


def readings(text: str) -> Iterator[str]:
    """Each sentence, and each two that follow one another: a worry may begin in one and end in the next."""
    sentences = [one[:_FAR] for one in _SENTENCE.split(text) if one.strip()]
    yield from sentences
    for one, other in pairwise(sentences):
        yield f"{one} {other}"


def alarms(text: str) -> dict[Concern, float]:
    """How likely a folded text in small letters is to be each of the two concerns."""
    most = dict.fromkeys(Concern, -20.0)
    for reading in readings(text):
        seen = seen_in(reading)
        for concern, weights in _models().items():
            total = weights["bias"][""]
            for kind, value in seen:
                total += weights[kind].get(value, 0.0)
            most[Concern(concern)] = max(most[Concern(concern)], total)
    return {concern: 1 / (1 + exp(-total)) for concern, total in most.items()}
