-- Ways to sign in beside the password, and what the security administrator decides about signing in.
ALTER TABLE identity_account ADD COLUMN password_at BIGINT NOT NULL DEFAULT 0;
CREATE TABLE identity_challenge (
  id BYTEA PRIMARY KEY,
  purpose TEXT NOT NULL,
  bound TEXT NOT NULL,
  data TEXT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE TABLE identity_passkey (
  id BYTEA PRIMARY KEY,
  no BIGINT NOT NULL UNIQUE,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  data TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  blocked_at BIGINT NOT NULL
);
CREATE INDEX identity_passkey_account ON identity_passkey (account_id);
CREATE TABLE identity_provider (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  label TEXT NOT NULL,
  english TEXT NOT NULL,
  issuer TEXT NOT NULL,
  client TEXT NOT NULL,
  secret BYTEA,
  scopes TEXT NOT NULL,
  claim TEXT NOT NULL,
  domains TEXT NOT NULL,
  acr TEXT NOT NULL,
  max_age BIGINT NOT NULL,
  strong BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE identity_link (
  provider_id BIGINT NOT NULL,
  subject TEXT NOT NULL,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  named TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (provider_id, subject)
);
CREATE INDEX identity_link_account ON identity_link (account_id);
CREATE TABLE identity_rules (
  center_id BIGINT PRIMARY KEY,
  staff_strong BOOLEAN NOT NULL,
  single BOOLEAN NOT NULL,
  password_days BIGINT NOT NULL
);
