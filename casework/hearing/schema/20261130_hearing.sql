CREATE TABLE hearing_session (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  no BIGINT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  begins BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  room TEXT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX hearing_session_no ON hearing_session (case_id, no);
CREATE INDEX hearing_session_time ON hearing_session (center_id, begins);
CREATE TABLE hearing_seat (
  session_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (session_id, account_id)
);
CREATE TABLE hearing_act (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX hearing_act_case ON hearing_act (case_id, id);
