"""Learn the two concerns and the hints at one person from our own texts. Build step only."""

from bot.privacy.alarm import seen_in
from bot.privacy.concerns_made import examples
from bot.privacy.folding import fold
from bot.privacy.learning import SEED, learn, write
from bot.privacy.verdict import Concern


def fit_concerns() -> None:
    """Learn the two concerns, each against all else; a text counts as it stands and each half of it does not."""
    found = examples(SEED)
    rows = [{f"{kind}\t{value}": 1.0 for kind, value in seen_in(fold(text).text.lower())} for text, _, _ in found]
    weigh = [weight for _, _, weight in found]
    weights = {concern.value: learn(rows, [one is concern for _, one, _ in found], weigh, 0.6) for concern in Concern}
    write("concerns.json.gz", {"recipe": {"seed": SEED, "texts": len(found)}, "weights": weights})
