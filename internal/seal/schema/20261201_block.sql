-- Leaves that the connections of PostgreSQL have set aside, so that those who open cases at once need not
-- wait for each other.
CREATE TABLE seal_block (
  slot BIGINT PRIMARY KEY,
  next_leaf BIGINT NOT NULL,
  until BIGINT NOT NULL
);
