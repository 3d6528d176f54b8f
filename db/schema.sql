-- Written by `python -m auditor_app.store.schema`; do not edit.

CREATE TABLE activity (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  day TEXT NOT NULL DEFAULT '',
  start TEXT NOT NULL DEFAULT '',
  "end" TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'visit',
  source TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  year_group TEXT NOT NULL DEFAULT '',
  room TEXT NOT NULL DEFAULT '',
  leads TEXT NOT NULL DEFAULT '',
  records TEXT NOT NULL DEFAULT '',
  matrix_role TEXT NOT NULL DEFAULT '',
  criteria TEXT NOT NULL DEFAULT '[]',
  present INTEGER,
  expected INTEGER,
  is_informed INTEGER NOT NULL DEFAULT 0,
  is_voluntary INTEGER NOT NULL DEFAULT 0,
  is_skipped INTEGER NOT NULL DEFAULT 0,
  skip_reason TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, interval INTEGER);

CREATE INDEX activity_by_audit ON activity (audit);

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
, alt TEXT NOT NULL DEFAULT '', seconds INTEGER NOT NULL DEFAULT 0, is_excluded INTEGER NOT NULL DEFAULT 0);

CREATE INDEX attachment_by_audit ON attachment (audit);

CREATE INDEX attachment_by_blob ON attachment (blob);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL DEFAULT 'formative',
  is_peer INTEGER NOT NULL DEFAULT 0,
  is_sample INTEGER NOT NULL DEFAULT 0,
  school TEXT NOT NULL DEFAULT '{}',
  starts TEXT NOT NULL DEFAULT '',
  ends TEXT NOT NULL DEFAULT '',
  framework TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'nl',
  phase TEXT NOT NULL DEFAULT 'prepare',
  summary TEXT NOT NULL DEFAULT '',
  context TEXT NOT NULL DEFAULT '',
  done TEXT NOT NULL DEFAULT '',
  not_looked_at TEXT NOT NULL DEFAULT '',
  version TEXT NOT NULL DEFAULT '1.0',
  predecessor TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, photo_permission TEXT NOT NULL DEFAULT '', photo_permitted TEXT NOT NULL DEFAULT '', survey_minimum INTEGER NOT NULL DEFAULT 5, warn_pupils INTEGER NOT NULL DEFAULT 60, warn_parents INTEGER NOT NULL DEFAULT 30, warn_teachers INTEGER NOT NULL DEFAULT 70, replaces_version TEXT NOT NULL DEFAULT '', replaces_signed TEXT NOT NULL DEFAULT '', replaces_print TEXT NOT NULL DEFAULT '', correction TEXT NOT NULL DEFAULT '');

CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,
  content BLOB NOT NULL
);

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

CREATE TABLE change_log (
  device TEXT NOT NULL,
  number INTEGER NOT NULL,
  stamp TEXT NOT NULL,
  author TEXT NOT NULL,
  action TEXT NOT NULL,
  intent TEXT NOT NULL CHECK (intent IN ('do', 'undo', 'redo')),
  target TEXT NOT NULL,
  audit TEXT NOT NULL,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  fields TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (device, number)
);

CREATE INDEX change_by_audit ON change_log (audit, device, number);

CREATE INDEX change_by_entity ON change_log (kind, entity, stamp, device);

CREATE INDEX change_by_stamp ON change_log (stamp);

