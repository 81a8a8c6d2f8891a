CREATE TABLE designs_state (
  center_id BIGINT PRIMARY KEY,
  change BIGINT NOT NULL
);
CREATE TABLE designs_picture (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  document_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  change BIGINT NOT NULL,
  title TEXT NOT NULL,
  locarno TEXT NOT NULL,
  day BIGINT NOT NULL,
  address TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  view BYTEA NOT NULL
);
CREATE UNIQUE INDEX designs_picture_place ON designs_picture (document_id, ordinal);
CREATE INDEX designs_picture_change ON designs_picture (center_id, change);
CREATE INDEX designs_picture_number ON designs_picture (center_id, number);
CREATE TABLE designs_search (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX designs_search_account ON designs_search (account_id, at);
CREATE INDEX designs_search_at ON designs_search (at);
CREATE TABLE designs_mark (
  of_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  view TEXT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (of_id, number, view)
);
