CREATE TABLE privacy_request (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX privacy_request_account ON privacy_request (center_id, account_id, case_id);
