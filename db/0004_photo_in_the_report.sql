-- Why: a photo in the report is described for who cannot see it (PDF/UA), and may be kept out of the report though its note
-- is in it; a voice memo says how long it lasts before it is played.

ALTER TABLE attachment ADD COLUMN alt TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN is_excluded INTEGER NOT NULL DEFAULT 0;
