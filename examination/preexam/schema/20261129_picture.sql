CREATE TABLE preexam_picture (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX preexam_picture_center ON preexam_picture (center_id, case_id);
