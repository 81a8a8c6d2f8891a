CREATE TABLE navigation_branch (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  parent_id BIGINT NOT NULL,
  merged_into BIGINT NOT NULL,
  title TEXT NOT NULL,
  stage TEXT NOT NULL,
  ipc TEXT NOT NULL,
  words TEXT NOT NULL,
  firms TEXT NOT NULL,
  core BOOLEAN NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX navigation_branch_center ON navigation_branch (center_id, at);
CREATE TABLE navigation_change (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  about_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX navigation_change_about ON navigation_change (about_id, at);
CREATE TABLE navigation_project (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  client TEXT NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT NOT NULL,
  root_id BIGINT NOT NULL,
  leader TEXT NOT NULL,
  members TEXT NOT NULL,
  starts BIGINT NOT NULL,
  due BIGINT NOT NULL,
  need TEXT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL
);
CREATE INDEX navigation_project_center ON navigation_project (center_id, at);
CREATE TABLE navigation_version (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  no BIGINT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (project_id, no)
);
CREATE TABLE navigation_query (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  version_id BIGINT NOT NULL,
  branch_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  at BIGINT NOT NULL,
  change BIGINT NOT NULL,
  total BIGINT NOT NULL
);
CREATE INDEX navigation_query_version ON navigation_query (version_id, id);
CREATE TABLE navigation_document (
  center_id BIGINT NOT NULL,
  query_id BIGINT NOT NULL,
  version_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  PRIMARY KEY (query_id, number)
);
CREATE INDEX navigation_document_version ON navigation_document (version_id, number);
CREATE TABLE navigation_noise (
  center_id BIGINT NOT NULL,
  version_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (version_id, number)
);
CREATE TABLE navigation_tag (
  center_id BIGINT NOT NULL,
  version_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  tag TEXT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (version_id, number, tag)
);
CREATE TABLE navigation_finding (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  version_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  chart TEXT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL
);
CREATE INDEX navigation_finding_project ON navigation_finding (project_id, at);
CREATE TABLE navigation_use (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  finding_id BIGINT NOT NULL,
  user_name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  day BIGINT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL
);
CREATE INDEX navigation_use_finding ON navigation_use (finding_id, day);
