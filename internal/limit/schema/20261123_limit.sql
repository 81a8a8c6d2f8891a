-- How far ahead of the clock the tries of a key have run, in microseconds.
CREATE TABLE limit_rate (
	key   TEXT PRIMARY KEY,
	ahead BIGINT NOT NULL
);
CREATE INDEX limit_rate_ahead ON limit_rate (ahead);

CREATE TABLE limit_lockout (
	key      TEXT PRIMARY KEY,
	tries    BIGINT NOT NULL,
	locks    BIGINT NOT NULL,
	last_at  BIGINT NOT NULL,
	until_at BIGINT NOT NULL
);
CREATE INDEX limit_lockout_last ON limit_lockout (last_at);
