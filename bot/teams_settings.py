"""How people are served in Microsoft Teams: which bot this is, whose people it serves, and where Microsoft is reached.

The addresses are those of the public cloud; docs/teams.md has those of the sovereign ones.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator

_ID = r"^[0-9a-zA-Z-]{0,64}$"
# Plain http is for this machine alone: tests, and a proxy beside it.
_ADDRESS = r"^(https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^\s?#]*)?)$"
_Address = Annotated[str, StringConstraints(pattern=_ADDRESS)]


class Teams(BaseModel):
    """The bot `app_id` of the tenant `tenant_id`, whose own people alone are served. Off while its ids, or its secret, are empty.

    With `managed_identity` the machine that it runs on vouches for it, and there is no secret. An activity whose replies would go to another address
    than those that begin with one of `allowed_service_urls` is refused.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    app_id: str = Field(default="", pattern=_ID)
    app_password: SecretStr = SecretStr("")
    tenant_id: str = Field(default="", pattern=_ID)
    managed_identity: bool = False
    departments: dict[str, str] = {}
    reviewers: list[str] = []
    issuer: _Address = "https://api.botframework.com"
    openid_metadata_url: _Address = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    authority: _Address = "https://login.microsoftonline.com"
    instance_discovery: bool = True
    service_url: _Address = "https://smba.trafficmanager.net/teams/"
    allowed_service_urls: list[_Address] = ["https://smba.trafficmanager.net/"]

    @field_validator("app_id", "tenant_id")
    @classmethod
    def _is_compared_in_lower_case(cls, value: str) -> str:
        return value.lower()

    @field_validator("service_url")
    @classmethod
    def _ends_in_a_slash(cls, url: str) -> str:
        return url if url.endswith("/") else f"{url}/"

    @field_validator("allowed_service_urls")
    @classmethod
    def _end_in_slashes(cls, urls: list[str]) -> list[str]:
        """Let `https://a.example` allow no `https://a.example.evil`."""
        return [url if url.endswith("/") else f"{url}/" for url in urls]

    @property
    def is_configured(self) -> bool:
        return bool(self.app_id and self.tenant_id and (self.managed_identity or self.app_password.get_secret_value()))

    def allows(self, service_url: str) -> bool:
        """Tell whether replies may be sent to an address."""
        return any(f"{service_url}/".startswith(allowed) for allowed in self.allowed_service_urls)
