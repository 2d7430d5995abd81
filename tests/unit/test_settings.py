from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everbrook.errors import StartError
from everbrook.founding import ABILITIES, abilities_without
from everbrook.settings import Settings, as_environment, load_settings, without_password
from town.settings import Abilities

words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1)
settings_of_any_kind = st.builds(
    Settings,
    host=words,
    port=st.integers(1, 65535),
    data=words.map(Path),
    template=words,
    voice=words,
    database_url=words,
    redis_url=words,
    log_format=st.sampled_from(["console", "json"]),
)


@given(settings_of_any_kind)
def test_a_child_reads_the_settings_it_was_given(settings: Settings) -> None:
    assert load_settings(as_environment(settings), {}) == settings


def test_a_flag_comes_before_the_environment_and_that_before_the_default() -> None:
    environment = {"EVERBROOK_PORT": "9000", "EVERBROOK_TEMPLATE": "hollow", "EVERBROOK_HOST": ""}
    settings = load_settings(environment, {"port": 9001, "template": None, "perform": print})
    assert (settings.port, settings.template, settings.host) == (9001, "hollow", "127.0.0.1")


@given(st.text("abcXYZ019-._~%", min_size=4))
def test_a_password_is_never_shown(password: str) -> None:
    settings = Settings(
        database_url=f"postgresql://ann:{password}@db/everbrook",
        redis_url=f"rediss://:{password}@cache:6379/0",
    )
    shown = repr(settings)
    assert f":{password}@" not in shown
    assert shown.count("***") == 2


def test_an_address_without_password_is_shown_as_it_is() -> None:
    address = "postgresql://everbrook@/everbrook?host=/some/folder"
    assert without_password(address) == address


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("PORT", "0"), ("PORT", "65536"), ("PORT", "-1"), ("FOUNDING", "perhaps")],
)
def test_a_wrong_value_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(StartError) as caught:
        load_settings({f"EVERBROOK_{name}": value}, {})
    assert name.lower() in caught.value.cause.lower()


def test_a_role_needs_its_servers() -> None:
    with pytest.raises(StartError, match="EVERBROOK_REDIS_URL"):
        Settings(database_url="postgresql://db/town").require("database_url", "redis_url")


def test_the_program_knows_each_ability_by_the_name_of_the_rules() -> None:
    assert Abilities.__struct_fields__ == ABILITIES


@given(st.lists(st.sampled_from(ABILITIES)))
def test_minds_do_without_what_is_named(names: list[str]) -> None:
    given_as = " , ".join(names)
    assert set(abilities_without(load_settings({"EVERBROOK_WITHOUT": given_as}, {}))) == set(names)


@given(words.filter(lambda word: word.strip() and "," not in word and word.strip() not in ABILITIES))
def test_an_ability_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(StartError, match="ability"):
        abilities_without(Settings(without=f"memory,{name}"))
