CREATE TABLE document_void (
  paper_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  reason BYTEA NOT NULL
);
CREATE INDEX document_void_case ON document_void (case_id);
ALTER TABLE document_delivery ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE document_delivery ADD COLUMN deemed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE document_delivery ADD COLUMN detail BYTEA;
