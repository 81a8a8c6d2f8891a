-- How each way of sending fares: failures in a row, and until when it rests.
CREATE TABLE mailbox_way (
	center_id BIGINT NOT NULL,
	channel   TEXT NOT NULL,
	failures  BIGINT NOT NULL,
	error     TEXT NOT NULL,
	until     BIGINT NOT NULL,
	sent_at   BIGINT NOT NULL,
	PRIMARY KEY (center_id, channel)
);
-- A failed letter is settled when somebody told the recipient by other means.
ALTER TABLE mailbox_letter ADD COLUMN settled_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mailbox_letter ADD COLUMN settled_by BIGINT NOT NULL DEFAULT 0;
