-- What the verifier said about the markings of a case, sealed under the key of the case.
CREATE TABLE counterfeit_check (
  id         BIGINT PRIMARY KEY,
  center_id  BIGINT NOT NULL,
  case_id    BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  as_of      BIGINT NOT NULL,
  body       BYTEA  NOT NULL
);
CREATE INDEX counterfeit_check_case ON counterfeit_check (case_id, at);

-- Decisions as they were published. Nothing here is secret.
CREATE TABLE counterfeit_publication (
  id         BIGINT PRIMARY KEY,
  center_id  BIGINT NOT NULL,
  case_id    BIGINT NOT NULL,
  number     TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  summary    TEXT   NOT NULL,
  place      TEXT   NOT NULL,
  day        BIGINT NOT NULL
);
CREATE UNIQUE INDEX counterfeit_publication_case ON counterfeit_publication (case_id, number);
CREATE INDEX counterfeit_publication_day ON counterfeit_publication (center_id, day);
