-- Who reported a case, sealed under a key of its own and under that of the case, so that neither opens it alone.
CREATE TABLE reporter_reporter (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  alias TEXT NOT NULL, -- how everybody else calls them
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);

-- Who opened that, and why. Nothing here is ever changed.
CREATE TABLE reporter_opening (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  account BIGINT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  reason BYTEA NOT NULL -- sealed under the key of the case
);
CREATE INDEX reporter_opening_case ON reporter_opening (case_id, at);
