CREATE TABLE worklist_take (
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (case_id)
);
CREATE INDEX worklist_take_at ON worklist_take (center_id, at);
CREATE TABLE worklist_reminder (
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (case_id, day)
);
