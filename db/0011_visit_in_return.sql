-- Why: that the audited school's people audited a member's own school is seen in the files of one laptop only (DOMAIN.md 10.4).
-- It is kept with the member, so that the whole team sees it and the gate of the declarations waits until it is weighed.

ALTER TABLE member ADD COLUMN returned TEXT NOT NULL DEFAULT '';
