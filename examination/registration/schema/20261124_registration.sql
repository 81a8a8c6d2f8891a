CREATE TABLE registration_entry (
  party_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  registered_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  ground TEXT NOT NULL,
  assured BOOLEAN NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX registration_entry_case ON registration_entry (case_id);
CREATE TABLE registration_file (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  move TEXT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX registration_file_case ON registration_file (case_id, id);
CREATE TABLE registration_criterion (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  round BIGINT NOT NULL,
  title TEXT NOT NULL,
  met BOOLEAN NOT NULL
);
CREATE INDEX registration_criterion_case ON registration_criterion (case_id, round, id);
CREATE TABLE registration_use (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  returned BOOLEAN NOT NULL
);
CREATE INDEX registration_use_party ON registration_use (party_id, year);
CREATE TABLE registration_result (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  passed BOOLEAN NOT NULL
);
CREATE INDEX registration_result_party ON registration_result (party_id, year);
CREATE TABLE registration_extra (
  party_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  state TEXT NOT NULL,
  quota BIGINT NOT NULL,
  PRIMARY KEY (party_id, year)
);
CREATE TABLE registration_takeover (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  state TEXT NOT NULL,
  checker_id BIGINT NOT NULL,
  decider_id BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX registration_takeover_state ON registration_takeover (center_id, state, at);
CREATE TABLE registration_import (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX registration_import_center ON registration_import (center_id, at);
CREATE TABLE registration_carried (
  party_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  used BIGINT NOT NULL,
  passed BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  PRIMARY KEY (party_id, year)
);
