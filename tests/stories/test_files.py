"""Files and pictures told through the phones: what is asked, what comes, what it is a picture of."""

import io
import zipfile

from PIL import Image


async def fetched(house, name):
    """The file of each message on a phone: its words, its media type and its content."""
    await house.outbox.deliver_all()
    phones = (await house.http.get("/phone/conversations")).json()["phones"]
    (messages,) = [one["messages"] for one in phones if one["address"] == name]
    found = []
    for message in messages:
        if "file" in message:
            response = await house.http.get(message["file"]["href"])
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("image/") == message["file"]["is_picture"]
            found.append((message["text"], response.headers["content-disposition"], response.content))
    return found


async def a_week_of_reports(house):
    for day in range(2, 9):
        await house.phone("Anna").text("K9 M19", at=f"2017-10-0{day} 22:00")
        await house.phone("Eva").text("B K4 M20", at=f"2017-10-0{day} 22:05")


async def test_a_coordinator_gets_a_chart_and_a_file(house):
    await a_week_of_reports(house)
    said = await house.phone("Bo").text("diagram 2-8 okt 2017", at="2017-10-09 13:00")
    again = await house.phone("Bo").text("rapportfil csv 2-8 okt 2017")

    assert said == ("Kommer strax: Övernattningar per natt, v 40 2017, utkast. Finns också: beläggning.")
    assert again == "Kommer strax: Verksamhetsrapport v 40 2017, utkast (CSV-data)."
    picture, file = await fetched(house, "bo")
    assert picture[0] == "Övernattningar per natt, v 40 2017, utkast."
    assert Image.open(io.BytesIO(picture[2])).size == (1280, 960)
    assert file[1] == 'attachment; filename="verksamhetsrapport-2017-10-02--2017-10-08-utkast.zip"'
    with zipfile.ZipFile(io.BytesIO(file[2])) as archive:
        daily = next(name for name in archive.namelist() if name.endswith("-daily.csv"))
        assert archive.read(daily).decode().count(",reported,") == 14


async def test_the_same_message_shows_the_same_bytes_whenever_it_is_looked_at(house):
    await a_week_of_reports(house)
    await house.phone("Bo").text("rapportfil word 2-8 okt 2017", at="2017-10-09 13:00")
    first = await fetched(house, "bo")
    await house.restart()
    house.now = house.now.replace(day=20)

    assert await fetched(house, "bo") == first


async def test_which_file_is_asked_where_none_is_named(house):
    said = await house.phone("Bo").text("rapportfil", at="2017-10-09 13:00")

    assert said == "Skriv vilken fil: rapportfil word maj-okt 2017. Det finns word, pdf, excel, csv och html."
    assert await fetched(house, "bo") == []


async def test_the_summary_of_an_organisation_sums_its_sites(house):
    await a_week_of_reports(house)
    whole = await house.phone("Bo").text("sammanfattning 2-8 okt 2017", at="2017-10-09 13:00")
    one = await house.phone("Bo").text("sammanfattning organisation 1 2-8 okt 2017")

    assert "364" in whole
    assert one.startswith("Organisation 1, v 40 2017: ")
    assert "196" in one


async def test_no_file_is_shown_for_a_message_that_has_none(house):
    await house.phone("Bo").text("?")
    for number in ("1", "999", "9223372036854775808", "-1", "x"):
        assert (await house.http.get(f"/phone/files/{number}")).status_code == 404


async def test_the_draft_of_a_half_year_comes_to_the_coordinators_phone_once(house):
    await a_week_of_reports(house)
    await house.at("2017-11-01 11:59")
    assert await fetched(house, "bo") == []
    await house.at("2017-11-01 12:01")
    await house.restart()
    await house.at("2017-11-01 12:06")

    came = await fetched(house, "bo")
    assert [one[1].rpartition(".")[2] for one in came] == ['docx"', 'pdf"', 'xlsx"']
    assert came[0][0].startswith("Halvåret maj-okt 2017 är slut: 14 av 736 rapporter har kommit.")
