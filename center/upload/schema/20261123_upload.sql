CREATE TABLE upload_file (
  id TEXT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX upload_file_account ON upload_file (account_id, ends_at);
CREATE INDEX upload_file_ends ON upload_file (ends_at);
CREATE TABLE upload_piece (
  address TEXT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  file_id TEXT NOT NULL,
  no BIGINT NOT NULL
);
CREATE UNIQUE INDEX upload_piece_no ON upload_piece (file_id, no);
