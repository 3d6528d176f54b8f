-- Why: the value-creation matrix is filled in. A cell holds what the team found in it, a trace the one goal that was
-- followed from pupil to school (DOMAIN.md section 8).

CREATE TABLE cell (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  cell TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX cell_by_audit ON cell (audit);

CREATE TABLE trace (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT '',
  goal TEXT NOT NULL DEFAULT '',
  pupil TEXT NOT NULL DEFAULT '',
  coach TEXT NOT NULL DEFAULT '',
  team TEXT NOT NULL DEFAULT '',
  school TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX trace_by_audit ON trace (audit);
