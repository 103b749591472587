"""Who the bot is in Microsoft's eyes, and which of its servers are believed. Values alone; nothing is called from here."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.settings import LOOPBACK, Settings

BOT_SCOPE = "https://api.botframework.com/.default"
ISSUER = "https://api.botframework.com"
ADDRESS = "/teams/messages"
"""Where Teams calls us: the messaging endpoint of the bot's registration."""


@dataclass(frozen=True)
class Installation:
    """One bot of one organisation. The secret, or the certificate with its key as PEM, is what it asks for tokens with."""

    app_id: str
    tenant: str
    openid_url: str
    login_url: str
    hosts: frozenset[str]
    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Installation":
        return cls(
            settings.teams_app_id,
            settings.teams_tenant_id,
            settings.teams_openid_url,
            settings.teams_login_url.rstrip("/"),
            frozenset(settings.teams_hosts),
            settings.teams_client_secret.get_secret_value(),
            settings.teams_certificate.get_secret_value(),
        )

    @property
    def keys_url(self) -> str:
        """Where the keys are that activities are signed with; as the SDK works it out."""
        return self.openid_url.removesuffix("/openidconfiguration") + "/keys"

    @property
    def audiences(self) -> tuple[str, ...]:
        """What a token for this bot may be addressed to."""
        return (self.app_id, f"api://{self.app_id}", f"api://botid-{self.app_id}")

    @property
    def is_a_test(self) -> bool:
        """Whether the keys themselves come from this machine: only then may a service be here, too."""
        return urlsplit(self.openid_url).hostname in LOOPBACK

    def serves(self, url: str) -> bool:
        """Whether our token may be sent to this service address: https, and a host of Microsoft's that we know."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.username or parts.password or parts.query or parts.fragment:
            return False
        if self.is_a_test and parts.scheme == "http" and parts.hostname in LOOPBACK:
            return True
        return parts.scheme == "https" and port in {None, 443} and parts.hostname in self.hosts
