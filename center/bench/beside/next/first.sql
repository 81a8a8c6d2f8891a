-- What a next version may do: a column, a table and an index that are new, filled from what is there.
ALTER TABLE casework_case ADD COLUMN next_version BIGINT NOT NULL DEFAULT 0;
CREATE TABLE next_round (version BIGINT PRIMARY KEY, cases BIGINT NOT NULL);
CREATE TABLE next_course (case_id BIGINT NOT NULL, copy BIGINT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (case_id, copy));
CREATE INDEX next_courses ON next_course (version, copy);
