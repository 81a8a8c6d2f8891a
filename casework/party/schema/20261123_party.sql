CREATE TABLE party_party (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  former TEXT NOT NULL,
  division TEXT NOT NULL,
  status TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX party_party_code ON party_party (center_id, kind, code);
CREATE INDEX party_party_name ON party_party (center_id, name);
CREATE TABLE party_mandate (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  entity_id BIGINT NOT NULL,
  agency_id BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  case_id BIGINT NOT NULL
);
CREATE INDEX party_mandate_agency ON party_mandate (agency_id, entity_id);
CREATE INDEX party_mandate_entity ON party_mandate (entity_id);
