from __future__ import annotations

import pytest

from texts import LANGUAGES, Texts, texts_for


@pytest.fixture(params=LANGUAGES)
def t(request: pytest.FixtureRequest) -> Texts:
    """The texts of each language in turn."""
    return texts_for(request.param)


@pytest.fixture
def en() -> Texts:
    return texts_for("en")


@pytest.fixture
def zh() -> Texts:
    return texts_for("zh-Hans")
