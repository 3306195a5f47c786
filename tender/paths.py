"""Where things lie (路径): the samples, the app's file, and the folder for the app's data."""

import os
from importlib.resources import files
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def samples() -> Path:
    """The folder of sample projects: inside the installed package, else beside it in the checkout."""
    installed = Path(str(files("tender") / "_samples"))
    return installed if installed.is_dir() else _ROOT / "samples"


def app_file() -> Path:
    """The entry file of the app."""
    return _ROOT / "streamlit_app.py"


def home() -> Path:
    """The folder of this user's projects: ``HENGBIAO_HOME``, else ``~/.hengbiao``; made if absent."""
    folder = Path(os.environ.get("HENGBIAO_HOME") or Path.home() / ".hengbiao")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
