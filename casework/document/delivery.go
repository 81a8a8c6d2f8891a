package document

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
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
func Received(ctx context.Context, tx *store.Tx, center, party int64, limit int) (_ []Inbox, err error) {
	defer fault.Wrap(&err, "inbox")
	rows, err := tx.Query(ctx, `SELECT p.id, p.case_id, p.name, p.number, d.delivered_at, d.read_at FROM document_delivery d
		JOIN document_paper p ON p.id = d.paper_id AND +p.center_id = d.center_id WHERE d.party_id = $1 AND +d.center_id = $3 AND d.delivered_at > 0
		ORDER BY d.read_at = 0 DESC, d.delivered_at DESC LIMIT $2`, party, limit, center)
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
func Unread(ctx context.Context, tx *store.Tx, center, party int64) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM document_delivery WHERE party_id = $1 AND +center_id = $2 AND read_at = 0 AND delivered_at > 0`, party, center).Scan(&n)
	return n, err
}

// Read notes that somebody of the party opened the paper, the first time only.
func Read(ctx context.Context, tx *store.Tx, paperID, party, account int64, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE document_delivery SET read_at = $4, state = 'read', account_id = $3
		WHERE paper_id = $1 AND party_id = $2 AND read_at = 0 AND delivered_at > 0`, paperID, party, account, now.UnixMicro())
	return err
}

// A Delivery is how one paper was brought to one party, once. One that failed is followed by another.
type Delivery struct {
	ID, Center, Case, Paper, Party int64
	Channel, State                 string
	Sent, Delivered, Read          time.Time
	Due                            calendar.Day // when a public notice counts as served
	Deemed                         bool         // served by a fiction of the law, not by a hand
	Account                        int64        // who recorded it last
	Note                           string
	detail                         []byte
}

// A Detail is what only the file of the case may say about a delivery.
type Detail struct {
	Mail     string `json:"mail,omitempty"` // number of the mail, or where a notice was published
	Receiver string `json:"receiver,omitempty"`
	Relation string `json:"relation,omitempty"` // of the receiver to the party
	Witness  string `json:"witness,omitempty"`
	Place    string `json:"place,omitempty"`
	Reason   string `json:"reason,omitempty"` // code of why it came back
	Note     string `json:"note,omitempty"`
	Proofs   []File `json:"proofs,omitempty"`
}

// A File is a proof of service in the encrypted store, exactly as it was sent.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
	Blob   string `json:"blob"`
}

// Done reports whether the paper counts as served.
func (d *Delivery) Done() bool { return !d.Delivered.IsZero() }

// Day is the legal day of service; none where the paper is not served.
func (d *Delivery) Day() calendar.Day {
	if !d.Done() {
		return 0
	}
	return calendar.DayOf(d.Delivered)
}

// Waits reports whether somebody of the center still has to do something.
func (d *Delivery) Waits() bool { return d.State == Pending || d.State == Sent }

func deliveryAAD(id int64) string { return fmt.Sprintf("document/delivery/%d", id) }

// Detail opens what is sealed of a delivery.
func (d *Delivery) Detail(key seal.Key) (x Detail, err error) {
	if len(d.detail) == 0 {
		return x, nil
	}
	plain, err := key.Open(deliveryAAD(d.ID), d.detail)
	if err != nil {
		return x, err
	}
	return x, json.Unmarshal(plain, &x)
}

const deliveryColumns = `id, center_id, case_id, paper_id, party_id, channel, state, sent_at, delivered_at, read_at, due, deemed, account_id, note, detail`

func scanDelivery(row scanner) (*Delivery, error) {
	d := &Delivery{}
	var at [3]int64
	var due, deemed int64
	err := row.Scan(&d.ID, &d.Center, &d.Case, &d.Paper, &d.Party, &d.Channel, &d.State, &at[0], &at[1], &at[2], &due, &deemed, &d.Account, &d.Note, &d.detail)
	for i, t := range []*time.Time{&d.Sent, &d.Delivered, &d.Read} {
		if at[i] != 0 {
			*t = time.UnixMicro(at[i])
		}
	}
	d.Due, d.Deemed = calendar.Day(due), deemed != 0
	return d, err
}

