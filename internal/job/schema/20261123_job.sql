CREATE TABLE job_job (
	id           BIGINT PRIMARY KEY,
	kind         TEXT NOT NULL,
	once         TEXT,
	payload      TEXT NOT NULL,
	run_at       BIGINT NOT NULL,
	attempt      BIGINT NOT NULL DEFAULT 0,
	lease        BIGINT NOT NULL DEFAULT 0,
	leased_until BIGINT NOT NULL DEFAULT 0,
	again        BOOLEAN NOT NULL DEFAULT FALSE,
	failed       BOOLEAN NOT NULL DEFAULT FALSE,
	error        TEXT NOT NULL DEFAULT '',
	created_at   BIGINT NOT NULL,
	UNIQUE (kind, once)
);
CREATE INDEX job_job_due ON job_job (run_at) WHERE NOT failed;

CREATE TABLE job_periodic (
	kind    TEXT PRIMARY KEY,
	next_at BIGINT NOT NULL
);
