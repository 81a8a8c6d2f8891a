CREATE TABLE privacy_refusal (
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  version TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  PRIMARY KEY (center_id, account_id, at)
);
