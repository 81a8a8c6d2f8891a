-- Copies of unpublished texts that left the program: whose, when, of which case. Nothing here is ever changed.
CREATE TABLE copied_copy (
  center_id BIGINT NOT NULL,
  number TEXT NOT NULL, -- what the copy carries
  case_id BIGINT NOT NULL, -- 0: a list of many cases
  account BIGINT NOT NULL,
  name TEXT NOT NULL,
  staff_no TEXT NOT NULL,
  ip TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL, -- pdf, docx, picture, original, …
  what TEXT NOT NULL, -- kind of paper, never words of the text
  PRIMARY KEY (center_id, number)
);
CREATE INDEX copied_copy_at ON copied_copy (center_id, at);
CREATE INDEX copied_copy_by ON copied_copy (center_id, account, case_id, kind, at);
