CREATE TABLE api_once (
  account_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  answer BYTEA,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX api_once_at ON api_once (at);
