-- What a lead is about. Numbers, addresses and texts stand sealed in abnormal_found.
CREATE TABLE abnormal_lead (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  indicator TEXT NOT NULL,
  grouped TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  round BIGINT NOT NULL,
  day BIGINT NOT NULL
);
-- Two runs at the same moment find the same group: only one of them opens a lead.
CREATE UNIQUE INDEX abnormal_lead_round ON abnormal_lead (center_id, indicator, subject_id, round);
CREATE INDEX abnormal_lead_day ON abnormal_lead (center_id, day);
-- Every look at the group of a lead, with the numbers and thresholds as they were then.
CREATE TABLE abnormal_found (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX abnormal_found_case ON abnormal_found (case_id, id);
-- The filings of a lead.
CREATE TABLE abnormal_member (
  case_id BIGINT NOT NULL,
  filing_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  own BOOLEAN NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (case_id, filing_id)
);
CREATE INDEX abnormal_member_filing ON abnormal_member (filing_id);
-- Applications that the national office returned as abnormal, as its lists say. A later list does not
-- overwrite an earlier one.
CREATE TABLE abnormal_listed (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  applicant TEXT NOT NULL,
  day BIGINT NOT NULL,
  batch TEXT NOT NULL,
  result TEXT NOT NULL,
  source TEXT NOT NULL,
  data_version TEXT NOT NULL,
  filing_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX abnormal_listed_row ON abnormal_listed (center_id, number, batch, result, data_version);
CREATE INDEX abnormal_listed_at ON abnormal_listed (center_id, at);
CREATE INDEX abnormal_listed_filing ON abnormal_listed (filing_id);
-- The runs of the monitor. What of the feeds each of them saw stands in feeds.
CREATE TABLE abnormal_run (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  filings BIGINT NOT NULL,
  found BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  grown BIGINT NOT NULL,
  millis BIGINT NOT NULL,
  feeds TEXT NOT NULL
);
CREATE INDEX abnormal_run_at ON abnormal_run (center_id, at);
