-- Why: once an auditor has locked, whoever has not could leave the team and so see levels that were given blind (DOMAIN.md 9.7).
-- A colleague takes them off the team with a reason; it is kept with the member, for the team.

ALTER TABLE member ADD COLUMN left_because TEXT NOT NULL DEFAULT '';
