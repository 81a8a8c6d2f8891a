CREATE TABLE infringement_case (
  case_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  patent TEXT NOT NULL,
  kind TEXT NOT NULL,
  simple BOOLEAN NOT NULL,
  accepted_day BIGINT NOT NULL,
  ended_day BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  handler BIGINT NOT NULL,
  judged TEXT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX infringement_case_patent ON infringement_case (center_id, patent, case_id);
CREATE INDEX infringement_case_ended ON infringement_case (center_id, ended_day, case_id);
CREATE TABLE infringement_effect (
  case_id BIGINT NOT NULL,
  center_id BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  patent TEXT NOT NULL,
  day BIGINT NOT NULL,
  PRIMARY KEY (case_id, party_id)
);
CREATE INDEX infringement_effect_party ON infringement_effect (center_id, party_id, patent, day);
