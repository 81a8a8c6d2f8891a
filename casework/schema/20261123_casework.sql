CREATE TABLE casework_center (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  english TEXT NOT NULL,
  province TEXT NOT NULL,
  opened_at BIGINT NOT NULL
);
CREATE TABLE casework_case (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  chart TEXT NOT NULL,
  number TEXT,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  owner_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  handler_id BIGINT NOT NULL,
  second_id BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT NOT NULL,
  title BYTEA,
  attrs TEXT NOT NULL,
  due BIGINT NOT NULL,
  due_clock TEXT NOT NULL,
  due_party BOOLEAN NOT NULL,
  provisional BOOLEAN NOT NULL,
  head BYTEA NOT NULL
);
CREATE UNIQUE INDEX casework_case_number ON casework_case (center_id, number) WHERE number IS NOT NULL;
CREATE INDEX casework_case_due ON casework_case (center_id, chart, closed_at, due, id);
CREATE INDEX casework_case_open_due ON casework_case (center_id, closed_at, due, id);
CREATE INDEX casework_case_state ON casework_case (center_id, state, due, id);
CREATE INDEX casework_case_all ON casework_case (center_id, due, id);
CREATE INDEX casework_case_opened ON casework_case (center_id, opened_at, id);
CREATE INDEX casework_case_load ON casework_case (center_id, closed_at, handler_id, due, id);
CREATE INDEX casework_case_kind ON casework_case (center_id, kind, closed_at, due, id);
CREATE INDEX casework_case_handler ON casework_case (handler_id, closed_at, due, id);
CREATE INDEX casework_case_second ON casework_case (second_id, closed_at, due, id);
CREATE INDEX casework_case_owner ON casework_case (owner_id, closed_at, due, id);
CREATE INDEX casework_case_agent ON casework_case (agent_id, closed_at, due, id);
CREATE TABLE casework_event (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  move TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  meta TEXT NOT NULL,
  input BYTEA,
  idem BYTEA,
  prev BYTEA NOT NULL,
  hash BYTEA NOT NULL
);
CREATE UNIQUE INDEX casework_event_seq ON casework_event (case_id, seq);
CREATE UNIQUE INDEX casework_event_idem ON casework_event (center_id, idem) WHERE idem IS NOT NULL;
CREATE INDEX casework_event_move ON casework_event (center_id, move, at);
CREATE TABLE casework_clock (
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  started BIGINT NOT NULL,
  due BIGINT NOT NULL,
  met BIGINT NOT NULL,
  party BOOLEAN NOT NULL,
  provisional BOOLEAN NOT NULL,
  PRIMARY KEY (case_id, code)
);
CREATE INDEX casework_clock_due ON casework_clock (center_id, met, due);
CREATE TABLE casework_series (
  center_id BIGINT NOT NULL,
  series TEXT NOT NULL,
  year BIGINT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (center_id, series, year)
);
CREATE TABLE casework_word (
  center_id BIGINT NOT NULL,
  token BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  PRIMARY KEY (center_id, token, case_id)
);
CREATE INDEX casework_word_case ON casework_word (case_id);
CREATE TABLE casework_conflict (
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (case_id, account_id)
);
CREATE TABLE casework_fact (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  party_id BIGINT NOT NULL,
  subject TEXT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX casework_fact_party ON casework_fact (center_id, party_id, kind, at);
CREATE INDEX casework_fact_kind ON casework_fact (center_id, kind, at);
CREATE TABLE casework_draft (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  chart TEXT NOT NULL,
  move TEXT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX casework_draft_place ON casework_draft (account_id, case_id, chart, move);
CREATE TABLE casework_calendar (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  layer TEXT NOT NULL
);
