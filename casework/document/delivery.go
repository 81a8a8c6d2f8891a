package document

import (
	"context"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// The states of a delivery.
const (
	Pending   = "pending"   // 待送达: nobody has begun
	Sent      = "sent"      // on its way, or a public notice that runs
	Delivered = "delivered" // served
	Opened    = "read"      // served, and opened by the party
	Failed    = "failed"    // came back; another delivery follows it
)

// An Inbox entry is a paper that reached a party.
type Inbox struct {
	Paper, Case  int64
	Name, Number string
	At, Read     time.Time
}

// Received lists the latest papers of a party, those that nobody opened first, at most limit.
func Received(ctx context.Context, tx *store.Tx, party int64, limit int) (_ []Inbox, err error) {
	defer fault.Wrap(&err, "inbox")
	rows, err := tx.Query(ctx, `SELECT p.id, p.case_id, p.name, p.number, d.delivered_at, d.read_at FROM document_delivery d
		JOIN document_paper p ON p.id = d.paper_id WHERE d.party_id = $1 AND d.delivered_at > 0 ORDER BY d.read_at = 0 DESC, d.delivered_at DESC LIMIT $2`, party, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Inbox
	for rows.Next() {
		var i Inbox
		var at, read int64
		if err := rows.Scan(&i.Paper, &i.Case, &i.Name, &i.Number, &at, &read); err != nil {
			return nil, err
		}
		i.At = time.UnixMicro(at)
		if read != 0 {
			i.Read = time.UnixMicro(read)
		}
		out = append(out, i)
	}
	return out, rows.Err()
}

// Unread counts the papers of a party that nobody opened.
func Unread(ctx context.Context, tx *store.Tx, party int64) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM document_delivery WHERE party_id = $1 AND read_at = 0 AND delivered_at > 0`, party).Scan(&n)
	return n, err
}

// Read notes that somebody of the party opened the paper, the first time only.
func Read(ctx context.Context, tx *store.Tx, paperID, party, account int64, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE document_delivery SET read_at = $4, state = 'read', account_id = $3
		WHERE paper_id = $1 AND party_id = $2 AND read_at = 0 AND delivered_at > 0`, paperID, party, account, now.UnixMicro())
	return err
}

// A Delivery is how one paper reached one party.
type Delivery struct {
	Paper, Party          int64
	Channel, State        string
	Sent, Delivered, Read time.Time
	Note                  string
}

// Deliveries lists the deliveries of the papers of a case.
func Deliveries(ctx context.Context, tx *store.Tx, caseID int64) (_ []Delivery, err error) {
	defer fault.Wrap(&err, "deliveries of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT paper_id, party_id, channel, state, sent_at, delivered_at, read_at, note FROM document_delivery
		WHERE case_id = $1 ORDER BY sent_at, id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Delivery
	for rows.Next() {
		var d Delivery
		var at [3]int64
		if err := rows.Scan(&d.Paper, &d.Party, &d.Channel, &d.State, &at[0], &at[1], &at[2], &d.Note); err != nil {
			return nil, err
		}
		for i, t := range []*time.Time{&d.Sent, &d.Delivered, &d.Read} {
			if at[i] != 0 {
				*t = time.UnixMicro(at[i])
			}
		}
		out = append(out, d)
	}
	return out, rows.Err()
}
