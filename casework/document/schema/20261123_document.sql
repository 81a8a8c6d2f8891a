CREATE TABLE document_paper (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  template TEXT NOT NULL,
  template_version TEXT NOT NULL,
  number TEXT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  code BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  revoked_at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX document_paper_number ON document_paper (center_id, number);
CREATE UNIQUE INDEX document_paper_code ON document_paper (code);
CREATE INDEX document_paper_case ON document_paper (case_id, at);
CREATE TABLE document_delivery (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  paper_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  delivered_at BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX document_delivery_paper ON document_delivery (paper_id);
CREATE INDEX document_delivery_state ON document_delivery (center_id, state, sent_at);
CREATE INDEX document_delivery_party ON document_delivery (party_id, read_at, delivered_at);
