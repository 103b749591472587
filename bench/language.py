"""What the guard and filing reach on texts by other hands, and what time and memory they take.

python -m bench.language                   both, on the held-out halves
python -m bench.language --development     on the halves that may be looked at
"""

import importlib
import json
import subprocess
import sys

from bench import language_filing

# A fresh process: what filing and the guard add to one that has begun and read nothing yet.
_MEMORY = """
import json, psutil
import bot.turn
here = psutil.Process()
before = here.memory_info().rss
from bot.filing.shipped import shipped
shipped().suggest("SCR checked, all dates there")
filing = here.memory_info().rss
from bot.privacy import Audience, Vocabulary, judge
judge("SCR checked, all dates there", Vocabulary(), Audience.TEAM)
print(json.dumps([filing - before, here.memory_info().rss - filing]))
"""


def memory() -> tuple[float, float]:
    """Megabytes that filing adds to a process, numpy among them; and then the guard."""
    said = subprocess.run([sys.executable, "-c", _MEMORY], check=True, capture_output=True, text=True).stdout
    filing, guard = json.loads(said)
    return filing / 1e6, guard / 1e6


def main() -> None:
    half = "development" if "--development" in sys.argv else "held out"
    print(f"# {half}")
    found = language_filing.measure(half)
    print("\n".join(language_filing.lines(found)))
    try:
        guard = importlib.import_module("bench.language_guard")
    except ModuleNotFoundError:
        print("guard: not measured here")
    else:
        guard.main()
    filing, more = memory()
    print(f"memory: filing {filing:.1f} MB, guard {more:.1f} MB after it  gate 60 together  aim 40")


if __name__ == "__main__":
    main()
