-- From where a key was used last.
ALTER TABLE identity_key ADD COLUMN used_ip TEXT NOT NULL DEFAULT '';
-- Who asked for a new password or for a lost factor to be removed, with what proof, and who decided.
CREATE TABLE identity_reset (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('password', 'factor')),
  proof TEXT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  granted BOOLEAN NOT NULL,
  done_at BIGINT NOT NULL
);
CREATE INDEX identity_reset_center ON identity_reset (center_id, id);
