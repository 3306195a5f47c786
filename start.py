"""One command for a machine that has Python 3.11 and nothing else.

    python3 start.py                 rehearse a whole tender, then open the app
    python3 start.py --no-serve      only the rehearsal
    python3 start.py test [...]      the tests; further words go to pytest
    python3 start.py check my/ ...   any other words go to the command line of Hengbiao

The first start makes ``.venv`` beside this file from ``requirements.lock``, every package
checked against its SHA-256. A ``wheels`` folder beside this file replaces the network.
Standard library only; the lines down to the version check must parse on older Pythons.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

if sys.version_info < (3, 11):
    THIS = ".".join(map(str, sys.version_info[:2]))
    sys.exit(
        f"衡标需要 Python 3.11 或更高版本，现在运行的是 {THIS}。请安装新版本后再执行 start.py。\n"
        f"Hengbiao needs Python 3.11 or newer, this is {THIS}: install one and run start.py with it."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"  # holds every pin of LOCK and the test tools
WHEELS = ROOT / "wheels"
MARKER = VENV / "installed.txt"  # written last: an installation without it is not believed
LOG = VENV / "install.log"

PLACES = {"base": str(VENV), "platbase": str(VENV)}
SITE = Path(sysconfig.get_path("purelib", "venv", vars=PLACES))
PYTHON = Path(sysconfig.get_path("scripts", "venv", vars=PLACES)) / (
    "python.exe" if os.name == "nt" else "python"
)


class SetupError(Exception):
    """The environment could not be made; the text is shown to the person as it is."""


def main(words: list[str]) -> int:
    """Exit code of the verb in ``words``, after making sure that the environment stands."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # consoles without Chinese
    testing = words[:1] == ["test"]
    try:
        prepare(TEST_LOCK if testing else LOCK)
    except SetupError as problem:
        say(f"\n{problem}")
        return 1
    except OSError as problem:
        say(f"\n没能写入衡标所在的文件夹，请检查写入权限和磁盘空间：{problem}")
        return 1
    except KeyboardInterrupt:
        say("\n已中断，运行环境尚未装好；下次启动会从头再装。")
        return 130
    if testing:
        return run("pytest", *words[1:], folder=ROOT)
    if words and words != ["--no-serve"]:
        return run("tender", *words)
    return run("tender", "demo") or (0 if words else run("tender", "app"))


def run(module: str, *words: str, folder: Path | None = None) -> int:
    """Exit code of ``python -m module words`` in the environment, run where the person stands.

    Ctrl-C reaches the child as well, so this waits for the child to end in its own way.
    """
    with subprocess.Popen([PYTHON, "-m", module, *words], env=environment(), cwd=folder) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        while True:
            try:
                code = child.wait()
            except KeyboardInterrupt:
                continue
            return code if code >= 0 else 128 - code


def environment() -> dict[str, str]:
    """The person's environment, in UTF-8 and without modules of another Python."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    return kept | {"PYTHONUTF8": "1"}


# ------------------------------------------------------------ making the environment


def prepare(lock: Path) -> None:
    """Make ``.venv`` hold what ``lock`` names; says nothing when it already does."""
    if PYTHON.exists() and MARKER.exists() and stamp(lock) in MARKER.read_text("utf-8"):
        return
    say("正在准备衡标的运行环境，首次约需一分钟，以后启动不再需要。")
    MARKER.unlink(missing_ok=True)  # from here on until the end, nothing is believed
    make_venv()
    install(lock)
    SITE.joinpath("hengbiao.pth").write_text(f"{ROOT}\n", "utf-8")
    locks = (LOCK, TEST_LOCK) if lock == TEST_LOCK else (LOCK,)
    MARKER.write_text("".join(f"{stamp(each)}  {each.name}\n" for each in locks), "utf-8")
    say("[3/3] 运行环境已就绪。\n")


def stamp(lock: Path) -> str:
    """SHA-256 over the lock, this Python and this folder: another one means another installation."""
    where = f"\n{sys.version_info[:2]}\n{ROOT}".encode()
    return hashlib.sha256(lock.read_bytes() + where).hexdigest()


def make_venv() -> None:
    """An empty virtual environment in the place of whatever is there."""
    say("[1/3] 建立独立的 Python 环境")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if made.returncode:
        raise SetupError(
            f"{tail(made.stdout + made.stderr)}\n\n"
            f"没能在 {VENV} 建立 Python 环境。请检查：\n"
            "  · 衡标是否还在另一个窗口中运行（请先关闭）；该文件夹能否写入；磁盘是否还有 1 GB 空间；\n"
            "  · Debian、Ubuntu、麒麟、统信系统须先安装 python3-venv 软件包。"
        )


def install(lock: Path) -> None:
    """Install every package of ``lock``, each checked against its SHA-256, with a live count."""
    total = len(re.findall(r"^[\w.-]+==", lock.read_text("utf-8"), re.MULTILINE))
    offline = any(WHEELS.glob("*.whl"))
    source = ["--no-index", "--find-links", str(WHEELS)] if offline else []
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", *source, "-r", str(lock)]
    say(f"[2/3] 安装 {total} 个软件包（{'来自 wheels 文件夹' if offline else '来自网络'}，逐个核对校验值）")
    began, present = time.monotonic(), packages()
    with LOG.open("wb") as log:
        pip = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment())
    with pip:
        while pip.poll() is None:
            fetched = LOG.read_bytes().count(b"\nCollecting ") + 1
            done = packages() - present
            step = f"已安装 {done}" if done else f"已取得 {min(fetched, total)}"
            tick(f"      {step}/{total} 个，用时 {time.monotonic() - began:.0f} 秒")
            time.sleep(0.3)
    tick("")
    if pip.returncode:
        raise SetupError(
            f"{tail(LOG.read_text('utf-8', errors='replace'))}\n\n"
            f"软件包没有装好，以上是安装程序最后的话，全文在 {LOG}。\n"
            "  · 提到 hash：软件包与锁定的校验值不符，可能已被改动，请勿使用，换一个来源再装；\n"
            "  · 连不上网络：在一台能上网、系统和 Python 版本相同的电脑上，在本文件夹中执行\n"
            f"      python3 -m pip download --no-deps --require-hashes -r {lock.name} -d wheels\n"
            "    把得到的 wheels 文件夹拷到 start.py 旁边，再启动一次，全程不用网络。"
        )


def packages() -> int:
    """How many packages the environment holds."""
    return sum(1 for _ in SITE.glob("*.dist-info"))


def tail(text: str) -> str:
    """The last lines of a program's output, indented."""
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-12:])


def say(line: str) -> None:
    """Tell the person; on stderr, so that results on stdout stay clean for pipes."""
    print(line, file=sys.stderr, flush=True)


def tick(line: str) -> None:
    """Replace the live line of a terminal; logs and pipes are spared it."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r{' ' * width}\r{line}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
