"""Structured identifiers: what is seen, how surely, and what only looks like one. Every value is invented."""

import pytest

from bot.privacy import Audience, Certainty, Clean, Label, Refuse, Unsure, Vocabulary, Waiver, judge, quoted

SURE = (
    ("UPN H801200001001 not on the list", Label.UPN, "H801200001001"),
    ("temporary one G80120000101A seen", Label.UPN, "G80120000101A"),
    ("wrong letter Z801200001001 typed", Label.UPN, "Z801200001001"),
    ("written as H 801 2000 01001 on the folder", Label.UPN, "H 801 2000 01001"),
    ("h801200001001 in small letters", Label.UPN, "h801200001001"),
    ("a letter for an O: H8O12OOOO1OO1", Label.UPN, "H8O12OOOO1OO1"),
    ("nhs no 943 476 5919 on the wall", Label.NHS, "943 476 5919"),
    ("943 476 5919 with no word beside it", Label.NHS, "943 476 5919"),
    ("NHS number 9434765910, wrong check digit", Label.NHS, "9434765910"),
    ("ULN 1234567890 in a file name", Label.ULN, "1234567890"),
    ("ni number AB 12 34 56 C on a note", Label.NINO, "AB 12 34 56 C"),
    ("AB123456C in the tray", Label.NINO, "AB123456C"),
    ("ring her on 07700 900123", Label.PHONE, "07700 900123"),
    ("office has +44 7700 900 456", Label.PHONE, "+44 7700 900 456"),
    ("(020) 7946 0991 for gran", Label.PHONE, "(020) 7946 0991"),
    ("landline 01632-960177", Label.PHONE, "01632-960177"),
    ("0 7 7 0 0 9 0 0 1 2 3 spelled out", Label.PHONE, "0 7 7 0 0 9 0 0 1 2 3"),
    ("mail to wim.pimble@example.com", Label.EMAIL, "wim.pimble@example.com"),
    ("wim.pimble (at) example.com", Label.EMAIL, "wim.pimble (at) example.com"),
    ("lives in LS11 9QX now", Label.POSTCODE, "LS11 9QX"),
    ("moved from m14 5rt", Label.POSTCODE, "m14 5rt"),
    ("dob 17/03/2014", Label.DOB, "17/03/2014"),
    ("d.o.b. 9.6.11", Label.DOB, "9.6.11"),
    ("born on the 1st of May 2013", Label.DOB, "1st of May 2013"),
    ("date of birth: 2010-12-02", Label.DOB, "2010-12-02"),
    ("pupil DOB 050312", Label.DOB, "050312"),
    ("her birthday is 28 October", Label.DOB, "28 October"),
    ("27b Station Road was empty", Label.ADDRESS, "27b Station Road"),
    ("car reg AB12 CDE outside", Label.PLATE, "AB12 CDE"),
    ("insta wim_pimble_08 seen", Label.HANDLE, "wim_pimble_08"),
    ("DBS certificate number 001623459987", Label.CASE_ID, "001623459987"),
    ("passport 533401372 left out", Label.CASE_ID, "533401372"),
)
ASKED = (
    ("nine four three, two double one, six oh five eight is on the wall, nhs", Label.NHS, "nine four three"),
    ("a voice called qorlo#4471 on it", Label.HANDLE, "qorlo#4471"),
    ("it came off qorlo.zx12 at break", Label.HANDLE, "qorlo.zx12"),
    ("exam list has 8126650347 only", Label.ULN, "8126650347"),
    ("as told: 4th of the 6th two thousand and fourteen", Label.DOB, "4th of the 6th two thousand and fourteen"),
    ("parked on the zigzags, lb70vfn again", Label.PLATE, "lb70vfn"),
    ("BRP ZX4471093 scanned", Label.CASE_ID, "ZX4471093"),
    ("concern 118842 still open", Label.CASE_ID, "118842"),
    ("letter for The Bungalow, 3 Station Approach", Label.ADDRESS, "The Bungalow, 3 Station Approach"),
    ("J W 3 3 9 1 0 4 B on the sickness note", Label.NINO, "J W 3 3 9 1 0 4 B"),
)
CLEAN = (
    "A-7.3 and A-9.2.a were walked, P-2.1 next",
    "10 of 12 sampled, 118 of 120 trained, 112/118 confirmed",
    "Visit on 14/09/2025 at 9.30, next on 2 December 2025",
    "The policy was reviewed on 03.10.25 and goes to board 2 Dec",
    "Version 3.2.1, ISO 27001, section 128, URN 136912",
    "Budget 12,500 in 2025 2026 and 15,000 in 2026 2027",
    "Childline 0800 1111 and 0808 800 5000 on every door",
    "Rooms B12, C4; Y9 and KS2 3rd set; M25 trip",
    "Call 101 or 999, extension 204",
    "invoice 1234567890 was paid, order 4112087736 was not",
    "Attendance 94.6 against 93.2, rooms 101 102 103",
    "Pupils born in the summer term settle well",
    "It is 2 way radio, 3 lane road, 4 court hall",
)
ODD = {
    "zero width": "H8\u200b01200\u2060001001",
    "fullwidth": "Ｈ８０１２００００１００１",
    "thin and no-break spaces": "H801\u2009200\u00a0001\u202f001",
    "odd dashes": "H801\u2011200\u2013001\u2212001",
    "Cyrillic letter": "\u041d801200001001",
    "mathematical digits": "H𝟠𝟘𝟙𝟚𝟘𝟘𝟘𝟘𝟙𝟘𝟘𝟙",
    "Arabic-Indic digits": "H٨٠١٢٠٠٠٠١٠٠١",
    "soft hyphens": "H801\u00ad2000\u00ad01001",
    "combining marks": "H8\u03360120\u0336000100\u03361",
    "a tab and a line end": "H801\t2000\n01001",
}


