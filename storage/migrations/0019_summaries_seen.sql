-- The last message there was when a thing was said: what is settled after it was not told, whenever it was sent.
ALTER TABLE nudges ADD COLUMN seen integer;
