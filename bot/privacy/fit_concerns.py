"""Learn what reads like a worry, from our own texts alone. Build step only.

Two readers that err in different ways: weights over words, from sentences, and nets over what words are like, from texts.
"""

from collections.abc import Sequence

from bot.privacy.alarm import Weights, readings, seen_in
from bot.privacy.concerns_made import filled, made, told
from bot.privacy.fit_reader import Example, taught
from bot.privacy.learning import SEED, learn, write, write_nets
from bot.privacy.reader import FILE
from bot.privacy.verdict import Concern


def words_of(examples: Sequence[Example]) -> Weights:
    """Weights over words; of what is no worry each sentence counts, of a worry only the whole."""
    found = [
        (reading, one.concern is not None, one.weight)
        for one in examples
        for reading in ([one.text] if one.concern else readings(one.text))
    ]
    return _learned([text for text, _, _ in found], [one for _, one, _ in found], [weight for _, _, weight in found])


def _learned(texts: Sequence[str], wanted: Sequence[bool], weigh: Sequence[float]) -> Weights:
    rows = [{f"{kind}\t{value}": 1.0 for kind, value in seen_in(text)} for text in texts]
    return learn(rows, wanted, weigh, 0.6)


def which_of(examples: Sequence[Example]) -> Weights:
    """Weights that tell a worry about an adult from one about a child."""
    found = [one for one in examples if one.concern]
    adult = [one.concern is Concern.ADULT_ALLEGATION for one in found]
    return _learned([one.text for one in found], adult, [one.weight for one in found])


def fit_concerns() -> None:
    """Learn both and write them down."""
    by_hand, ours = told(), made(SEED)
    recipe = {"seed": SEED, "texts": len(by_hand) + len(ours)}
    both = [*ours, *by_hand]
    write("concerns.json.gz", {"recipe": recipe, "weights": words_of(both), "adult": which_of(both)})
    write_nets(FILE, *taught([*filled(SEED), *by_hand]))
