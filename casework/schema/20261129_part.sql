CREATE TABLE casework_part (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  for_id BIGINT NOT NULL,
  side TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL
);
CREATE INDEX casework_part_case ON casework_part (case_id, until);
CREATE UNIQUE INDEX casework_part_party ON casework_part (party_id, case_id, side, for_id) WHERE until = 0;
