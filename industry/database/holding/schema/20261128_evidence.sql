CREATE TABLE holding_evidence (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  root TEXT NOT NULL,
  kind TEXT NOT NULL,
  day BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  prize TEXT NOT NULL,
  detail TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  struck_at BIGINT NOT NULL,
  struck_by TEXT NOT NULL,
  struck_why TEXT NOT NULL
);
CREATE INDEX holding_evidence_root ON holding_evidence (center_id, root);
