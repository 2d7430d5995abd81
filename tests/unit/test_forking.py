"""`--rules MODULE:NAME` and `--content FOLDERS`: what is named is run, and what cannot be run is told in two lines."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from agent.asking.prompts import prompt_file
from agent.talking.ability import SAY
from everbrook.cli import EXIT_REFUSED, main
from everbrook.errors import StartError
from everbrook.fork import THE_TOWN, Fork
from everbrook.forking import chosen_fork
from everbrook.settings import Settings, as_environment, load_settings
from examples import harbor, singing
from tests.live.process import free_port
from town.ground.maps import load_map
from town.people.templates import load_template, template_names

SHIPPED = Path(str(files("town") / "data"))
PROMPT = "en/say.v2.txt"


@pytest.mark.parametrize(
    ("name", "fork"),
    [
        ("", THE_TOWN),
        ("everbrook.fork:THE_TOWN", THE_TOWN),
        ("examples.harbor:FORK", harbor.FORK),
        ("examples.singing:FORK", singing.FORK),
        ("examples.harbor:HARBOR", Fork(rules=harbor.HARBOR)),
    ],
)
def test_what_is_named_is_run(name: str, fork: Fork) -> None:
    assert chosen_fork(Settings(rules=name)) == fork


def test_a_child_runs_what_its_supervisor_was_told() -> None:
    told = load_settings({"EVERBROOK_CONTENT": "/some:/where"}, {"rules": "examples.harbor:FORK"})
    assert load_settings(as_environment(told), {}) == told
    assert told.rules == "examples.harbor:FORK"


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("harbor", "'harbor' names no fork"),
        ("examples.harbor:", "'examples.harbor:' names no fork"),
        (":FORK", "':FORK' names no fork"),
        ("examples.atlantis:FORK", "There is no module examples.atlantis"),
        ("atlantis.harbor:FORK", "There is no module atlantis.harbor"),
        ("..harbor:FORK", "cannot be imported"),
        ("examples.harbor:SHIP", "The module examples.harbor has no SHIP"),
        ("examples.harbor:wave", "examples.harbor:wave is no fork, but a"),
        ("town.rules:PARTS", "town.rules:PARTS is no fork, but a tuple"),
        ("tests.counter.rules:COUNTING", "for no world of the town"),
    ],
)
def test_what_names_no_fork_is_refused(name: str, cause: str) -> None:
    with pytest.raises(StartError) as refusal:
        chosen_fork(Settings(rules=name))
    assert cause in refusal.value.cause
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("import nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("FORK = 1 / 0", "ZeroDivisionError: division by zero"),
        ("def (", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit"),
        (
            "from everbrook.fork import Fork\nfrom town.rules import PARTS, rules_of\n"
            "FORK = Fork(rules=rules_of('town', PARTS))",
            "call themselves 'town'",
        ),
        (
            "from pathlib import Path\nfrom everbrook.fork import Fork\nfrom town.rules import PARTS, rules_of\n"
            "FORK = Fork(rules=rules_of('mine', PARTS), folder=Path('/nowhere/at/all'))",
            "The folder /nowhere/at/all",
        ),
        (
            "from agent.parts import MIND_PARTS\nfrom everbrook.fork import Fork\n"
            "from town.rules import PARTS, rules_of\n"
            "FORK = Fork(rules=rules_of('mine', PARTS), minds=(*MIND_PARTS, MIND_PARTS[0]))",
            "declared twice",
        ),
        (
            "from everbrook.fork import Fork\nfrom town.rules import PARTS, rules_of\n"
            "FORK = Fork(rules=rules_of('mine', (*PARTS, PARTS[-1])))",
            "AssertionError",
        ),
    ],
)
def test_a_fork_of_ones_own_that_is_broken_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, cause: str
) -> None:
    """It is looked for in the folder that one is in."""
    module = f"fork_{abs(hash(source))}"
    (tmp_path / f"{module}.py").write_text(source)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StartError) as refusal:
        chosen_fork(Settings(rules=f"{module}:FORK"))
    assert cause in refusal.value.cause


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder with one file of each sort that takes the place of one that ships, and one that adds to them."""
    for sort in ("templates", "maps", "art", "page", "prompts/en"):
        (tmp_path / sort).mkdir(parents=True)
    hollow = json.loads((SHIPPED / "templates" / "hollow.json").read_text())
    (tmp_path / "templates" / "hollow.json").write_text(json.dumps({**hollow, "name": "Our Hollow"}))
    (tmp_path / "templates" / "glen.json").write_text(json.dumps({**hollow, "id": "glen", "map": "our-map"}))
    shutil.copy(SHIPPED / "maps" / "brook.json", tmp_path / "maps" / "our-map.json")
    shipped = files(SAY.package) / "prompts" / PROMPT
    (tmp_path / "prompts" / PROMPT).write_text(
        shipped.read_text().replace("=== system\n", "=== system\nBe brief.\n")
    )
    return tmp_path


