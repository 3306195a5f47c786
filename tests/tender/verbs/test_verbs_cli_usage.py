"""A command typed wrongly is told in Chinese and leaves with 2; unreadable decisions are findings like others."""

import json
import re

import pytest
from typer.testing import CliRunner

from tender.cli.commands import MODULES, app
from tender.cli.usage import usage_finding

USAGE, ERRORS = 2, 1


def call(*words):
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="tender")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


WRONG = {
    "no project": (("check",), "缺少参数：项目文件夹"),
    "no folder to write to": (("run", "x"), "缺少选项 --out（输出文件夹）"),
    "an unknown command": (("chekc", "x"), "没有命令“chekc”，是不是“check”"),
    "a command like no other": (("qqqq",), "没有命令“qqqq”"),
    "an unknown option": (("check", "x", "--bogus"), "没有选项 --bogus"),
    "an option misspelled": (("check", "x", "--jsn"), "没有选项 --jsn，是不是 --json"),
    "an option without its value": (("run", "x", "--out"), "选项 --out 后面要写取值"),
    "a switch with a value": (("check", "x", "--json=1"), "选项 --json 后面不写取值"),
    "seconds in words": (("run", "x", "--out", "y", "--seconds", "一分钟"), "上限（秒））：应为数字"),
    "seconds below nothing": (("run", "x", "--out", "y", "--seconds", "-1"), "不应小于0"),
    "a port in words": (("app", "--port", "x"), "选项 --port（端口）：应为整数"),
    "more words than wanted": (("check", "a", "b", "c"), "多写了“b c”"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "told"), WRONG.values(), ids=WRONG)
def test_a_mistyped_command_is_told_in_chinese(words, told):
    result = call(*words)
    assert result.exit_code == USAGE
    assert told in result.stderr
    assert result.stdout == ""
    typed = {part for word in words for part in re.findall(r"[A-Za-z]+", word)}
    english = set(re.findall(r"(?<![-\w.])[A-Za-z]+", result.stderr)) - typed
    assert english <= {"tender", "check", "run", "app", "project", "toml"}


def test_no_word_at_all_shows_the_commands():
    result = call()
    assert result.exit_code == USAGE
    assert "检查采购文件" in result.output
    assert "命令有误" not in result.output


@pytest.mark.parametrize("command", ["", *MODULES])
def test_the_help_of_every_command_is_chinese(command):
    said = call(*filter(None, [command, "--help"])).output
    assert "用法：tender" in said
    assert "显示本说明" in said
    assert not re.search(r"Usage|Options|Arguments|Commands|Show this|required|default", said)


def test_a_mistake_of_an_unknown_kind_is_told_in_chinese_too():
    found = usage_finding(ValueError("something new"))
    assert found.what == "命令写法不对"


def test_machines_get_one_object_for_a_mistyped_command():
    result = call("run", "x", "--json")
    assert result.exit_code == USAGE
    [found] = json.loads(result.stdout)["findings"]
    assert (found["code"], found["expected"]) == ("cli.usage", "tender run [选项] 项目文件夹")


@pytest.mark.parametrize("content", [b"garbage [[", b"\xff\xfe", b'format = "hengbiao/decisions/9"'])
@pytest.mark.parametrize("command", ["check", "draft", "run"])
def test_unreadable_decisions_are_findings_with_the_code_of_errors(project, tmp_path, command, content):
    (project.folder / "decisions.toml").write_bytes(content)
    more = () if command == "check" else ("--out", tmp_path / "out")
    result = call(command, project.folder, *more)
    assert result.exit_code == ERRORS
    assert "错误" in result.stdout
    assert "decisions.toml" in result.stdout
    assert not (tmp_path / "out" / "award.json").exists()
