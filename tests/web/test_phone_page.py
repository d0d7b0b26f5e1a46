"""The phone page in a real browser: it is used here the way a newcomer, a keyboard and a screen reader use it."""

import os
import shutil

import pytest
from playwright.async_api import async_playwright, expect

from storage.phone import conversation

pytestmark = pytest.mark.browser

CHROMIUM = next(
    filter(
        None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
    ),
    None,
)
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000


@pytest.fixture
async def browser():
    if CHROMIUM is None:
        if os.environ.get("SHELTERBOT_REQUIRE_BROWSER") == "1":
            pytest.fail("no chromium was found, and SHELTERBOT_REQUIRE_BROWSER=1 asks for one")
        pytest.skip("no chromium was found: install it (Debian, Ubuntu: sudo apt install chromium)")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def url(demonstration, served):
    async with served(demonstration) as url:
        yield url


@pytest.fixture
async def opened(browser):
    """Opens pages and waits until they are connected; a fault that the browser reports fails the test."""
    faults = []

    def heard(message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    async def open_page(address, **options):
        context = await browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", heard)
        await page.goto(address)
        await expect(page.locator("#connection")).to_have_attribute("data-state", "live")
        return page

    yield open_page
    assert faults == []


def phone(page, number):
    return page.locator(f"#phone-{number}")


def messages(page, number):
    return phone(page, number).locator(".messages li")


async def write(page, number, text):
    await page.fill(f"#text-{number}", text)
    await page.press(f"#text-{number}", "Enter")


# Texting


async def test_a_text_is_sent_and_its_answer_arrives(opened, url):
    page = await opened(f"{url}/phone")
    await write(page, 1, "K9 M19")

    await expect(messages(page, 1).locator(".text")).to_have_text(["K9 M19", "Svar på: K9 M19"])
    await expect(messages(page, 1).nth(0)).to_have_attribute("data-state", "kept")
    await expect(messages(page, 1).locator("time")).to_have_text(["06:30", "06:30"])
    await expect(messages(page, 2)).to_have_count(0)
    await expect(page.locator("#text-1")).to_have_value("")


async def test_the_phones_stand_side_by_side_with_their_owners(opened, url):
    page = await opened(f"{url}/phone?lang=en")

    await expect(page.locator(".phone h2")).to_have_text(["Anna", "Dilan", "Bo", "A stranger"])
    await expect(page.locator(".owner p")).to_have_text(
        [
            "Night staff · Natthärbärge A",
            "Day staff · Dagverksamhet 1",
            "Coordinator",
            "Not known to the house",
        ]
    )
    tops = [(await phone(page, number).bounding_box())["y"] for number in (1, 2, 3, 4)]
    assert len(set(tops)) == 1


async def test_an_example_is_put_into_the_message_and_not_sent_yet(opened, url, demonstration):
    page = await opened(f"{url}/phone")
    await phone(page, 2).get_by_role("button", name="8/34").click()

    await expect(page.locator("#text-2")).to_have_value("8/34")
    await expect(page.locator("#text-2")).to_be_focused()
    assert demonstration.arrived == []


async def test_two_pages_see_each_others_messages_as_they_come(opened, url):
    first = await opened(f"{url}/phone")
    second = await opened(f"{url}/phone?lang=en")
    await write(first, 1, "K9 M19")
    await expect(messages(second, 1).locator(".text")).to_have_text(["K9 M19", "Svar på: K9 M19"])
    await write(second, 1, "ångra")

    await expect(messages(first, 1).locator(".text")).to_have_text(
        ["K9 M19", "Svar på: K9 M19", "ångra", "Svar på: ångra"]
    )


async def test_messages_are_still_there_after_the_page_is_opened_again(opened, url):
    page = await opened(f"{url}/phone")
    await write(page, 1, "K9 M19")
    await expect(messages(page, 1)).to_have_count(2)
    await page.reload()

    await expect(messages(page, 1).locator(".text")).to_have_text(["K9 M19", "Svar på: K9 M19"])


async def test_the_text_of_a_stranger_stays_on_the_phone_and_nowhere_else(opened, url):
    page = await opened(f"{url}/phone?lang=en")
    await write(page, 4, "hej")
    await expect(messages(page, 4).locator(".text")).to_have_text(["hej", "Svar på: hej"])
    await page.reload()

    await expect(messages(page, 4).locator(".text")).to_have_text(["This text was not kept", "Svar på: hej"])


async def test_a_message_is_text_and_never_markup(opened, url):
    page = await opened(f"{url}/phone")
    await write(page, 1, "<img src=x onerror=alert(1)>")

    await expect(messages(page, 1).locator(".text")).to_have_text(
        ["<img src=x onerror=alert(1)>", "Svar på: <img src=x onerror=alert(1)>"]
    )
    await expect(page.locator(".messages img")).to_have_count(0)


async def test_texts_sent_quickly_after_each_other_arrive_in_order(opened, url, demonstration):
    page = await opened(f"{url}/phone")
    texts = [f"text {number}" for number in range(8)]
    for text in texts:
        await write(page, 1, text)
    await expect(messages(page, 1)).to_have_count(16)

    assert [incoming.text for incoming in demonstration.arrived] == texts


# The connection


async def test_a_text_that_was_not_sent_can_be_sent_again(opened, url, demonstration):
    page = await opened(f"{url}/phone")
    await page.route("**/phone/messages", lambda route: route.abort())
    await write(page, 1, "stängt")
    retry = messages(page, 1).get_by_role("button")
    await expect(retry).to_be_visible()
    assert demonstration.arrived == []

    await page.unroute_all(behavior="wait")
    await retry.click()

    await expect(messages(page, 1).locator(".text")).to_have_text(["stängt", "Svar på: stängt"])
    await expect(retry).to_be_hidden()
    await expect(page.locator("#text-1")).to_be_focused()


async def test_a_text_whose_answer_was_lost_is_sent_again_and_counts_once(opened, url, demonstration):
    async def lose_the_answer(route):
        await route.fetch()
        await route.abort()

    page = await opened(f"{url}/phone")
    demonstration.phone.close()  # no event may tell the page that the text has come
    await expect(page.locator("#connection")).to_have_attribute("data-state", "lost")
    await page.route("**/phone/messages", lose_the_answer)
    await write(page, 1, "K9 M19")
    retry = messages(page, 1).get_by_role("button")
    await expect(retry).to_be_visible()
    await page.unroute_all(behavior="wait")
    await retry.click()
    await expect(messages(page, 1)).to_have_attribute("data-state", "kept")

    first, again = demonstration.arrived
    assert first.external_id == again.external_id
    kept = await demonstration.database.read(conversation, "anna", 10)
    assert [line.text for line in kept] == ["K9 M19", "Svar på: K9 M19"]


async def test_a_lost_connection_comes_back_with_what_was_missed(opened, demonstration, served):
    async with served(demonstration) as url:
        page = await opened(f"{url}/phone")
        await write(page, 1, "före")
        await expect(messages(page, 1)).to_have_count(2)
    await expect(page.locator("#connection")).to_have_attribute("data-state", "lost")
    await write(page, 2, "under tiden")
    retry = messages(page, 2).get_by_role("button")
    await expect(retry).to_be_visible()

    demonstration.restart()
    async with served(demonstration, int(url.rpartition(":")[2])):
        await expect(page.locator("#connection")).to_have_attribute("data-state", "live")
        await retry.click()
        await expect(messages(page, 2).locator(".text")).to_have_text(["under tiden", "Svar på: under tiden"])
        await write(page, 1, "efter")
        await expect(messages(page, 1).locator(".text")).to_have_text(
            ["före", "Svar på: före", "efter", "Svar på: efter"]
        )
        await page.close()


# The clock


async def test_the_clock_of_the_house_runs_and_stands_on_every_phone(opened, url):
    page = await opened(f"{url}/phone")

    await expect(page.locator("#clock-time")).to_have_text("06:30")
    await expect(page.locator("#clock-date")).to_have_text("onsdag 1 november 2017")
    await expect(page.locator(".bar-time")).to_have_text(["06:30"] * 4)
    seconds = await page.locator("#clock-seconds").text_content()
    await expect(page.locator("#clock-seconds")).not_to_have_text(seconds)


@pytest.mark.parametrize(
    ("button", "time", "date"),
    [
        ("[data-minutes='-60']", "05:30", "onsdag 1 november 2017"),
        ("[data-minutes='15']", "06:45", "onsdag 1 november 2017"),
        ("[data-minutes='60']", "07:30", "onsdag 1 november 2017"),
        ("[data-until='22:30']", "22:30", "onsdag 1 november 2017"),
        ("[data-until='07:30']", "07:30", "onsdag 1 november 2017"),
    ],
)
async def test_the_clock_is_turned_on_every_page(opened, url, button, time, date):
    page = await opened(f"{url}/phone")
    other = await opened(f"{url}/phone")
    await page.click(button)

    for one in (page, other):
        await expect(one.locator("#clock-time")).to_have_text(time)
        await expect(one.locator("#clock-date")).to_have_text(date)


async def test_the_next_morning_and_evening_are_always_ahead(opened, url):
    page = await opened(f"{url}/phone")
    for button, time, date in [
        ("[data-until='22:30']", "22:30", "onsdag 1 november 2017"),
        ("[data-until='07:30']", "07:30", "torsdag 2 november 2017"),
        ("[data-until='07:30']", "07:30", "fredag 3 november 2017"),
        ("[data-until='22:30']", "22:30", "fredag 3 november 2017"),
    ]:
        await page.click(button)
        await expect(page.locator("#clock-time")).to_have_text(time)
        await expect(page.locator("#clock-date")).to_have_text(date)


async def test_the_clock_is_set_and_messages_follow_it(opened, url):
    page = await opened(f"{url}/phone")
    await write(page, 1, "först")
    await expect(messages(page, 1)).to_have_count(2)
    await page.fill("#moment", "2017-07-01T22:30")
    await page.locator("#set-clock button").click()
    await expect(page.locator("#clock-date")).to_have_text("lördag 1 juli 2017")
    await write(page, 1, "sedan")

    await expect(messages(page, 1).locator(".text")).to_have_text(
        ["först", "Svar på: först", "sedan", "Svar på: sedan"]
    )
    await expect(messages(page, 1).locator("time")).to_have_text(["06:30", "06:30", "22:30", "22:30"])
    await expect(messages(page, 1).locator(".day:not(:empty)")).to_have_text(
        ["onsdag 1 november 2017", "lördag 1 juli 2017"]
    )


async def test_a_time_that_the_clocks_skip_is_refused_in_words(opened, url):
    page = await opened(f"{url}/phone?lang=en")
    await page.fill("#moment", "2018-03-25T02:30")
    await page.locator("#set-clock button").click()

    await expect(page.locator("#clock-said")).to_have_text("The clock cannot be set to that.")
    await expect(page.locator("#clock-time")).to_have_text("06:30")


# Without a mouse, on a small screen, for every eye


async def test_the_keyboard_is_enough(opened, url, demonstration):
    page = await opened(f"{url}/phone")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(phone(page, 1).locator(".log")).to_be_focused()
    for example in range(4):
        await page.keyboard.press("Tab")
        await expect(phone(page, 1).locator(".examples button").nth(example)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#text-1")).to_be_focused()
    await page.keyboard.type("K9")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("M19")
    await page.keyboard.press("Tab")
    await expect(phone(page, 1).locator(".write button")).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(messages(page, 1)).to_have_count(2)
    assert [incoming.text for incoming in demonstration.arrived] == ["K9\nM19"]
    await page.keyboard.press("Tab")
    await expect(phone(page, 2).locator(".log")).to_be_focused()


FOCUS_RING = """() => { const style = getComputedStyle(document.activeElement);
  return { width: parseFloat(style.outlineWidth), style: style.outlineStyle, tag: document.activeElement.tagName }; }"""


async def test_what_has_the_focus_is_seen(opened, url):
    page = await opened(f"{url}/phone")
    for _ in range(25):
        await page.keyboard.press("Tab")
        ring = await page.evaluate(FOCUS_RING)
        assert (ring["width"] >= 2 and ring["style"] == "solid") or ring["tag"] == "BODY", ring


WIDTHS = [320, 360, 414, 640, 800, 1024, 1440, 1920]

WIDER_THAN = """width => [document.documentElement, ...document.querySelectorAll("main *, header *")]
  .filter((node) => !node.closest(".unseen, .said, .examples, .who"))
  .filter((node) => node.scrollWidth > width || node.getBoundingClientRect().right > width)
  .map((node) => node.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_nothing_needs_scrolling_sideways(opened, url, language):
    page = await opened(f"{url}/phone?lang={language}")
    await write(page, 1, "x" * 300)
    await expect(messages(page, 1)).to_have_count(2)

    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 740})
        assert await page.evaluate(WIDER_THAN, width) == [], width


async def test_on_a_small_screen_the_way_to_each_phone_is_at_hand(opened, url):
    page = await opened(f"{url}/phone", viewport={"width": 360, "height": 740})
    await page.get_by_role("navigation").get_by_role("link", name="Bo").click()

    await expect(page.locator("#text-3")).to_be_in_viewport(ratio=1)
    await expect(phone(page, 3).locator("h2")).to_be_in_viewport(ratio=1)


SMALL_TARGETS = """least => [...document.querySelectorAll("button, input, textarea, nav a")]
  .filter((node) => node.offsetParent !== null)
  .filter((node) => node.getBoundingClientRect().height < least)
  .map((node) => node.outerHTML)"""


async def test_what_is_touched_is_large_enough(opened, url):
    page = await opened(f"{url}/phone", viewport={"width": 360, "height": 740}, has_touch=True)

    assert await page.evaluate(SMALL_TARGETS, 44) == []


WITHOUT_NAME = """() => [...document.querySelectorAll("button, input, textarea, a, [role]")]
  .filter((node) => !["status"].includes(node.getAttribute("role")))
  .filter((node) => !(node.getAttribute("aria-label") || node.labels?.length || node.textContent.trim()))
  .map((node) => node.outerHTML)"""

NAMED_TWICE = """() => { const names = [...document.querySelectorAll("[role=log], textarea, .write button, .examples")]
  .map((node) => node.getAttribute("aria-label") || node.labels[0].textContent);
  return names.filter((name, place) => names.indexOf(name) !== place); }"""

OUTLINE = """() => ({
  language: document.documentElement.lang,
  title: document.title,
  h1: document.querySelectorAll("h1").length,
  landmarks: ["header.top", "main", "nav[aria-label]", "section.clock[aria-labelledby]"]
    .filter((landmark) => document.querySelectorAll(landmark).length !== 1),
  phones: [...document.querySelectorAll(".phone")]
    .map((section) => document.getElementById(section.getAttribute("aria-labelledby"))?.textContent),
  logs: document.querySelectorAll(".phone [role=log][aria-live=polite][aria-busy=false]").length,
  repeatedIds: [...document.querySelectorAll("[id]")].map((node) => node.id)
    .filter((id, place, all) => all.indexOf(id) !== place),
})"""


async def test_a_screen_reader_finds_its_way(opened, url):
    page = await opened(f"{url}/phone?lang=en")
    await write(page, 1, "K9 M19")
    await expect(messages(page, 1)).to_have_count(2)

    assert await page.evaluate(WITHOUT_NAME) == []
    assert await page.evaluate(NAMED_TWICE) == []
    assert await page.evaluate(OUTLINE) == {
        "language": "en",
        "title": "The phones of the house · shelterbot",
        "h1": 1,
        "landmarks": [],
        "phones": ["Anna", "Dilan", "Bo", "A stranger"],
        "logs": 4,
        "repeatedIds": [],
    }
    await expect(messages(page, 1).locator(".bubble")).to_have_text(
        ["You: K9 M19", "The bot: Svar på: K9 M19"]
    )


CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colours) => { canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const light = (rgb) => { const [r, g, b] = rgb.map((part) => part / 255)
      .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !node.checkVisibility()) continue;
    if (node.closest(".unseen, .skip, .said, noscript, script")) continue;
    const behind = [];
    for (let up = node; up; up = up.parentElement) behind.unshift(getComputedStyle(up).backgroundColor);
    const back = ["white", ...behind];
    const [one, two] = [light(over(back)), light(over([...back, getComputedStyle(node).color]))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.outerHTML}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
async def test_every_text_stands_out_from_what_is_behind_it(opened, url, scheme, width):
    page = await opened(
        f"{url}/phone",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    await write(page, 1, "K9 M19")
    await page.route("**/phone/messages", lambda route: route.abort())
    await write(page, 2, "stängt")
    await expect(messages(page, 1)).to_have_count(2)
    await expect(messages(page, 2)).to_have_attribute("data-state", "failed")

    assert await page.evaluate(CONTRASTS) == []


async def test_nothing_moves_for_who_wants_no_motion(opened, url):
    page = await opened(f"{url}/phone", reduced_motion="reduce")
    await write(page, 1, "K9 M19")
    await expect(messages(page, 1)).to_have_count(2)

    moving = "() => document.getAnimations().length"
    assert await page.evaluate(moving) == 0
