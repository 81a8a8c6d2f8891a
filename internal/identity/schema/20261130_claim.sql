-- Who signed in by a provider before there was an account: whom they act for, until the center confirms it.
CREATE TABLE identity_claim (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  provider_id BIGINT NOT NULL,
  subject TEXT NOT NULL,
  named TEXT NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  contact TEXT NOT NULL,
  mail TEXT NOT NULL,
  phone TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  account_id BIGINT NOT NULL
);
CREATE INDEX identity_claim_center ON identity_claim (center_id, id);
CREATE UNIQUE INDEX identity_claim_open ON identity_claim (provider_id, subject) WHERE decided_at = 0;
