"""The paper pack of a review in the store, for the command line."""

from bot.app import open_settings_store
from bot.pack import pack, planned
from bot.settings import Settings
from bot.wording import Wording
from store import reviews, timetables


def packed(settings: Settings, review_id: str, *, is_demo: bool) -> str | None:
    """A review's paper pack; None where there is no such review."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.reading() as session:
            try:
                review = reviews.load(session, review_id)
            except KeyError:
                return None
            wording = Wording(settings.templates_dir, settings.time_zone)
            found = tuple(timetables.load(session, review.id, day) for day in timetables.days(session, review.id))
            return pack(review, planned(wording, found))
    finally:
        store.close()
