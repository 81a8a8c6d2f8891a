-- The recipient is masked as soon as the letter is sent.
CREATE TABLE mailbox_letter (
	id         BIGINT PRIMARY KEY,
	center_id  BIGINT NOT NULL,
	channel    TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
	recipient  TEXT NOT NULL,
	template   TEXT NOT NULL,
	language   TEXT NOT NULL,
	number     TEXT NOT NULL,
	path       TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
	tries      BIGINT NOT NULL,
	error      TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	ended_at   BIGINT NOT NULL
);
CREATE INDEX mailbox_letter_open ON mailbox_letter (center_id, id) WHERE state <> 'sent';
