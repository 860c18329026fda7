"""One frozen Settings, read once from the environment; every default suits `make up`.

What is running is remembered in `BIHUAN_HOME/running.json`, so that a command in a second
terminal finds the servers of the first without being told.
"""

import json
from datetime import time
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import SettingsConfigDict, SettingsError

from activities.channels.configured import MailServer, Robot, SmsGateway
from api.configured import SignIn
from api.rates import Rates
from documents.pictures import MOST_PIXELS
from domain.countersign.weighty import Weighty
from domain.dispatch import OfficeHours
from domain.refusals import Malformed
from domain.regimes import use_folder
from ledger.failpoint import SPEC
from ledger.two_persons import DAYS, TwoPersons
from ledger.uploads import ROOM
from stack.links import Links

SECRETS = Path("/run/secrets")  # where containers find DATABASE_URL, as a file `database_url`
Port = Annotated[int, Field(ge=1, le=65535)]
Clock = Literal["real", "settable"]


class SettingsRefused(Exception):
    """The environment says something that cannot be; the text says which variable to change."""


class Running(BaseModel, frozen=True):
    """What `bihuan up` started here, as its other commands need to know it."""

    database_url: SecretStr
    temporal_address: str
    api_url: str
    clock: Clock
    own_database: bool

    def as_json(self) -> str:
        """The text of `running.json`, the password in clear."""
        shown = {"database_url": self.database_url.get_secret_value()}
        return json.dumps(self.model_dump(exclude={"database_url"}) | shown, indent=2)