def test_a_folder_of_ones_own_comes_before_what_ships(content: Path) -> None:
    library = chosen_fork(Settings(content=str(content))).library
    assert template_names(library) == ("everbrook", "glen", "hollow")
    assert load_template("hollow", library).name == "Our Hollow"
    assert load_template("hollow").name != "Our Hollow"
    assert load_map("our-map", library).places
    given = library.within("prompts")
    assert "Be brief." in prompt_file(SAY.package, SAY.name, SAY.version, "en", given).sections["system"]
    assert "Be brief." not in prompt_file(SAY.package, SAY.name, SAY.version, "en").sections["system"]
    assert prompt_file(SAY.package, SAY.name, SAY.version, "de", given)


def test_of_two_folders_the_first_comes_first(
    content: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "templates").mkdir()
    hollow = json.loads((content / "templates" / "hollow.json").read_text())
    (other / "templates" / "hollow.json").write_text(json.dumps({**hollow, "name": "Theirs"}))
    for folders, name in ((f"{other}:{content}", "Theirs"), (f"{content}:{other}", "Our Hollow")):
        library = chosen_fork(Settings(content=folders)).library
        assert load_template("hollow", library).name == name


@pytest.mark.parametrize(
    ("path", "text", "cause"),
    [
        ("templates/glen.json", "{", "the template 'glen' can't be read"),
        ("templates/glen.json", "{}", "`id`"),
        ("templates/other.json", "GLEN", "calls itself 'glen'"),
        ("templates/glen.json", "GLEN->our-map->nowhere", "there is no map called 'nowhere'"),
        ("maps/our-map.json", "[]", "the map can't be read"),
        ("prompts/en/sing.v1.txt", "=== system\n", "takes the place of no prompt"),
        (f"prompts/{PROMPT}", "=== system\n", "lacks the section"),
        (f"prompts/{PROMPT}", "PROMPT->$data->", "must have the slots"),
        (f"prompts/{PROMPT}", "PROMPT->$data->$dta", "must have the slots"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_at_the_start(
    content: Path, path: str, text: str, cause: str
) -> None:
    known = {
        "GLEN": (content / "templates" / "glen.json").read_text(),
        "PROMPT": (content / "prompts" / PROMPT).read_text(),
    }
    source, old, new = (*text.split("->"), "", "")[:3]
    (content / path).write_text(known.get(source, source).replace(old or "\0", new))
    with pytest.raises(StartError) as refusal:
        chosen_fork(Settings(content=str(content)))
    assert cause in refusal.value.cause


def test_a_folder_that_is_not_there_or_of_no_use_is_refused(tmp_path: Path) -> None:
    for folder, cause in ((tmp_path / "nowhere", "is not there"), (tmp_path, "holds nothing of use")):
        with pytest.raises(StartError, match=cause):
            chosen_fork(Settings(content=str(folder)))


def _leave_logs(_format: str) -> None:
    """The tests' own are configured already."""


@pytest.mark.parametrize(
    "command",
    [
        *(("run",), ("web",), ("host",), ("world", "w"), ("worker",), ("migrate",)),
        *(("replay", "w"), ("schema",), ("estimate", "hollow")),
    ],
    ids=lambda command: command[0],
)
def test_every_role_refuses_what_names_no_fork(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("everbrook.cli.configure_logs", _leave_logs)
    monkeypatch.setenv("EVERBROOK_DATABASE_URL", "postgresql://127.0.0.1:1/none")
    monkeypatch.setenv("EVERBROOK_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("EVERBROOK_PORT", str(free_port()))
    with pytest.raises(SystemExit) as ended:
        main([*command, "--rules", "examples.atlantis:FORK"])
    assert ended.value.code == EXIT_REFUSED
    cause, remedy = capsys.readouterr().err.strip().splitlines()
    assert cause == "everbrook: There is no module examples.atlantis."
    assert "docs/FORKS.md" in remedy
