CREATE TABLE setting_value (
  id BIGINT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  variant TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  value TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX setting_value_key ON setting_value (center_id, key, variant, from_day, id);
