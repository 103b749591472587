"""Texts to learn worries from: our own wordings of them and of how a school works, their slots filled. Build step only."""

import json
import re
from collections.abc import Iterator
from random import Random

from bot.privacy.fit_reader import Example
from bot.privacy.folding import fold
from bot.privacy.notes_made import Notes
from bot.privacy.our_texts import HANDS, lines, of_frameworks
from bot.privacy.verdict import Concern

_JUDGED = ("kinds.jsonl", "worries.jsonl")
_HANDS = tuple(f"{kind}_{hand}.jsonl" for hand in HANDS for kind in ("told", "hand"))
_MARKED = ("marked.jsonl", "marked_more.jsonl")
_WORRY = 4.0  # how much a worry counts, and what is none
_WEIGHTS = {"near_interrupt": 3.0, "clean_hard": 1.5, "clean_ordinary": 1.5, "worries": 3.0, "small_number": 1.0}
# Marked for the names in them, and a worry one could well tell somebody.
_MAY_BE_ONE = (
    "just been in the pru, ethan",
    "walked the field w the site man",
    "been round the kitchen its clean",
    "lunch queue calm. one kid",
    "kseniia joined",
    "y2 boy fabian",
    "her words, via me",
    "counsellor gives out her own",
    "marek (night porter)",
    "the lady fatima",
    "dovydas",
    "saw ravi asleep",
    "ayaan warsame no coat",
    "in the corridor heard a ta shout",
    "nursery manager calls them all darling",
    "the chaplain fr kowalczyk",
    "pav the it tech",
)
_SLOT = re.compile(r"\{([A-Z]+)\}")
_FILL = {
    "C": """a Y4 boy;a year 9 girl;a pupil;one pupil;a child;a child in reception;one of the girls;a lad in y8;a little boy;a little
girl in nursery;a student;she;he;one boy;a young carer in Y6;a Y10;a year 7;the lad we met;a girl in the group;child A;pupil B;a kid in
y5;one of the pupils;a boy i spoke to;the girl on the tour;my tutee;a sixth former;a child with no speech;yr 3 boy;this girl;that boy;
a girl;a boy;a year 11 pupil;she;he;little one in y1;one of the twins;a year 2;a y12 student""",
    "FAM": """dad;mum;stepdad;step dad;her dad;his mum;mum's boyfriend;mums new partner;uncle;an uncle;nan;grandad;older brother;
his brother;foster carer;the foster dad;her carer;daddy;mummy;her father;his stepmum;auntie;a cousin;the lodger;mum's ex;parents""",
    "TOLD": """told me;told us;said;says;told a TA;whispered;disclosed;told her teacher;let slip;mentioned;wrote in her book;told
the dinner lady;said to me;has told a friend;confided;blurted out;told staff;told a reviewer;says to me""",
    "HIT": """hits;hit;beats;slapped;punched;kicks;smacks;hurts;has been hurting;whipped;belted;throws things at;is hitting;keeps
hitting;burned;shook;drags;choked;was hitting;threw;bit;pushes;is hurting;strangled;battered""",
    "BODY": "arm;arms;leg;neck;face;back;wrist;wrists;thigh;shoulder;cheek;ear;legs;chest;hand;bottom;stomach;collar;hair",
    "NOW": """last night;this morning;today;tonight;yesterday;every night;at the weekend;since Friday;just now;at lunch;on Sunday;
again this week;most nights;since this morning;after school;at break;when drunk;""",
    "SHE": "she;he;they",
    "HE": "she;he",
    "HER": "her;him;them",
    "HIS": "her;his;their",
    "AD": """a teacher;the teacher;a TA;the TA;the coach;a coach;the PE teacher;the caretaker;a member of staff;staff member;one of the
staff;the head;the headteacher;the deputy;a supply teacher;the music teacher;a volunteer;a governor;the cook;the site manager;a midday
supervisor;the bus driver;the taxi driver;his tutor;her tutor;form tutor;Mr Pindle;Mrs Oakham;sir;Miss;the SENCO;the DSL;the school nurse;a
trainee;the cover supervisor;learning mentor;an agency TA;the technician;a contractor;one of the teachers;the drama teacher;a peri;the
escort;an interpreter;a nursery worker;the nursery assistant;a photographer;the trip leader;the business manager;the librarian;a teaching assistant;the safeguarding lead;a therapist;the swimming teacher;an invigilator;the RE teacher;the office manager;a parent helper;a builder;our colleague;the assistant head;my line manager;a key worker;my colleague;a colleague;the sports coach;an adult at breakfast club;the counsellor;the chaplain;Mr S;a 1:1""",
    "KIDS": "pupils;the girls;girls;children;kids;boys;year 9 girls;Y4;sixth formers;students;the Y11s;the boys;year 6",
    "SYS": """Policy covers;The policy on;Training on;All staff had training on;Posters about;Assembly on;PSHE covers;RSE plan includes;
Curriculum maps;Guidance on;Leaflets about;Workshop on;Parent session on;Toolkit for;Flow chart for;Staff quiz on;Governors asked about;
Handbook has a page on;Induction includes;Protocol for;KCSIE update on;The log of;Trend report on;Minutes show discussion of;Display about;
Newsletter about;Inset on;Working group on;Risk assessment for;Scenario on;Annual survey asks about;Referrals for;Staff know the signs of;
Y8 lessons on;DSL reports on;Pathway for;Procedure for;Trust training on;NSPCC session on;Screening tool for""",
    "HARM": """self-harm;suicide;child sexual abuse;grooming;domestic abuse;neglect;bruising;knife crime;county lines;nudes;sexual
harassment;child on child abuse;bullying;FGM;forced marriage;radicalisation;allegations against staff;low level concerns;physical
restraint;disclosures;missing children;online abuse;racist incidents;drugs;alcohol;eating disorders;exploitation;hate crime;honour based
abuse;cyberbullying;sexual violence;vaping;running away;children who go missing;private messages to pupils;staff conduct;positive
handling;emotional abuse;sexting;weapons;gangs;violence at home;sharing images;harmful sexual behaviour;body image;consent;
children being hurt;pupils being touched;intimate care;touch;lone working;online predators""",
    "STAFF": """staff;all staff;TAs;the teachers we met;lunchtime staff;office staff;governors;the DSL;deputies;tutors;site staff;
the kitchen team;two ECTs;heads of year;supply;leaders;volunteers;the pastoral team;every adult we asked;cleaners""",
}
_PERSON = re.compile(r"\{(?:F|N|A|FS|T|S|K)\}")
_MASKS = ("Pupil A", "Pupil B", "Staff member 1", "Staff member 2", "Staff 1", "the DSL", "the headteacher", "a person")
_CHOICES = {slot: [one.strip() for one in said.replace("\n", " ").split(";")] for slot, said in _FILL.items()}


