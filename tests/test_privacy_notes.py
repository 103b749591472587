"""Reviewer notes in many hands that name nobody, and texts of the same shapes that do or must stop. All invented."""

import pytest

from bot.privacy import Audience, Clean, Interrupt, Label, Refuse, Unsure, Vocabulary, judge, quoted

OPENINGS = (
    "Ppl said the morning briefing is the best five mins of the week",
    "Chn said they like the new quiet space",
    "Tchrs want more time for handovers",
    "Wkly said by all, but minutes show every third week",
    "Mthly looks about right for this one",
    "ECTs said their mentor walked them through the script twice",
    "DDSLs told us the rota holds",
    "HoYs asked for the tracker to be simpler",
    "Three HoDs felt left out. HLTAs said the same",
    "Feels like a place where adults notice things",
    "Reads like somebody else's policy with our logo on it",
    "Sounds like the office carries most of it",
    "Works like a relay: tutor, HoY, DSL",
    "List says six deputies, wall says four",
    "Rota says Tuesdays are covered",
    "- Tracker showed two gaps in May",
    "Poster looked tired, QR code dead",
    "Signage came up twice on the walk",
    "Overblocking looked at each half term with the IT lead",
    "Under-reporting came up in every group",
    "Underblocking seemed the bigger worry to governors",
    "Onboarding looks strong, less so mid year",
    "Scheduling came up again and again",
    "Cook, caretaker and cleaner all knew where the cards are",
    "Chef, receptionist and librarian had all been briefed",
    "Cleaner said her induction was in her first hour",
    "Bursar told us the SCR is hers to keep",
    "Put the DSL and the IT lead in one room for an hour each half term",
    "Ask the head to sit in on one",
    "Pair the DSL with a trust colleague",
    "Invite the governor to see a live test",
    "Sampled the DSL's diary, two hours a week held",
    "Watched the receptionist badge four visitors in",
    "Followed the site manager round at dusk",
    "Swap the deputy in for one meeting a month",
    "Sadly the DSL was out, so met two deputies",
    "Apparently the head chairs it",
    "Unlike the DSL, deputies have no set time",
    "Alongside the SENCO she keeps one list",
    "1. Invigilators said they were briefed",
    "2) Tutees said form time is calm",
    "* Grandparents told us the gate is friendly",
    "Good. Nicer in KS2, said the deputy. Buddies said hello at once",
    "Follow-up showed the gap had closed",
    "Sign-in looked slick",
    "Feedback to Reception staff is quick",
    "Supervision in Y9 team is monthly",
    "Safeguarding Supervision said to be the best hour of the month",
    "Governors hear it first. Colleagues loved the one pager",
)
ABBREVIATED = (
    "12 pupil RAs sampled, all in date",
    "Five child PEPs read, four with the child's own words",
    "staff DBSs renewed on time",
    "Year 9 EHCPs were in the folder",
    "pupil SEND plans link to the log",
    "met DDSLs and HoYs at lunch",
    "People who miss INSET get a catch up in the same week",
    "Anyone on leave may miss briefings so slides go on Teams",
    "staff who miss KCSIE training are chased by HR",
    "those who miss Level 3 are booked on the next one",
    "Easy to miss the sign on the north gate",
    "part timers never miss twilights now",
    "cleaners miss inset as they start at three",
    "near miss logged and talked through with site staff",
    "we might miss ASSEMBLY on Fridays",
)
TOPICS = (
    "Support staff last heard about vaping in June, and hear first from pupils what is going round",
    "Lunch team were last briefed about vaping and gambling in Sept, caretaker too",
    "Tutors get a page on things like vaping, drinking and money",
    "Curriculum is bent to what the DSL says matters most here, such as vaping",
    "The nurse covers vaping in Y8 and alcohol in Y10",
    "Head listens to what the council raised, including vaping and smoking near the gate",
    "TAs asked for a session on vaping",
    "the deputy who did the harmful sexual behaviour course now sits with HoYs each Monday",
    "One DDSL has done the sexual violence and harassment training, cook has not",
    "The chair had read the sexual abuse policy before the visit",
    "Two teachers lead the sexual health unit with the nurse",
    "Teachers last had a refresher on sexual harassment in spring",
    "Head keeps the racist incident survey on one page",
)
STARTS = (
    "Monday sheet shows who is kicking off and tutors ring every home",
    "Y9 list says which child is kicking off, tutor rings home because it works",
    "the tutor said Y8 kick off more after lunch, so duty doubled",
    "review kicked off with pupils in a circle, teacher sat out",
    "Term kicks off with a home call for every Y7",
    "HoY can see if a boy is kicking off and home gets a call the same night",
)
PAPERS = (
    "voice of child missing in three of nine",
    "Good chronologies. Voice of the child is often missing",
    "views of the pupil missing",
    "pupil voice missing from the plan",
    "Child signature missing",
    "Y9 data missing for two weeks",
    "2 of 10: child consent form was missing",
    "One pupil file missing a date, child's page also missing",
    "the wishes of the child were missing on two forms",
)


