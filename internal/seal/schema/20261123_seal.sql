-- Which root key and key file belong to this database.
CREATE TABLE seal_root (
	id        BIGINT PRIMARY KEY CHECK (id = 1),
	proof     BYTEA NOT NULL,
	next_leaf BIGINT NOT NULL
);

-- Keys of centers ("center/17") and of other scopes, wrapped under the root key.
CREATE TABLE seal_key (
	scope   TEXT PRIMARY KEY,
	wrapped BYTEA NOT NULL
);

-- Keys of cases. The row of a shredded one stays as the proof.
CREATE TABLE seal_case (
	case_id     BIGINT PRIMARY KEY,
	center_id   BIGINT NOT NULL,
	leaf        BIGINT NOT NULL,
	wrapped     BYTEA,
	fingerprint TEXT NOT NULL,
	shredded_at BIGINT,
	CHECK ((wrapped IS NULL) = (shredded_at IS NOT NULL))
);
CREATE INDEX seal_case_shredded ON seal_case (leaf) WHERE shredded_at IS NOT NULL;
