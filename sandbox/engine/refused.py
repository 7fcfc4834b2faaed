"""The engine's "no"."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - an answer of the engine, not an error of the stand-in
    """Ends a request with code 1.

    Attributes:
        words: what the engine says, in Chinese.
        violation: what the caller did against the protocol, in English and without any value that
            came in (it may be a secret); None where a correct caller can be refused as well.
    """

    def __init__(self, words: str, *, violation: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.violation = violation
