-- Certification authorities that a center trusts, and the certificates with which people sign in. Of a certificate
-- there is kept by what it is recognised, and nothing of what it says about its holder.
CREATE TABLE identity_authority (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  der BYTEA NOT NULL,
  list BYTEA,
  list_at BIGINT NOT NULL,
  list_ends BIGINT NOT NULL,
  listed BIGINT NOT NULL,
  unlisted BOOLEAN NOT NULL,
  alone BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX identity_authority_digest ON identity_authority (center_id, digest);
CREATE TABLE identity_certificate (
  id BYTEA PRIMARY KEY,
  no BIGINT NOT NULL UNIQUE,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  issuer TEXT NOT NULL,
  issuer_digest BYTEA NOT NULL,
  number TEXT NOT NULL,
  sm3 TEXT NOT NULL,
  ends_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX identity_certificate_number ON identity_certificate (issuer_digest, number);
CREATE INDEX identity_certificate_account ON identity_certificate (account_id);
