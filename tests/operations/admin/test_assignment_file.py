from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.admin import assignment_file
from operations.admin.assignment_file import read_wishes
from operations.admin.assignments import Wish
from operations.errors import BadInputError

if TYPE_CHECKING:
    from pathlib import Path

WISHES = [Wish("1703155535615617", "晨光", 2), Wish("1703155535615618", "Harbour, Labs", 4)]
TEXT = 'guid,identity\r\n1703155535615617,晨光\r\n,\r\n1703155535615618,"Harbour, Labs"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_spreadsheets_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "servers.csv"
    file.write_bytes(TEXT.encode(encoding))
    assert read_wishes(file) == WISHES


@pytest.mark.parametrize(
    "text",
    [
        "Identity;note;GUID\n晨光;x;1703155535615617\n",
        "identity\tguid\n晨光 \t 1703155535615617",
        "guid,identity,,\r1703155535615617,晨光,more,\r",
    ],
)
def test_columns_in_any_order_with_any_delimiter(tmp_path: Path, text: str) -> None:
    file = tmp_path / "servers.csv"
    file.write_bytes(text.encode())
    assert read_wishes(file) == [Wish("1703155535615617", "晨光", 2)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the first line must name the columns guid and identity, each once"),
        (b"1703155535615617,x\n", "the first line must name"),
        (b"guid,identity,guid\n1,2,3\n", "each once"),
        (b"guid,identity\n", "the file names no servers"),
        (b"guid,identity\n1703155535615617\n,x\n", "line 2: the identity is missing; line 3: the guid is missing"),
        (b'guid,identity\n1,"x\n', "line 2: unexpected end of data"),
        (b"guid,identity\n1,\x81\xff\xff\n", "no text in UTF-8 or GBK"),
        (b"guid,identity\n1\x00,2\n", "no text in UTF-8 or GBK"),
        (b"\xff\xfeg", "no text in UTF-8 or GBK"),
    ],
)
def test_refused_files(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "servers.csv"
    file.write_bytes(content)
    with pytest.raises(BadInputError, match=said):
        read_wishes(file)


def test_another_file_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment_file, "LARGEST_FILE", 10)
    file = tmp_path / "servers.csv"
    file.write_bytes(TEXT.encode())
    with pytest.raises(BadInputError, match="is it the right one"):
        read_wishes(file)
