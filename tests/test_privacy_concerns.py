"""What stops everything, and what does not: wordings in many hands, all invented."""

import pytest

from bot.privacy import Audience, Clean, Concern, Interrupt, Vocabulary, Waiver, judge

LIVE = (
    "Y4 boy told me his dad hits him when he's been drinking",
    "pupil says she is being hurt at home, mum's boyfriend",
    "scared to go home tonight, wont say why",
    "She said she doesn't want to go home because of what happens there.",
    "unexplained bruises on both arms, says she fell",
    "Child in reception has finger marks on neck",
    "girl in Y10 told us she has been cutting herself again",
    "he said he wants to kill himself and has a plan",
    "Year 11 pupil has run away from placement, nobody has heard from her",
    "boy missing right now, not in lesson since break",
    "she disclosed to me just now that her uncle touches her",
    "not safe to go home, she begged me to stay",
    "so i was on the corridor and this little lad come up to me and he says my stepdad locks me in the garage when im naughty",
    "told me that dad hits her with a belt",
    "pupl said she is gettin hit at home by her mum",
    "Child B told her TA she is being abused by a cousin",
    "At risk tonight - dad has just been released and is collecting",
    "Student disclosed sexual abuse this morning, DSL off site",
    "he keeps saying he doesnt want to be here anymore",
    "Y9 girl says a 24 year old man she met online wants to meet her after school",
    "Pupil told us she has sent naked pictures to someone and they are threatening to share them",
    "she took an overdose at the weekend and has told no one else",
    "a child whispered that nobody feeds him and he hasn't eaten since yesterday",
    "says he sleeps in the car with mum since they were thrown out of the house last night",
    "Y8 lad has a knife in his bag today, two friends told me",
    "girl is being taken to Somalia next week to be cut, she is terrified",
    "told a reviewer that her brother hurts her at night",
    "black eye and a split lip, wouldn't say how",
    "burn marks on his legs, looked like cigarette",
    "During pupil voice one of the group said that she is not safe at home and asked us not to tell.",
    "slef harming again, cuts on her wrists seen in PE",
    "she told me she was raped on saturday",
    "one girl says shes pregnant and her boyfriend hits her",
    "He said that older boys make him carry drugs for them",
    "frightened of her stepdad, she cried when home time came",
    "dissclosed to me that mum slaps him",
    "he is going to stab someone after school, he told me",
    "Child said: 'mummy hurts me when I cry'",
    "suicidal thoughts again this week, she has written a note",
    "we can't find him, he walked out of the gate at 1.15",
    "The pupil described being groped on the bus by another student",
    "Pupil confided she is being forced to marry a man abroad in July",
    "left home alone all night, she is seven",
    "little one in nursery has hand print on her leg",
    "boy crying in toilets saying his dad will batter him when he gets in",
    "She wishes she was dead, she said so twice",
    "said to me her carer beats her",
)
ADULT = (
    "Teacher grabbed a boy by the arm and dragged him out of the room",
    "TA has been messaging a pupil on Instagram",
    "the coach touches the girls when he corrects their stance",
    "member of staff seen alone with a pupil in a locked classroom",
    "Head shouted in a child's face outside my office",
    "Caretaker locked a Y3 pupil in the store cupboard as a joke",
    "I have a low-level concern about a member of staff",
    "Mr Plumtree hit a child",
    "supply teacher making sexual comments to Y11 girls",
    "staff member in a relationship with a student",
    "pupil was pushed against the wall by a teacher",
    "governor took a girl home in his own car",
    "pupils say the music teacher makes them feel uncomfortable",
    "i saw the lunchtime supervisor slap a boy on the back of the head",
    "A volunteer keeps texting pupils late at night",
    "the sports coach added several pupils on snapchat and messages them at night",
    "girls told us that the head of year stares at their legs",
    "worried about how the site manager behaves around the girls",
    "Pupil A said Miss calls him stupid in front of everyone",
    "allegation against the headteacher made by a parent, not passed on",
    "ta takes photos of the children on her own phone",
    "teacher smelt of alcohol in class this morning",
    "the cover supervisor gave a pupil a lift home and didnt tell anyone",
    "a TA restrained a pupil roughly and there is no record",
    "inapropriate relationship between a teacher and a sixth former",
    "Taxi driver has been giving a Y9 girl cigarettes",
    "he told me the tutor kissed her",
    "A colleague walks in on girls changing for PE",
    "the volunteer has favourites and sits children on his lap",
    "governer hugged a child and wouldnt let go, low level concern not logged about this governor",
)
SYSTEMS = (
    "Low-level concerns log is reviewed weekly",
    "Staff know how to report an allegation",
    "Pupils told us they feel safe",
    "Policy covers self-harm",
    "Disclosure training for all staff",
    "Staff could explain what they would do if a child said they were being hurt at home",
    "The behaviour policy sets out when staff may restrain a pupil",
    "Body maps are used for bruises and marks",
    "Allegations against staff go straight to the head, and about the head to the chair",
    "KCSIE Part 1 read and signed by all",
    "Children said they would tell a trusted adult if someone hit them",
    "all staff interviewed could name the dsl and two deputies",
    "CPOMS entries are timely, chronologies clear",
    "Missing from education procedures are well understood by the attendance team",
    "no child we spoke to had been hurt or felt unsafe",
    "The code of conduct is clear about messaging pupils and social media",
    "Self-harm pathway displayed in staffroom, ref CAMHS duty line",
    "Suicide prevention training booked for pastoral team in Nov",
    "pupils in year 9 could talk about grooming and who to tell",
    "SCR sampled, 10 of 12 sampled had all checks",
    "lovely calm corridors, adults greet children by name",
    "The gate on the north side was open at 10.40 and nobody was on it",
    "Governors ask for the number of low level concerns each term",
    "Filtering blocked a test search, alert reached DSL in 4 mins",
    "Harmful sexual behaviour toolkit used by pastoral leads",
    "Visitors are met, badged and told who the DSL is",
    "Pupils know which adults they can talk to about worries at home",
    "The staff handbook says that no adult should be alone with a child behind a closed door",
    "One to one music lessons take place in rooms with a glass panel",
    "Parents told us the school rings the same day when their child is absent",
    "Runaway and missing children guidance sits with the attendance lead",
    "Early help offer: 34 families this year, waits are short",
    "Staff have had training on bruising in non mobile babies",
    "a year 7 assembly on knife crime was led by the police officer",
    "The lead teacher for RSHE has mapped consent from Year 5 up",
    "Physical intervention is recorded, and parents are rung the same day",
    "what we heard from TAs: they know they can whistleblow, they know about NSPCC line",
    "Induction for supply includes a one page safeguarding card, seen at reception",
    "The trust reviews every allegation with HR and the LADO each half term",
    "site walk: fence repaired, CCTV covers bike sheds, lighting poor behind the hall",
    "Attendance team home visit on day three",
    "We saw pupils using the worry box without fuss",
    "ELSA room is warm and private; children choose to go there",
    "Records show the voice of the child in most files sampled",
    "Staff said that they feel confident to challenge colleagues",
    "pupils said bullying is rare and gets sorted",
    "Supervision for the DSL is monthly with an outside psychologist",
    "Trips: risk assessments on Evolve signed off by head",
    "Children were happy to talk to us about school",
    "The school gives every family a phone number for the holidays",
    "teachers use the agreed script when a pupil discloses",
    "MASH referrals are followed up within 48 hours, escalation used twice",
    "Students said the online safety lessons are about real situations",
    "The head meets the DSL every week and minutes are kept",
    "Child-on-child abuse is named in the behaviour policy and in the RSHE plan",
    "Staff told us they would report a colleague who crossed a line",
    "Reviewed three anonymised files. All had chronologies. One lacked a date",
    "There is a rota for the gate, headteacher there each morning saying hello to pupils by name",
    "Prevent risk assessment dated, actions have owners",
    "PEPs are up to date and the designated teacher knows each child well",
    "Pupils are taught that their body belongs to them, NSPCC Pants resources seen in KS1",
    "excellent: year 6 buddies look out for new children at lunch",
    "Ext doors push bar tested; back gate code changed termly",
    "teacher greeted every child at the door",
    "Mental health first aiders named on posters in every corridor",
    "Staff use Teams to message pupils about homework through school accounts only",
)


