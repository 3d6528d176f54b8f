-- Why: photos, files and voice memos beside notes. Their bytes lie in `blob`, named by what they hold; here stands what they
-- are. Photos are off until the school's permission is recorded with the audit (DOMAIN.md section 5, row 14).

CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  document TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'photo',
  blob TEXT NOT NULL DEFAULT '',
  media_type TEXT NOT NULL DEFAULT '',
  size INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL DEFAULT '',
  caption TEXT NOT NULL DEFAULT '',
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  taken TEXT NOT NULL DEFAULT '',
  is_free_of_people INTEGER NOT NULL DEFAULT 0,
  boxes TEXT NOT NULL DEFAULT '[]',
  erased TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX attachment_by_audit ON attachment (audit);
CREATE INDEX attachment_by_blob ON attachment (blob);

ALTER TABLE audit ADD COLUMN photo_permission TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN photo_permitted TEXT NOT NULL DEFAULT '';
