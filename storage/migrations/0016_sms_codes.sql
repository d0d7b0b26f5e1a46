-- How many codes a number was sent without one coming back, and when the first of them was: guessing has an end.
-- What waits for a code while this is applied has to be sent again.
ALTER TABLE sms_codes ADD COLUMN codes integer NOT NULL DEFAULT 1;
ALTER TABLE sms_codes ADD COLUMN first_at timestamptz;
UPDATE sms_codes SET body = '';
