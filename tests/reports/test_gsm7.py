"""What fits an SMS: length in GSM-7 characters, and what stands in for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import gsm7


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("åäö ÅÄÖ é", "åäö ÅÄÖ é"),
        ("12–13 okt — “ja”…", '12-13 okt - "ja"...'),
        ("15\u00a0689", "15 689"),
        ("K9 M19 👍", "K9 M19 "),
        ("ę č ő", "e c o"),
        ("a\u0308", "ä"),
    ],
)
def test_what_is_outside_the_alphabet_becomes_its_plain_form(text: str, plain: str) -> None:
    assert gsm7.clean(text) == plain


@given(st.text())
def test_a_cleaned_text_always_has_a_length(text: str) -> None:
    assert gsm7.length(gsm7.clean(text)) >= 0


@given(st.text())
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert gsm7.clean(gsm7.clean(text)) == gsm7.clean(text)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 153, 3),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_longer_text_has_less_room_in_each_segment(text: str, segments: int) -> None:
    assert gsm7.segments(text) == segments


def test_a_character_outside_the_alphabet_has_no_length() -> None:
    with pytest.raises(ValueError, match="outside GSM-7"):
        gsm7.length("👍")
