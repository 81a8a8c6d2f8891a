-- Entries of the log of a center, one after the other. Nothing here is ever changed or removed.
CREATE TABLE treelog_leaf (
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL, -- number of the entry, from 0
  kind TEXT NOT NULL,
  source BIGINT NOT NULL, -- id of what was entered
  object BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  label TEXT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (center_id, at)
);
CREATE UNIQUE INDEX treelog_leaf_source ON treelog_leaf (center_id, kind, source);
CREATE INDEX treelog_leaf_object ON treelog_leaf (center_id, kind, object, seq);

-- Digests of entries and of complete subtrees, in the order in which they came about.
CREATE TABLE treelog_node (
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (center_id, at)
);

CREATE TABLE treelog_head (
  center_id BIGINT NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  root BYTEA NOT NULL,
  digest TEXT NOT NULL,
  public BYTEA NOT NULL,
  signature BYTEA NOT NULL,
  PRIMARY KEY (center_id, size)
);
