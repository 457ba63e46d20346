import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.errors import SettingsError
from bot.settings import MUST_BE, SECRETS, Settings, read_settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"
TOKEN = "123456:AAF-not_a_real_token"


def test_with_nothing_set_everything_has_a_default():
    settings = read_settings()
    assert settings.bot_token is None
    assert settings.token == ""
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.health_port is None
    assert settings.admin_ids == frozenset()
    assert settings.data_dir == Path("data").absolute()


def test_the_example_lists_exactly_the_settings_with_their_defaults(monkeypatch):
    names = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)
    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)
    monkeypatch.setitem(Settings.model_config, "env_file", EXAMPLE)
    assert read_settings() == Settings(_env_file=None)


def test_every_setting_says_what_it_must_be():
    assert set(MUST_BE) == set(Settings.model_fields)


def test_values_come_from_the_environment_and_from_a_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("ADMIN_IDS=5, 6\nCHART_THEME=dark\nOTHER=ignored\n")
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    monkeypatch.setenv("CHART_THEME", "light")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    monkeypatch.setenv("WEBHOOK_PORT", "")
    settings = read_settings()
    assert settings.admin_ids == {5, 6}
    assert settings.chart_theme == "light"
    assert settings.log_level == "WARNING"
    assert settings.webhook_port == 8443


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "no-colon-secret"),
        ("BOT_TOKEN", "x:secret"),
        ("BOT_TOKEN", "123: sec ret"),
        ("BOT_API_URL", "ftp://host"),
        ("BOT_API_URL", "https://api.telegram.org/bot"),
        ("WEBHOOK_URL", "example.org/hook"),
        ("WEBHOOK_SECRET", "with spaces and secret"),
        ("WEBHOOK_SECRET", "secret" * 50),
        ("WEBHOOK_PORT", "0"),
        ("ADMIN_IDS", "me, you"),
        ("DATA_DIR", str(EXAMPLE / "below-a-file")),
        ("DATABASE_URL", "secret"),
        ("DATABASE_URL", "mysql://bot:secret@host/bot"),
        ("DATABASE_URL", "postgresql://bot:secret@host/bot"),
        ("DATABASE_URL", "postgresql+psycopg://bot:secret@host"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("KEEP_CORRECTIONS", "0"),
        ("KEEP_CORRECTIONS", "100001"),
        ("KEEP_DAYS", "0"),
        ("KEEP_DAYS", "1.5"),
        ("KEEP_DAYS", "3651"),
        ("CHANGE_HOURS", "-1"),
        ("CHANGE_HOURS", "8761"),
        ("CHANGE_HOURS", "nan"),
        ("PHOTOS_A_MINUTE", "0"),
        ("PHOTOS_A_MINUTE", "100001"),
        ("INBOX_SIZE", "0"),
        ("INBOX_SIZE", "100001"),
        ("STOP_SECONDS", "-1"),
        ("STOP_SECONDS", "301"),
        ("MNIST_PATH", "/nowhere/mnist.npz"),
        ("RETRAIN_EPOCHS", "many"),
        ("RETRAIN_EPOCHS", "0"),
        ("PROGRESS_SECONDS", "-1"),
        ("CHART_THEME", "pink"),
        ("SANDBOX_PORT", "65536"),
        ("HEALTH_PORT", "http"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_gets_a_sentence_with_the_variables_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    sentence = str(caught.value)
    assert sentence.startswith(f"{name} must be {MUST_BE[name.lower()]}")
    assert sentence.endswith(".")
    assert len(sentence.splitlines()) == 1
    if name.lower() in SECRETS:
        assert "secret" not in sentence
    else:
        assert value in sentence
    assert caught.value.__suppress_context__


def test_each_wrong_variable_gets_a_line(monkeypatch):
    monkeypatch.setenv("SANDBOX_PORT", "x")
    monkeypatch.setenv("LOG_LEVEL", "y")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    starts = [line.split()[0] for line in str(caught.value).splitlines()]
    assert sorted(starts) == ["LOG_LEVEL", "SANDBOX_PORT"]


@pytest.mark.parametrize(
    ("variables", "start"),
    [
        ({"WEBHOOK_URL": "https://example.org/hook"}, "WEBHOOK_URL is set but BOT_TOKEN"),
        ({"BOT_API_URL": "http://127.0.0.1:8081"}, "BOT_API_URL is set but BOT_TOKEN"),
        ({"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "http://example.org"}, "WEBHOOK_URL must start with"),
    ],
)
def test_variables_that_do_not_go_together(monkeypatch, variables, start):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{start}"):
        read_settings()


def test_secrets_print_stars():
    settings = Settings(
        bot_token=TOKEN,
        webhook_secret="hook-secret",
        database_url="postgresql+psycopg://bot:pass-word@host/bot",
    )
    for text in (repr(settings), str(settings), str(settings.model_dump())):
        assert "AAF" not in text
        assert "pass-word" not in text
        assert "hook-secret" not in text
        assert "**" in text


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Settings().log_level = "DEBUG"


def test_the_api_url_loses_its_last_slash():
    settings = Settings(bot_token=TOKEN, bot_api_url="http://127.0.0.1:8081/")
    assert settings.bot_api_url == "http://127.0.0.1:8081"


def test_the_webhooks_secret_is_derived_where_none_is_set():
    settings = Settings(bot_token=TOKEN)
    assert settings.hook_secret == Settings(bot_token=TOKEN).hook_secret
    assert settings.hook_secret != Settings(bot_token=TOKEN + "x").hook_secret
    assert re.fullmatch("[A-Za-z0-9_-]{1,256}", settings.hook_secret)
    assert Settings(bot_token=TOKEN, webhook_secret="own").hook_secret == "own"


@pytest.mark.parametrize("name", ["data", "odd ?&%20#: name"])
def test_the_database_is_a_file_in_the_data_folder(tmp_path, name):
    settings = Settings(data_dir=tmp_path / name)
    assert make_url(settings.database).database == str(tmp_path / name / "bot.db")


@pytest.mark.parametrize(
    "url", ["sqlite:////srv/bot.db", "postgresql+psycopg://bot:p%40ss@host:5433/bot"]
)
def test_another_database_is_named_by_its_address(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    assert read_settings().database == url
