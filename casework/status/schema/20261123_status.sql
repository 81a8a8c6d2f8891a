CREATE TABLE status_code (
  code BYTEA PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX status_code_case ON status_code (case_id);
