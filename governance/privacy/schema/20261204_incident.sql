CREATE TABLE privacy_incident (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  known_at BIGINT NOT NULL,
  informed_day BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX privacy_incident_center ON privacy_incident (center_id, case_id);
CREATE TABLE privacy_report (
  case_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  ord BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  hours BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  needed BOOLEAN NOT NULL,
  sent_at BIGINT NOT NULL,
  late_noted BOOLEAN NOT NULL,
  PRIMARY KEY (case_id, ord)
);
CREATE INDEX privacy_report_center ON privacy_report (center_id, case_id, ord);
