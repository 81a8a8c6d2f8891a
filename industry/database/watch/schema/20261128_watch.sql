CREATE TABLE watch_watch (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  about BYTEA NOT NULL,
  causes TEXT NOT NULL,
  state TEXT NOT NULL,
  from_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL
);
CREATE INDEX watch_watch_center ON watch_watch (center_id, state, id);
CREATE TABLE watch_recipient (
  watch_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (watch_id, account_id)
);
CREATE TABLE watch_change (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  watch_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  act TEXT NOT NULL
);
CREATE INDEX watch_change_watch ON watch_change (watch_id, id);
CREATE TABLE watch_warning (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  watch_id BIGINT NOT NULL,
  cause TEXT NOT NULL,
  mark TEXT NOT NULL,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  day BIGINT NOT NULL,
  level BIGINT NOT NULL,
  facts TEXT NOT NULL,
  at BIGINT NOT NULL,
  state TEXT NOT NULL
);
CREATE UNIQUE INDEX watch_warning_mark ON watch_warning (watch_id, mark);
CREATE INDEX watch_warning_center ON watch_warning (center_id, state, at);
CREATE TABLE watch_step (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  warning_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  act TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX watch_step_warning ON watch_step (warning_id, id);
CREATE TABLE watch_state (
  center_id BIGINT PRIMARY KEY,
  change BIGINT NOT NULL,
  version BIGINT NOT NULL,
  measured BIGINT NOT NULL,
  at BIGINT NOT NULL
);
