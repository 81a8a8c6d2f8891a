CREATE TABLE value_state (
  center_id BIGINT PRIMARY KEY,
  change BIGINT NOT NULL
);
CREATE TABLE value_document (
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  root TEXT NOT NULL,
  family TEXT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (center_id, number)
);
CREATE INDEX value_document_root ON value_document (center_id, root);
CREATE INDEX value_document_family ON value_document (center_id, family);
CREATE TABLE value_class (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  ipc TEXT NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  version TEXT NOT NULL,
  source TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  why TEXT NOT NULL
);
CREATE INDEX value_class_center ON value_class (center_id, ipc);
