-- The numbers of the markings that were checked in a case, by which cases about one patent find each
-- other. They are public; what the checks said stays sealed.
CREATE TABLE counterfeit_number (
  center_id BIGINT NOT NULL,
  number    TEXT   NOT NULL,
  case_id   BIGINT NOT NULL,
  PRIMARY KEY (center_id, number, case_id)
);
CREATE INDEX counterfeit_number_case ON counterfeit_number (case_id);
