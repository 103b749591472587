"""A child in trouble now stops everything: wordings in many hands, all invented."""

import pytest

from bot.privacy import Audience, Concern, Interrupt, Vocabulary, Waiver, judge

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
    "his father has been thumping him",
    "kid says nan whacks him with a slipper",
    "she showed me scars all up her arm, fresh ones",
    "Yr 5 girl, bruise on cheek shaped like a hand, mum says fell off bike",
    "he doesnt feel safe with his dad",
    "boy wet himself when told mum's partner was picking up",
    "I think she's being groomed",
    "Just been told by a Y7 that an older cousin makes her do things",
    "she's told her friend she's going to jump off the bridge",
    "He wants to die.",
    "pupil overdosed in toilets ambulance called",
    "there's something going on at home, she said daddy does bad things to her at night",
    "one of the lads showed us a knife in his sock",
    "Girl, 13, staying at her boyfriend's flat, he is 22",
    "mum drunk at pick up, drove off with the kids",
    "found a note in the worry box: please help me he hits my mum",
    "worry box slip says 'my uncle comes in my room'",
    "A boy in the focus group became upset and said his step father strangled his mother last night",
    "little girl said her private parts hurt because grandad touched them",
    "He told us that he's being made to hold packages for older lads",
    "pupil has not been seen since Tuesday and police have not been told",
    "she has lost a lot of weight, says mum wont let her eat",
    "Reception child came in with cigarette burns",
    "student being blackmailed over nudes",
    "They said they get hit",
    "when we asked about home he went quiet and said I'm not allowed to say",
    "said if she goes home tonight her brothers will kill her",
    "she thinks her parents are going to send her to Pakistan to get married",
    "Boy told me that he was locked in his bedroom all weekend without food",
    "I'm really worried about a child I've just spoken to",
    "a pupil told me something that needs passing on today",
    "child says daddy smacks me with the belt",
    "pupil told me he hears mum being beaten up most nights",
    "year 3 told the TA their foster carer pulls their hair",
    "she has been self harming on her thighs",
    "he tried to hang himself on sunday",
    "I am worried that this child is not safe",
)


@pytest.mark.parametrize("text", LIVE)
def test_a_child_in_trouble_now_stops_everything(text: str) -> None:
    assert isinstance(judge(text, Vocabulary(), Audience.TEAM), Interrupt)


@pytest.mark.parametrize("text", LIVE)
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
