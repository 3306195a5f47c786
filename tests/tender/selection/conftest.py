"""The TEDA sample as an open selection outside government procurement, its forms made anew."""

import re
import runpy
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tender import paths
from tender.demo import no_slips
from tender.run import run

SAMPLE = paths.samples() / "teda-haiqing"

SELECTION = (
    ('method = "competitive_consultation"', 'method = "open_selection"'),
    ('route = "gov_procurement"', 'route = "service_cooperation"'),
    ('articles = ["N214-21"]\n', ""),
    ('articles = ["N214-24-price", "N46-9"]\n', ""),
    (", small_deduction_percent = 10", ""),
    ("通过竞争性磋商引入", "公开遴选"),
    ("电子版磋商文件及响应表", "电子版遴选文件及申请表"),
    ("到采购人处", "到遴选人处"),
    ("本项目由采购人自行组织", "本项目由遴选人自行组织"),
    ("不低于响应承诺", "不低于申请承诺"),
    ("响应文件中的公益服务场次", "申请文件中的公益服务场次"),
    ("符合所投标段运营管理", "符合所参加标段运营管理"),
)
"""What the purchaser's own sentences say differently, and the keys that make it a selection."""


def rewritten(text: str, *changes: tuple[str, str]) -> str:
    """``text`` after each ``old, new`` pair was replaced once; a pair that is not there is an error."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.fixture(scope="session")
def selection_text() -> str:
    text = (SAMPLE / "project.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if "财库〔2014〕214号" not in line]
    return rewritten("".join(kept), *SELECTION)


@pytest.fixture(scope="session")
def selected(tmp_path_factory, selection_text):
    """A run from the book to the notice."""
    project = tmp_path_factory.mktemp("selection") / "project"
    shutil.copytree(SAMPLE, project)
    (project / "project.toml").write_text(selection_text, encoding="utf-8")
    make_forms(project)
    return run(project)


def make_forms(project: Path) -> None:
    """The sample's own maker fills in the forms of the changed book."""
    runpy.run_path(str(project / "make.py"), run_name="__main__")


UNPAID_LOTS = ("L2H", "L2X", "L2G")
GIFTS = """
[[gifts]]
id = "G1"
name = "自习室冠名"
center = "C2"
space = "C2-03"
form = "honour_naming"
amount_yuan = 120000
until = 2029-03-31
consent = "居民议事会2026年1月20日表决同意（虚构）"
agreement = "捐赠协议（虚构）"
naming_review = "冠名审查意见（虚构）"

[[gifts]]
id = "G2"
name = "每月公益体验日"
center = "C3"
form = "public_benefit_trial"
until = 2027-03-31
consent = "居民议事会已知悉（虚构）"
"""


def without_price(text: str, *lots: str) -> str:
    """The book in which nothing is paid for ``lots``."""
    for lot in lots:
        head, mark, tail = text.partition(f'\nid = "{lot}"\n')
        tail = re.sub(r'ceiling_yuan = \d+\nfunding = "street"\n', "", tail, count=1)
        text = head + mark + tail
    return text


@pytest.fixture(scope="session")
def mixed_text(selection_text):
    """Three zones are not paid for, the other lots are; two gifts stand beside them."""
    text = without_price(selection_text, *UNPAID_LOTS)
    changes = (
        ("whole_center = 15, partial_zone = 10, professional", "whole_center = 15, professional"),
        ("whole_center = 20, partial_zone = 20", "whole_center = 20, partial_zone = 30"),
        ("baseline_yuan = 2000000", "baseline_yuan = 2105000"),
        ("[rounding]", GIFTS + "\n[rounding]"),
    )
    return rewritten(text, *changes)


@pytest.fixture(scope="session")
def unpaid_text(selection_text):
    """No lot is paid for: no ceilings, no sources of money, no price criterion."""
    text = without_price(selection_text, "L1", *UNPAID_LOTS, "L3E", "L3I", "L3S")
    text = re.sub(r"\[\[funding\]\]\n.*?\n\n", "", text, flags=re.DOTALL)
    text = re.sub(r'\[\[criteria\]\]\nid = "price"\n.*?\n\n', "", text, flags=re.DOTALL)
    changes = (
        ('ties = ["price", "technical"]', 'ties = ["technical"]'),
        (
            "whole_center = 20, partial_zone = 20, professional_service = 15",
            "whole_center = 35, partial_zone = 30, professional_service = 30",
        ),
        ('objective = ["needs", "points", "price"]', 'objective = ["needs", "points"]'),
        ("报价已包含水、电", "成本已包含水、电"),
    )
    return rewritten(text, *changes)


def filled_in(project: Path, text: str) -> Path:
    """A project of ``text`` with every form and sheet filled in, and no decision made."""
    shutil.copytree(SAMPLE, project)
    (project / "project.toml").write_text(text, encoding="utf-8")
    (project / "decisions.toml").unlink()
    bidding = runpy.run_path(str(project / "make.py"))["BIDDING"]
    replace(bidding, slips=no_slips).fill(project)
    return project


@pytest.fixture(scope="session")
def mixed(tmp_path_factory, mixed_text):
    return run(filled_in(tmp_path_factory.mktemp("mixed") / "project", mixed_text))


@pytest.fixture(scope="session")
def unpaid(tmp_path_factory, unpaid_text):
    return run(filled_in(tmp_path_factory.mktemp("unpaid") / "project", unpaid_text))


@pytest.fixture(scope="session")
def with_forms():
    """``filled_in``, for tests that keep the project in a folder of their own."""
    return filled_in
