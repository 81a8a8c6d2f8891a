CREATE TABLE privacy_notice (
  center_id BIGINT NOT NULL,
  version TEXT NOT NULL,
  at BIGINT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  PRIMARY KEY (center_id, version)
);
CREATE TABLE privacy_agreement (
  center_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  version TEXT NOT NULL,
  at BIGINT NOT NULL,
  way TEXT NOT NULL,
  PRIMARY KEY (center_id, account_id, version)
);
