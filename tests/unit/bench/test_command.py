"""`python -m bench`."""

import pytest

from bench import __main__ as command


def test_prints_the_tables_that_are_named_and_no_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = {name: lambda name=name: print(f"figures of {name}") for name in ("one", "two", "three")}
    monkeypatch.setattr(command, "TABLES", printed)
    command.main(["three", "one"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert lines == ["## three", "figures of three", "## one", "figures of one"]


def test_a_table_that_is_not_there_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["nope"])
    assert ended.value.code == 2
    assert "There is no table nope. There are engine, codec," in capsys.readouterr().err
