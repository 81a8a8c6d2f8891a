DROP INDEX party_party_code;
CREATE UNIQUE INDEX party_party_code ON party_party (center_id, kind, code) WHERE code <> '';
CREATE TABLE party_contact (
  party_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL
);
