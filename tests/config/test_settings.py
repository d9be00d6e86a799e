"""The settings: who wins, what is refused, and with which sentence."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import SecretStr

from config.settings import DEFAULT_FILE, ROOT, Settings, load_settings
from config.sources import ConfigurationError, leaves, variable_of


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, _ in leaves(Settings):
        monkeypatch.delenv(variable_of(key), raising=False)
    for name in ("HUEPRINT_CONFIG", "SYSTEM", "GRADIO_SERVER_PORT", "GRADIO_SERVER_NAME"):
        monkeypatch.delenv(name, raising=False)


def write(folder: Path, text: str) -> Path:
    file = folder / "app_config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_shipped_file_says_the_defaults(tmp_path: Path) -> None:
    assert load_settings() == load_settings(write(tmp_path, ""))


def test_the_shipped_file_names_every_setting_and_comments_it() -> None:
    values = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))
    shipped = {f"{group}.{key}" for group, inner in values.items() for key in inner}
    secret = {key for key, kind in leaves(Settings) if SecretStr in (kind, *get_args(kind))}
    assert {"store.credentials_json", "access.secret"} <= secret
    assert shipped == {key for key, _ in leaves(Settings)} - secret


def test_environment_beats_file_beats_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "server:\n  port: 8001\n  workers: 5\n")
    assert (load_settings(file).server.port, load_settings(file).server.max_waiting) == (8001, 16)
    monkeypatch.setenv("HUEPRINT_SERVER__PORT", "8002")
    assert (load_settings(file).server.port, load_settings(file).server.workers) == (8002, 5)


def test_gradios_variable_moves_the_port_and_ours_beats_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "server:\n  port: 8001\n")
    monkeypatch.setenv("GRADIO_SERVER_PORT", "8003")
    assert load_settings(file).server.port == 8003
    monkeypatch.setenv("HUEPRINT_SERVER__PORT", "8004")
    assert load_settings(file).server.port == 8004


def test_a_space_listens_to_everyone_and_a_machine_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().server.host == "127.0.0.1"
    monkeypatch.setenv("SYSTEM", "spaces")
    assert load_settings().server.host == "0.0.0.0"


def test_the_file_can_be_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUEPRINT_CONFIG", str(write(tmp_path, "live:\n  draft_pixels: 256\n")))
    assert load_settings().live.draft_pixels == 256


def test_a_group_whose_lines_are_commented_out_is_its_defaults(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "server:\n  # port: 1\n")).server.port == 7860


def test_relative_paths_are_under_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().store.folder == ROOT / "pictures"
    monkeypatch.setenv("HUEPRINT_STORE__FOLDER", "/elsewhere")
    assert load_settings().store.folder == Path("/elsewhere")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("server:\n  port: eighty\n", ["server.port", "line 2"]),
        ("server:\n  port: 99999\n", ["server.port", "line 2", "65535"]),
        ("server:\n  prot: 80\n", ["server.prot", "line 2", "did you mean server.port?"]),
        ("colour: red\n", ["colour", "line 1", "no such setting"]),
        ("server:\n  port: 1\n  port: 2\n", ["server.port", "lines 2 and 3"]),
        ("store:\n  kind: cloud\n", ["store", "bucket"]),
        ("store:\n  kind: ftp\n", ["store.kind", "'local', 'cloud' or 'memory'"]),
        ("store:\n  credentials_json: s3cret\n", ["store.credentials_json", "line 2", "HUEPRINT_STORE__CREDENTIALS_JSON"]),
        ("store:\n  deadline_seconds: .nan\n", ["store.deadline_seconds", "line 2"]),
        ("server: [\n", ["not valid YAML", "line"]),
        ("- a\n- b\n", ["key: value"]),
        ("server: !!python/object/apply:os.system ['true']\n", ["server"]),
    ],
)
def test_what_is_wrong_in_the_file_is_said_in_one_sentence(tmp_path: Path, text: str, said: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(tmp_path, text))
    message = str(caught.value)
    assert all(part in message for part in said), message
    assert "\n" not in message
    assert "s3cret" not in message


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HUEPRINT_SERVER__PORT", "eighty", ["server.port", "from HUEPRINT_SERVER__PORT"]),
        ("HUEPRINT_SERVR__PORT", "80", ["HUEPRINT_SERVR__PORT", "did you mean HUEPRINT_SERVER__PORT?"]),
        ("HUEPRINT_SERVER", '{"port": 1}', ["HUEPRINT_SERVER"]),
        ("GRADIO_SERVER_PORT", "x", ["server.port", "from GRADIO_SERVER_PORT"]),
    ],
)
def test_what_is_wrong_in_the_environment_is_said_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: list[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert all(part in str(caught.value) for part in said), caught.value


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(tmp_path / "none.yaml")


def test_secrets_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUEPRINT_STORE__CREDENTIALS_JSON", '{"private_key": "s3cret"}')
    settings = load_settings()
    assert "s3cret" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.store.credentials_json is not None
    assert "s3cret" in settings.store.credentials_json.get_secret_value()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().server.port = 1  # type: ignore[misc]
