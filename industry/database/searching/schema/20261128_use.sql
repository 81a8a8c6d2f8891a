CREATE TABLE searching_use (
  center_id BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  about_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (run_id, kind, about_id)
);
CREATE INDEX searching_run_at ON searching_run (center_id, at);
