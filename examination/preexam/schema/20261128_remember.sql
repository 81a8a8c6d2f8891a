-- What is remembered of a submitted case to compare later ones with: its latest version, sealed under
-- the key of the case.
CREATE TABLE preexam_memory (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  version_no BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  field TEXT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX preexam_memory_party ON preexam_memory (party_id, day);
-- Keyed tokens of persons, addresses, phones and mails. The parts of the text have theirs in
-- preexam_print.
CREATE TABLE preexam_trait (
  center_id BIGINT NOT NULL,
  token BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (center_id, token, case_id)
);
CREATE INDEX preexam_trait_case ON preexam_trait (case_id);
CREATE TABLE preexam_published (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX preexam_published_number ON preexam_published (center_id, number);
CREATE TABLE preexam_published_print (
  center_id BIGINT NOT NULL,
  token BIGINT NOT NULL,
  published_id BIGINT NOT NULL,
  PRIMARY KEY (center_id, token, published_id)
);
CREATE INDEX preexam_published_print_of ON preexam_published_print (published_id);
