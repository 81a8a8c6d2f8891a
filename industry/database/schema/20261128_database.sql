CREATE TABLE database_patent (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  holder TEXT NOT NULL,
  filed_day BIGINT NOT NULL,
  granted_day BIGINT NOT NULL,
  source TEXT NOT NULL,
  data_version TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX database_patent_number ON database_patent (center_id, number);
CREATE INDEX database_patent_at ON database_patent (center_id, at, id);
CREATE TABLE database_version (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  patent_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  title TEXT NOT NULL,
  holder TEXT NOT NULL,
  filed_day BIGINT NOT NULL,
  granted_day BIGINT NOT NULL,
  source TEXT NOT NULL,
  data_version TEXT NOT NULL,
  reason TEXT NOT NULL,
  proof BYTEA NOT NULL
);
CREATE INDEX database_version_patent ON database_version (patent_id, id);
CREATE TABLE database_event (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  patent_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  detail TEXT NOT NULL,
  holder TEXT NOT NULL,
  source TEXT NOT NULL,
  data_version TEXT NOT NULL,
  struck_at BIGINT NOT NULL,
  struck_by TEXT NOT NULL,
  struck_why TEXT NOT NULL,
  proof BYTEA NOT NULL
);
CREATE INDEX database_event_patent ON database_event (patent_id, day, id);
CREATE INDEX database_event_holder ON database_event (center_id, kind, patent_id);
