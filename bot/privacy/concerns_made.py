"""Texts to learn worries from: our own wordings of them and of how a school works, their slots filled. Build step only."""

import json
import re
from collections.abc import Iterator
from random import Random

from bot.privacy.alarm import readings
from bot.privacy.folding import fold
from bot.privacy.notes_made import Notes
from bot.privacy.our_texts import lines, of_frameworks
from bot.privacy.verdict import Concern

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


def examples(seed: int) -> list[tuple[str, Concern | None, float]]:
    """Each text with the concern it is and how much it counts."""
    random = Random(seed)
    notes = Notes(seed)
    found: list[tuple[str, Concern | None, float]] = []
    found += [(text, Concern.LIVE_CONCERN, 1.0) for text in _made(random, "live.txt", 14)]
    found += [(text, Concern.ADULT_ALLEGATION, 1.0) for text in _made(random, "adults.txt", 14)]
    found += [(text, None, 1.0) for text in _made(random, "systems.txt", 12)]
    found += [(made.text, None, 1.0) for name in ("people.txt", "nobody.txt") for made in notes.made(name, 4)]
    found += [(made.text, None, 1.0) for made in notes.initials(1)]
    # A note made safe must not read like a worry because it speaks of a pupil now.
    found += [
        (notes.fill(_PERSON.sub(lambda _: random.choice(_MASKS), line)).text, None, 1.0)
        for line in lines("people.txt")
        for _ in range(2)
    ]
    for line in _judged():
        row = json.loads(line)
        if row["expect"] != "clean":
            found.append((row["text"], Concern(row["expect"]), 4.0))
    return found + [(reading, None, 1.5) for text in _clean() for reading in readings(fold(text).text.lower())]


def _judged() -> list[str]:
    return [*lines("kinds.jsonl"), *lines("worries.jsonl")]


def _clean() -> list[str]:
    rows = [json.loads(line) for line in _judged()]
    ours = [*lines("clean.txt.gz"), *lines("lent.txt.gz"), *of_frameworks()]
    return [*(row["text"] for row in rows if row["expect"] == "clean"), *ours]
