CREATE TABLE searching_run (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  words BYTEA NOT NULL,
  total BIGINT NOT NULL,
  more BOOLEAN NOT NULL,
  change BIGINT NOT NULL,
  title TEXT NOT NULL,
  kept_at BIGINT NOT NULL,
  shared BOOLEAN NOT NULL
);
CREATE INDEX searching_run_own ON searching_run (center_id, account_id, at);
CREATE INDEX searching_run_kept ON searching_run (center_id, kept_at);
CREATE TABLE searching_set (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  title TEXT NOT NULL,
  purpose TEXT NOT NULL,
  shared BOOLEAN NOT NULL,
  dropped_at BIGINT NOT NULL
);
CREATE INDEX searching_set_center ON searching_set (center_id, dropped_at, at);
CREATE TABLE searching_member (
  center_id BIGINT NOT NULL,
  set_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (set_id, number)
);
