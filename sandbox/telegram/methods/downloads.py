"""getFile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import DOWNLOAD_BYTES
from sandbox.telegram.methods.registry import Session, method

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters


@method("getFile", "file_id")
async def get_file(session: Session, parameters: Parameters) -> dict[str, Any]:
    """Where a file can be fetched: under /file/bot<token>/<file_path>."""
    if not parameters.text("file_id"):
        raise bad_request("file_id not specified")
    stored = session.world.files.get(parameters.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
