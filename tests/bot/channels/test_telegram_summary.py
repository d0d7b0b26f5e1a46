"""The summary on Telegram: the whole in one message, gone through by its buttons, edited in place."""

import pytest

from tests.bot.channels.conftest import ANNA, BO, SIV, VERA

ASK = "/summary maj-okt 2017"


@pytest.fixture
def house(half_year_house):
    return half_year_house


class Panel:
    """The summary of one person in the fake, with its buttons."""

    def __init__(self, telegram, chat, text=ASK):
        self.telegram = telegram
        before = len(telegram.chat(chat))
        telegram.text(chat, text)
        telegram.wait_for(lambda: len(telegram.chat(chat)) > before)
        self.shown = [one for one in telegram.sent if one.chat == chat][before]

    @property
    def words(self):
        return [[button["text"] for button in row] for row in self.shown.markup["inline_keyboard"]]

    @property
    def says(self):
        return [button["callback_data"] for row in self.shown.markup["inline_keyboard"] for button in row]

    def press(self, *words):
        """Press, and wait each time until the message has changed."""
        for word in words:
            before = len(self.shown.texts)
            self.telegram.press(self.shown, word)
            self.telegram.wait_for(lambda before=before: len(self.shown.texts) > before)
        return self.shown.text

    def press_for_file(self, word):
        before = len(self.telegram.files(self.shown.chat))
        query = self.telegram.press(self.shown, word)
        self.telegram.wait_for(lambda: len(self.telegram.files(self.shown.chat)) > before, 30)
        return self.telegram.files(self.shown.chat)[before], self.telegram.toast(query)

    def toast(self, says, by=None):
        query = self.telegram.press_what(self.shown, says, by)
        self.telegram.wait_for(lambda: self.telegram.was_answered(query))
        return self.telegram.toast(query)


OLD = "Den knappen gäller inte längre. Skriv /summary för att börja om."


def test_the_whole_summary_stands_in_one_message_with_words_on_every_button(house, telegram):
    with house.running():
        panel = Panel(telegram, BO)

    lines = panel.shown.text.splitlines()
    assert lines[:2] == ["maj-okt 2017 (2017-05-01..2017-10-31, 184 nätter)", "Fullständighet: fullständigt"]
    assert "  4 198 kvinnor (27 %), 11 491 män (73 %)" in lines
    assert "Andel kvinnor: natt 26,8 %, dag 15,8 %, 11,0 procentenheter" in lines
    assert panel.words == [["Verksamhet", "Månad"], ["Diagram", "Filer"]]
    assert all(len(says.encode()) <= 64 for says in panel.says)


def test_site_then_month_then_back_is_one_message_edited_in_place(house, telegram):
    with house.running():
        panel = Panel(telegram, BO)
        whole = panel.shown.text
        assert panel.press("Verksamhet") == "maj-okt 2017: vilken verksamhet?"
        assert panel.words[:2] == [["Natthärbärge A"], ["Natthärbärge B"]]
        site = panel.press("Natthärbärge A")
        assert panel.press("Månad") == "Natthärbärge A, maj-okt 2017: vilken månad?"
        assert panel.words == [
            ["maj 2017", "juni 2017", "juli 2017"],
            ["aug 2017", "sep 2017", "okt 2017"],
            ["Tillbaka"],
        ]
        month = panel.press("okt 2017")
        assert panel.words[-1] == ["Alla verksamheter", "Hela perioden"]
        assert panel.press("Hela perioden") == site
        assert panel.press("Alla verksamheter") == whole

    assert site.startswith("Natthärbärge A, maj-okt 2017 (")
    assert "Övernattningar: 6 315" in site
    assert "1 918 kvinnor (30 %), 4 397 män (70 %)" in site
    assert month.startswith("Natthärbärge A, okt 2017 (2017-10-01..2017-10-31, 31 nätter)")
    assert telegram.chat(BO) == [whole]


