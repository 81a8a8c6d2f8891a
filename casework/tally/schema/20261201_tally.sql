-- How often something changed that lists of a center count, by slot: those who write at once on
-- PostgreSQL write in slots of their own and need not wait for each other. Two snapshots with the same
-- sum hold the same places of cases.
CREATE TABLE tally_change (
  center_id BIGINT NOT NULL,
  slot BIGINT NOT NULL,
  uses BIGINT NOT NULL,
  PRIMARY KEY (center_id, slot)
);
