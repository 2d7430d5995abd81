"""How the page's files are sent: with the security headers, and kept by a browser as long as they may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from web.app import SECURITY_HEADERS, page_files


@pytest.fixture
def client_folder(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-B4HnPuiH.js").write_text("export {}")
    (tmp_path / "index.html").write_text("<!doctype html><title>Everbrook</title>")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "cached"),
    [("/", "no-cache"), ("/assets/index-B4HnPuiH.js", "max-age=31536000, public, immutable")],
)
def test_files_are_kept_as_long_as_their_names_last(client_folder: Path, path: str, cached: str) -> None:
    with TestClient(Litestar(page_files(client_folder))) as client:
        response = client.get(path)
        assert response.status_code == 200
        assert set(response.headers["Cache-Control"].split(", ")) == set(cached.split(", "))
        assert (
            SECURITY_HEADERS.items()
            <= {name: response.headers.get(name) for name in SECURITY_HEADERS}.items()
        )


def test_what_is_not_there_is_not_found(client_folder: Path) -> None:
    with TestClient(Litestar(page_files(client_folder))) as client:
        assert client.get("/assets/index-0.js").status_code == 404
