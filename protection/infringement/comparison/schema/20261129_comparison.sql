-- Every change of a comparison is a new version; none is ever altered. back is the version to which an
-- undo of this one leads. The body is sealed under the key of the case.
CREATE TABLE comparison_version (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  no BIGINT NOT NULL,
  back BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  what TEXT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX comparison_version_no ON comparison_version (case_id, no);
