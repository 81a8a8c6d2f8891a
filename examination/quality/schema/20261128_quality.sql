CREATE TABLE quality_decision (
  finding_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  rule TEXT NOT NULL,
  rule_version BIGINT NOT NULL,
  adopted BIGINT NOT NULL,
  dismissed BIGINT NOT NULL,
  why TEXT NOT NULL,
  examiner BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  field TEXT NOT NULL
);
CREATE INDEX quality_decision_day ON quality_decision (center_id, day, rule, examiner, agent, field, adopted, dismissed, why);
CREATE INDEX quality_decision_rule ON quality_decision (center_id, rule, day, adopted, dismissed, why);
CREATE TABLE quality_note (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  rule TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  done TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX quality_note_rule ON quality_note (center_id, rule, at);
CREATE TABLE quality_plan (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  share BIGINT NOT NULL,
  number BIGINT NOT NULL,
  strata TEXT NOT NULL,
  seed TEXT NOT NULL,
  population BIGINT NOT NULL,
  digest TEXT NOT NULL
);
CREATE INDEX quality_plan_center ON quality_plan (center_id, at);
CREATE TABLE quality_sample (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  plan_id BIGINT NOT NULL,
  ord BIGINT NOT NULL,
  of_case BIGINT NOT NULL,
  of_number TEXT NOT NULL,
  stratum TEXT NOT NULL,
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  examiner BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  score BIGINT NOT NULL,
  passed BOOLEAN NOT NULL,
  settled_day BIGINT NOT NULL,
  consequence TEXT NOT NULL,
  hours BIGINT NOT NULL
);
CREATE UNIQUE INDEX quality_sample_place ON quality_sample (plan_id, ord);
CREATE UNIQUE INDEX quality_sample_of ON quality_sample (plan_id, of_case);
CREATE INDEX quality_sample_examiner ON quality_sample (center_id, examiner, settled_day);
CREATE INDEX quality_sample_settled ON quality_sample (center_id, settled_day);
CREATE TABLE quality_outside (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  level TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  sampled BIGINT NOT NULL,
  passed BIGINT NOT NULL,
  source TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL
);
CREATE INDEX quality_outside_to ON quality_outside (center_id, to_day);
CREATE TABLE quality_certificate (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  issuer TEXT NOT NULL,
  kinds TEXT NOT NULL,
  fields TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT NOT NULL,
  ended_day BIGINT NOT NULL,
  ended_why TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX quality_certificate_account ON quality_certificate (center_id, account_id, from_day);
CREATE TABLE quality_training (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  topic TEXT NOT NULL,
  organiser TEXT NOT NULL,
  tenths BIGINT NOT NULL,
  proof TEXT NOT NULL,
  gone BIGINT NOT NULL,
  at BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE UNIQUE INDEX quality_training_once ON quality_training (center_id, account_id, day, topic, gone);
CREATE INDEX quality_training_day ON quality_training (center_id, day, account_id);
CREATE TABLE quality_error (
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  class TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (case_id, class)
);
