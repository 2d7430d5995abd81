"""How answers are judged: nothing but right names helps, wrong ones cost, silence is worth nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bench.interviewing.scoring import Truth, mentioned, score

VOCABULARY = {
    "p:1": ("Marit Engelsen", "Marit"),
    "p:2": ("Goro Matsuda", "Goro"),
    "p:3": ("Anouk Engelsen", "Anouk"),
    "cafe": ("Kettle Café",),
    "kettle": ("Kettle",),
    "c:1": ("14:05",),
}
TERMS = st.sampled_from(sorted(VOCABULARY))
FILLER = st.sampled_from(["I think it was", "perhaps", "and", "never", "Maritime law", "at 114:05", "Gorons"])
SPACE = st.sampled_from([" ", ", ", ". ", "\n", " “", "” "])


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, frozenset[str]]:
    """A text, and the terms that were put into it."""
    named = draw(st.lists(TERMS, max_size=5))
    text = draw(FILLER)
    for term in named:
        spelling = draw(st.sampled_from(VOCABULARY[term]))
        case = draw(st.sampled_from([str.lower, str.upper, str]))
        text += f"{draw(SPACE)}{case(spelling)}{draw(SPACE)}{draw(FILLER)}"
    return text, frozenset(named)


truths = st.builds(Truth, accepted=st.frozensets(TERMS, min_size=1), vocabulary=st.just(VOCABULARY))


@given(answers())
def test_what_is_named_is_found_and_nothing_else(answer: tuple[str, frozenset[str]]) -> None:
    text, named = answer
    assert mentioned(text, VOCABULARY) == named


@given(answers(), truths)
def test_a_score_is_right_less_wrong(answer: tuple[str, frozenset[str]], truth: Truth) -> None:
    text, named = answer
    wrong = named - truth.accepted
    got = score(text, truth)
    assert -1 <= got <= 1
    if not named:
        assert got == 0
    if named and not wrong:
        assert got == 1
    if wrong == named and named:
        assert got == -1
    if wrong and got > -1:
        assert got == 0, "one right name makes up for one wrong name and no more"


@given(answers(), truths, TERMS)
def test_a_wrong_name_more_never_helps(answer: tuple[str, frozenset[str]], truth: Truth, term: str) -> None:
    text, _ = answer
    if term not in truth.accepted:
        assert score(f"{text} {VOCABULARY[term][0]}", truth) <= score(text, truth)


@given(truths)
def test_to_list_everything_is_no_way_to_be_right(truth: Truth) -> None:
    everything = " and ".join(spellings[0] for spellings in VOCABULARY.values())
    allowed = len(VOCABULARY) - len(truth.accepted)
    assert score(everything, truth) == max(-1, 1 - allowed)


@given(st.text(max_size=80))
def test_an_empty_vocabulary_names_nothing(text: str) -> None:
    assert mentioned(text, {}) == frozenset()
