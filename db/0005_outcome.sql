-- Why: a summative audit comes to an advice. What took place before it is registered, thin evidence is answered for, the
-- team advises, the school looks at the facts, and the deciding body decides (DOMAIN.md sections 9 and 10.5).

CREATE TABLE milestone (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  step TEXT NOT NULL DEFAULT 'formative',
  held TEXT NOT NULL DEFAULT '',
  version TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX milestone_by_audit ON milestone (audit);

CREATE TABLE exception (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  criterion TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  lead TEXT NOT NULL DEFAULT '',
  second TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX exception_by_audit ON exception (audit);

CREATE TABLE advice (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL DEFAULT '',
  motivation TEXT NOT NULL DEFAULT '',
  heaviest TEXT NOT NULL DEFAULT '',
  agreed_by TEXT NOT NULL DEFAULT '',
  agreed TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX advice_by_audit ON advice (audit);

CREATE TABLE fact_check (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  sent TEXT NOT NULL DEFAULT '',
  working_days INTEGER NOT NULL DEFAULT 10,
  received TEXT NOT NULL DEFAULT '',
  response TEXT NOT NULL DEFAULT '',
  response_by TEXT NOT NULL DEFAULT '',
  closed TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX fact_check_by_audit ON fact_check (audit);

CREATE TABLE fact_point (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  place TEXT NOT NULL DEFAULT '',
  wrong TEXT NOT NULL DEFAULT '',
  correct TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  answer TEXT NOT NULL DEFAULT '',
  reopened TEXT NOT NULL DEFAULT '',
  level_before TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX fact_point_by_audit ON fact_point (audit);

-- The decision of the deciding body stands beside a signed audit and may still be written then.
CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL DEFAULT '',
  decided TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  signatory TEXT NOT NULL DEFAULT '',
  conditions TEXT NOT NULL DEFAULT '[]',
  text TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX decision_by_audit ON decision (audit);

ALTER TABLE finding ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN is_in_exit_talk INTEGER NOT NULL DEFAULT 0;
