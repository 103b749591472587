"""What a file of terms and holidays would do to the sets of days that we have. Pure.

A file says all there is of the time it covers: of the same sorts of days, what we had there before and it has not goes.
"""

from bot.domain.changes_setup import TermsChanged
from bot.domain.imports import ImportPlan, Item, Known, What
from bot.domain.terms import Sort, Span
from bot.domain.terms_read import TermsRead


def plan_terms(read: TermsRead, now: Known, whose: tuple[str, ...]) -> ImportPlan:
    """The plan of a file for each of those whose days they are."""
    changes: list[TermsChanged] = []
    items: list[Item] = []
    same = 0
    lines = {found.span: found.line for found in read.spans}
    for one in dict.fromkeys(whose):
        held = set(now.calendar.sets.get(one, ())) | _everybodys(set(lines), now)
        added, gone = set(lines) - held, _replaced(held, set(lines))
        same += len(set(lines) & held)
        items += [Item(What.DAYS_ADDED, "", lines[span], whose=one, span=span) for span in sorted(added)]
        items += [Item(What.DAYS_GONE, "", whose=one, span=span) for span in sorted(gone)]
        if added or gone:
            changes.append(TermsChanged(one, tuple(map(str, sorted(added))), tuple(map(str, sorted(gone)))))
    return ImportPlan(
        tuple(changes), tuple(items), slips=read.slips, left_out=read.left_out, same=same, stamp=now.stamp
    )


def _replaced(held: set[Span], said: set[Span]) -> set[Span]:
    """What the file stands in place of: of each sort in it, whatever touches the days from its first to its last."""
    gone = set()
    for sort in {span.sort for span in said}:
        spans = [span for span in said if span.sort is sort]
        first, last = min(span.first for span in spans), max(span.last for span in spans)
        gone |= {span for span in held - said if span.sort is sort and span.first <= last and span.last >= first}
    return gone


def _everybodys(said: set[Span], now: Known) -> set[Span]:
    """The bank holidays of a file that come with us: nobody needs to bring them in."""
    single = {span for span in said if span.sort is Sort.BANK_HOLIDAY and span.first == span.last}
    return {span for span in single if span.first in now.calendar.bank_holidays}
