CREATE TABLE incase_run (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  words BYTEA NOT NULL,
  total BIGINT NOT NULL,
  more BOOLEAN NOT NULL,
  change BIGINT NOT NULL
);
CREATE INDEX incase_run_case ON incase_run (case_id, at);