CREATE TABLE chapter (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  standard TEXT NOT NULL DEFAULT '',
  lead TEXT NOT NULL DEFAULT '',
  own_way TEXT NOT NULL DEFAULT '',
  unresolved TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX chapter_by_audit ON chapter (audit);

CREATE TABLE checkpoint (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  made TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX checkpoint_by_audit ON checkpoint (audit);

CREATE TABLE consensus (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  criterion TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  decided TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, recorded_by TEXT NOT NULL DEFAULT '');

CREATE INDEX consensus_by_audit ON consensus (audit);

CREATE VIRTUAL TABLE criterion_words USING fts5 (
  framework UNINDEXED, language UNINDEXED, code, title, question, look_for,
  prefix='2 3', tokenize='unicode61 remove_diacritics 2'
);

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

CREATE TABLE document (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  "exists" INTEGER,
  criteria TEXT NOT NULL DEFAULT '[]',
  remark TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX document_by_audit ON document (audit);

CREATE TABLE earlier_report (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  source_audit TEXT NOT NULL DEFAULT '',
  school TEXT NOT NULL DEFAULT '{}',
  kind TEXT NOT NULL DEFAULT 'formative',
  starts TEXT NOT NULL DEFAULT '',
  ends TEXT NOT NULL DEFAULT '',
  snapshot TEXT NOT NULL DEFAULT '',
  pdf TEXT NOT NULL DEFAULT '',
  file_name TEXT NOT NULL DEFAULT '',
  verification TEXT NOT NULL DEFAULT '{}',
  imported TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX earlier_report_by_audit ON earlier_report (audit);

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

CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'development',
  position INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',
  seen TEXT NOT NULL DEFAULT '',
  meaning TEXT NOT NULL DEFAULT '',
  question TEXT NOT NULL DEFAULT '',
  first_step TEXT NOT NULL DEFAULT '',
  quote TEXT NOT NULL DEFAULT '',
  quote_source TEXT NOT NULL DEFAULT '',
  criteria TEXT NOT NULL DEFAULT '[]',
  notes TEXT NOT NULL DEFAULT '[]',
  due TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, proof TEXT NOT NULL DEFAULT '', is_in_exit_talk INTEGER NOT NULL DEFAULT 0);

CREATE INDEX finding_by_audit ON finding (audit);

CREATE TABLE follow_up (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  finding TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, reason TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '[]');

CREATE INDEX follow_up_by_audit ON follow_up (audit);

CREATE TABLE framework (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL DEFAULT '{}',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

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

CREATE TABLE hypothesis (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  criterion TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX hypothesis_by_audit ON hypothesis (audit);

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

CREATE TABLE link (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  target TEXT NOT NULL DEFAULT '',
  direction TEXT NOT NULL DEFAULT 'o',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX link_by_audit ON link (audit, deleted, note);

CREATE TABLE member (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  initials TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT 'auditor',
  organisation TEXT NOT NULL DEFAULT '',
  is_private_partner INTEGER NOT NULL DEFAULT 0,
  relation TEXT NOT NULL DEFAULT '',
  relation_text TEXT NOT NULL DEFAULT '',
  declared TEXT NOT NULL DEFAULT '',
  relation_weighed TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, returned TEXT NOT NULL DEFAULT '', left_because TEXT NOT NULL DEFAULT '');

CREATE INDEX member_by_audit ON member (audit);

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

CREATE TABLE note (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  audit TEXT NOT NULL DEFAULT '',
  activity TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL DEFAULT '',
  moment TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  room TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  year_group TEXT NOT NULL DEFAULT '',
  seen TEXT NOT NULL DEFAULT '',
  interpretation TEXT NOT NULL DEFAULT '',
  is_quote INTEGER NOT NULL DEFAULT 0,
  sensitivity TEXT NOT NULL DEFAULT 'normal',
  is_afterwards INTEGER NOT NULL DEFAULT 0,
  is_excluded INTEGER NOT NULL DEFAULT 0,
  exclusion_reason TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, is_snapshot INTEGER NOT NULL DEFAULT 0);

CREATE INDEX note_by_audit ON note (audit, deleted);

CREATE VIRTUAL TABLE note_words USING fts5 (
  seen, interpretation, content='note', content_rowid='row', tokenize='unicode61 remove_diacritics 2'
);

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

CREATE TABLE publication (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  pdf TEXT NOT NULL DEFAULT '',
  snapshot TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  signer TEXT NOT NULL DEFAULT '',
  signed TEXT NOT NULL DEFAULT '',
  file_name TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, replaces TEXT NOT NULL DEFAULT '', level TEXT NOT NULL DEFAULT '', stamped_until TEXT NOT NULL DEFAULT '');

CREATE INDEX publication_by_audit ON publication (audit);

CREATE TABLE rating (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  criterion TEXT NOT NULL DEFAULT '',
  member TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  is_locked INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX rating_by_audit ON rating (audit, deleted, criterion);

CREATE TABLE register (
  row INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  brin TEXT NOT NULL,
  location TEXT NOT NULL,
  place TEXT NOT NULL,
  province TEXT NOT NULL,
  board TEXT NOT NULL,
  education TEXT NOT NULL,
  website TEXT NOT NULL
);

CREATE VIRTUAL TABLE register_words USING fts5 (
  name, place, code, content='', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2'
);

CREATE TABLE survey (
  id TEXT PRIMARY KEY,
  audit TEXT NOT NULL DEFAULT '',
  "group" TEXT NOT NULL DEFAULT 'pupils',
  held TEXT NOT NULL DEFAULT '',
  asked INTEGER,
  answered INTEGER,
  deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}',
  stamps TEXT NOT NULL DEFAULT '{}'
, title TEXT NOT NULL DEFAULT '', split TEXT NOT NULL DEFAULT '', is_small INTEGER NOT NULL DEFAULT 0);

CREATE INDEX survey_by_audit ON survey (audit);

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

CREATE TABLE this_device (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

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

CREATE TABLE trusted_certificate (
  fingerprint TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  certificate BLOB NOT NULL,
  added TEXT NOT NULL
);

CREATE TRIGGER blob_is_kept BEFORE UPDATE ON blob
BEGIN
  SELECT RAISE(ABORT, 'a stored file never changes');
END;

CREATE TRIGGER change_log_is_kept_1 BEFORE UPDATE ON change_log
WHEN NOT (
  NEW.fields = '{}' AND OLD.kind IN ('note', 'link', 'attachment')
  AND EXISTS (
    SELECT 1 FROM publication WHERE deleted = 0 AND (
      audit = OLD.audit OR audit = (SELECT predecessor FROM audit WHERE id = OLD.audit AND deleted = 1)
    )
  )
  AND (NEW.device, NEW.number, NEW.stamp, NEW.author, NEW.action, NEW.intent, NEW.target, NEW.audit, NEW.kind, NEW.entity,
       NEW.previous, NEW.hash)
    IS (OLD.device, OLD.number, OLD.stamp, OLD.author, OLD.action, OLD.intent, OLD.target, OLD.audit, OLD.kind, OLD.entity,
       OLD.previous, OLD.hash)
)
BEGIN
  SELECT RAISE(ABORT, 'the change log is only added to');
END;

CREATE TRIGGER change_log_is_kept_2 BEFORE DELETE ON change_log
BEGIN
  SELECT RAISE(ABORT, 'the change log is only added to');
END;

CREATE TRIGGER note_words_delete AFTER DELETE ON note
BEGIN
  INSERT INTO note_words (note_words, rowid, seen, interpretation)
  VALUES ('delete', old.row, old.seen, old.interpretation);
END;

CREATE TRIGGER note_words_insert AFTER INSERT ON note
BEGIN
  INSERT INTO note_words (rowid, seen, interpretation) VALUES (new.row, new.seen, new.interpretation);
END;

CREATE TRIGGER note_words_update AFTER UPDATE OF seen, interpretation ON note
BEGIN
  INSERT INTO note_words (note_words, rowid, seen, interpretation)
  VALUES ('delete', old.row, old.seen, old.interpretation);
  INSERT INTO note_words (rowid, seen, interpretation) VALUES (new.row, new.seen, new.interpretation);
END;