@pytest.mark.parametrize("text", LIVE)
def test_a_child_in_trouble_now_stops_everything(text: str) -> None:
    assert isinstance(judge(text, Vocabulary(), Audience.TEAM), Interrupt)


@pytest.mark.parametrize("text", ADULT)
def test_an_allegation_about_an_adult_stops_everything(text: str) -> None:
    assert judge(text, Vocabulary(), Audience.TEAM) == Interrupt(Concern.ADULT_ALLEGATION)


@pytest.mark.parametrize("text", SYSTEMS)
def test_how_a_school_works_is_let_through(text: str) -> None:
    assert judge(text, Vocabulary(), Audience.TEAM) == Clean()


@pytest.mark.parametrize("text", LIVE + ADULT)
def test_about_systems_lets_the_writer_go_on(text: str) -> None:
    assert not isinstance(judge(text, Vocabulary(), Audience.TEAM, frozenset({Waiver.ABOUT_SYSTEMS})), Interrupt)


@pytest.mark.parametrize("text", LIVE[:8])
def test_capitals_and_odd_characters_do_not_hide_a_concern(text: str) -> None:
    assert isinstance(judge(text.upper(), Vocabulary(), Audience.TEAM), Interrupt)
    assert isinstance(judge(text.replace("e", "e\u200b"), Vocabulary(), Audience.TEAM), Interrupt)


def test_a_concern_in_the_middle_of_a_long_note_is_seen() -> None:
    good = "Displays are current and staff know the procedure. "
    text = good * 20 + "She told me her dad hits her. " + good * 20
    assert judge(text, Vocabulary(), Audience.TEAM) == Interrupt(Concern.LIVE_CONCERN)


def test_a_name_does_not_keep_a_concern_from_being_seen() -> None:
    text = "Zebedee Quillfeather in Y4 hit by his stepdad"
    assert isinstance(judge(text, Vocabulary(), Audience.PUBLIC), Interrupt)
