CREATE TABLE unmask_reading (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  shown BIGINT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX unmask_reading_center ON unmask_reading (center_id, id);
