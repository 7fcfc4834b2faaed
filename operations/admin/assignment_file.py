"""The file of `apabot server import`: CSV with the columns guid and identity, as spreadsheets save it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from operations.admin import validity
from operations.admin.assignments import Wish
from operations.errors import BadInputError

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("guid", "identity")
# A hundred thousand lines; anything larger is another file.
LARGEST_FILE = 16 * 1024 * 1024
_DELIMITERS = ",;\t"


def read_wishes(path: Path) -> list[Wish]:
    """Return the wishes of a file: UTF-8 (with or without a mark), UTF-16 or GBK; comma, semicolon or tab.

    Raises:
        BadInputError: with all problems, each with its line.
        OSError: the file cannot be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise BadInputError(f"the file has more than {LARGEST_FILE // 1024 // 1024} MB: is it the right one?")
    lines = io.StringIO(_text(path.read_bytes()), newline="")
    head = lines.readline()
    delimiter = max(_DELIMITERS, key=head.count)
    names = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])]
    if any(names.count(column) != 1 for column in COLUMNS):
        raise BadInputError("the first line must name the columns guid and identity, each once")
    places = [names.index(column) for column in COLUMNS]
    wishes: list[Wish] = []
    problems: list[str] = []
    try:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            # The head was read apart.
            line = reader.line_num + 1
            guid, label = (cells[place].strip() if place < len(cells) else "" for place in places)
            if guid and label:
                wishes.append(Wish(guid, label, line))
            else:
                problems.append(f"line {line}: {'the identity' if guid else 'the guid'} is missing")
    except csv.Error as error:
        problems.append(f"line {reader.line_num + 1}: {error}")
    if problems:
        raise BadInputError(validity.joined(problems))
    if not wishes:
        raise BadInputError("the file names no servers")
    return wishes


def _text(content: bytes) -> str:
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInputError("the file is no text in UTF-8 or GBK; save it as CSV")
