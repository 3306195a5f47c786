"""start.py on a machine without network: real environments, made from wheels of a few bytes."""

import ast
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

TENDER = """
import os, sys, pebble
if sys.argv[1:] == ["stop", "with", "7"]:
    sys.exit(7)
print(*sys.argv[1:], "|", os.getcwd(), "|", pebble.COLOR, "|", sys.flags.utf8_mode)
"""
PYTEST = """
import os, sys
if __name__ == "__main__":
    print("pytest", *sys.argv[1:], "|", os.getcwd())
"""


@dataclass(frozen=True)
class Started:
    """How one start ended; ``told`` is what the person was told about the installation."""

    code: int
    said: str
    told: str


@dataclass(frozen=True)
class Checkout:
    """A checkout with the real start.py, a command line of six lines and wheels of its own."""

    folder: Path

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    @property
    def marker(self) -> Path:
        return self.venv / "installed.txt"

    def start(self, *words: str, where: Path | None = None) -> Started:
        # No network in any case: without a wheels folder pip has no index to ask.
        env = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
        command = [sys.executable, str(self.folder / "start.py"), *words]
        ended = subprocess.run(
            command, cwd=where or self.folder, env=env, capture_output=True, encoding="utf-8", check=False
        )
        return Started(ended.returncode, ended.stdout.strip(), ended.stderr.strip())

    def lock(self, name: str, *wheels: Path) -> None:
        pins = (
            f"{wheel.name.split('-')[0]}=={wheel.name.split('-')[1]} --hash=sha256:{sha256(wheel)}"
            for wheel in wheels
        )
        self.folder.joinpath(name).write_text("\n".join(pins) + "\n", "utf-8")

    def wheel(self, name: str, version: str, source: str) -> Path:
        """A wheel that holds one module, in the wheels folder."""
        info = f"{name}-{version}.dist-info"
        files = {
            f"{name}.py": source,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = "".join(f"{path},sha256={digest(text)},{len(text)}\n" for path, text in files.items())
        files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\n"
        path = self.folder / "wheels" / f"{name}-{version}-py3-none-any.whl"
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            for inside, text in files.items():
                archive.writestr(inside, text)
        return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def lay_out(folder: Path) -> Checkout:
    folder.mkdir()
    checkout = Checkout(folder)
    shutil.copy(ROOT / "start.py", folder)
    folder.joinpath("tender").mkdir()
    folder.joinpath("tender/__init__.py").touch()
    folder.joinpath("tender/__main__.py").write_text(TENDER, "utf-8")
    pebble = checkout.wheel("pebble", "1.0", "COLOR = 'grey'\n")
    checkout.lock("requirements.lock", pebble)
    checkout.lock("requirements-test.lock", pebble, checkout.wheel("pytest", "1.0", PYTEST))
    return checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout that was never started, in a folder named as people name folders."""
    return lay_out(tmp_path / "衡标 评标")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that was started once, with the rehearsal only."""
    checkout = lay_out(tmp_path_factory.mktemp("once") / "衡标 评标")
    first = checkout.start("--no-serve")
    assert first.code == 0, first.told
    assert first.said == f"demo | {checkout.folder} | grey | 1"
    assert "[1/3]" in first.told
    assert "wheels 文件夹" in first.told
    return checkout


def test_the_second_start_installs_nothing_and_says_nothing(installed: Checkout) -> None:
    assert installed.start("--no-serve") == Started(0, f"demo | {installed.folder} | grey | 1", "")


def test_other_words_go_to_the_command_line_from_where_the_person_stands(
    installed: Checkout, tmp_path: Path
) -> None:
    answer = installed.start("check", "我的项目", "--json", where=tmp_path)
    assert answer == Started(0, f"check 我的项目 --json | {tmp_path} | grey | 1", "")


def test_no_words_rehearse_and_then_open_the_app(installed: Checkout) -> None:
    assert [line.split(" ")[0] for line in installed.start().said.splitlines()] == ["demo", "app"]


def test_the_exit_code_of_the_command_line_is_passed_on(installed: Checkout) -> None:
    assert installed.start("stop", "with", "7").code == 7


def test_test_adds_the_test_tools_and_the_app_needs_no_installation_after_it(checkout: Checkout) -> None:
    tested = checkout.start("test", "-k", "标段", where=checkout.folder.parent)
    assert (tested.code, tested.said) == (0, f"pytest -k 标段 | {checkout.folder}")
    assert checkout.start("--no-serve").told == ""


def test_a_changed_lock_is_installed_again(installed: Checkout, tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "copy")
    shutil.copytree(installed.folder, checkout.folder, symlinks=True)
    checkout.lock("requirements.lock", checkout.wheel("pebble", "2.0", "COLOR = 'black'\n"))
    assert checkout.start("--no-serve").said == f"demo | {checkout.folder} | black | 1"
    assert checkout.start("--no-serve").told == ""


def test_an_interrupted_installation_is_not_believed(checkout: Checkout) -> None:
    checkout.start("--no-serve")
    checkout.marker.unlink()  # it is written last
    [module] = checkout.venv.rglob("pebble.py")
    module.unlink()  # pip would take the rest of the package for an installed one
    again = checkout.start("--no-serve")
    assert (again.code, again.said) == (0, f"demo | {checkout.folder} | grey | 1")


def test_a_package_that_differs_from_the_lock_is_refused(checkout: Checkout) -> None:
    checkout.wheel("pebble", "1.0", "COLOR = 'red'\n")  # another file under the same name
    refused = checkout.start("--no-serve")
    assert (refused.code, refused.said) == (1, "")
    assert "hash" in refused.told
    assert "已被改动，请勿使用" in refused.told
    assert not checkout.marker.exists()


def test_without_network_and_wheels_the_person_learns_the_offline_way(checkout: Checkout) -> None:
    shutil.rmtree(checkout.folder / "wheels")
    refused = checkout.start("--no-serve")
    assert (refused.code, refused.said) == (1, "")
    assert "pip download --no-deps --require-hashes -r requirements.lock -d wheels" in refused.told
    assert "No matching distribution found for pebble==1.0" in refused.told  # pip's own last words


def test_a_folder_that_cannot_hold_an_environment_is_named(checkout: Checkout) -> None:
    checkout.venv.write_text("a file in the way", "utf-8")
    refused = checkout.start("--no-serve")
    assert (refused.code, refused.said) == (1, "")
    assert str(checkout.venv) in refused.told
    assert "写入权限" in refused.told


def test_an_older_python_is_told_what_it_needs() -> None:
    source = ROOT.joinpath("start.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 6))
    pretend = "import sys, runpy; sys.version_info = (3, 8, 18, 'final', 0); runpy.run_path(sys.argv[1])"
    command = [sys.executable, "-c", pretend, str(ROOT / "start.py")]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 1
    assert "需要 Python 3.11 或更高版本，现在运行的是 3.8" in ended.stderr
    assert "needs Python 3.11 or newer, this is 3.8" in ended.stderr
