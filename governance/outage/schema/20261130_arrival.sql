CREATE TABLE outage_arrival (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  signer TEXT NOT NULL,
  body BYTEA NOT NULL,
  target_id BIGINT NOT NULL,
  assigned_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX outage_arrival_number ON outage_arrival (center_id, number);
CREATE INDEX outage_arrival_case ON outage_arrival (case_id, received_at);
