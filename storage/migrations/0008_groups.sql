-- Groups in Telegram, and what is asked of the coordinators by a button.

-- The key in the outbox of the message that holds the panel, where that is not the answer to `message`.
ALTER TABLE panels ADD COLUMN shown_in text;

-- A coordinator has bound this group to a site: what its staff say there is for that site. `board` is the newest message
-- of the outbox that shows the site's state there, `shown` the newest before it that was sent; `pinned` is the number
-- at Telegram of the one that is pinned, or could not be. `ends`: unbound, and still to be unpinned.
CREATE TABLE telegram_groups (
    chat text PRIMARY KEY,
    site text NOT NULL REFERENCES sites (short) ON UPDATE CASCADE ON DELETE CASCADE,
    language text NOT NULL,
    bound_by integer REFERENCES people (id) ON DELETE SET NULL,
    bound_at timestamptz NOT NULL,
    board integer REFERENCES outbox (id) ON DELETE SET NULL,
    shown integer REFERENCES outbox (id) ON DELETE SET NULL,
    pinned bigint,
    ends boolean NOT NULL DEFAULT FALSE
);

-- Which menu of commands Telegram shows in a chat, as it was last registered.
CREATE TABLE telegram_menus (
    chat text PRIMARY KEY,
    shows text NOT NULL
);
