CREATE TABLE answer_code (
  id BIGINT PRIMARY KEY,
  code BYTEA NOT NULL UNIQUE,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL
);
CREATE INDEX answer_code_case ON answer_code (case_id, party_id);
CREATE TABLE answer_visit (
  token BYTEA PRIMARY KEY,
  center_id BIGINT NOT NULL,
  code_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  ip TEXT NOT NULL
);
CREATE INDEX answer_visit_code ON answer_visit (code_id);
