import os
from pathlib import Path

import pytest

from everbrook.services.account import account_for, open_to_all


def test_a_closed_folder_above_closes_what_is_below(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    for folder in (*tmp_path.parents, tmp_path):
        if folder.stat().st_mode & 0o001 == 0:
            assert not open_to_all(inner)
            return
    assert open_to_all(inner)
    (tmp_path / "outer").chmod(0o700)
    assert not open_to_all(inner)


def test_the_root_of_all_is_open() -> None:
    assert open_to_all(Path("/"))


def test_who_is_not_root_runs_the_server_as_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert account_for(tmp_path / "postgres") is None


def test_root_hands_over_to_nobody_or_to_the_folders_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = (tmp_path.stat().st_uid, tmp_path.stat().st_gid)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    fresh = account_for(tmp_path / "postgres")
    assert fresh is not None
    assert fresh.uid not in (0, ours[0])
    (tmp_path / "postgres").mkdir()
    existing = account_for(tmp_path / "postgres")
    assert existing is not None
    assert (existing.uid, existing.gid) == (ours if ours[0] != 0 else (fresh.uid, fresh.gid))
