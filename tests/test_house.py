"""What the house promises: the package installs and runs anywhere, and the locks and files stay in order."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack_process import free_port

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "Makefile",
    "README.md",
    "bench",
    "bot",
    "docs",
    "pyproject.toml",
    "store",
    "templates",
    "tests",
    *LOCKS,
}
MOST_LINES = 300


def tracked(*patterns: str) -> list[Path]:
    """Name the files that git keeps, less those that are deleted and not yet committed."""
    listed = subprocess.run(["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, check=True, capture_output=True)
    paths = [Path(os.fsdecode(name)) for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if (ROOT / path).is_file()]


def clean_environment(**more: str) -> dict[str, str]:
    """Leave out what a run under make, or a person's own settings, would pass on."""
    ours = ("PEERWALK_", "PYTHON", "MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


# --- The package


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own; what it depends on is lent by ours, so nothing is fetched."""
    home = tmp_path_factory.mktemp("a person's own") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(home / "bin" / "python")]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True, env=clean_environment()
    )
    (site,) = home.glob("lib/python3*/site-packages")
    # A folder that a .pth names has its own .pth files left unread, so our editable install stays out of sight.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin"


def test_the_wheel_holds_templates_frameworks_and_migrations(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    templates = {str(path.relative_to("templates")) for path in tracked("templates")}
    assert templates
    assert {f"bot/_templates/{name}" for name in templates} <= names
    assert "store/frameworks/cst-spr.yaml" in names
    assert {str(path) for path in tracked("bot", "store")} <= names
    assert not {name for name in names if name.startswith(("tests/", "bench/", "templates/"))}


def test_the_installed_package_is_the_wheel_and_not_this_tree(installed: Path) -> None:
    where = subprocess.run(
        [str(installed / "python"), "-c", "import bot, store; print(bot.__file__); print(store.__file__)"],
        cwd="/",
        check=True,
        capture_output=True,
        text=True,
        env=clean_environment(),
    )
    assert all(Path(line).is_relative_to(installed.parent) for line in where.stdout.splitlines())


def test_the_installed_command_says_what_it_can_do(installed: Path) -> None:
    said = subprocess.run(
        [str(installed / "peerwalk"), "--help"],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
    )
    assert said.returncode == 0, said.stderr
    assert "demo" in said.stdout
    assert "serve" in said.stdout


def test_the_installed_demo_answers_when_started_from_elsewhere(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    words = tmp_path / "words"
    with words.open("wb") as out:
        demo = subprocess.Popen(
            [str(installed / "peerwalk"), "demo"],
            cwd="/",
            env=clean_environment(PEERWALK_PORT=str(port), PEERWALK_DATA_DIR=str(tmp_path / "kept here")),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        answered = wait_for_answer(f"http://127.0.0.1:{port}/healthz", demo, seconds=120)
    finally:
        demo.terminate()
        ended = demo.wait(timeout=60)
    assert answered == 200, words.read_text()
    assert ended in {0, -15, 143}, words.read_text()


def wait_for_answer(address: str, server: subprocess.Popen[bytes], seconds: float) -> int | None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            time.sleep(0.1)
    return None


# --- The locks


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place_that_packages_came_from(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    places = ("http:", "https:", "file:/", "--index-url", "--extra-index-url", "--find-links", "--trusted-host")
    folders = ("/wo" + "rk", "/ro" + "ot", "/ho" + "me", "/opt")
    assert [place for place in (*places, *folders) if place in text] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_agree_with_each_other() -> None:
    run, build, dev = (pins(name) for name in LOCKS)
    assert run.items() <= dev.items()
    assert build.items() <= dev.items()


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==([^ ;\\]+)", text, flags=re.MULTILINE))


# --- The files


def test_the_top_level_holds_only_what_it_should() -> None:
    assert {path.parts[0] for path in tracked()} <= TOP_LEVEL


def contents() -> Iterator[tuple[Path, bytes]]:
    for path in tracked():
        yield path, (ROOT / path).read_bytes()


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    # The words are put together here, so that this file does not name them either.
    registries = ("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:org|com)", "deb" + r"\.debian\.org")
    folders = "/(?:wo" + "rk|ro" + "ot)/"
    named = re.compile(("|".join(registries) + rf"|(?<![\w.*-]){folders}").encode())
    assert [(str(path), found[0]) for path, text in contents() if (found := named.search(text))] == []


def test_every_module_is_short_and_says_what_it_is_for() -> None:
    wrong = []
    for path in tracked("bot/*.py", "store/*.py"):
        text = (ROOT / path).read_text(encoding="utf-8")
        # A migration lists what there is to change, and is never read as a module.
        if (lines := len(text.splitlines())) > MOST_LINES and "versions" not in path.parts:
            wrong.append(f"{path} has {lines} lines")
        if text.strip() and not ast.get_docstring(ast.parse(text)):
            wrong.append(f"{path} begins without a docstring")
    assert wrong == []
