"""Short replies to questions that the reader itself asked, in the words of people who answer a text (R26)."""

from datetime import date, datetime, timedelta

import pytest

from bot.reading import Circumstances, Reading, Tells
from bot.reading.canonical import NIGHT, OTHER_NIGHT, ZONE, canonical, read_fully
from shelter.acts import ReportCount
from shelter.figures import Count
from shelter.history import Closed

EVENING = datetime(2017, 10, 12, 21, 40, tzinfo=ZONE)
AFTERNOON = datetime(2017, 10, 13, 14, 0, tzinfo=ZONE)


def talk(language: str, *texts: str, at: datetime = EVENING) -> Reading:
    """The reading of the last of these texts, a minute between each; what one stores and asks, the next one meets."""
    reading, stored = Reading(), dict[tuple[str, date], Count | Closed | None]()
    question = None
    for minute, text in enumerate(texts):
        around = Circumstances(
            at + timedelta(minutes=minute),
            (NIGHT,),
            ((OTHER_NIGHT.name, OTHER_NIGHT.short),),
            language,
            stored,
            {},
            question,
            {},
        )
        reading = read_fully(text, around)
        question = reading.question
        stored |= {(act.site, act.date): act.count for act in reading.acts if isinstance(act, ReportCount)}
    return reading


STORED = "count date=2017-10-12 "


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # A yes in its many forms
        (("k9 m19?", "ja det är rätt"), STORED + "w=9 m=19"),
        (("k9 m19?", "jaaa!"), STORED + "w=9 m=19"),
        (("k9 m19?", "jo det stämmer bra"), STORED + "w=9 m=19"),
        (("k9 m19?", "så är det"), STORED + "w=9 m=19"),
        (("k9 m19?", "visst"), STORED + "w=9 m=19"),
        (("k9 m19?", "👍🏻"), STORED + "w=9 m=19"),
        (("k9 m19 hittills", "det var alla"), STORED + "w=9 m=19"),
        (("stängt k9 m19", "vi är öppna"), STORED + "w=9 m=19"),
        # A question, a doubt or half a yes is none
        (("k9 m19?", "är det rätt"), "none"),
        (("k9 m19?", "ja?"), "ask:confirm w=9 m=19"),
        (("k9 m19?", "ja kanske"), "none"),
        (("k9 m19?", "ja inte riktigt"), "none"),
        # A number beside the yes or no counts
        (("k9 m19?", "ja men 8"), "ask:sum"),
        (("k9 m19?", "ja 8"), "ask:sum"),
        (("k9 m19?", "ja 28"), STORED + "w=9 m=19"),
        (("k9 m19?", "nej 8"), "ask:sum"),
        (("k9 m19?", "ja men k8"), STORED + "w=8 m=19"),
        (("k9 m19?", "nej det är 20 män"), STORED + "w=9 m=20"),
        (("k20 m40", "ja 14"), "ask:sum"),
        (("28", "nej 27"), "ask:gender"),
        (("k9 ml9", "ja 19"), STORED + "w=9 m=19"),
        # The other date
        (("k9 m19?", "igår"), "ask:confirm w=9 m=19"),
        (("k9 m19?", "nej det var igår", "ja"), "count date=2017-10-11 w=9 m=19"),
        (("k9", "igår", "19"), "count date=2017-10-11 w=9 m=19"),
        # Who stood first is told by the text, not by the proposal
        (("19 9", "män först"), STORED + "w=9 m=19"),
        (("19 9", "kvinnor först"), STORED + "w=19 m=9"),
        (("9-19", "män först"), STORED + "w=19 m=9"),
        (("19 9", "tvärtom"), STORED + "w=19 m=9"),
        (("k9 m19?", "män först"), "ask:confirm w=9 m=19"),
        (("12/10", "det är ett datum"), "ask:gender"),
        (("12/10", "nej siffror"), "ask:order w=10 m=12"),
        # Whose the two are that came to the stored count
        (("k9 m19", "+2", "2 kvinnor"), STORED + "w=11 m=19"),
        (("k9 m19", "+2", "1 k 1 m"), STORED + "w=10 m=20"),
        (("k9 m19", "-2", "1 k 1 m"), STORED + "w=8 m=18"),
        (("k9 m19", "+2", "k10 m20"), STORED + "w=10 m=20"),
        # A change of what waits for its answer
        (("k9 m19 hittills", "+1m", "ja"), STORED + "w=9 m=20"),
        (("k9 m19 hittills", "en kvinna mindre", "ja"), STORED + "w=8 m=19"),
        (("9 19?", "+1m", "ja"), STORED + "w=9 m=20"),
        (("k9 m19 hittills", "-20 m"), "ask:base"),
        # The parts
        (("28", "9 av dem är kvinnor"), STORED + "w=9 m=19"),
        (("9", "9 kvinnor"), "ask:men"),
        (("9", "9 kvinnor", "0"), STORED + "w=9 m=0"),
        (("9", "alla kvinnor"), STORED + "w=9 m=0"),
        (("ca 9 kvinnor 19 män", "9", "ja"), STORED + "w=9 m=19"),
        (("ca 9 kvinnor 19 män", "10"), "ask:confirm w=10 m=19"),
        (("9-10 kvinnor, 19 män", "9", "ja"), STORED + "w=9 m=19"),
        (("9 à 10 kvinnor, 19 män", "9", "ja"), STORED + "w=9 m=19"),
        (("ca 9 kvinnor 11 män", "10"), "ask:confirm"),
    ],
    ids=" - ".join,
)
def test_a_reply_finishes_the_question_or_is_asked_about(said: tuple[str, ...], expected: str) -> None:
    assert canonical(talk("sv", *said)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("w9 m19?", "that's correct"), STORED + "w=9 m=19"),
        (("w9 m19?", "yes it is"), STORED + "w=9 m=19"),
        (("w9 m19?", "yesss"), STORED + "w=9 m=19"),
        (("w9 m19?", "is that right"), "none"),
        (("w9 m19?", "yes but 8"), "ask:sum"),
        (("w9 m19?", "yes but 8 women"), STORED + "w=8 m=19"),
        (("w9 m19 so far", "that's all"), STORED + "w=9 m=19"),
        (("w9 m19 so far", "one more man", "yes"), STORED + "w=9 m=20"),
        (("19 9", "men first"), STORED + "w=9 m=19"),
        (("28", "9 of them are women"), STORED + "w=9 m=19"),
    ],
    ids=" - ".join,
)
def test_a_reply_in_english(said: tuple[str, ...], expected: str) -> None:
    assert canonical(talk("en", *said)) == expected


@pytest.mark.parametrize("text", ["nej", "👎", "nej tack", "neeej"])
def test_a_plain_no_takes_the_question_back(text: str) -> None:
    assert talk("sv", "k9 m19?", text).tells is Tells.CANCELLED


def test_in_the_afternoon_the_date_that_was_asked_for_may_follow_a_no() -> None:
    assert canonical(talk("sv", "k9 m19", "nej igår", at=AFTERNOON)) == STORED + "w=9 m=19"


@pytest.mark.parametrize("text", ["👍", "❤️", "😂", "🙏🏽"])
def test_a_sign_with_no_question_open_is_no_report_that_was_not_understood(text: str) -> None:
    assert talk("sv", text).tells in (Tells.THANKS, Tells.YES_NO)
