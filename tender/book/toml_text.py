"""Reading TOML (读取文本): exact decimals, and mistakes in the words of a person who types the file."""

import re
import tomllib
from decimal import Decimal
from typing import Any

_SYNTAX = {
    "Cannot overwrite": "同一项目写了两次",
    "twice": "同一个表写了两次",
    "Duplicate inline table key": "同一项目写了两次",
    "Cannot mutate": "该表已经写完，不能再补充",
    "Expected '=' after a key": "项目名称后面应为等号，名称中不能有空格",
    "Expected newline or end of document": "一行写了不止一项，或日期、数字写法有误",
    "Unclosed": "括号没有配对",
    "at the end of a table": "表名的方括号没有配对",
    "Unescaped": "引号内的反斜杠应写两个",
    "Illegal character": "引号没有配对，或文字中有看不见的字符",
    "Found invalid character": "文字中有看不见的字符",
    "Unterminated string": "引号没有配对",
    "Expected \"'": "引号没有配对",
    "Escaped character": "引号内有无效的字符代码",
    "Invalid value": "等号后面的值缺失或写法有误，文字应加英文双引号",
    "Invalid statement": "此处不是项目名称",
}
"""What a message of the TOML reader means, in the words of a person who types the file."""


class TomlError(ValueError):
    """Text that is no TOML; says where and why in an official's words."""


def load_toml(text: str) -> dict[str, Any]:
    """The data of a TOML file, decimals exact; a byte order mark is passed over. Raises TomlError."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        said = str(wrong)
        reason = next((zh for en, zh in _SYNTAX.items() if en in said), "写法不符合 TOML 格式")
        place = re.search(r"at line (\d+), column (\d+)", said)
        where = f"第{place[1]}行第{place[2]}列" if place else "文件末尾"
        raise TomlError(f"{where}有格式错误：{reason}") from None
    except (ValueError, ArithmeticError):
        raise TomlError("有过大的数字") from None
    except RecursionError:
        raise TomlError("括号嵌套过深") from None
