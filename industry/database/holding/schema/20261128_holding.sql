CREATE TABLE holding_state (
  center_id BIGINT PRIMARY KEY,
  change BIGINT NOT NULL,
  documents BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE TABLE holding_document (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  root TEXT NOT NULL,
  application TEXT NOT NULL,
  family TEXT NOT NULL,
  change BIGINT NOT NULL,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  file TEXT NOT NULL,
  place BIGINT NOT NULL,
  as_of BIGINT NOT NULL,
  at BIGINT NOT NULL,
  stamp BYTEA NOT NULL,
  head BYTEA NOT NULL
);
CREATE UNIQUE INDEX holding_document_number ON holding_document (center_id, number);
CREATE INDEX holding_document_root ON holding_document (center_id, root);
CREATE INDEX holding_document_change ON holding_document (center_id, change);
CREATE INDEX holding_document_family ON holding_document (center_id, family);
CREATE INDEX holding_document_application ON holding_document (center_id, application);
CREATE TABLE holding_text (
  document_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE TABLE holding_version (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  document_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  file TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  fields TEXT NOT NULL,
  before BYTEA NOT NULL
);
CREATE INDEX holding_version_document ON holding_version (document_id, id);
CREATE TABLE holding_event (
  center_id BIGINT NOT NULL,
  document_id BIGINT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  day BIGINT NOT NULL,
  transferor TEXT NOT NULL,
  transferee TEXT NOT NULL,
  detail TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (document_id, digest)
);
CREATE INDEX holding_event_day ON holding_event (center_id, kind, day);
CREATE TABLE holding_citation (
  center_id BIGINT NOT NULL,
  cited TEXT NOT NULL,
  document_id BIGINT NOT NULL,
  category TEXT NOT NULL,
  cited_by TEXT NOT NULL,
  PRIMARY KEY (center_id, cited, document_id)
);
