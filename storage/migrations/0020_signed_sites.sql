-- The sites as they were when a version was signed, as JSON: a bed or name that is changed later changes no version.
-- Empty for what was signed before this was kept.
ALTER TABLE signoffs ADD COLUMN sites text;
