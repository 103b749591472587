"""The paper pack of a review in the store, for the command line."""

from bot.app import open_settings_store
from bot.pack import pack
from bot.settings import Settings
from store import reviews


def packed(settings: Settings, review_id: str, *, is_demo: bool) -> str | None:
    """A review's paper pack; None where there is no such review."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.reading() as session:
            try:
                review = reviews.load(session, review_id)
            except KeyError:
                return None
            return pack(review)
    finally:
        store.close()
