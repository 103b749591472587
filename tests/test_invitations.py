"""An invitation for whoever was added by hand: by mail in the asker's name, or a link to hand over, and good once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.domain.sign_in import Kind, Way
from store.sign_in_tables import CodeRow
from store.tables import HistoryRow
from tests.browser import Running, until
from tests.entrance import entrance, signed_in, store, trust, under_way
from tests.scenes import make_template
from tests.test_sign_in_web import Box, mail_box
from tests.visitor import Page, Visitor

pytestmark = pytest.mark.xdist_group("sign_in")

LINK = re.compile(r"http://127\.0\.0\.1:8080(/sign-in/link/[\w-]{43})")


@dataclass(frozen=True)
class Site:
    running: Running
    box: Box
    review: str

    def came_in(self, link: str) -> Page:
        """Somebody who opens a link and presses its button."""
        visitor = Visitor(self.running.url)
        if visitor.open(link).status == 200:
            visitor.press("Sign in")
        return visitor.page

    def mail(self, count: int) -> Message:
        until(lambda: len(self.box.mails) >= count)
        return self.box.mails[count - 1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    path = tmp_path_factory.mktemp("trust") / "peerwalk.db"
    review = make_template(path, under_way)
    with mail_box() as (url, box):
        mail = {"smtp_url": SecretStr(url), "smtp_from": "peerwalk@marlpit.example"}
        with trust(tmp_path_factory.mktemp("invited"), path, **mail) as running:
            yield Site(running, box, review)


def text(mail: Message) -> str:
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def add(lead: Visitor, name: str, email: str) -> Page:
    lead.open("/set-up/people")
    lead.press("Add somebody")
    lead.press("Add them", name=name, email=email, job="staff", school="larkfield")
    return lead.press("Invite them")


def test_somebody_new_is_invited_by_mail_and_only_the_newest_link_lets_them_in_once(site: Site) -> None:
    lead, before = signed_in(site.running, "trust-lead"), len(site.box.mails)
    done = add(lead, "Noa Marsh", "noa.marsh@larkfield.example")
    assert "on its way by e-mail, in your name" in done.words
    assert not LINK.search(done.words), "what goes by mail is shown to nobody else"
    mail = site.mail(before + 1)
    assert site.box.envelopes[-1] == ("peerwalk@marlpit.example", ["noa.marsh@larkfield.example"])
    assert mail["From"] == "Trust safeguarding lead <peerwalk@marlpit.example>"
    assert mail["Subject"] == "A message from Peerwalk"
    said = " ".join(text(mail).split())
    for part in ("Trust safeguarding lead of", "What is kept: your name, this address", "there is nothing to do"):
        assert part in said
    assert "Larkfield" not in said
    (first,) = LINK.findall(said)
    lead.open("/set-up/people")
    assert "Invited, and not come in yet: Noa Marsh, until" in lead.page.words
    # Sent again, the first is over.
    lead.press("Invite somebody")
    noa = next(one.id for one in site.running.application.host.looks.everyone() if one.name == "Noa Marsh")
    lead.press("Invite them", whom=noa)
    (second,) = LINK.findall(text(site.mail(before + 2)))
    assert site.came_in(first).status == 410
    home = site.came_in(second)
    assert "You are Noa Marsh" in home.words
    assert site.came_in(second).status == 410
    # Whoever has been here has a way in of their own: nobody can be given another in their name.
    lead.open("/set-up/people")
    assert "Noa Marsh, until" not in lead.page.words
    with store(site.running).reading() as session:
        kinds = session.execute(
            select(HistoryRow.kind, HistoryRow.fields).where(HistoryRow.kind == "PersonInvited")
        ).all()
        assert [tuple(row) for row in kinds] == [("PersonInvited", {"person": noa})] * 2
    lead.press("Invite somebody")
    assert "Noa Marsh" not in lead.page.words


def test_without_an_address_the_lead_is_shown_the_link_once_and_can_withdraw_it(site: Site) -> None:
    lead, before = signed_in(site.running, "trust-lead"), len(site.box.mails)
    done = add(lead, "Ola Quill", "")
    (link,) = LINK.findall(done.words)
    assert "whoever opens it comes in as them" in done.words
    assert link.rpartition("/")[2] not in site.running.application.store.url
    lead.open("/set-up/people")
    assert not LINK.search(lead.page.words)
    lead.press("Withdraw an invitation")
    ola = next(one.id for one in site.running.application.host.looks.everyone() if one.name == "Ola Quill")
    assert "lets nobody in any more" in lead.press("Withdraw it", whom=ola).words
    assert site.came_in(link).status == 410
    assert len(site.box.mails) == before
    # A new address ends what was sent to the one before.
    lead.open("/set-up/people")
    lead.press("Invite somebody")
    (link,) = LINK.findall(lead.press("Invite them", whom=ola).words)
    lead.open("/set-up/people")
    lead.press("Name or e-mail")
    lead.press("Go on", whom=ola)
    lead.press("Go on", name="Ola Quill", email="ola.quill@larkfield.example")
    assert site.came_in(link).status == 410
    # So does leaving, and nothing of a link stands in the store but its digest.
    with store(site.running).reading() as session:
        kept = [repr(vars(row)) for row in session.scalars(select(CodeRow).where(CodeRow.kind == Kind.INVITATION))]
    assert all(link.rpartition("/")[2] not in row for row in kept)


def test_a_guest_added_by_hand_comes_in_by_their_mail_and_finds_their_one_review(site: Site) -> None:
    lead, before = signed_in(site.running, "trust-lead"), len(site.box.mails)
    lead.open(f"/team/{site.review}")
    lead.press("Add a guest")
    guest = {"name": "Ida Fell", "their_trust": "Fenway Academies", "email": "ida@fenway.example"}
    assert "on its way by e-mail" in lead.press("Add and invite", **guest).words
    mail = text(site.mail(before + 1))
    assert "a guest on one review" in mail
    (link,) = LINK.findall(mail)
    home = site.came_in(link)
    assert "Larkfield Primary" in home.words
    assert "Say no" in home.buttons, home.buttons
    assert "Ida Fell, Fenway Academies: guest reviewer, has not answered yet" in lead.open(f"/team/{site.review}").words
    # No name, however it is written, begins a line of a mail's head of its own.
    post = entrance(site.running).post
    assert post is not None
    post.soon("a@fenway.example", lambda: ("S", "T"), 'Jo "J" <x@evil.example>, Ward\u00e9')
    head = site.mail(before + 2)["From"]
    assert head.endswith("<peerwalk@marlpit.example>")
    assert "evil" not in re.sub(r'"(?:[^"\\]|\\.)*"|=\?[^?]*\?[^?]*\?[^?]*\?=', "", head)


def test_invitations_are_made_only_so_often_and_by_nobody_else(site: Site) -> None:
    for person in ("lead-reviewer", "larkfield-head", "trustee", "guest"):
        visitor = signed_in(site.running, person)
        visitor.open("/me")
        csrf = next(value for form in visitor.page.forms for name, value in form.fields if name == "csrf")
        press = '{"dialog": "invite_person", "about": {"kind": "trust", "id": "trust"}, "given": {"whom": "guest"}}'
        page = visitor.send("/begin", [("csrf", csrf), ("nonce", person), ("press", press)])
        assert "Only the trust’s safeguarding lead invites people" in page.words
        assert not LINK.search(page.words)
    lead = signed_in(site.running, "trust-lead")
    for _ in range(20):
        lead.open("/who-is-in")
        last = lead.press("Invite again for Guest reviewer (another trust)").words
        if "tried too often" in last:
            break
    assert "No invitation was made: that was tried too often" in last
    assert not LINK.search(last)
    with store(site.running).reading() as session:
        rows = session.scalars(select(CodeRow).where(CodeRow.person == "guest", CodeRow.kind == Kind.INVITATION)).all()
    assert len(rows) == 1, "one invitation, the newest"
    assert entrance(site.running).sessions.begin("guest", Way.LINK)
