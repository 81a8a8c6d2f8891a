-- Dangerous acts that two of the three administrators want: what is asked for, and what each role says. Nobody's voice
-- counts for what they asked for themselves, whoever writes here.
CREATE TABLE identity_consent (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  object TEXT NOT NULL,
  data TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_role TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'granted', 'refused')),
  ended_at BIGINT NOT NULL
);
CREATE INDEX identity_consent_center ON identity_consent (center_id, state, id);
CREATE UNIQUE INDEX identity_consent_once ON identity_consent (center_id, kind, object) WHERE state = 'open';
CREATE TABLE identity_voice (
  center_id BIGINT NOT NULL,
  consent_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  asked_by BIGINT NOT NULL,
  agrees BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (consent_id, role),
  CHECK (account_id <> asked_by)
);
