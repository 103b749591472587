"""Where the bot asks somebody something is known before it is sent."""

from datetime import timedelta
from typing import Any

from bot.domain.acts import About, Notice, Post, ToPerson
from bot.domain.changes_people import AskingSet
from bot.domain.own_time import OwnSettings
from store import acts, asking_settings, reached
from store.engine import Store
from store.tables import AddressRow, PersonRow
from tests.posting import add_person, new_id, now

NOW = now()
TODAY = NOW.date()


def test_whoever_is_asked_is_reached_in_the_chat_they_use_or_by_mail_or_is_known_not_to_be(any_store: Store) -> None:
    people: dict[str, list[tuple[Any, ...]]] = {
        "chats": [("slack", "T", "U1", NOW - timedelta(days=9), {}), ("web", "", "chats", NOW, {})],
        "new_in_teams": [("teams", "M", "aad", None, {})],
        "took_it_away": [("teams", "M", "gone", NOW, {"service": "https://smba"})],
        "on_the_web": [("web", "", "on_the_web", NOW, {})],
        "nowhere": [],
        "no_mail": [],
        "has_left": [("slack", "T", "U9", NOW, {})],
    }
    with any_store.writing() as session:
        for person, addresses in people.items():
            add_person(session, person)
            session.get_one(PersonRow, person).email = "" if person == "no_mail" else f"{person}@example.org"
            for platform, tenant, user, used, also in addresses:
                row = AddressRow(platform=platform, tenant=tenant, user=user, person=person, last_used=used, **also)
                session.add(row)
        session.get_one(PersonRow, "has_left").left = TODAY

    def reach() -> list[str]:
        with any_store.reading() as session:
            every = [reached.reach(session, person, TODAY) for person in people]
            can = {person for person, where in zip(people, every, strict=True) if where}
            assert reached.reachable(session, people) - {"has_left"} == can
            return every

    assert reach() == ["slack", "teams", "", "web", "", "", ""]
    any_store.mails(on=True)
    assert reach() == ["slack", "teams", "mail", "mail", "mail", "", ""]
    with any_store.reading() as session:
        assert reached.places(session, "chats", TODAY) == ("slack", "mail", "web")
        assert reached.reach(session, "chats", TODAY, "mail") == "mail"
        assert reached.reach(session, "chats", TODAY, "teams") == "slack", "where they are not, they are not asked"
    with any_store.writing() as session:
        [asked] = acts.queue(
            session, Post(ToPerson("nowhere"), Notice.PROMPTS_ASKED, About("asked", "nowhere")), NOW, new_id
        )
        assert (asked.platform, asked.state) == ("mail", acts.State.QUEUED)
        assert acts.user_of(session, asked.platform, asked.tenant, asked.place, TODAY) == "nowhere@example.org"
        [told] = acts.queue(session, Post(ToPerson("nowhere"), Notice.INVITED, About("review", "r1")), NOW, new_id)
        assert told.platform == "web", "what asks nothing of them is no mail"
        settled = AskingSet("chats", ("platform",), OwnSettings(platform="mail"))
        asking_settings.change(session, settled, TODAY)
        wished = Post(ToPerson("chats"), Notice.PROMPTS_ASKED, About("asked", "chats"))
        assert [one.platform for one in acts.queue(session, wished, NOW, new_id)] == ["mail"]
        asking_settings.change(session, AskingSet("chats", ("platform",), OwnSettings()), TODAY)
        [chat] = acts.queue(
            session, Post(ToPerson("chats"), Notice.PROMPTS_NUDGED, About("asked", "chats")), NOW, new_id
        )
        assert (chat.platform, chat.tenant) == ("slack", "T")
