CREATE TABLE casework_consent_text (
  center_id BIGINT NOT NULL,
  version TEXT NOT NULL,
  at BIGINT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  PRIMARY KEY (center_id, version)
);
CREATE TABLE casework_consent (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  whose TEXT NOT NULL,
  version TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX casework_consent_account ON casework_consent (center_id, account_id, id);
CREATE INDEX casework_consent_object ON casework_consent (center_id, kind, object_id);
