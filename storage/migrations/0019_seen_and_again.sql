-- The last message there was when a thing was said: what is settled after it was not told, whenever it was sent.
ALTER TABLE nudges ADD COLUMN seen integer;

-- How often a text that Twilio had taken and could not deliver was sent once more.
ALTER TABLE sms_sent ADD COLUMN again integer NOT NULL DEFAULT 0;
