CREATE TABLE delegation_entrustment (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  signed_day BIGINT NOT NULL,
  body TEXT NOT NULL,
  mark TEXT NOT NULL,
  seal TEXT NOT NULL,
  code TEXT NOT NULL,
  contact TEXT NOT NULL,
  phone TEXT NOT NULL,
  kinds TEXT NOT NULL,
  acts TEXT NOT NULL,
  area TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  next_until BIGINT NOT NULL,
  next_number TEXT NOT NULL,
  ended_day BIGINT NOT NULL,
  why TEXT NOT NULL,
  published_day BIGINT NOT NULL,
  body_published_day BIGINT NOT NULL,
  body_where TEXT NOT NULL
);
CREATE INDEX delegation_entrustment_center ON delegation_entrustment (center_id, case_id);
CREATE TABLE delegation_term (
  case_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  ord BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  number TEXT NOT NULL,
  PRIMARY KEY (case_id, ord)
);
CREATE INDEX delegation_term_center ON delegation_term (center_id, case_id, ord);
CREATE TABLE delegation_officer (
  id BIGINT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  card TEXT NOT NULL,
  card_until BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL
);
CREATE INDEX delegation_officer_center ON delegation_officer (center_id, case_id, id);
CREATE TABLE delegation_file (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  move TEXT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX delegation_file_case ON delegation_file (case_id, id);
