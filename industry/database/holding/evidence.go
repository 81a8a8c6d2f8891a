package holding

import (
	"context"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// The kinds of evidence.
const (
	Pledge = "pledge" // money that was lent on a pledge of the patent
	Award  = "award"
)

// An Evidence is an event of a patent that no feed brings, as people enter it: how much was lent on a pledge,
// which prize it got. It belongs to all publications of the patent. One that was a mistake is struck out and
// stays.
type Evidence struct {
	ID       int64
	Root     string // number without its kind
	Kind     string
	Day      calendar.Day
	Amount   int64  // yuan, of a pledge
	Prize    string // code of the prize, of an award
	Detail   string // pledgee and number of the registration; name, year and grade of the award
	Source   string
	AsOf     calendar.Day
	At       time.Time
	Account  int64
	Name     string // of who entered it
	Struck   time.Time
	StruckBy string
	Why      string // it was struck out
}

// AddEvidence enters one that the caller has checked. Error: Conflict where the same stands there already.
func (h *Holding) AddEvidence(ctx context.Context, tx *store.Tx, center int64, e *Evidence) (err error) {
	defer fault.Wrap(&err, "add evidence")
	var n int
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM holding_evidence WHERE center_id = $1 AND root = $2 AND kind = $3 AND day = $4 AND amount = $5 AND prize = $6 AND detail = $7 AND struck_at = 0`,
		center, e.Root, e.Kind, int64(e.Day), e.Amount, e.Prize, e.Detail).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "holding.evidence_twice", "%s 的这条记录已经登记过，请勿重复登记", e.Root).At("day")
	}
	e.ID, e.At = h.DB.NewID(), h.Now()
	_, err = tx.Exec(ctx, `INSERT INTO holding_evidence (id, center_id, root, kind, day, amount, prize, detail, source, as_of, at, account_id, name, struck_at, struck_by, struck_why) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,0,'','')`,
		e.ID, center, e.Root, e.Kind, int64(e.Day), e.Amount, e.Prize, e.Detail, e.Source, int64(e.AsOf), e.At.UnixMicro(), e.Account, e.Name)
	return err
}

// StrikeEvidence strikes out what was entered by mistake: e says which of which patent, who and why. Error:
// Missing.
func (h *Holding) StrikeEvidence(ctx context.Context, tx *store.Tx, center int64, e Evidence) error {
	n, err := tx.Exec(ctx, `UPDATE holding_evidence SET struck_at = $1, struck_by = $2, struck_why = $3 WHERE center_id = $4 AND root = $5 AND id = $6 AND struck_at = 0`, h.Now().UnixMicro(), e.StruckBy, e.Why, center, e.Root, e.ID)
	if err == nil && n == 0 {
		err = fault.New(fault.Missing, "holding.no_evidence", "没有这条记录，或已经撤销；请刷新后查看")
	}
	return err
}

// Evidences reads those of a patent by day, those that were struck out too; of all patents where the root is
// empty.
func (h *Holding) Evidences(ctx context.Context, tx *store.Tx, center int64, root string) (out []Evidence, err error) {
	defer fault.Wrap(&err, "read evidence")
	rows, err := tx.Query(ctx, `SELECT id, root, kind, day, amount, prize, detail, source, as_of, at, account_id, name, struck_at, struck_by, struck_why FROM holding_evidence
		WHERE center_id = $1 AND (CAST($2 AS TEXT) = '' OR root = $2) ORDER BY day, id`, center, root)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e Evidence
		var day, asOf, at, struck int64
		if err := rows.Scan(&e.ID, &e.Root, &e.Kind, &day, &e.Amount, &e.Prize, &e.Detail, &e.Source, &asOf, &at, &e.Account, &e.Name, &struck, &e.StruckBy, &e.Why); err != nil {
			return nil, err
		}
		e.Day, e.AsOf, e.At = calendar.Day(day), calendar.Day(asOf), time.UnixMicro(at)
		if struck != 0 {
			e.Struck = time.UnixMicro(struck)
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// EvidenceState changes whenever evidence is entered or struck out.
func (h *Holding) EvidenceState(ctx context.Context, tx *store.Tx, center int64) (string, error) {
	var n, last, struck int64
	err := tx.Row(ctx, `SELECT COUNT(*), COALESCE(MAX(id), 0), COALESCE(SUM(CASE WHEN struck_at > 0 THEN 1 ELSE 0 END), 0) FROM holding_evidence WHERE center_id = $1`, center).Scan(&n, &last, &struck)
	return fmt.Sprintf("%d-%d-%d", n, last, struck), err
}
