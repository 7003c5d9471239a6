"""Every setting, read once from the environment. All defaults work on a laptop, offline, with no key."""

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from platformdirs import user_cache_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a deployment may choose. Names are those of the fields, in capitals, after JIANBAO_."""

    model_config = SettingsConfigDict(env_prefix="JIANBAO_", frozen=True, populate_by_name=True)

    data_dir: Path = Path("var")
    """Catalogue, Chroma and word index."""
    catalogue_url: str | None = None
    """A database that several machines share (PostgreSQL); unset: SQLite in the data folder."""
    chroma_url: str | None = None
    """A Chroma server that several machines share; unset: Chroma in the data folder."""
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("jianbao"))
    """Tables built once a machine; safe to delete."""
    prompts_dir: Path | None = None
    """Unset: the prompts that come with the product."""
    glossary: Path | None = None
    """A TOML file of further English → Chinese terms; unset: only the glossary that comes with the product."""

    embedding_model: str | None = None
    """Unset: the local encoder."""
    embedding_batch: int = Field(10, ge=1, le=2048)
    """Texts in one call of the embedding endpoint."""
    embedding_dimensions: int | None = Field(None, ge=1)
    """Unset: as many as the model has."""

    vector_weight: float | None = Field(None, ge=0)
    """What a vector's cosine counts beside the words; unset: as measured for the local encoder (`jianbao-eval weights`)."""

    chat_model: str | None = None
    """Unset: we quote, and call no model."""
    writer: Literal["auto", "write", "select"] = "auto"
    """Whether a model writes claims or only selects sentences; auto: it may write until that is seen not to stand."""
    openai_base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")
    """Unset: the SDK's own default."""
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")

    judge_model: str | None = None
    """Who judges what was answered, for `jianbao-eval judge`; unset: nobody does."""
    judge_base_url: str | None = None
    """Unset: where the writer's model is."""
    judge_api_key: SecretStr | None = None
    """Unset: the writer's key, but none at an address of the judge's own: a key goes nowhere it was not given for."""
    judge_seconds: float = Field(60.0, gt=0)
    """For each of its votes."""

    answer_seconds: float = Field(30.0, gt=0)
    """A question is answered within this, by the articles' own sentences if the model is not done."""
    brief_tokens: int = Field(980, ge=200)
    """Tokens of passages a model is shown."""
    question_tokens: int | None = Field(10_000, ge=1)
    """Tokens one question may cost, what is sent and what comes; past it the articles' own sentences answer. None: as many as it takes."""
    day_tokens: int | None = Field(None, ge=1)
    """Tokens a day may cost, for all processes over the data folder together, by the days of China. None: no limit."""
    prompt_price: float | None = Field(None, ge=0)
    """Of a million tokens sent, in your currency; unset: no reply says what it cost."""
    completion_price: float | None = Field(None, ge=0)
    """Of a million tokens received."""
    answers_kept: int = Field(1000, ge=0)
    """Answers of the model that are remembered while the process lives; 0: none."""
    structured: Literal["auto", "json_schema", "json_object", "prompt"] = "auto"
    """How a model is held to a shape; auto: by the strictest way that its endpoint takes."""
    vocabulary_dir: Path | None = Field(None, validation_alias="TIKTOKEN_CACHE_DIR")
    """Where `jianbao fetch-vocabulary` puts the newest vocabulary; unset: in the cache."""
    passages: int = Field(8, ge=1, le=50)
    """Passages an answer is drawn from."""
    question_characters: int = Field(2000, ge=1)
    """A longer question is refused."""
    body_bytes: int = Field(64 * 2**20, ge=1024)
    """A larger request is refused."""
    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    """Whose day 今天 and 上周 lean on."""
    public_url: str = Field("http://127.0.0.1:8000", pattern=r"^https?://[!-~]+$")
    """Where readers of the digest reach this service: for the links in its letters."""
    link_secret: SecretStr | None = None
    """What links that end a subscription are signed with; unset: a key made once in the data folder."""
    readers_file: Path | None = None
    """Who gets the digest, in TOML; unset: `readers.toml` in the data folder."""
    workdays_file: Path | None = None
    """Holidays and shifted working days, in TOML, for `jianbao digest run`; unset: Monday to Friday."""
    smtp_host: str | None = None
    """Unset: no letter can be sent."""
    smtp_port: int | None = Field(None, ge=1, le=65535)
    """Unset: 465 with TLS, 587 with STARTTLS, 25 with neither."""
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str | None = None
    """Unset: no login."""
    smtp_password: SecretStr | None = None
    smtp_ca_file: Path | None = None
    """Whose certificates of a mail server are trusted; unset: the machine's own."""
    smtp_from: str = "jianbao@localhost"
    """An address, or a name with one: 简报 <digest@example.com>."""
    smtp_connections: int = Field(4, ge=1, le=50)
    """Open at once; the dot that ends a letter goes over one of them at a time, so that a killed job leaves one in doubt, not several."""
    smtp_seconds: float = Field(15.0, gt=0)
    """For each answer of the mail server."""
    smtp_attempts: int = Field(3, ge=1)
    """Of a letter that the server puts off, in one job."""
    smtp_backoff_seconds: float = Field(3.0, ge=0)
    """Until the second attempt; four times as long until each further one."""
    post_seconds: float = Field(600.0, gt=0)
    """A job of sending ends within this; what is left waits for the next."""
    stop_seconds: float = Field(10.0, ge=1)
    """From the signal to stop until what is still under way is cut."""
    workers: int = Field(2, ge=1)
    """Questions at work at once; further ones wait."""
    waiting: int = Field(64, ge=0)
    """Questions that may wait; one more is told to come back."""


def settings() -> Settings:
    """Read the environment."""
    return Settings()
