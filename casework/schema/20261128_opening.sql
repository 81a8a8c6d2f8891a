CREATE TABLE casework_opening (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  reader TEXT NOT NULL,
  kind TEXT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_event BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decider TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  refused BOOLEAN NOT NULL,
  until BIGINT NOT NULL
);
CREATE INDEX casework_opening_case ON casework_opening (case_id, account_id, until);
CREATE INDEX casework_opening_center ON casework_opening (center_id, asked_at, id);
