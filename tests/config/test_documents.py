"""The documents written from the code say what the code says."""

from __future__ import annotations

from biaogan.config.documents import DOCS, documents


def test_the_generated_documents_are_those_of_this_code():
    found = documents()
    assert len(found) > 100
    stale = [
        path
        for path, text in found.items()
        if not (DOCS / path).exists() or (DOCS / path).read_text("utf-8") != text
    ]
    assert not stale, "run: python -m biaogan.config.documents"


def test_no_generated_document_is_left_over():
    written = {f"metrics/{path.name}" for path in (DOCS / "metrics").iterdir()}
    assert written == {path for path in documents() if path.startswith("metrics/")}
