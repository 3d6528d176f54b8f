-- Why: the school's quality development plan is registered with its goals, and an interim evaluation says of each point
-- why it was dropped, which date was agreed and on which notes that rests (DOMAIN.md 9.1 and 9.2). A consensus says who
-- of the team recorded it, since several auditors may share one laptop.

CREATE TABLE plan (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  starts TEXT NOT NULL DEFAULT '',
  ends TEXT NOT NULL DEFAULT '',
  adopted TEXT NOT NULL DEFAULT '',
  document TEXT NOT NULL DEFAULT '',
  remark TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX plan_by_audit ON plan (audit);

CREATE TABLE goal (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '',
  measure TEXT NOT NULL DEFAULT '',
  due TEXT NOT NULL DEFAULT '',
  points TEXT NOT NULL DEFAULT '[]',
  criteria TEXT NOT NULL DEFAULT '[]',
  goal_state TEXT NOT NULL DEFAULT '',
  goal_text TEXT NOT NULL DEFAULT '',
  follow_up_state TEXT NOT NULL DEFAULT '',
  follow_up_text TEXT NOT NULL DEFAULT '',
  evaluation_state TEXT NOT NULL DEFAULT '',
  evaluation_text TEXT NOT NULL DEFAULT '',
  action_state TEXT NOT NULL DEFAULT '',
  action_text TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX goal_by_audit ON goal (audit);

ALTER TABLE follow_up ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN due TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE consensus ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '';
