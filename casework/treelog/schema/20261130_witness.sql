-- What witnesses outside of the center signed over heads, kept beside these.
CREATE TABLE treelog_witness (
  center_id BIGINT NOT NULL,
  size BIGINT NOT NULL,
  signer TEXT NOT NULL,
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (center_id, size, signer)
);
