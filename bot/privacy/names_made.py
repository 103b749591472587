"""Names to learn from: common and rare ones, dictionary words, and made-up ones that no list holds. Build step only."""

import gzip
from importlib.resources import files
from random import Random

_HERE = files("bot.privacy")
_STARTS = "b br c ch d dr f g h j k kl l m n p ph q r s sh st t th tr v w y z".split()  # noqa: SIM905
_MIDDLES = "a e i o u ai ee oo ia ou ey au".split()  # noqa: SIM905
_ENDS = "n l r s th m ck tt nd sh na la ra ya ka sha lyn den ton by ley son wicz ski ova ina esh deep jit eem aan u o a".split()  # noqa: SIM905
_TITLES = ("Mr", "Mrs", "Miss", "Ms", "Dr", "Mr", "Mrs", "Ms")


class Names:
    """Draws names: common and rare ones, dictionary words, and made-up ones that no list holds."""

    def __init__(self, random: Random) -> None:
        self.random = random
        rows = gzip.decompress(_HERE.joinpath("data/words.txt.gz").read_bytes()).decode().splitlines()
        split = sorted((word, kind) for word, _, kind in (row.partition(" ") for row in rows))
        plain = [(word, kind) for word, kind in split if kind[2] == "0" and len(word) > 1]
        self._given = {n: [w for w, kind in plain if kind[0] == str(n) and len(w) > 2] for n in (1, 2, 3)}
        self._surnames = {n: [w for w, kind in plain if kind[1] == str(n)] for n in (1, 2)}
        self._worded = [w for w, kind in split if kind[0] == "3" and kind[2] in "123456"]
        self._worded_surnames = [w for w, kind in split if kind[1] == "2" and kind[2] in "123456"]
        self.places = [w for w, kind in split if kind[3] == "1" and kind[2] == "0" and len(w) > 4]

    def _made_up(self) -> str:
        pick = self.random.choice
        word = (
            pick(_STARTS)
            + pick(_MIDDLES)
            + (pick(_STARTS) + pick(_MIDDLES) if self.random.random() < 0.6 else "")
            + pick(_ENDS)
        )
        return word.capitalize()

    def given(self) -> str:
        chance = self.random.random()
        if chance < 0.12:
            return self._made_up()
        if chance < 0.28:
            return self.random.choice(self._worded).capitalize()
        level = 1 if chance < 0.44 else 2 if chance < 0.7 else 3
        word = self.random.choice(self._given[level])
        if self.random.random() < 0.04:
            word = f"{word}-{self.random.choice(('may', 'rae', 'rose', 'jade', 'lee', 'ann', 'grace', 'james'))}"
        return "-".join(part.capitalize() for part in word.split("-"))

    def surname(self) -> str:
        chance = self.random.random()
        if chance < 0.12:
            return self._made_up()
        if chance < 0.28:
            return self.random.choice(self._worded_surnames).capitalize()
        word = self.random.choice(self._surnames[1 if chance < 0.5 else 2]).capitalize()
        if chance > 0.96:
            return f"{word}-{self.surname()}"
        if chance > 0.93:
            return self.random.choice(("O'", "Mc", "Mac", "D'")) + word
        return word

    def full(self) -> str:
        chance = self.random.random()
        if chance < 0.08:
            return f"{self.given()} {self.given()} {self.surname()}"
        if chance < 0.11:
            return f"{self.given()} {self.random.choice(('van der', 'de', 'al', 'bin', 'ap', 'da', 'von'))} {self.surname()}"
        return f"{self.given()} {self.surname()}"

    def any(self) -> str:
        chance = self.random.random()
        if chance < 0.52:
            return self.given()
        if chance < 0.84:
            return self.full()
        if chance < 0.91:
            return f"{self.given()} {self.random.choice('ABCDEFGHJKLMNPRSTW')}"
        if chance < 0.95:
            return f"{self.random.choice('ABCDEFGHJKLMNPRSTW')}. {self.surname()}"
        if chance < 0.97:
            return f"{self.surname().upper()}, {self.given()}"
        return self.surname()

    def titled(self) -> str:
        return f"{self.random.choice(_TITLES)} {self.surname()}"
