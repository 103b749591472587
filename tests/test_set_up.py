"""What `make` does on a machine that lacks something: it says so in one sentence, and mends itself the next time."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")


def clean_environment(**more: str) -> dict[str, str]:
    """Leave out what a run under make, or a person's own settings, would pass on."""
    ours = ("PEERWALK_", "PYTHON", "MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy what set-up reads, to a folder whose name has a space and a quotation mark."""
    folder = tmp_path / "the trust's reviews"
    (folder / ".ci").mkdir(parents=True)
    for name in ("Makefile", ".ci/set-up", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, folder / name)
    return folder


def make(copy: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    tool = shutil.which("make")
    assert tool, "make is not on this machine"
    return subprocess.run(
        [tool, "--no-print-directory", *arguments],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(**more),
        timeout=60,
    )


def stopped(copy: Path, *arguments: str, **more: str) -> str:
    """Run make where it must stop at once, and give back the one sentence that a person reads."""
    made = make(copy, *arguments, **more)
    assert made.returncode == 2, made.stdout + made.stderr
    assert made.stdout == ""
    sentence, _, rest = made.stderr.partition("\n")
    assert rest.count("\n") <= 1, rest  # make's own line, and nothing more
    return sentence


def script(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    path.chmod(0o755)
    return path


def tools_without_python(folder: Path) -> str:
    """Make a folder that holds what the script calls, and no Python."""
    folder.mkdir()
    for name in ("sh", "awk", "cat", "cksum", "dirname", "env", "grep", "mkdir", "rm", "sort", "tr", "wc"):
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return str(folder)


def test_set_up_says_when_the_named_python_is_not_there(copy: Path) -> None:
    assert stopped(copy, "PYTHON=/nonexistent", "run") == (
        "No Python answers at /nonexistent: give one that does, as in make PYTHON=python3.12 run."
    )


def test_set_up_says_when_there_is_no_python_at_all(copy: Path, tmp_path: Path) -> None:
    said = stopped(copy, "run", PATH=tools_without_python(tmp_path / "tools"))
    assert said.startswith("Peerwalk needs Python 3.11 or newer, and none was found: install it")
    assert "sudo apt install python3 python3-venv" in said
    assert said.endswith("make PYTHON=/path/to/python3.12 run.")


@pytest.mark.parametrize("named", [True, False])
def test_set_up_says_which_python_is_too_old(copy: Path, tmp_path: Path, named: bool) -> None:
    tools = tools_without_python(tmp_path / "tools")
    old = script(tmp_path / "tools" / "python3", "echo 3.9")
    said = stopped(copy, f"PYTHON={old}", "test") if named else stopped(copy, "test", PATH=tools)
    assert said == (
        f"Peerwalk needs Python 3.11 or newer, but {old if named else 'python3'} is Python 3.9: install a newer one "
        "and name it, as in make PYTHON=python3.12 test."
    )


def test_set_up_takes_a_newer_python_beside_an_old_one(copy: Path, tmp_path: Path) -> None:
    tools = tools_without_python(tmp_path / "tools")
    script(tmp_path / "tools" / "python3", "echo 3.9")
    script(tmp_path / "tools" / "python3.12", 'case "$*" in *ensurepip*) exit 1 ;; esac', "echo 3.12")
    said = stopped(copy, "run", PATH=tools)
    assert said.startswith("Python 3.12 is here without the part that makes environments")
    assert "sudo apt install python3.12-venv" in said


def test_set_up_names_the_debian_package_when_environments_cannot_be_made(copy: Path, tmp_path: Path) -> None:
    bare = script(
        tmp_path / "python3",
        'case "$*" in *ensurepip*) echo "ModuleNotFoundError: No module named ensurepip" >&2; exit 1 ;; esac',
        f'exec "{sys.executable}" "$@"',
    )
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert stopped(copy, f"PYTHON={bare}", "run") == (
        f"Python {version} is here without the part that makes environments: on Debian or Ubuntu run "
        "sudo apt install python3-venv, then make run again."
    )
    assert not (copy / ".venv").exists()


STAND_IN = """
case "$*" in
*sys.version_info*) echo 3.12 ;;
*"-m venv "*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
*"pip --version"*) ;;
*"pip "*--editable*)
    echo "the package" >>calls
    printf '#!/bin/sh\\necho "peerwalk $* keeps to $PEERWALK_DATA_DIR"\\n' >.venv/bin/peerwalk
    chmod +x .venv/bin/peerwalk ;;
*"pip "*" install "*)
    echo "the locks" >>calls
    if [ -f trouble ]; then cat trouble; exit 1; fi
    if [ -f power-cut ]; then rm power-cut; kill -KILL $(cat .venv/unfinished) $$; fi ;;
esac
"""


@pytest.fixture
def python(tmp_path: Path) -> str:
    """Stand in for a Python and its pip: it writes down what was installed, and meets the trouble that a file names."""
    return f"PYTHON={script(tmp_path / 'python3', STAND_IN)}"


def installs(copy: Path) -> list[str]:
    calls = copy / "calls"
    return calls.read_text().splitlines() if calls.exists() else []


ONCE = ["the locks", "the package"]


def test_the_first_run_sets_up_and_the_second_starts_at_once(copy: Path, python: str) -> None:
    first = make(copy, python, "run")
    assert first.returncode == 0, first.stderr
    assert first.stdout == "peerwalk demo keeps to ./var\n"
    assert first.stderr.splitlines()[0] == "Making a Python 3.12 environment in .venv."
    assert first.stderr.splitlines()[-1] == "Set-up is done."
    second = make(copy, "run", PEERWALK_DATA_DIR="elsewhere")
    assert second.stdout == "peerwalk demo keeps to elsewhere\n"
    assert second.stderr == ""
    assert installs(copy) == ONCE


@pytest.mark.parametrize("changed", ["requirements.lock", "requirements-build.lock", "pyproject.toml"])
def test_what_changed_is_installed_again(copy: Path, python: str, changed: str) -> None:
    make(copy, python, "run")
    (copy / changed).open("a").write("# changed\n")
    again = make(copy, "run")
    assert again.returncode == 0, again.stderr
    assert "Making" not in again.stderr
    assert installs(copy) == ONCE * 2


def test_what_the_tests_need_is_enough_to_run(copy: Path, python: str) -> None:
    make(copy, python, "lint")
    assert make(copy, "run").stderr == ""
    assert installs(copy) == ONCE


def test_a_set_up_that_was_cut_off_is_made_anew(copy: Path, python: str) -> None:
    (copy / "power-cut").touch()
    assert make(copy, python, "run").returncode == 2
    again = make(copy, python, "run")
    assert again.returncode == 0, again.stderr
    assert again.stderr.startswith("The last set-up did not end, so .venv is made anew.\n")
    assert again.stdout == "peerwalk demo keeps to ./var\n"


def test_a_folder_that_was_moved_is_set_up_anew(copy: Path, python: str) -> None:
    make(copy, python, "run")
    moved = copy.rename(copy.with_name("moved"))
    again = make(moved, python, "run")
    assert again.returncode == 0, again.stderr
    assert again.stderr.startswith("What is in .venv was made elsewhere or with another Python, so it is made anew.\n")


def test_two_set_ups_do_not_meet(copy: Path, python: str) -> None:
    (copy / ".venv").mkdir()
    (copy / ".venv" / "unfinished").write_text(str(os.getpid()))
    assert stopped(copy, python, "run").startswith(
        f"Another set-up seems to be under way (process {os.getpid()}): wait for it to end"
    )


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (
            "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "The packages could not be fetched: check that this machine is on the network",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "A package that was fetched is not the one in the lock, so nothing was installed",
        ),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for x==1", "A package is not made for this Python on this machine"),
        ("Something else", "The packages could not be installed"),
    ],
)
def test_when_pip_stops_the_reason_is_said_and_its_words_are_kept(
    copy: Path, python: str, trouble: str, sentence: str
) -> None:
    (copy / "trouble").write_text(trouble + "\n")
    made = make(copy, python, "run")
    assert made.returncode == 2
    told = made.stderr.splitlines()[2]
    assert told.startswith(sentence)
    assert told.endswith("pip's words are in .venv/set-up.log.")
    assert trouble in (copy / ".venv" / "set-up.log").read_text()
    (copy / "trouble").unlink()
    again = make(copy, "run")
    assert again.returncode == 0, again.stderr
    assert "made anew" not in again.stderr


def test_make_alone_lists_what_there_is_to_make(copy: Path) -> None:
    listed = subprocess.run(["make"], cwd=copy, capture_output=True, text=True, check=True, env=clean_environment())
    goals = {line.split()[1] for line in listed.stdout.splitlines()}
    assert goals == {
        "help",
        "run",
        "test",
        "test-cards",
        "test-slack-client",
        "check",
        "format",
        "lint",
        "types",
        "contracts",
        "bench",
        "model",
        "lock",
        "clean",
    }
