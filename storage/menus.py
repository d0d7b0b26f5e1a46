"""Which menu of commands each chat of Telegram shows, and which it should."""

from dataclasses import dataclass

from shelter.people import Role
from storage.telegram import CHANNEL
from storage.wishes import Wish, sql

GROUP = "group"


@dataclass(frozen=True, slots=True)
class Shown:
    """The menu that a chat is to show: of a role, or (None) of a group; `shows` is None where it is to have none.

    `language` is None where the device's decides.
    """

    chat: str
    role: Role | None
    language: str | None
    shows: str | None


def menus_due(edition: str, limit: int) -> Wish[list[Shown]]:
    """The chats whose menu is not what it should be; `edition` changes with the menus' words.

    A reporter with no language of their own has the menu that everybody has.
    """
    rows = yield sql(
        """
        WITH wanted AS (
            SELECT addresses.address AS chat, people.role AS role, people.language AS language,
                   people.role || ':' || COALESCE(people.language, '') || ':' || CAST(:edition AS text) AS shows
            FROM addresses JOIN people ON people.id = addresses.person AND people.active = :yes
            WHERE addresses.channel = :channel AND (people.role <> 'reporter' OR people.language IS NOT NULL)
            UNION ALL
            SELECT chat, 'group' AS role, language, 'group:' || language || ':' || CAST(:edition AS text) AS shows
            FROM telegram_groups WHERE ends = :no
        )
        SELECT wanted.chat, wanted.role, wanted.language, wanted.shows
        FROM wanted LEFT JOIN telegram_menus AS shown ON shown.chat = wanted.chat
        WHERE shown.shows IS NULL OR shown.shows <> wanted.shows
        UNION ALL
        SELECT chat, NULL, NULL, NULL FROM telegram_menus
        WHERE NOT EXISTS (SELECT 1 FROM wanted WHERE wanted.chat = telegram_menus.chat)
        ORDER BY 1 LIMIT :limit
        """,
        edition=edition,
        yes=True,
        no=False,
        channel=CHANNEL,
        limit=limit,
    )
    return [
        Shown(
            row["chat"],
            None if row["role"] in (None, GROUP) else Role(row["role"]),
            row["language"],
            row["shows"],
        )
        for row in rows
        if row["chat"].lstrip("-").isdigit()
    ]


def keep_menu(shown: Shown) -> Wish[None]:
    """Note what a chat shows from now on."""
    if shown.shows is None:
        yield sql("DELETE FROM telegram_menus WHERE chat = :chat", chat=shown.chat)
        return
    yield sql(
        """
        INSERT INTO telegram_menus (chat, shows) VALUES (:chat, :shows)
        ON CONFLICT (chat) DO UPDATE SET shows = excluded.shows
        """,
        chat=shown.chat,
        shows=shown.shows,
    )
