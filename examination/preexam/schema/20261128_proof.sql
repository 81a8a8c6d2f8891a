CREATE TABLE preexam_proof (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX preexam_proof_case ON preexam_proof (case_id, id);
