from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tooling.stamps import digest, is_fresh


def test_any_change_of_a_file_its_name_or_a_fact_is_noticed(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("1")
    before = digest([first], "fact")
    second.write_text("1")
    assert len({before, digest([second], "fact"), digest([first, second], "fact"), digest([first])}) == 4
    first.write_text("2")
    assert digest([first], "fact") != before


@given(st.lists(st.text(), unique=True), st.lists(st.text(), unique=True))
def test_different_facts_have_different_digests(one: list[str], other: list[str]) -> None:
    joined = ["\0".join(facts) for facts in (one, other)]
    assert (digest([], *one) == digest([], *other)) == (joined[0] == joined[1])


def test_work_without_a_stamp_is_not_done(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    assert not is_fresh(stamp, "x")
    stamp.write_text("x")
    assert is_fresh(stamp, "x")
    assert not is_fresh(stamp, "y")
