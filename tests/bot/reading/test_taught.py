"""A count just as it is taught is read at a glance, and says what the whole way says of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.afresh import known_names, read_afresh, read_piece_by_piece
from bot.reading.meanings import Meaning
from bot.reading.site_names import names_of
from bot.reading.taught import taught
from tests.bot.reading.test_any_text import circumstances

numbers = st.integers(0, 999).map(str) | st.sampled_from(["0", "00", "007", "19", "20", "100", "911"])
texts = st.builds(
    "{}{}{}{}{}{}{}{}".format,
    st.sampled_from("kK"),
    st.sampled_from(["", " "]),
    numbers,
    st.sampled_from([" ", ",", ", ", " ,", "  ", ",,"]),
    st.sampled_from("mM"),
    st.sampled_from(["", " "]),
    numbers,
    st.sampled_from(["", " ", ".", "!"]),
)
names = st.sampled_from(["K", "M", "K9", "M19", "9", "19", "Kvinnohuset", "M 19", "Natthärbärge K", "7 an"])
houses = st.lists(st.tuples(names, names), max_size=3).map(tuple)


@settings(max_examples=500)
@given(texts, circumstances, houses)
def test_it_says_what_the_whole_way_says(text, here, others):
    here = replace(here, others=here.others + others)

    assert read_afresh(text, here) == read_piece_by_piece(text, known_names(here), here)


@pytest.mark.parametrize("text", ["K9 M19", "k9 m19", "K9, M19", "K 9 M 19", "k9,m19", "K9 M19.", "K9 M19!"])
def test_the_form_that_is_taught_is_read_at_a_glance(text):
    draft = taught(text, names_of((("Natthärbärge A", "A"),)))

    assert draft is not None
    assert draft.numbers == {Meaning.WOMEN: 9, Meaning.MEN: 19}


@pytest.mark.parametrize(
    "text",
    ["K9", "K9 M19?", "K9 M19 igår", "M19 K9", "+K9 M19", "K9 M19\n", "K9 M-19", "K٩ M19", "K1000 M19"],
)
def test_any_other_text_is_read_piece_by_piece(text):
    assert taught(text, names_of((("Natthärbärge A", "A"),))) is None
