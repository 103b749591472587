"""Settings come from the environment alone, and what cannot be used is said in one sentence."""

import stat
import threading
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load


def of(tmp_path: Path, **variables: str) -> Settings:
    return load({"PEERWALK_DATA_DIR": str(tmp_path), **variables})


def refusal(**variables: str) -> str:
    with pytest.raises(SettingsError) as error:
        load(variables)
    said = str(error.value)
    assert said[0].isupper()
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_with_nothing_set_everything_has_a_default() -> None:
    settings = load({})
    assert (settings.host, settings.port, settings.time_zone, settings.post_interval) == (
        "127.0.0.1",
        8080,
        "Europe/London",
        1.0,
    )
    assert settings.data_dir.name == "peerwalk"
    assert not settings.slack_on
    assert settings.url() == f"sqlite:///{settings.data_dir / 'peerwalk.db'}"
    assert settings.url("demo.db") == f"sqlite:///{settings.data_dir / 'demo.db'}"


def test_variables_are_read_by_their_prefix(tmp_path: Path) -> None:
    settings = of(tmp_path, PEERWALK_PORT="9000", PEERWALK_TIME_ZONE="Europe/Dublin", PORT="1", HOST="0.0.0.0")
    assert (settings.port, settings.time_zone, settings.host) == (9000, "Europe/Dublin", "127.0.0.1")


def test_a_variable_set_to_nothing_is_as_good_as_not_set(tmp_path: Path) -> None:
    settings = of(tmp_path, PEERWALK_PORT="", PEERWALK_TEMPLATES_DIR="", PEERWALK_HOST="")
    assert (settings.port, settings.templates_dir, settings.host) == (8080, None, "127.0.0.1")


def test_only_what_was_handed_over_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERWALK_PORT", "9100")
    assert of(tmp_path).port == 8080
    assert load().port == 9100


def test_a_file_of_settings_beside_the_program_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PEERWALK_PORT=9200\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PEERWALK_PORT", raising=False)
    assert load().port == 8080


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_any_setting_may_stand_in_a_file(tmp_path: Path, name: str) -> None:
    web = {"public_url": "https://peerwalk.example.org", "oidc_issuer": "https://accounts.example.org/x"}
    teams = {f"teams_{one}_id": "22222222-2222-4222-8222-222222222222" for one in ("app", "tenant")}
    teams |= {f"teams_{one}_url": "https://login.example.org" for one in ("openid", "login")}
    values = {
        **web,
        **teams,
        "port": "9000",
        "suggestions": "False",
        "post_interval": "2",
        "time_zone": "Europe/Dublin",
        "database_url": "sqlite:////x.db",
    }
    (tmp_path / "value").write_text(f"{values.get(name, '/some/value')}\n")
    settings = load({f"PEERWALK_{name.upper()}_FILE": str(tmp_path / "value")})
    held = getattr(settings, name)
    held = held.get_secret_value() if hasattr(held, "get_secret_value") else held
    assert str(held).removesuffix(".0") == values.get(name, "/some/value")


def test_both_a_variable_and_its_file_is_one_too_many(tmp_path: Path) -> None:
    said = refusal(PEERWALK_SECRET_KEY="a", PEERWALK_SECRET_KEY_FILE=str(tmp_path / "b"))
    assert said == "Both PEERWALK_SECRET_KEY and PEERWALK_SECRET_KEY_FILE are set. Keep one of them."


def test_a_file_that_cannot_be_read_is_named_by_its_variable(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "bytes"):
        said = refusal(PEERWALK_SLACK_BOT_TOKEN_FILE=str(path))
        assert said.startswith("PEERWALK_SLACK_BOT_TOKEN_FILE names a file that cannot be read")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("POST_INTERVAL", "-1"),
        ("POST_INTERVAL", "often"),
        ("TIME_ZONE", "Europe/Larkfield"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("DATABASE_URL", "mysql://db/peerwalk"),
        ("DATABASE_URL", "not a url"),
        ("DATABASE_URL", "postgresql"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(name: str, value: str) -> None:
    assert f"PEERWALK_{name}" in refusal(**{f"PEERWALK_{name}": value})


def test_a_refusal_never_repeats_a_secret() -> None:
    for url in ("mysql://peerwalk:s3cret@db/x", "s3cret"):
        assert "s3cret" not in refusal(PEERWALK_DATABASE_URL=url)


def test_settings_never_print_a_secret(tmp_path: Path) -> None:
    settings = of(tmp_path, PEERWALK_SECRET_KEY="s3cret", PEERWALK_SLACK_BOT_TOKEN="s3cret")
    assert "s3cret" not in repr(settings) + str(settings)


def test_slack_is_on_when_we_can_speak_and_be_spoken_to(tmp_path: Path) -> None:
    bot, app = {"PEERWALK_SLACK_BOT_TOKEN": "a"}, {"PEERWALK_SLACK_APP_TOKEN": "c"}
    signing = {"PEERWALK_SLACK_SIGNING_SECRET": "b"}
    ways = [({}, "off"), (bot, "off"), (app | signing, "off"), (bot | signing, "http"), (bot | app, "socket")]
    for variables, transport in [*ways, (bot | app | signing, "socket")]:
        settings = of(tmp_path, **variables)
        assert (settings.slack_transport, settings.slack_on) == (transport, transport != "off")


# ── The key ─────────────────────────────────────────────────────────────────────────────────


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = of(tmp_path).secret()
    assert len(first) == 64
    assert of(tmp_path).secret() == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_key_that_is_set_is_used_and_none_is_made(tmp_path: Path) -> None:
    assert of(tmp_path, PEERWALK_SECRET_KEY="ours").secret() == b"ours"
    assert not (tmp_path / "secret.key").exists()


def test_an_empty_key_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("\n")
    with pytest.raises(SettingsError, match="is empty"):
        of(tmp_path).secret()


def test_several_starts_at_once_never_hold_different_keys(tmp_path: Path) -> None:
    found: list[bytes] = []

    def start() -> None:
        try:
            found.append(of(tmp_path).secret())
        except SettingsError:
            return  # it looked while the file was being written

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    settings = of(tmp_path / "deep" / "inside")
    settings.prepare()
    settings.prepare()
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"cannot be made .* Set PEERWALK_DATA_DIR to another\.$"):
        of(tmp_path / "file" / "below").prepare()
