CREATE TABLE outage_span (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL
);
CREATE UNIQUE INDEX outage_span_center ON outage_span (center_id, source, since);
CREATE TABLE outage_outage (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL,
  cause TEXT NOT NULL,
  dismissed BOOLEAN NOT NULL,
  decided TEXT NOT NULL,
  basis TEXT NOT NULL,
  announced_at BIGINT NOT NULL
);
CREATE INDEX outage_outage_center ON outage_outage (center_id, since);
CREATE TABLE outage_chosen (
  case_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  target_id BIGINT NOT NULL,
  clock TEXT NOT NULL,
  due BIGINT NOT NULL,
  moved BIGINT NOT NULL,
  PRIMARY KEY (case_id, target_id, clock)
);
CREATE TABLE outage_plan (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL,
  what TEXT NOT NULL,
  what_en TEXT NOT NULL,
  announced_at BIGINT NOT NULL,
  cancelled_at BIGINT NOT NULL
);
CREATE INDEX outage_plan_center ON outage_plan (center_id, since);
