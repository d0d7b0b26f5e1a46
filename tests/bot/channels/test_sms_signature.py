"""Whose request is Twilio's: the signature against PUBLIC_URL, and what is refused."""

import random
from urllib.parse import urlencode

import pytest

from bot.channels.sms.signature import Fields, Signatures
from tests.fakes.twilio_server import ACCOUNT, NUMBER, TOKEN, Text, Twilio, signature

PUBLIC = "https://bot.example.org"
PATH = "/sms/incoming"


def fields(**more):
    text = Text("SM" + "1" * 32, "inbound", "+46701000001", NUMBER, "K9 M19", None)
    return Twilio.form(text, **more)


def scope(target=PATH):
    path, _, query = target.partition("?")
    return {"raw_path": path.encode(), "query_string": query.encode()}


def are_right(public, tokens, target, form, given):
    return Signatures(public, tokens).are_right(scope(target), Fields(urlencode(form).encode()), given)


# The vectors that Twilio's documentation and the tests of its own libraries publish.
CALL = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212"
RINGING = (
    "AccountSid=AC9a9f9392lad99kla0sklakjs90j092j3&ApiVersion=2010-04-01&CallSid=CAd800bb12c0426a7ea4230e492fef2a4f"
    "&CallStatus=ringing&Called=%2B15306384866&CalledCity=OAKLAND&CalledCountry=US&CalledState=CA&CalledZip=94612"
    "&Caller=%2B15306666666&CallerCity=SOUTH+LAKE+TAHOE&CallerCountry=US&CallerName=CA+Wireless+Call"
    "&CallerState=CA&CallerZip=89449&Direction=inbound&From=%2B15306666666&FromCity=SOUTH+LAKE+TAHOE"
    "&FromCountry=US&FromState=CA&FromZip=89449&To=%2B15306384866&ToCity=OAKLAND&ToCountry=US&ToState=CA&ToZip=94612"
)
OLD_TOKEN = "1c892n40nd03kdnc0112slzkl3091j20"
SCRIPT = "/myapp.php?foo=1&bar=2"
PUBLISHED = [
    ("a call", "12345", "https://mycompany.com", SCRIPT, CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("capitals in the host", "12345", "https://MyCompany.com", SCRIPT, CALL, "g9IN/x4Cft2g517EjYvEvM/W7LU="),
    ("capitals and a port", "12345", "https://MyCompany.com:1234", SCRIPT, CALL, "PCqOZm8cnu/L6+u5i5fuEd+Iac4="),
    (
        "repeated values",
        "12345",
        "https://mycompany.com",
        SCRIPT,
        "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234",
        "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
    ),
    ("all that a call has", OLD_TOKEN, "http://www.postbin.org", "/1ed898x", RINGING, "fF+xx6dTinOaCdZ0aIeNkHr/ZAA="),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_label", "token", "public", "target", "body", "given"), PUBLISHED, ids=[one[0] for one in PUBLISHED]
)
def test_twilios_own_published_examples_are_right(_label, token, public, target, body, given):
    assert Signatures(public, [token]).are_right(scope(target), Fields(body.encode()), given)
    assert not Signatures(public, [token]).are_right(scope(target), Fields(body.encode()), given.swapcase())


MATRIX = [
    # label, PUBLIC_URL, signed for, the target we see, right
    ("as configured", PUBLIC, PUBLIC + PATH, PATH, True),
    ("signed with the port", PUBLIC, PUBLIC + ":443" + PATH, PATH, True),
    ("signed without the port", PUBLIC + ":443", PUBLIC + PATH, PATH, True),
    ("a port of its own", PUBLIC + ":8443", PUBLIC + ":8443" + PATH, PATH, True),
    ("a port of its own, not signed", PUBLIC + ":8443", PUBLIC + PATH, PATH, True),
    ("another port", PUBLIC, PUBLIC + ":8443" + PATH, PATH, False),
    ("a path before ours", PUBLIC + "/bot", PUBLIC + "/bot" + PATH, PATH, True),
    ("a password before the host", "https://u:p@bot.example.org", "https://u:p@bot.example.org" + PATH, PATH, True),
    ("a password and a port", "https://u:p@bot.example.org:444", "https://u:p@bot.example.org:444" + PATH, PATH, True),
    ("http signed, https configured", PUBLIC, "http://bot.example.org" + PATH, PATH, False),
    ("another host", PUBLIC, "https://evil.example.org" + PATH, PATH, False),
    ("a query", PUBLIC, PUBLIC + PATH + "?a=1&b=", PATH + "?a=1&b=", True),
    ("a query kept raw", PUBLIC, PUBLIC + PATH + "?a=%7Ex+y", PATH + "?a=%7Ex+y", True),
    ("a query dropped on the way", PUBLIC, PUBLIC + PATH + "?a=1", PATH, False),
    ("a query added on the way", PUBLIC, PUBLIC + PATH, PATH + "?a=1", False),
    ("an escaped path kept raw", PUBLIC, PUBLIC + "/sms%2Fincoming", "/sms%2Fincoming", True),
    ("another path", PUBLIC, PUBLIC + "/sms/status", PATH, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_label", "public", "signed", "target", "right"), MATRIX, ids=[one[0] for one in MATRIX]
)
def test_the_address_is_the_public_one_with_the_raw_path_and_query(_label, public, signed, target, right):
    assert are_right(public, [TOKEN], target, fields(), signature(signed, fields())) is right


FORMS = [
    ("blank values", [("Body", ""), ("FromCity", ""), ("Z", "")]),
    ("a repeated field", [("MediaUrl", "b"), ("MediaUrl", "a"), ("Body", "x")]),
    ("the same value twice", [("MediaUrl", "a"), ("MediaUrl", "a")]),
    ("signs of all kinds", [("Body", "å é 😀 + & = %2B \r\n\t")]),
    ("names that sort by case", [("body", "1"), ("Body", "2"), ("BODY", "3")]),
    ("no field", []),
]


@pytest.mark.parametrize("form", [form for _, form in FORMS], ids=[label for label, _ in FORMS])
def test_every_value_of_every_field_is_signed(form):
    assert are_right(PUBLIC, [TOKEN], PATH, form, signature(PUBLIC + PATH, form))


def test_the_token_before_is_taken_too_and_no_other():
    now, before, other = (signature(PUBLIC + PATH, fields(), token) for token in ("now", "before", "other"))

    assert are_right(PUBLIC, ["now", "before"], PATH, fields(), now)
    assert are_right(PUBLIC, ["now", "before"], PATH, fields(), before)
    assert not are_right(PUBLIC, ["now", "before"], PATH, fields(), other)
    assert not are_right(PUBLIC, ["now", ""], PATH, fields(), signature(PUBLIC + PATH, fields(), ""))


REFUSED = [
    ("no signature", {}, {"X-Twilio-Signature": None}, 403),
    ("an empty signature", {}, {"X-Twilio-Signature": ""}, 403),
    ("a signature that is none", {}, {"X-Twilio-Signature": "åäö"}, 403),
    ("somebody else's account", {"AccountSid": "AC" + "f" * 32}, {}, 403),
    ("no account", {"AccountSid": None}, {}, 403),
    ("two accounts", {"AccountSid": [ACCOUNT, "AC" + "f" * 32]}, {}, 403),
    ("no MessageSid", {"MessageSid": None}, {}, 400),
    ("two MessageSids", {"MessageSid": ["SM" + "1" * 32, "SM" + "2" * 32]}, {}, 400),
    ("a MessageSid twice", {"MessageSid": ["SM" + "1" * 32] * 2}, {}, 400),
    ("a MessageSid that is none", {"MessageSid": "1"}, {}, 400),
    ("two senders", {"From": ["+46701000001", "+46701000002"]}, {}, 400),
    ("a sender that is none", {"From": "+46 70"}, {}, 400),
    ("no text field", {"Body": None}, {}, 400),
    ("two texts", {"Body": ["K9 M19", "K1 M1"]}, {}, 400),
    ("no receiver", {"To": None}, {}, 400),
    ("a form that is JSON", {}, {"Content-Type": "application/json"}, 415),
    ("a form that says it is too long", {"Body": "x" * 40_000}, {}, 413),
]


@pytest.mark.parametrize(("_label", "change", "headers", "status"), REFUSED, ids=[one[0] for one in REFUSED])
async def test_a_request_that_is_not_in_order_is_refused_and_changes_nothing(
    line, _label, change, headers, status
):
    form = [pair for pair in fields() if pair[0] not in change]
    for name, value in change.items():
        form += [(name, one) for one in (value if isinstance(value, list) else [value] if value else [])]
    given = {
        "X-Twilio-Signature": signature(PUBLIC + PATH, form),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    given = {name: value for name, value in (given | headers).items() if value is not None}

    reply = await line.http.post(
        PATH, content=urlencode(form), headers=[(n.encode(), v.encode("latin-1")) for n, v in given.items()]
    )

    assert reply.status_code == status
    assert reply.text == ""
    assert await line.rows("SELECT id FROM messages") == []


async def test_what_a_proxy_says_of_the_host_is_never_asked(line):
    good = signature(PUBLIC + PATH, fields())
    forged = signature("https://evil.example.org" + PATH, fields())
    says = {"Host": "evil.example.org", "X-Forwarded-Host": "evil.example.org", "X-Forwarded-Proto": "http"}

    refused = await line.http.post(PATH, data=dict(fields()), headers=says | {"X-Twilio-Signature": forged})
    taken = await line.http.post(PATH, data=dict(fields()), headers=says | {"X-Twilio-Signature": good})

    assert (refused.status_code, taken.status_code) == (403, 200)


CORE = ("MessageSid", "From", "To", "Body", "AccountSid")


def mutated(chance, target, form, given):
    """A request that differs from Twilio's in one thing that means something."""
    form = list(form)
    at = chance.randrange(len(form))
    name, value = form[at]
    match chance.choice(["value", "name", "drop", "add", "core twice", "across", "target", "signature"]):
        case "value":
            cut = chance.randrange(len(value) + 1)
            form[at] = (name, value[:cut] + chance.choice("0k +å\0") + value[cut:])
        case "name":
            form[at] = (name + chance.choice("sX_"), value)
        case "drop":
            gone = chance.choice([one for one in form if one[1]])
            form.remove(gone)
        case "add":
            form.insert(
                at, (chance.choice(["Body2", "OptOutType", "Price"]), chance.choice(["STOP", "1", "x"]))
            )
        case "core twice":
            form.append((chance.choice(CORE), chance.choice(["+46701000009", "K0 M0", ACCOUNT])))
        case "across":  # from the end of a field that counts into the beginning of the next, as it is signed
            form = sorted(form)
            core = chance.choice([i for i, (one, _) in enumerate(form[:-1]) if one in CORE])
            following = form[core + 1]
            form[core : core + 2] = [(form[core][0], form[core][1] + following[0] + following[1])]
        case "target":
            target = chance.choice([target + "?a=1", target + "/", "/sms/incominG", target + "?"])
        case "signature":
            cut = chance.randrange(len(given))
            given = given[:cut] + chance.choice("AZaz09+/=") + given[cut + 1 :]
    return target, form, given


async def test_of_ten_thousand_mutated_requests_none_is_accepted(line):
    from starlette.requests import Request

    from bot.channels.sms.channel import Refused

    chance = random.Random(20171012)
    form = fields(Body="K9 M19 From+46701000009")
    given = signature(PUBLIC + PATH, form)
    accepted, tried = [], 0
    while tried < 10_000:
        target, changed, sign = mutated(chance, PATH, form, given)
        if (target.rstrip("?"), changed, sign) == (PATH, form, given):
            continue
        tried += 1
        body = urlencode(changed).encode()

        async def receive(body=body):
            return {"type": "http.request", "body": body, "more_body": False}

        headers = [
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"x-twilio-signature", sign.encode()),
        ]
        request = Request({"type": "http", "method": "POST", "headers": headers, **scope(target)}, receive)
        try:
            line.sms._read(await line.sms._genuine(request))
        except Refused:
            continue
        accepted.append((target, changed))

    assert accepted == []
