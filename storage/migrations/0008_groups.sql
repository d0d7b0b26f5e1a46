-- Groups in Telegram, and what is asked of the coordinators by a button.

-- The key in the outbox of the message that holds the panel, where that is not the answer to `message`.
ALTER TABLE panels ADD COLUMN shown_in text;