func deliveries(ctx context.Context, tx *store.Tx, where string, args ...any) (out []Delivery, err error) {
	rows, err := tx.Query(ctx, `SELECT `+deliveryColumns+` FROM document_delivery WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scanDelivery(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, *d)
	}
	return out, rows.Err()
}

// Deliveries lists the deliveries of the papers of a case, in the order in which they were begun.
func Deliveries(ctx context.Context, tx *store.Tx, center, caseID int64) (_ []Delivery, err error) {
	defer fault.Wrap(&err, "deliveries of case %d", caseID)
	return deliveries(ctx, tx, `case_id = $1 AND +center_id = $2 ORDER BY id`, caseID, center)
}

// Waiting lists the deliveries of a center with which somebody has to do something, the oldest first, at
// most 500: all that have not begun or are under way.
func Waiting(ctx context.Context, tx *store.Tx, center int64) (_ []Delivery, err error) {
	defer fault.Wrap(&err, "deliveries that wait")
	return deliveries(ctx, tx, `center_id = $1 AND state IN ('pending', 'sent') ORDER BY id LIMIT 500`, center)
}

// Ripe lists the public notices that count as served before the day.
func Ripe(ctx context.Context, tx *store.Tx, before calendar.Day) (_ []Delivery, err error) {
	defer fault.Wrap(&err, "ripe notices")
	return deliveries(ctx, tx, `state = 'sent' AND due > 0 AND due < $1 ORDER BY due, id LIMIT 500`, int64(before))
}

// DeliveryOf returns a delivery of a case.
func DeliveryOf(ctx context.Context, tx *store.Tx, caseID, id int64) (*Delivery, error) {
	d, err := scanDelivery(tx.Row(ctx, `SELECT `+deliveryColumns+` FROM document_delivery WHERE id = $1 AND case_id = $2`, id, caseID))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "document.delivery", "没有这项送达，请从“文书送达”页打开").At("delivery")
	}
	return d, err
}

// ServedOn returns the delivery by which a paper was served on a party, nil where it was not.
func ServedOn(ctx context.Context, tx *store.Tx, paper, party int64) (*Delivery, error) {
	d, err := scanDelivery(tx.Row(ctx, `SELECT `+deliveryColumns+` FROM document_delivery WHERE paper_id = $1 AND party_id = $2 AND delivered_at > 0
		ORDER BY delivered_at, id LIMIT 1`, paper, party))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return d, err
}

// PutDelivery writes a delivery with its detail.
func PutDelivery(s *casework.Step, d *Delivery, x Detail) (err error) {
	defer fault.Wrap(&err, "put delivery")
	if d.ID == 0 {
		d.ID, d.Center, d.Case = s.Office.DB.NewID(), s.Case.Center, s.Case.ID
	}
	plain, err := json.Marshal(x)
	if err != nil {
		return err
	}
	d.detail, d.Account = s.Key().Seal(deliveryAAD(d.ID), plain), s.Actor.Account
	for _, f := range x.Proofs {
		if err := casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, f.Blob); err != nil {
			return err
		}
	}
	deemed := int64(0)
	if d.Deemed {
		deemed = 1
	}
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO document_delivery (`+deliveryColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)
		ON CONFLICT (id) DO UPDATE SET channel = excluded.channel, state = excluded.state, sent_at = excluded.sent_at, delivered_at = excluded.delivered_at,
		due = excluded.due, deemed = excluded.deemed, account_id = excluded.account_id, detail = excluded.detail`,
		d.ID, d.Center, d.Case, d.Paper, d.Party, d.Channel, d.State, micro(d.Sent), micro(d.Delivered), micro(d.Read), int64(d.Due), deemed, d.Account, d.Note, d.detail)
	return err
}

func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Day returns the civil day on which the paper was issued.
func (p *Paper) Day() calendar.Day { return calendar.DayOf(p.At) }