def test_a_long_list_of_sites_has_pages(house, telegram):
    with house.running():
        panel = Panel(telegram, BO)
        panel.press("Verksamhet")
        assert panel.words[-2:] == [["Fler"], ["Tillbaka"]]
        later = next(says for says in panel.says if says.endswith(".later"))
        panel.press("Fler")
        panel.toast(later)  # pressed twice
        last = panel.words
        assert ["Organisation 1"] in last
        panel.press("Organisation 1")

    assert last[-2:] == [["Föregående"], ["Tillbaka"]]
    assert panel.shown.text.startswith("Organisation 1, maj-okt 2017 (")


def test_charts_and_files_follow_a_press_and_the_summary_stays(house, telegram):
    with house.running():
        panel = Panel(telegram, BO)
        panel.press("Verksamhet", "Natthärbärge B", "Diagram")
        assert panel.shown.text == "Natthärbärge B, maj-okt 2017: vilket diagram?"
        assert panel.words == [
            ["Övernattningar per natt"],
            ["Beläggning per månad"],
            ["Andel kvinnor"],
            ["Tillbaka"],
        ]
        picture, said = panel.press_for_file("Beläggning per månad")
        panel.press("Tillbaka", "Filer")
        assert panel.shown.text == (
            "Verksamhetsrapport maj-okt 2017, utkast. Vilken fil?\nUtan små tal: kan spridas."
        )
        public, _ = panel.press_for_file("CSV-data")
        panel.press("Med alla uppgifter")
        internal, _ = panel.press_for_file("CSV-data")

    assert said == "Kommer strax."
    assert picture.is_photo
    assert picture.text.startswith("Beläggning per månad, Natthärbärge B, maj-okt 2017, utkast.")
    assert "intern" not in public.file_name
    assert internal.file_name.endswith("-utkast-intern.zip")
    assert panel.shown.text.endswith("Med alla uppgifter, bara för egen personal.")


def test_a_file_asked_for_without_its_form_is_chosen_by_button(house, telegram):
    with house.running():
        panel = Panel(telegram, VERA, "/file")
        word, _ = panel.press_for_file("Word")

    assert panel.shown.text.startswith("Verksamhetsrapport maj-okt 2017, utkast. Vilken fil?")
    assert panel.words == [["Word", "PDF"], ["Excel", "CSV-data"], ["Tillbaka"]]
    assert word.file_name.endswith("-utkast.docx")


@pytest.mark.parametrize(
    ("chat", "buttons"),
    [
        (ANNA, [["Månad"], ["Diagram"]]),
        (SIV, [["Månad"], ["Diagram"]]),
        (VERA, [["Verksamhet", "Månad"], ["Diagram", "Filer"]]),
    ],
)
def test_each_role_has_the_buttons_of_what_it_may_see(house, telegram, chat, buttons):
    with house.running():
        panel = Panel(telegram, chat)

    assert panel.words == buttons


def test_buttons_survive_a_restart(house, telegram):
    with house.running():
        panel = Panel(telegram, BO)
        panel.press("Månad")
    with house.running():
        assert panel.press("juli 2017").startswith("juli 2017 (")


def test_stale_foreign_and_made_up_presses_change_nothing_and_are_answered_kindly(house, telegram):
    with house.running():
        panel = Panel(telegram, BO)
        sites, first = panel.says[0], panel.shown.text
        token = sites.partition(".")[0]
        toasts = [
            panel.toast(sites, by=VERA),
            panel.toast(f"{token}.totals.nothing"),
            panel.toast(f"{token}.files.docx"),
            panel.toast(f"{token}.sites.{'0' * 12}"),
            panel.toast("sum:guessed.totals.sites"),
            panel.toast("sum:"),
        ]
        own = Panel(telegram, ANNA)
        toasts.append(own.toast(f"{own.says[0].partition('.')[0]}.files.docx"))
        panel.press("Månad")
        toasts.append(panel.toast(sites))

    assert toasts == [OLD] * 8
    assert panel.shown.texts[0] == first
    assert telegram.files(BO) + telegram.files(VERA) + telegram.files(ANNA) == []


def test_two_years_are_too_long_for_a_file_and_the_button_says_so(house, telegram):
    with house.running():
        panel = Panel(telegram, BO, "/summary 2010-2017")
        files = next(says for says in panel.says if says.endswith(".files"))
        said = panel.toast(files)

    assert said == "Filer och diagram gäller högst 2 år. Be om en kortare period."
