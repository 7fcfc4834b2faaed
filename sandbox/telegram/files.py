"""Files: what was uploaded, and the size of a picture."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.telegram.errors import bad_request

PHOTO_BYTES = 10 * 1024 * 1024
DOCUMENT_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
_PHOTO_SIDES = 10_000
_PNG = b"\x89PNG\r\n\x1a\n"
# Start-of-frame markers: C0-CF without C4 (tables), C8 (reserved) and CC (arithmetic conditioning).
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

FileKind = Literal["photo", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that Telegram keeps; `width` and `height` in pixels, 0 for documents."""

    file_id: str
    kind: FileKind
    name: str
    mime_type: str
    content: bytes = field(repr=False)
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        """The same for the same content."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @property
    def path(self) -> str:
        """The `file_path` for downloads."""
        suffix = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.kind}s/{self.file_id}.{suffix}"

    def wire(self) -> dict[str, Any]:
        """The message's `photo` or `document` field."""
        body: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }
        if self.kind == "photo":
            return {"photo": [{**body, "width": self.width, "height": self.height}]}
        return {"document": {**body, "file_name": self.name, "mime_type": self.mime_type}}


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG.

    Raises:
        ApiError: 400 IMAGE_PROCESS_FAILED or PHOTO_INVALID_DIMENSIONS, as Telegram answers.
    """
    try:
        width, height = _png_size(content) if content.startswith(_PNG) else _jpeg_size(content)
    except (struct.error, IndexError, ValueError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if not (width and height) or width + height > _PHOTO_SIDES or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _png_size(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("neither PNG nor JPEG")
    position = 2
    while content[position] == 0xFF:  # noqa: PLR2004 - every JPEG marker begins so
        if content[position + 1] in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, position + 5)
            return width, height
        position += 2 + struct.unpack_from(">H", content, position + 2)[0]
    raise ValueError("no frame in the JPEG")
