CREATE TABLE worklist_stash (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  list TEXT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX worklist_stash_at ON worklist_stash (account_id, at);
CREATE TABLE worklist_view (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  list TEXT NOT NULL,
  title TEXT NOT NULL,
  query TEXT NOT NULL,
  team BOOLEAN NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX worklist_view_list ON worklist_view (center_id, list, account_id);