class Settings(SignIn, Links):
    """The environment, read once. Variables are the field names in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    bihuan_home: Path = Path("var")
    database_url: SecretStr | None = None
    api_host: str = "127.0.0.1"
    api_port: Port = 8000
    proxies: Annotated[int, Field(ge=0, le=9)] = 0
    """Reverse proxies of our own before the API, each of which adds to X-Forwarded-For."""
    postgres_port: Port = 5499
    temporal_port: Port = 7233
    temporal_ui_port: Port = 8233
    clock: Clock = "real"
    mail_host: str | None = None
    mail_port: Port = 587
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str | None = None
    mail_password: SecretStr | None = None
    mail_from: str | None = None
    webhooks: dict[str, Robot] = Field(default_factory=dict)
    sms_url: SecretStr | None = None
    sms_token: SecretStr | None = None
    outbound_private: bool = False
    outbound_hosts: tuple[str, ...] = ()
    """Hosts that may be written to, `name` or `name:port`, where not all that are configured."""
    regimes: Path | None = None
    """A folder of measures beside the shipped ones."""
    sweeper_part: Annotated[int, Field(ge=1, le=64)] = 1
    sweeper_parts: Annotated[int, Field(ge=1, le=64)] = 1
    """Where several watches run, each sweeps its part first: 1 of 2, 2 of 2."""
    office_opens: time = OfficeHours().opens
    office_closes: time = OfficeHours().closes
    paper_template: Path | None = None
    failpoint: Annotated[str, Field(pattern=SPEC)] | None = None
    """Where this process ends itself, for trials; refused where the clock is real."""
    backups: Path | None = None
    """Where backups and the archive are written, best on another disk; unset, there are none."""
    backup_at: time = time(2, 30)
    """When the base backup of each night is made."""
    backups_kept: Annotated[int, Field(ge=1, le=400)] = 7
    """So many base backups of one life of the record are kept."""
    receipts: Path | None = None
    """Where receipts are written down outside of the database; BIHUAN_HOME/receipts if unset."""
    access_copy: Path | None = None
    """Where the log of reads is copied, best on another machine; BIHUAN_HOME/reads if unset."""
    access_days: Annotated[int, Field(ge=180, le=36_500)] = 1095
    """So many days the log of reads is kept in the database. The law says 180, three years are
    ours."""
    notary: Path | None = None
    """The folder of the log's key and of what was signed last; by default `keys` in the data."""
    log_name: str | None = None
    """What the log is called when its key is made, such as `rd.example.gov.cn/log`."""
    rates: Rates = Rates()
    """How often one caller may ask for what, as JSON: `{"reads_a_minute": 600}`."""
    token_audience: Annotated[str, Field(min_length=8, max_length=300)] | None = None
    """What units' systems name as `aud`; by default a name that this installation was given."""
    witnesses: tuple[str, ...] = ()
    """Public keys of those who may cosign our checkpoints."""
    towns: tuple[str, ...] = ()
    """Public keys of the logs whose exports are read here, as a county reads its towns."""
    two_persons: tuple[Weighty, ...] = tuple(Weighty)
    """The acts that take two persons, as a JSON list; ours (rulebook: "inference")."""
    one_person: tuple[str, ...] = ()
    """Regions whose office has one clerk only: there one person does them, and the record says
    so; `["*"]` for every region. Ours."""
    proposal_days: Annotated[int, Field(ge=1, le=60)] = DAYS
    """Days within which a proposal can be confirmed. Ours."""
    scanner: tuple[str, ...] = ()
    """A virus scanner as a command that reads a file on its standard input: `["clamdscan", "-"]`;
    0 is clean, 1 is found. Unset, nothing is scanned."""
    scanner_seconds: Annotated[float, Field(gt=0, le=120)] = 20.0
    """So long an upload waits for the scanner, before the file is held back instead."""
    evidence_pixels: Annotated[int, Field(ge=1_000_000)] = MOST_PIXELS
    evidence_files: Annotated[int, Field(ge=1)] = ROOM.files
    evidence_gigabytes: Annotated[int, Field(ge=1)] = ROOM.bytes // 1024**3
    """The largest picture, and how much one party may hand in, all its files together."""
    running: Running | None = Field(default=None, validation_alias="BIHUAN_RUNNING", exclude=True)

    @model_validator(mode="after")
    def _no_set_clock_on_a_foreign_database(self) -> Self:
        if self.clock == "settable" and self.database_url is not None:
            raise ValueError(
                "CLOCK=settable 只用于演示，不能与外部 DATABASE_URL 同用：请去掉其中一个。"
                " A settable clock is refused with an external DATABASE_URL: unset one of them."
            )
        return self

    @model_validator(mode="after")
    def _mail_and_hours_are_whole(self) -> Self:
        if self.mail_host and not self.mail_from:
            raise ValueError("已设 MAIL_HOST，请同时设 MAIL_FROM。 MAIL_HOST needs MAIL_FROM.")
        if self.mail_user and self.mail_security == "none":
            raise ValueError(
                "有 MAIL_USER 时口令不能明文传送，请设 MAIL_SECURITY=starttls 或 tls。"
                " A password is not sent in clear: set MAIL_SECURITY to starttls or tls."
            )
        OfficeHours(opens=self.office_opens, closes=self.office_closes)
        return self

    @property
    def sealing(self) -> Path:
        """Where the key lies that seals authenticators' secrets: outside the database."""
        return self.factor_key.expanduser() if self.factor_key else self.home / "factor.key"

    @property
    def mail(self) -> MailServer | None:
        """The mail server, if one is configured."""
        if not self.mail_host or not self.mail_from:
            return None
        return MailServer(
            host=self.mail_host,
            port=self.mail_port,
            security=self.mail_security,
            user=self.mail_user,
            password=self.mail_password,
            sender=self.mail_from,
        )

    @property
    def sms(self) -> SmsGateway | None:
        """The gateway for short messages, if one is configured."""
        return SmsGateway(url=self.sms_url, token=self.sms_token) if self.sms_url else None

    @property
    def office_hours(self) -> OfficeHours:
        """When messages may leave."""
        return OfficeHours(opens=self.office_opens, closes=self.office_closes)

    @property
    def home(self) -> Path:
        """The data folder, absolute."""
        return self.bihuan_home.expanduser().resolve()

    @property
    def evidence(self) -> Path:
        """Where evidence files are stored: outside the web root."""
        return self.home / "evidence"

    @property
    def journal(self) -> Path:
        """Where the receipts known outside of the database are written down."""
        return self.receipts.expanduser().resolve() if self.receipts else self.home / "receipts"

    @property
    def access_folder(self) -> Path:
        """Where the log of reads is copied."""
        given = self.access_copy
        return given.expanduser().resolve() if given else self.home / "reads"

    @property
    def refused(self) -> Path:
        """Where the API keeps who tried in vain while it could not record."""
        return self.home / "refused.ndjson"

    @property
    def notary_folder(self) -> Path:
        """Where the notary keeps its key and its memory: outside the database."""
        return self.notary.expanduser().resolve() if self.notary else self.home / "keys"

    @property
    def two(self) -> TwoPersons:
        """Which acts take two persons here."""
        return TwoPersons(frozenset(self.two_persons), self.one_person, self.proposal_days)

    @property
    def logs(self) -> Path:
        """Where each process that `bihuan up` starts writes its log."""
        return self.home / "logs"

    @property
    def database(self) -> str:
        """The database as a `postgresql://` URL. Raises SettingsRefused if none is known."""
        known = self.database_url or (self.running and self.running.database_url)
        if not known:
            raise SettingsRefused(
                "没有找到数据库：请先在另一个终端运行 make up，或设置 DATABASE_URL。"
                " No database: run `make up` in another terminal, or set DATABASE_URL."
            )
        return known.get_secret_value()

    @property
    def temporal(self) -> str:
        """The Temporal server to use, as host:port."""
        if self.temporal_address:
            return self.temporal_address
        return self.running.temporal_address if self.running else f"127.0.0.1:{self.temporal_port}"

    @property
    def own_database(self) -> bool:
        """Whether the database is the one that `bihuan up` starts here."""
        return self.database_url is None and (self.running is None or self.running.own_database)


def running_file(home: Path) -> Path:
    """Where `bihuan up` says what it started; mode 0600, it holds the password."""
    return home / "running.json"


@cache
def read() -> Settings:
    """The settings of this process. Raises SettingsRefused with what to change."""
    try:
        bare = Settings(_secrets_dir=SECRETS if SECRETS.is_dir() else None)
        if bare.regimes is not None:
            use_folder(bare.regimes.expanduser())
        file = running_file(bare.home)
        if not file.is_file():
            return bare
        running = Running.model_validate_json(file.read_bytes())
    except ValidationError as bad:
        raise SettingsRefused(_sentence(bad)) from None  # it holds what was set
    except Malformed as bad:
        raise SettingsRefused(f"REGIMES：{bad.zh}。 {bad.en}.") from bad
    except SettingsError as bad:
        raise SettingsRefused(f"读不懂环境变量：{bad}。应为 JSON。") from None
    except OSError as bad:
        raise SettingsRefused(f"读不了 {bad.filename}：{bad.strerror}。") from bad
    clock = running.clock if bare.own_database and "clock" not in bare.model_fields_set else None
    return bare.model_copy(update={"running": running, "clock": clock or bare.clock})


def _sentence(bad: ValidationError) -> str:
    first = bad.errors()[0]
    where = "_".join(str(part) for part in first["loc"]).upper()
    text = first["msg"].removeprefix("Value error, ")
    return f"环境变量 {where} 不对：{text}" if where else text
