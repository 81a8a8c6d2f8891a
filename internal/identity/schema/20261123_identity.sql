CREATE TABLE identity_account (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  staff_no TEXT NOT NULL,
  party_id BIGINT NOT NULL,
  province TEXT NOT NULL,
  mail TEXT NOT NULL,
  phone TEXT NOT NULL,
  status TEXT NOT NULL,
  hash TEXT NOT NULL,
  totp BYTEA,
  totp_last BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  signed_in_at BIGINT NOT NULL,
  fields TEXT NOT NULL,
  away_until BIGINT NOT NULL
);
CREATE INDEX identity_account_center ON identity_account (center_id, name);
CREATE INDEX identity_account_party ON identity_account (party_id);
CREATE TABLE identity_role (
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  admin BOOLEAN NOT NULL,
  granted_by BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account_id, role)
);
CREATE UNIQUE INDEX identity_role_admin ON identity_role (account_id) WHERE admin;
CREATE TABLE identity_session (
  id BYTEA PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  strong BOOLEAN NOT NULL,
  ip TEXT NOT NULL,
  device TEXT NOT NULL,
  revoked_at BIGINT NOT NULL
);
CREATE INDEX identity_session_account ON identity_session (account_id, revoked_at);
CREATE TABLE identity_token (
  id BYTEA PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
);
CREATE TABLE identity_key (
  id BYTEA PRIMARY KEY,
  no BIGINT NOT NULL UNIQUE,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  acts TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL
);
CREATE INDEX identity_key_account ON identity_key (account_id);
CREATE TABLE identity_audit (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL,
  ip TEXT NOT NULL,
  prev BYTEA NOT NULL,
  hash BYTEA NOT NULL
);
CREATE UNIQUE INDEX identity_audit_seq ON identity_audit (center_id, seq);
