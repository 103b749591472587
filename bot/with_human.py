"""The notice to whoever asked a school, where the bot gives them something to settle: by school and role, and no blame."""

from sqlalchemy.orm import Session

from bot.dialogs.settle_prompts import page_of
from bot.domain.acts import Notice
from bot.domain.prompt import ABOVE
from bot.message import Button, Card
from bot.wording import Wording
from store import standing
from store.act_rows import ActRecord

FILE = "prompts_planned"


def with_human(session: Session, wording: Wording, act: ActRecord) -> Card | None:
    """What waits to be settled, as it is now; None once nothing of the set does."""
    found = standing.stands(session, act.about.id)
    of, to_settle = found.set, [one for one in found.roles if one.to_settle]
    if not to_settle:
        return None
    line = wording.line
    words = tuple(
        part
        for one in to_settle
        for part in wording.words(
            FILE,
            "with_you",
            of=of,
            role=line(FILE, "role_above") if one.owner == ABOVE else standing.role_of(session, of, one.owner),
            whys=dict(one.with_human),
        )
    )
    return Card(
        notice=line(FILE, f"{Notice.PROMPTS_WITH_HUMAN}_notice"),
        title=line(FILE, f"{Notice.PROMPTS_WITH_HUMAN}_title"),
        words=words,
        buttons=(Button(line(FILE, "see_and_settle"), page_of(of), primary=True),),
    )
