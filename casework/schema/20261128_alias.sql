CREATE TABLE casework_alias (
  center_id BIGINT NOT NULL,
  chart TEXT NOT NULL,
  number TEXT NOT NULL,
  case_id BIGINT NOT NULL,
  PRIMARY KEY (center_id, chart, number)
);
CREATE INDEX casework_alias_case ON casework_alias (case_id);
