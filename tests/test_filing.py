"""The model behind suggestions: what is shipped is what was written, and any framework can have one of its own."""

import json
import subprocess
import sys
from dataclasses import replace

from bot.cli_filing import suggestions
from bot.conversation import LONGEST_TEXT
from bot.domain.suggested import Surety
from bot.filing import fit, fitting
from bot.filing.documents import Document, field_words, notes
from bot.filing.model import Model
from bot.filing.reading import spelled_out, stem, terms, typed
from bot.filing.shipped import RECIPE, WEIGHTS, shipped
from bot.learning import model_for
from store.framework_file import CST_SPR, read
from store.shelf import Shelf

SCR = "SCR checked with the office, dates and initials against every check."


def test_the_shipped_weights_are_those_of_the_recipes_inputs() -> None:
    recipe = json.loads(RECIPE.read_text("utf-8"))
    assert recipe["inputs"] == fitting.inputs_of(fit.learnt_from(), by=fit.BY), "run: make model"
    assert shipped().inputs == recipe["inputs"]
    assert len(shipped().nodes) == recipe["nodes"] == 41
    assert WEIGHTS.stat().st_size < 3_000_000


def test_plain_notes_find_their_place_and_the_ids_are_the_frameworks() -> None:
    said = {
        "SCR sampled, 10 entries, no gaps": "A-7.3",
        "dbs not back b4 she started": "A-7.2",
        "Lockdown drill: pupils knew the signal": "A-8.1",
        "bulling on the bus not followed up": "A-11.2",
        "filtering alerts go to the DSL and are acted on": "A-10.1",
        "LADO rung the same day, low level concerns log up to date": "A-7.1",
        "back gate open at break, nobody asked for our id": "A-8.2",
        "EBSA pathway written with parents, part time timetables reviewed": "A-11.5",
    }
    assert {text: shipped().suggest(text).nodes[0].node for text in said} == said
    framework = read(CST_SPR)
    assert all(framework.has(found) for found in shipped().nodes)


def test_five_come_back_best_first_and_a_text_without_a_word_gets_none() -> None:
    found = shipped().suggest(SCR)
    weights = [one.weight for one in found.nodes]
    assert len(weights) == 5
    assert weights == sorted(weights, reverse=True)
    assert (found.surety, found.three[0], found.model) == (Surety.LIKELY, "A-7.3", shipped().name)
    assert shipped().suggest("").nodes == shipped().suggest(" \n…").nodes == ()
    assert shipped().suggest(SCR, among=frozenset({"A-2.1", "A-7.2"})).three == ("A-7.2", "A-2.1")
    assert shipped().suggest("a" * 100_000).nodes is not None


def test_jargon_and_endings_are_read_as_people_mean_them() -> None:
    assert "central" in spelled_out(typed("SCR"))
    assert stem("referrals") == stem("referral")
    assert stem("recording") == stem("records") == stem("recorded")
    assert terms(["the", "gates", "are", "locked"]) == ["gat", "lock", "gat lock"]


def test_the_fields_words_are_about_every_sub_area_and_stand_nowhere_twice_in_one() -> None:
    parts = {part.id for area in read(CST_SPR).areas for part in area.sub_areas}
    found = field_words()
    assert {one.node for one in found} == parts
    assert len(set(found)) == len(found)


def test_an_overlays_own_part_is_suggested_once_it_is_fitted_and_the_model_survives_its_bytes() -> None:
    some = [
        Document("A-7.3", "Single central record of checks"),
        Document("A-8.2", "Gates, fences and visitors at reception"),
        Document("X-1.1", "Boarding: nights, house parents, dormitories and weekends away from home"),
        Document("X-1.1", "House staff know each boarder well"),
    ]
    model = fitting.fit(some, fitting.ridge, by="test")
    again = Model.of_bytes(model.to_bytes())
    assert again.suggest("house parents on duty in the dormitories at night").three[0] == "X-1.1"
    assert again.suggest("visitors at reception").three == model.suggest("visitors at reception").three
    assert again.suggest("visitors at reception").three[0] == "A-8.2"


def test_any_framework_is_fitted_from_its_own_text_alone() -> None:
    framework = replace(read(CST_SPR), id="ours", sha256="0" * 64, areas=read(CST_SPR).areas[6:8])
    model = model_for(framework, Shelf())
    assert len(model.nodes) == 8
    assert model.suggest("the gate was open and no visitor had signed in").three[0] == "A-8.2"


def test_a_line_that_is_no_text_gets_an_error_and_the_rest_go_on() -> None:
    lines = [b'{"text": "SCR up to date"}\n', b"\xff\xfe", b"[1]", b'{"text": 3}', b"\n", b'{"text": ""}']
    first, *bad, empty = suggestions(shipped(), lines)
    assert first["suggestions"][0]["id"] == "A-7.3"  # type: ignore[index]
    assert all(set(one) == {"error"} for one in bad)
    assert empty == {"suggestions": []}


def test_numbers_are_not_imported_until_a_note_is_read() -> None:
    code = "import sys, bot.app; print(sorted({'numpy', 'sklearn', 'scipy'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "[]"


def test_the_notes_that_only_filing_learns_from_are_about_known_parts_and_stand_once() -> None:
    found, parts = notes(), {part.id for area in read(CST_SPR).areas for part in area.sub_areas}
    assert {one.node for one in found} == parts
    assert len({one.text.casefold() for one in found}) == len(found)
    assert all(one.text == " ".join(one.text.split()) and len(one.text) <= LONGEST_TEXT for one in found)
