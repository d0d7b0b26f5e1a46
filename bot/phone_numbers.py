"""Phone numbers as the network writes them, however people write them."""


def as_dialled(text: str, *, assigned: bool = False) -> str | None:
    """+46701234567 for `070-123 45 67`; None for what is no phone number. Swedish without a +.

    `assigned`: None also for one that its country has given to nobody, as one digit too few makes it.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "SE")
    except phonenumbers.NumberParseException:
        return None
    is_one = phonenumbers.is_valid_number if assigned else phonenumbers.is_possible_number
    if not is_one(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
