CREATE TABLE document_signature (
  paper_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  provider TEXT NOT NULL,
  signer TEXT NOT NULL,
  at BIGINT NOT NULL,
  signature BYTEA NOT NULL
);
CREATE INDEX document_signature_open ON document_signature (provider, signer);
CREATE TABLE document_signer (
  signer TEXT NOT NULL,
  center_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  since BIGINT NOT NULL,
  public BYTEA NOT NULL,
  certificate BYTEA NOT NULL,
  PRIMARY KEY (center_id, signer)
);
