-- Why: a learning activity may be looked at every few minutes (DOMAIN.md 10.2). The interval stands with the activity, and a
-- note says whether it is such a snapshot; all snapshots of one activity stay one occasion.

ALTER TABLE activity ADD COLUMN interval INTEGER;
ALTER TABLE note ADD COLUMN is_snapshot INTEGER NOT NULL DEFAULT 0;
