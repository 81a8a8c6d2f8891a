package casework

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Draft is what somebody typed into a move's form and has not submitted. It is encrypted, seen
// by its author alone, and survives the end of a session.
type Draft struct {
	Chart, Move string
	Case        int64 // 0 for a case not yet opened
	At          time.Time
	Values      map[string][]string
}

func draftAAD(account, caseID int64, chart, move string) string {
	return fmt.Sprintf("casework/draft/%d/%d/%s/%s", account, caseID, chart, move)
}

// SaveDraft keeps what the actor typed so far, replacing the earlier draft of the same form.
func (o *Office) SaveDraft(ctx context.Context, by Actor, d Draft) (at time.Time, err error) {
	defer fault.Wrap(&err, "save draft")
	body, err := json.Marshal(d.Values)
	if err != nil {
		return at, err
	}
	if len(body) > 1<<20 {
		return at, fault.New(fault.TooLarge, "draft.size", "草稿超过 1 MB，请改用附件提交长文本")
	}
	at = o.Now()
	return at, o.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := o.Keys.Center(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO casework_draft (id, center_id, account_id, case_id, chart, move, at, body)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (account_id, case_id, chart, move)
			DO UPDATE SET at = excluded.at, body = excluded.body`, o.DB.NewID(), by.Center, by.Account, d.Case, d.Chart, d.Move,
			at.UnixMicro(), key.Seal(draftAAD(by.Account, d.Case, d.Chart, d.Move), body))
		return err
	})
}

// LoadDraft returns the actor's draft of a form, or nil.
func (o *Office) LoadDraft(ctx context.Context, tx *store.Tx, by Actor, caseID int64, chart, move string) (_ *Draft, err error) {
	defer fault.Wrap(&err, "load draft")
	var at int64
	var body []byte
	err = tx.Row(ctx, `SELECT at, body FROM casework_draft WHERE account_id = $1 AND case_id = $2 AND chart = $3 AND move = $4 AND center_id = $5`,
		by.Account, caseID, chart, move, by.Center).Scan(&at, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	key, err := o.Keys.Center(ctx, tx, by.Center)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(draftAAD(by.Account, caseID, chart, move), body)
	if err != nil {
		return nil, err
	}
	d := &Draft{Chart: chart, Move: move, Case: caseID, At: time.UnixMicro(at)}
	return d, json.Unmarshal(plain, &d.Values)
}

// DropDraft forgets a draft, after its form was submitted or its author discarded it.
func (o *Office) DropDraft(ctx context.Context, by Actor, caseID int64, chart, move string) error {
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM casework_draft WHERE account_id = $1 AND case_id = $2 AND chart = $3 AND move = $4 AND center_id = $5`,
			by.Account, caseID, chart, move, by.Center)
		return err
	})
}

// DropDrafts forgets all drafts of an account.
func DropDrafts(ctx context.Context, tx *store.Tx, center, account int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM casework_draft WHERE account_id = $1 AND center_id = $2`, account, center)
	return err
}

// DraftDays is how many days a draft is kept after it was last saved.
const DraftDays = 30

// Drafts lists the drafts of the actor without their words, the latest first.
func (o *Office) Drafts(ctx context.Context, tx *store.Tx, by Actor) (_ []Draft, err error) {
	defer fault.Wrap(&err, "list drafts")
	rows, err := tx.Query(ctx, `SELECT case_id, chart, move, at FROM casework_draft WHERE account_id = $1 AND center_id = $2 ORDER BY at DESC LIMIT 200`, by.Account, by.Center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Draft
	for rows.Next() {
		var d Draft
		var at int64
		if err := rows.Scan(&d.Case, &d.Chart, &d.Move, &at); err != nil {
			return nil, err
		}
		d.At = time.UnixMicro(at)
		out = append(out, d)
	}
	return out, rows.Err()
}

// Ends is when the draft is deleted unless it is saved again.
func (d *Draft) Ends() time.Time { return d.At.AddDate(0, 0, DraftDays) }

// SweepDrafts deletes the drafts that nobody saved for DraftDays.
func (o *Office) SweepDrafts(ctx context.Context) error {
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM casework_draft WHERE at <= $1`, o.Now().AddDate(0, 0, -DraftDays).UnixMicro())
		return err
	})
}
