CREATE TABLE status_rating (
  code BYTEA PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  level BIGINT NOT NULL,
  words BYTEA NOT NULL
);
CREATE INDEX status_rating_at ON status_rating (center_id, at);
