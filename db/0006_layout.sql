-- Why: how the report is set belongs to the audit, so that two laptops, and the signed file, give the same pages.

CREATE TABLE layout (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  density TEXT NOT NULL DEFAULT 'normal',
  photos_per_row INTEGER NOT NULL DEFAULT 2,
  left_out TEXT NOT NULL DEFAULT '[]',
  logo TEXT NOT NULL DEFAULT '',
  logo_alt TEXT NOT NULL DEFAULT '',
  new_pages TEXT NOT NULL DEFAULT '[]',
  follow_on TEXT NOT NULL DEFAULT '[]',
  kept_together TEXT NOT NULL DEFAULT '[]',
  shares_record INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX layout_by_audit ON layout (audit);
