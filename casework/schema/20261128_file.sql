-- The addresses of stored files to which something in the database refers. The row 'since', of no
-- center, says since when they are written down: what was stored before is never taken for left over.
CREATE TABLE casework_file (
  address TEXT PRIMARY KEY,
  center_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
