-- What the three administrators did, as the others have to look at it: one row for an entry of the audit. Nobody signs
-- for what is their own, whoever writes here.
CREATE TABLE identity_review (
  center_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  at BIGINT NOT NULL,
  reviewer_id BIGINT NOT NULL,
  reviewed_at BIGINT NOT NULL,
  doubt BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  alarmed_at BIGINT NOT NULL,
  PRIMARY KEY (center_id, seq),
  CHECK (reviewed_at = 0 OR reviewer_id <> actor_id)
);
CREATE INDEX identity_review_open ON identity_review (center_id, reviewed_at, at);