def test_a_note_about_how_a_school_works_is_let_through_but_for_one_in_twenty() -> None:
    texts = OPENINGS + ABBREVIATED + TOPICS + STARTS + PAPERS
    stopped = [text for text in texts if judge(text, Vocabulary(), Audience.TEAM) != Clean()]
    assert len(stopped) <= len(texts) // 20, stopped


PEOPLE = (
    ("Put Zebedee in Y8 for a week", "Zebedee"),
    ("Watched Wilhelmina in Y9 at lunch", "Wilhelmina"),
    ("Zebedee said the briefing is good", "Zebedee"),
    ("Harding looked tired in the meeting", "Harding"),
    ("Keating came in late", "Keating"),
    ("Thimbling said it was fine", "Thimbling"),
    ("Fatima, caretaker and cleaner, knew", "Fatima"),
    ("Cook Plumtree, caretaker", "Plumtree"),
    ("Thimblina the DSL and the IT lead met", "Thimblina"),
    ("Ahmed the caretaker has the keys", "Ahmed"),
    ("Glynn said the gate sticks", "Glynn"),
    ("James knows the list", "James"),
    ("Wilhelmina and Zebedee like the club", "Wilhelmina"),
    ("12 RAs sampled, pupil Zebedee had none", "Zebedee"),
    ("spoke to miss plumtree about inset", "miss plumtree"),
    ("spoke to miss SMITH about inset", "miss SMITH"),
    ("Miss YOUNG holds the list", "Miss YOUNG"),
    ("People who like Miss Plumtree miss INSET", "Miss Plumtree"),
    ("those who miss Plumtree's club, pupil Zebedee too", "Zebedee"),
    ("staff said Miss Young was off", "Miss Young"),
)


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_a_person_in_the_same_place_is_still_seen(text: str, name: str) -> None:
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse | Unsure)
    assert {span.label for span in verdict.spans} == {Label.PERSON}
    assert any(name in words for words in quoted(text, verdict.spans))


ALLEGATIONS = (
    "TA was vaping behind the bins with two Y10s",
    "caretaker hangs about smoking by the girls' changing room",
    "the driver vapes in the van with the pupils",
    "the coach told pupils about drinking with them at his flat",
    "the tutor jokes about porn with the boys",
    "Staff know about vaping by the cover teacher and did nothing",
    "a TA was caught drinking on the trip",
    "deputy who did the harmful sexual behaviour course has been messaging a pupil",
    "the coach made sexual comments to girls on a course",
    "the TA showed harmful sexual behaviour towards a boy",
    "supply teacher kicked off at a Y7 boy and called him stupid",
    "the teacher kicked a boy off his chair",
    "TA kicked off the chair of a pupil in Y3",
)
LIVE = (
    "child missing since lunch",
    "voice of child missing, and the child missing since break",
    "police gave details of child missing from home",
    "Y9 girl missing right now",
    "boy on a plan missing from class and nobody has seen him",
    "she said dad is kicking off at home and hits her",
    "child told us mum's boyfriend kicks off every night at home and she hides",
    "pupil said his brother kicked him in the face at home",
    "a pupil told me about smoking crack with her uncle",
    "little lad told us about vaping and that dad hits him",
    "child is missing",
    "end his life is what he wrote on the slip, Y9 boy",
    "Y8 pupil missing, he was in at nine",
)


def test_a_worry_in_the_same_words_still_stops_all_but_one_in_ten() -> None:
    worries = (*ALLEGATIONS, *LIVE)
    let_through = [text for text in worries if not isinstance(judge(text, Vocabulary(), Audience.TEAM), Interrupt)]
    assert len(let_through) <= len(worries) // 10, let_through
