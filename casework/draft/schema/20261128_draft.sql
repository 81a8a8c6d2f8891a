CREATE TABLE draft_paper (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  chart TEXT NOT NULL,
  template TEXT NOT NULL,
  template_version TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  reviewer_id BIGINT NOT NULL,
  signer_id BIGINT NOT NULL,
  paper_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  note BYTEA NOT NULL
);
CREATE INDEX draft_paper_case ON draft_paper (case_id, at);
CREATE INDEX draft_paper_state ON draft_paper (center_id, state, changed_at);
CREATE TABLE draft_version (
  draft_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  template_version TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (draft_id, n)
);