@pytest.mark.parametrize(("text", "label", "words"), SURE)
def test_a_structured_identifier_is_refused_and_quoted_as_typed(text: str, label: Label, words: str) -> None:
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert (label, Certainty.SURE) in {(span.label, span.certainty) for span in verdict.spans}
    assert words in quoted(text, verdict.spans)
    assert words not in verdict.rewrite


@pytest.mark.parametrize(("text", "label", "words"), ASKED)
def test_what_is_dictated_spaced_or_named_by_its_shape_alone_is_seen(text: str, label: Label, words: str) -> None:
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Unsure | Refuse)
    assert label in {span.label for span in verdict.spans}
    assert any(words in shown or shown in words for shown in quoted(text, verdict.spans))


@pytest.mark.parametrize("text", CLEAN)
def test_numbers_of_a_school_day_are_clean(text: str) -> None:
    assert judge(text, Vocabulary(), Audience.PUBLIC) == Clean()


@pytest.mark.parametrize("trick", ODD)
def test_odd_characters_hide_nothing_and_the_span_is_what_was_typed(trick: str) -> None:
    text = f"on the é list: {ODD[trick]} again"
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert quoted(text, verdict.spans) == (ODD[trick],)
    assert verdict.rewrite == "on the é list: [UPN removed] again"


def test_ten_bare_digits_that_pass_the_check_are_asked_about() -> None:
    verdict = judge("seen: 9434765919 on a form", Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Unsure)
    assert [span.label for span in verdict.spans] == [Label.NHS]


def test_no_answer_and_no_vocabulary_lets_a_structured_identifier_past() -> None:
    vocabulary = Vocabulary(frozenset({"h801200001001", "07700 900123"}))
    for text in ("H801200001001", "07700 900123"):
        assert isinstance(judge(text, vocabulary, Audience.TEAM, frozenset(Waiver)), Refuse)


def test_a_date_beside_a_pupil_number_is_masked_too() -> None:
    verdict = judge("export row 04/11/2012, H801200001001", Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert verdict.rewrite == "export row [date of birth removed], [UPN removed]"
