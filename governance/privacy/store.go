package privacy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Request is what a person asks for. What is said of the person is sealed under the key of the case.
type Request struct {
	Case    int64        `json:"-"`
	Center  int64        `json:"-"`
	Account int64        `json:"-"` // who asked, 0 for a person without an account
	Kind    string       `json:"-"`
	At      time.Time    `json:"-"`
	Number  string       `json:"-"`
	State   string       `json:"-"`
	Version int64        `json:"-"`
	Due     calendar.Day `json:"-"`
	Open    bool         `json:"-"`
	file    *casework.Case

	Name       string `json:"name"`
	Contact    string `json:"contact,omitempty"` // of who has no account
	How        string `json:"how"`               // it was made
	What       string `json:"what"`
	Identified string `json:"identified,omitempty"` // how; empty before
	Ground     string `json:"ground,omitempty"`     // of a refusal
	Answer     string `json:"answer,omitempty"`     // what was done, or why nothing was

	Done []string `json:"done,omitempty"` // what the program corrected or erased
}

func requestAAD(id int64) string { return fmt.Sprintf("privacy/request/%d", id) }

// put writes a request.
func (d *Desk) put(s *casework.Step, r *Request) (err error) {
	defer fault.Wrap(&err, "put request")
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO privacy_request (case_id, center_id, account_id, kind, at, body) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (case_id) DO UPDATE SET body = excluded.body`, r.Case, r.Center, r.Account, r.Kind, r.At.UnixMicro(), s.Key().Seal(requestAAD(r.Case), body))
	return err
}

// one reads the request of the step's case.
func (d *Desk) one(s *casework.Step) (*Request, error) {
	return d.get(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
}

// get reads a request of a center.
func (d *Desk) get(ctx context.Context, tx *store.Tx, center, id int64) (*Request, error) {
	all, err := d.read(ctx, tx, center, `case_id = $2`, id)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.Missing, "privacy.missing", "没有这项请求，或不是您提出的；请从“我的个人信息”打开")
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// of lists the requests of an account, the latest first.
func (d *Desk) of(ctx context.Context, tx *store.Tx, center, account int64) ([]*Request, error) {
	return d.read(ctx, tx, center, `account_id = $2`, account)
}

// read lists the requests of a center that fit, the latest first.
func (d *Desk) read(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []*Request, err error) {
	defer fault.Wrap(&err, "read requests")
	rows, err := tx.Query(ctx, `SELECT case_id, account_id, kind, at, body FROM privacy_request WHERE center_id = $1 AND `+where+` ORDER BY case_id DESC`, append([]any{center}, args...)...)
	if err != nil {
		return nil, err
	}
	var ids []int64
	sealed := map[int64][]byte{}
	for rows.Next() {
		r := &Request{Center: center}
		var at int64
		var body []byte
		if err := rows.Scan(&r.Case, &r.Account, &r.Kind, &at, &body); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		r.At, sealed[r.Case] = time.UnixMicro(at), body
		out, ids = append(out, r), append(ids, r.Case)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	cases, err := casework.Plain(ctx, tx, center, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range out {
		if k := cases[r.Case]; k != nil {
			r.Number, r.State, r.Version, r.Due, r.Open = k.Number, k.State, k.Version, k.Due, k.Open()
			r.file = k
		}
		if err := d.unseal(ctx, tx, r, sealed[r.Case]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// unseal reads what is said of the person.
func (d *Desk) unseal(ctx context.Context, tx *store.Tx, r *Request, body []byte) error {
	key, err := d.office.Keys.CaseKey(ctx, tx, r.Case)
	if err != nil {
		return err
	}
	plain, err := key.Open(requestAAD(r.Case), body)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, r)
}
