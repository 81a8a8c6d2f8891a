CREATE TABLE worklist_import (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  chart TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX worklist_import_account ON worklist_import (account_id, chart, at);
