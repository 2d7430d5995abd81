"""What a keyboard can produce is taken, cleaned to what is seen, and cut by what a reader counts."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.asking.checking import plain_text
from agent.talking.answer import SayAnswer, saying_of
from engine.inputs import Rejected
from engine.texts import can_be_seen, fits, length, lines, one_line, shortened, within, words_in
from tests.effort import tries
from tests.tasks import say_task
from town.talk.inputs import finish_sending_message
from town.talk.likeness import readings_of
from town.talk.text import clean_name

FAMILY = "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3fd"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
NEW_EMOJI = "\U0001fae9\U0001fac8\U0001faea"
NEEDS = {
    "Persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Hindi": "\u0915\u094d\u200d\u0937",
    "Sinhala": "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
    "Hebrew with vowels": "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
    "an emoji of several": FAMILY,
    "a flag": ENGLAND,
    "a keycap": "1\ufe0f\u20e3",
    "emoji of this year": NEW_EMOJI,
    "a variant of a Chinese letter": "\u845b\U000e0100",
    "Mongolian": "\u182a\u180b",
    "a letter of one's own": "\uf8ff",
}
LINES = {
    "Persian": "سلام! امروز نان تازه داریم، می‌خواهی یک قرص با خودت ببری؟",
    "Arabic": "صباح الخير يا صديقي، هل رأيت المركب الجديد عند الرصيف؟",
    "Urdu": "آج بازار میں بہت بھیڑ تھی، مگر مجھے تازہ مچھلی مل گئی۔",  # noqa: RUF001
    "Hebrew": "בוקר טוב, גורו! המרק כבר על האש, ובעוד שעה נאכל יחד.",
    "Hindi": "नमस्ते गोरो, आज सुबह नदी के किनारे बहुत ठंडी हवा चल रही थी।",
    "Hindi that asks": "क्या तुमने सुना कि चक्की के पीछे किसी को पुराना साइनबोर्ड मिला है?",
    "Thai": "เมื่อเช้านี้ฉันเห็นเรือลำใหม่ที่ท่าน้ำ สวยมากเลยนะคะคุณโกโร",
    "Chinese": "早上好，吾郎！我刚烤好了面包，你要不要带一个回去给你的孩子们尝尝？我想他们一定会喜欢的。",  # noqa: RUF001
    "Chinese without an end": "早上好吾郎我刚烤好了面包你要不要带一个回去给你的孩子们尝尝我想他们一定会喜欢的啊",
    "Japanese": "おはよう、ゴローさん。今朝は川のほとりがとても寒かったですね。お茶でもいかがですか。",
    "Japanese that quotes": "アヌークさんが昨日の夕方に広場でこう言っていましたよ、「明日はきっと雨が降るだろう」",
    "Korean": "안녕하세요 고로 씨, 오늘 아침에 방앗간 뒤에서 오래된 표지판을 봤어요.",
    "Greek that asks": "Καλημέρα Γκόρο, μήπως είδες χθες το βράδυ την καινούργια βάρκα;",
    "Armenian": "Բարի լույս, Գորո, այսօր գետի ափին շատ ցուրտ քամի էր փչում։",  # noqa: RUF001
    "Burmese": "မင်္ဂလာပါ ဂိုရို ဒီနေ့ မနက် မြစ်ကမ်းမှာ အရမ်းအေးတယ်။",
    "Amharic": "እንደምን አደርክ ጎሮ፣ ዛሬ ጠዋት በወንዙ ዳር በጣም ቀዝቃዛ ነበር።",
    "an emoji at its end": "Good morning, Goro, the first bread of the day is on the counter " + FAMILY,
    "one of this year": "Good morning, Goro, the first bread of the day is on the counter " + NEW_EMOJI,
    "a tab": "Good\tmorning, Goro.",
}
HALF = {
    "Persian": "سلام! امروز نان تازه داریم، می‌خواهی یک قرص با خودت ببری و بعد",
    "Arabic comma": "صباح الخير،",
    "Hindi": "नमस्ते गोरो, आज सुबह नदी के किनारे बहुत ठंडी हवा चल रही थी और फिर",
    "Chinese comma": "早上好，吾郎，",  # noqa: RUF001
    "Japanese comma": "おはよう、",
    "Korean": "안녕하세요 고로 씨, 오늘 아침에 방앗간 뒤에서 오래된 표지판을 봤는데 그게 아주",
}

typed = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u202d\u202e")
    | st.sampled_from("\t\n\r\x0b\x0c\x85\u2028\u200c\u200d\u200e\u200f\u200b\u00ad\u3164\ufe0f\u0301\u094d")
    | st.sampled_from("".join(NEEDS.values())),
    max_size=60,
)


@settings(max_examples=tries(300))
@given(typed)
def test_what_is_typed_is_cleaned_to_what_is_seen(text: str) -> None:
    for cleaned in (one_line(text), lines(text)):
        assert cleaned == cleaned.strip()
        assert can_be_seen(cleaned) == can_be_seen(text)
        assert not regex.search(r"[\t\r\x0b\x0c\x85\u2028\u2029\u00ad\u3164\ufffc]", cleaned)
    assert "\n" not in one_line(text)
    assert one_line(one_line(text)) == one_line(text)
    assert lines(lines(text)) == lines(text)


@settings(max_examples=tries(300))
@given(typed)
def test_the_door_takes_all_that_can_be_seen(text: str) -> None:
    if can_be_seen(text):
        assert finish_sending_message.cleaned("text", text) == lines(text)
    else:
        with pytest.raises(Rejected, match="can be seen"):
            finish_sending_message.cleaned("text", text)


@settings(max_examples=tries(200))
@given(typed)
def test_what_differs_by_what_cannot_be_seen_reads_alike(text: str) -> None:
    unseen = "".join(f"{character}\u200b\u2060" for character in text)
    assert readings_of(one_line(text)) == readings_of(text) == readings_of(unseen)


@pytest.mark.parametrize("text", NEEDS.values(), ids=NEEDS.keys())
def test_what_a_script_needs_is_kept(text: str) -> None:
    assert lines(text) == one_line(text) == clean_name(text) == text
    assert finish_sending_message.cleaned("text", f"{text}\t{text}") == f"{text} {text}"


@settings(max_examples=tries(300))
@given(typed, st.integers(1, 40))
def test_texts_are_cut_between_characters(text: str, most: int) -> None:
    characters = regex.findall(r"\X", text)
    assert length(text) == len(characters)
    for cut in (within(text, most), shortened(text, most).removesuffix("\u2026")):
        assert len(cut) <= most
        assert text.startswith(cut)
    assert regex.findall(r"\X", within(text, most)) == characters[: length(within(text, most))]


def test_limits_count_what_a_reader_counts() -> None:
    assert length(FAMILY) == length(ENGLAND) == length("\u0915\u094d\u0937\u093f") == 1
    assert clean_name("\u0915\u093f" * 40)
    assert fits(FAMILY[:8] * 20, 20)
    assert not fits("a" * 21, 20)
    assert not fits("a" + "\u0301" * 200, 20), "no character is without end"
    assert length(lines("a" + "\u0301" * 200)) == 1
    assert len(lines("a" + "\u0301" * 200)) < 10


def test_words_are_found_in_every_script() -> None:
    assert words_in("Don't STOP\u200b!") == ["don", "t", "stop"]
    assert words_in("नमस्ते गोरो") == ["नमस्ते", "गोरो"]
    assert words_in("雨の日") == ["雨", "の", "日"]


@pytest.mark.parametrize("text", LINES.values(), ids=LINES.keys())
def test_a_line_in_any_language_is_one(text: str) -> None:
    assert saying_of(SayAnswer(text, False, "calm"), say_task()).text == one_line(text)


@pytest.mark.parametrize("text", HALF.values(), ids=HALF.keys())
def test_half_a_line_is_known_in_any_script(text: str) -> None:
    with pytest.raises(ValueError, match="middle of a sentence"):
        plain_text(text)


@settings(max_examples=tries(200))
@given(typed)
def test_a_model_may_write_what_a_keyboard_can(text: str) -> None:
    """Only what is no text in any script is refused as none, and letters are words in each."""
    line = f"{text} म."
    if regex.search(r"[{}<>\\\\|`*_\[\]#$():\uff1a\p{Co}\p{Noncharacter_Code_Point}\ufffd]|//", text):
        return
    assert plain_text(line).endswith("म.")
