-- Why: a signed audit stays as it is; a correction is a new audit that names the one it replaces. And of a signed report
-- the window must know, without verifying it again, which report it continues, its level and until when it is sealed.

ALTER TABLE audit ADD COLUMN replaces_version TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN replaces_signed TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN replaces_print TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN correction TEXT NOT NULL DEFAULT '';

ALTER TABLE publication ADD COLUMN replaces TEXT NOT NULL DEFAULT '';
ALTER TABLE publication ADD COLUMN level TEXT NOT NULL DEFAULT '';
ALTER TABLE publication ADD COLUMN stamped_until TEXT NOT NULL DEFAULT '';
