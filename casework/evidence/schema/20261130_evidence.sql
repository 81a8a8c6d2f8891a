CREATE TABLE evidence_exhibit (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  side TEXT NOT NULL,
  party_id BIGINT NOT NULL,
  no TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX evidence_exhibit_no ON evidence_exhibit (case_id, no);
CREATE TABLE evidence_act (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  exhibit_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  side TEXT NOT NULL,
  party_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX evidence_act_case ON evidence_act (case_id, id);
