-- How a center sends over a channel; the body is sealed under the key of the center.
CREATE TABLE notify_way (
	center_id BIGINT NOT NULL,
	channel   TEXT NOT NULL,
	body      BYTEA NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (center_id, channel)
);
-- What a person wants to be told, and how; what is not here is the usual.
CREATE TABLE notify_wish (
	account_id BIGINT NOT NULL,
	center_id  BIGINT NOT NULL,
	kind       TEXT NOT NULL,
	channel    TEXT NOT NULL,
	mode       TEXT NOT NULL CHECK (mode IN ('now', 'daily', 'off')),
	PRIMARY KEY (account_id, kind, channel)
);
-- What the next daily message counts.
CREATE TABLE notify_pending (
	id         BIGINT PRIMARY KEY,
	center_id  BIGINT NOT NULL,
	account_id BIGINT NOT NULL,
	channel    TEXT NOT NULL
);
