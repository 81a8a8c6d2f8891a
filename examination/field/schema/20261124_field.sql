CREATE TABLE field_list (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  scheme TEXT NOT NULL,
  industry TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  official BOOLEAN NOT NULL,
  source TEXT NOT NULL,
  classes TEXT NOT NULL
);
CREATE INDEX field_list_center ON field_list (center_id, scheme, industry, from_day, id);
CREATE TABLE field_extension (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  request_id BIGINT NOT NULL,
  step TEXT NOT NULL,
  scheme TEXT NOT NULL,
  industry TEXT NOT NULL,
  day BIGINT NOT NULL,
  reference TEXT NOT NULL,
  reason TEXT NOT NULL,
  classes TEXT NOT NULL
);
CREATE INDEX field_extension_center ON field_extension (center_id, request_id, id);
