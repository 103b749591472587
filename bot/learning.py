"""The models behind suggestions: one for each framework, and what people's taps have taught it. Never within a turn."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.domain.examples import Examples
from bot.domain.framework import Framework
from bot.filing.documents import documents
from bot.filing.fitting import fit, gathered, inputs_of, learn, ridge
from bot.filing.model import Learned, Model, ModelError
from bot.filing.shipped import shipped
from store import filing, framework_file
from store.engine import Store
from store.filing import Fitted, Standing, Version
from store.plain_file import FileProblems
from store.shelf import Shelf

_log = logging.getLogger(__name__)

BY = "ridge regression"
ENOUGH = 20  # taps that are worth learning from
WORTH_IT = 10  # new ones that are worth learning anew
FOLDS = 5
MOST_LEARNT = 2_000  # the newest taps


# ── A framework's model ─────────────────────────────────────────────────────────────────────


def model_for(framework: Framework, shelf: Shelf, store: Store | None = None) -> Model:
    """The shipped model for the shipped framework; for any other one fitted to it, once, and kept in the store."""
    if framework.sha256 == framework_file.read(framework_file.CST_SPR).sha256 and not framework.overlay:
        return shipped()
    found = gathered(documents(framework, _examples(shelf, framework.id)))
    wanted = inputs_of(found, by=BY)
    if store is not None:
        with store.reading() as session:
            held = filing.in_force(session, framework.pin, Fitted.FRAMEWORK)
        if held and held[1] == wanted:
            try:
                return Model.of_bytes(held[2])
            except ModelError:
                _log.warning("a kept model is of another version and is fitted anew")
    fitted = fit(found, ridge, by=BY)
    if store is not None:
        made = Version(0, framework.pin, datetime.now(UTC), 0, 0, 0, Standing.IN_FORCE, wanted)
        with store.writing() as session:
            filing.add_version(session, made, Fitted.FRAMEWORK, fitted.to_bytes())
    return fitted


def _examples(shelf: Shelf, framework: str) -> Examples | None:
    """Invented notes about a framework, the trust's own first. A file of them that is wrong teaches nothing."""
    try:
        found: Examples = shelf.find("examples", framework).value
    except (KeyError, FileProblems):
        return None
    return found


# ── People's taps ───────────────────────────────────────────────────────────────────────────


def learned_for(store: Store, framework: Framework, model: Model) -> Learned | None:
    """What is in force of what was learnt from taps; nothing where it was learnt on top of another model."""
    with store.reading() as session:
        held = filing.in_force(session, framework.pin, Fitted.TAPS)
    if held is None or held[1] != model.inputs:
        return None
    return Learned.of_bytes(held[2])


def is_due(session: Session, framework: Framework) -> bool:
    """Whether there is enough that was not learnt yet."""
    known = {part.id for area in framework.areas for part in area.sub_areas}
    taps = sum(tap.node in known for tap in filing.taps(session, framework.id))
    if taps < ENOUGH:
        return False
    made = filing.versions(session, framework.pin)
    return not made or made[-1].standing is Standing.EMPTIED or min(taps, MOST_LEARNT) - made[-1].taps >= WORTH_IT


def refit(store: Store, framework: Framework, model: Model, now: datetime) -> Version | None:
    """Learn from all taps there are. The new version is in force only where it finds no fewer places than before.

    Both figures are of notes kept out of the learning: so many of the taps had their place among three. Returns
    nothing where too little has been tapped.
    """
    with store.reading() as session:
        taps = [tap for tap in filing.taps(session, framework.id) if tap.node in model.nodes][-MOST_LEARNT:]
    if len(taps) < ENOUGH:
        return None
    before = sum(tap.node in model.suggest(tap.text).three for tap in taps)
    after = 0
    for fold in range(FOLDS):
        seen = [tap for at, tap in enumerate(taps) if at % FOLDS != fold]
        trial = _learnt(model, seen, "trial")
        after += sum(tap.node in model.suggest(tap.text, trial).three for tap in taps[fold::FOLDS])
    stands = Standing.IN_FORCE if after >= before else Standing.KEPT
    learned = _learnt(model, taps, f"{model.name}+{now:%Y%m%d%H%M%S}")
    made = Version(0, framework.pin, now, len(taps), before, after, stands, model.inputs)
    with store.writing() as session:
        # A note removed while this was worked out must not live on in it.
        still = {tap.note for tap in filing.taps(session, framework.id)}
        if not still.issuperset(tap.note for tap in taps):
            return None
        number = filing.add_version(session, made, Fitted.TAPS, learned.to_bytes())
    return Version(**{**vars(made), "id": number})


def _learnt(model: Model, taps: Sequence[filing.Tap], name: str) -> Learned:
    return learn(model, [tap.text for tap in taps], [tap.node for tap in taps], name=name)
