ALTER TABLE outage_arrival ADD COLUMN standing TEXT NOT NULL DEFAULT '';
ALTER TABLE outage_arrival ADD COLUMN seen_seq BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outage_arrival_target ON outage_arrival (target_id);
CREATE INDEX outage_arrival_standing ON outage_arrival (center_id, standing);
