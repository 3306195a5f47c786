"""What holds for the repository as a whole: locks, layers, rooms one can see across."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
MADE_HERE = {"wheels", "out", "build", "dist", "mutants", "test-results", "htmlcov", "__pycache__"}
HIDDEN_ROOMS = {".ci", ".streamlit", ".gitignore", ".editorconfig"}
BINARY = {".png", ".xlsx", ".docx", ".pdf", ".zip", ".woff2", ".ico", ".gif", ".jpg"}
SEEN_ACROSS = 500  # lines

# Names that look like addresses and are never fetched: XML namespaces, schemas, this very machine.
NEVER_FETCHED = re.compile(
    r"(www\.w3\.org|schemas\.(openxmlformats\.org|microsoft\.com)|purl\.org|json-schema\.org"
    r"|127\.0\.0\.1|localhost|\{)"
)
REGISTRIES = (
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js",
    "crates" + ".io",
    "mirrors" + ".",
    "deb" + ".debian",
)
MACHINE_PATHS = re.compile(r"(?<![\w./])(/(work|opt|root|home|mnt|Users)/\w|[A-Z]:\\Users)")


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of the project, in order, without what tools and people leave behind."""
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in HIDDEN_ROOMS
        if hidden or path.name in MADE_HERE or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def texts() -> Iterator[tuple[Path, str]]:
    for path in files():
        if path.suffix not in BINARY and path.name != "LICENSE":
            yield path.relative_to(ROOT), path.read_text("utf-8")


def modules() -> list[Path]:
    rooms = (ROOT / "scoring", ROOT / "tender")
    return [path for room in rooms for path in files(room) if path.suffix == ".py"]


def pins(lock: str) -> dict[str, str]:
    """Package → its whole entry in the lock: version, marker and hashes."""
    entries = re.split(r"^(?=\S)", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
    return {entry.partition("==")[0]: entry for entry in entries if "==" in entry}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_no_host_and_every_package_has_its_hash(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text("utf-8")
    assert [name for name, entry in pins(lock).items() if "--hash=sha256:" not in entry] == []


def test_the_test_lock_holds_the_very_packages_of_the_app_lock() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


def test_the_locks_fulfil_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        "requirements.lock": project["project"]["dependencies"]
        + project["project"]["optional-dependencies"]["app"],
        "requirements-test.lock": project["dependency-groups"]["test"],
    }
    for lock, requirements in asked.items():
        locked = pins(lock)
        for requirement in map(Requirement, requirements):
            version = locked[requirement.name].partition("==")[2].split()[0]
            assert requirement.specifier.contains(version), f"{lock}: {requirement} against {version}"


def test_no_lock_file_that_names_registries_is_kept() -> None:
    names = {path.name for path in files()}
    assert not names & {"uv.lock", "poetry.lock", "Pipfile.lock"}
    assert [name for name in names if name.startswith("pylock.")] == []


def test_no_text_names_a_registry_or_a_path_of_some_machine() -> None:
    found = [
        f"{path}: {line.strip()}"
        for path, text in texts()
        for line in text.splitlines()
        if MACHINE_PATHS.search(line) or any(host in line for host in REGISTRIES)
    ]
    assert found == []


def test_nothing_points_out_of_the_machine() -> None:
    found = [
        f"{path}: {address}"
        for path, text in texts()
        for address, host in re.findall(r"(https?://([^\s\"'<>)]*))", text)
        if host and not NEVER_FETCHED.match(host)
    ]
    assert found == []


def test_every_room_can_be_seen_across() -> None:
    lines = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {path: count for path, count in lines.items() if count > SEEN_ACROSS} == {}


def test_every_module_says_what_it_is() -> None:
    scripts = [*modules(), *ROOT.glob("*.py")]
    assert [path for path in scripts if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_every_folder_of_modules_is_a_package_so_that_the_layers_are_seen() -> None:
    folders = {path.parent for path in modules() if "migrations" not in path.parts}
    assert [folder for folder in sorted(folders) if not folder.joinpath("__init__.py").exists()] == []


def test_the_layers_are_kept() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is part of requirements-test.lock"
    linted = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert linted.returncode == 0, linted.stdout
