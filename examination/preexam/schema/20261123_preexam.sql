CREATE TABLE preexam_version (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  no BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  rules TEXT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX preexam_version_no ON preexam_version (case_id, no);
CREATE TABLE preexam_finding (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  version_no BIGINT NOT NULL,
  ord BIGINT NOT NULL,
  rule TEXT NOT NULL,
  rule_version BIGINT NOT NULL,
  severity TEXT NOT NULL,
  status TEXT NOT NULL,
  manual BOOLEAN NOT NULL,
  notified BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX preexam_finding_case ON preexam_finding (case_id, version_no, ord);
CREATE INDEX preexam_finding_rule ON preexam_finding (center_id, rule, status);
CREATE TABLE preexam_filing (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  application_no TEXT NOT NULL,
  filed_day BIGINT NOT NULL,
  paid_day BIGINT NOT NULL,
  version_no BIGINT NOT NULL,
  same BOOLEAN NOT NULL,
  marked_at BIGINT NOT NULL,
  batch TEXT NOT NULL,
  granted_day BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX preexam_filing_number ON preexam_filing (center_id, application_no);
CREATE TABLE preexam_print (
  center_id BIGINT NOT NULL,
  token BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  PRIMARY KEY (center_id, token, case_id)
);
