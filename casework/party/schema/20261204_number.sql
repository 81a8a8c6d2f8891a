-- The number of a person's identity paper lies sealed; the token finds the same person again.
CREATE TABLE party_number (
  party_id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  token BYTEA NOT NULL,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX party_number_token ON party_number (center_id, token);
