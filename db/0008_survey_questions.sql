-- Why: what pupils, parents and teachers answered stands beside the criteria. A question holds counts per answer, never a
-- respondent; small groups are left out before they get here. The audit keeps the minimum and the response that warns, so
-- that every laptop and the report agree. Templates keep how questions were tied to criteria; they belong to this laptop.

ALTER TABLE audit ADD COLUMN survey_minimum INTEGER NOT NULL DEFAULT 5;
ALTER TABLE audit ADD COLUMN warn_pupils INTEGER NOT NULL DEFAULT 60;
ALTER TABLE audit ADD COLUMN warn_parents INTEGER NOT NULL DEFAULT 30;
ALTER TABLE audit ADD COLUMN warn_teachers INTEGER NOT NULL DEFAULT 70;

ALTER TABLE survey ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN split TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN is_small INTEGER NOT NULL DEFAULT 0;

CREATE TABLE survey_question (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  survey TEXT NOT NULL DEFAULT '',
  "key" TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  text TEXT NOT NULL DEFAULT '',
  criteria TEXT NOT NULL DEFAULT '[]',
  lowest INTEGER NOT NULL DEFAULT 1,
  highest INTEGER NOT NULL DEFAULT 5,
  agrees_from INTEGER NOT NULL DEFAULT 4,
  is_reversed INTEGER NOT NULL DEFAULT 0,
  counts TEXT NOT NULL DEFAULT '{}',
  parts TEXT NOT NULL DEFAULT '{}',
  withheld TEXT NOT NULL DEFAULT '[]',
  is_withheld INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX survey_question_by_audit ON survey_question (audit);

CREATE TABLE survey_template (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  used TEXT NOT NULL
);
