"""What becomes of a card in the trust channel: posted, brought up to date, taken out; alone or in a weekly list. Pure."""

from bot.domain.acts import About, Act, Delete, Edit, Notice, Post, ToTrust
from bot.domain.affirmation import Affirmation


def to_the_channel(affirmation: Affirmation, posts_today: int) -> list[Act]:
    """What stands there follows the new words; else one post, for as long as the day has room; else the weekly list."""
    about = About("affirmation", affirmation.id)
    standing: list[Act] = [Edit(Notice.DIGEST, About("digest", digest)) for digest, _ in affirmation.digests]
    if affirmation.copies:
        return [Edit(Notice.AFFIRMATION, about), *standing]
    if standing or affirmation.waits_for_list(posts_today):
        return standing
    return [Post(ToTrust(), Notice.AFFIRMATION, about)]


def out_of_the_channel(affirmation: Affirmation) -> list[Act]:
    """Its posts go; a weekly list that has something else in it is written anew without it."""
    lists: list[Act] = [
        Edit(Notice.DIGEST, About("digest", digest)) if others else Delete(Notice.DIGEST, About("digest", digest))
        for digest, others in affirmation.digests
    ]
    return [Delete(Notice.AFFIRMATION, About("affirmation", affirmation.id)), *lists]
