ALTER TABLE holding_citation ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE holding_citation ADD COLUMN as_of BIGINT NOT NULL DEFAULT 0;
ALTER TABLE holding_citation ADD COLUMN at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX holding_citation_document ON holding_citation (document_id);
