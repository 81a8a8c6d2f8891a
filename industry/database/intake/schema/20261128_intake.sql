CREATE TABLE intake_import (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  place TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX intake_import_at ON intake_import (center_id, at);
CREATE INDEX intake_import_source ON intake_import (center_id, source, state);
CREATE TABLE intake_refused (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  file TEXT NOT NULL,
  line BIGINT NOT NULL,
  place TEXT NOT NULL,
  number TEXT NOT NULL,
  reason TEXT NOT NULL,
  heads TEXT NOT NULL,
  cells TEXT NOT NULL
);
CREATE INDEX intake_refused_import ON intake_refused (import_id, id);
CREATE TABLE intake_column (
  center_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  heading TEXT NOT NULL,
  title TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (center_id, source, heading)
);