def _typed(random: Random, text: str) -> str:
    """The same words as typed in a hurry: all small, without their marks, or with a slip."""
    chance = random.random()
    if chance < 0.3:
        text = text.replace("'", "").replace(",", "")
    if chance > 0.9 and len(text) > 12:
        place = random.randrange(3, len(text) - 3)
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return " ".join(text.split())


def _made(random: Random, name: str, times: int) -> Iterator[str]:
    for line in lines(name):
        for _ in range(times if _SLOT.search(line) else max(2, times // 4)):
            yield _typed(random, _SLOT.sub(lambda slot: random.choice(_CHOICES[slot[1]]), line))


def made(seed: int) -> list[Example]:
    """Our wordings with their slots filled, and notes that name people or were made safe."""
    random = Random(seed)
    notes = Notes(seed)
    found = [Example(text, Concern.LIVE_CONCERN, 1.0) for text in _made(random, "live.txt", 10)]
    found += [Example(text, Concern.ADULT_ALLEGATION, 1.0) for text in _made(random, "adults.txt", 10)]
    found += [Example(text, None, 1.0) for text in _made(random, "systems.txt", 8)]
    found += [Example(note.text, None, 1.0) for name in ("people.txt", "nobody.txt") for note in notes.made(name, 2)]
    # A note made safe must not read like a worry because it speaks of a pupil now.
    found += [
        Example(notes.fill(_PERSON.sub(lambda _: random.choice(_MASKS), line)).text, None, 1.0)
        for line in lines("people.txt")
        for _ in range(2)
    ]
    return [one._replace(text=fold(one.text).text.lower()) for one in found]


def filled(seed: int) -> list[Example]:
    """Our wordings, once each."""
    random = Random(seed)
    ours = (("live.txt", Concern.LIVE_CONCERN), ("adults.txt", Concern.ADULT_ALLEGATION), ("systems.txt", None))
    found = [Example(text, concern, 1.0) for name, concern in ours for text in _made(random, name, 1)]
    return [one._replace(text=fold(one.text).text.lower()) for one in found]


def told(*without: str) -> list[Example]:
    """Texts by several hands, without those of some files."""
    found = []
    for name in (*_JUDGED, *_HANDS, *_MARKED):
        for row in [json.loads(line) for line in lines(name)] if name not in without else []:
            concern = Concern(row["expect"]) if row.get("expect", "clean") != "clean" else None
            if concern is None and row["text"].startswith(_MAY_BE_ONE):
                continue
            weight = _WORRY if concern else _WEIGHTS.get(row["group"], 0.7)
            found.append(Example(row["text"], concern, weight))
    found += [Example(text, None, 1.5, common=True) for text in (*lines("clean.txt.gz"), *of_frameworks())]
    found += [Example(text, None, 1.5) for text in lines("lent.txt.gz")]
    found += [Example(text, None, 6.0) for text in lines("fine.txt")]
    return [one._replace(text=fold(one.text).text.lower()) for one in found]
