package evidence

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// What is sealed is bound to its row.
func exhibitAAD(id int64) string { return fmt.Sprintf("evidence/exhibit/%d", id) }
func actAAD(id int64) string     { return fmt.Sprintf("evidence/act/%d", id) }

// number gives the exhibit the next number of its side. What is sealed counts by itself, so that no
// gap in the numbers of the open ones betrays it. The case is held, so nobody counts at the same time.
func (d *Desk) number(s *casework.Step, x *Exhibit) error {
	prefix := d.mark(s.Chart, x.Side)
	if x.Sealed() {
		prefix += "密"
	}
	rows, err := s.Tx.Query(s.Ctx, `SELECT no FROM evidence_exhibit WHERE case_id = $1`, s.Case.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	last := 0
	for rows.Next() {
		var no string
		if err := rows.Scan(&no); err != nil {
			return err
		}
		if rest, ok := strings.CutPrefix(no, prefix); ok {
			if n, err := strconv.Atoi(rest); err == nil {
				last = max(last, n)
			}
		}
	}
	x.Number = prefix + strconv.Itoa(last+1)
	return rows.Err()
}

func insert(s *casework.Step, x *Exhibit) error {
	plain, err := json.Marshal(x.Matter)
	if err != nil {
		return err
	}
	body := s.Key().Seal(exhibitAAD(x.ID), plain)
	s.Bind(prefix, x.bound(body))
	var addresses []string
	for _, f := range x.Files {
		addresses = append(addresses, f.Blob)
	}
	if err := casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, addresses...); err != nil {
		return err
	}
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO evidence_exhibit (id, center_id, case_id, side, party_id, no, at, account_id, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, x.ID, s.Case.Center, x.Case, x.Side, x.Party, x.Number, x.At.UnixMicro(), x.Account, body)
	return err
}

// act appends an act and binds it to the event of the step. It returns the id of the act.
func act(s *casework.Step, r row, in any) (id int64, err error) {
	defer fault.Wrap(&err, "act %s on evidence", r.kind)
	plain, err := json.Marshal(in)
	if err != nil {
		return 0, err
	}
	m := moment{s.Office.DB.NewID(), s.Actor.Account, s.Now}
	body := s.Key().Seal(actAAD(m.id), plain)
	s.Bind(prefix, r.bound(m, s.Case.ID, body))
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO evidence_act (id, center_id, case_id, exhibit_id, kind, side, party_id, at, account_id, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, m.id, s.Case.Center, s.Case.ID, r.exhibit, r.kind, r.side, r.party, s.Now.UnixMicro(), s.Actor.Account, body)
	return m.id, err
}

// scanExhibits reads the exhibits of a case, or of all cases for 0, in the order in which they came.
func scanExhibits(ctx context.Context, tx *store.Tx, caseID int64, take func(x *Exhibit, body []byte) error) error {
	rows, err := tx.Query(ctx, `SELECT id, case_id, side, party_id, no, at, account_id, body FROM evidence_exhibit
		WHERE case_id = $1 OR $1 = CAST(0 AS BIGINT) ORDER BY case_id, at, id`, caseID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		x := &Exhibit{}
		var at int64
		var body []byte
		if err := rows.Scan(&x.ID, &x.Case, &x.Side, &x.Party, &x.Number, &at, &x.Account, &body); err != nil {
			return err
		}
		x.At = time.UnixMicro(at)
		if err := take(x, body); err != nil {
			return err
		}
	}
	return rows.Err()
}

// scanActs reads the acts of a case, or of all cases for 0, in order.
func scanActs(ctx context.Context, tx *store.Tx, caseID int64, take func(caseID int64, r row, m moment, body []byte) error) error {
	rows, err := tx.Query(ctx, `SELECT id, case_id, exhibit_id, kind, side, party_id, at, account_id, body FROM evidence_act
		WHERE case_id = $1 OR $1 = CAST(0 AS BIGINT) ORDER BY case_id, at, id`, caseID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var m moment
		var r row
		var at, of int64
		var body []byte
		if err := rows.Scan(&m.id, &of, &r.exhibit, &r.kind, &r.side, &r.party, &at, &m.account, &body); err != nil {
			return err
		}
		m.at = time.UnixMicro(at)
		if err := take(of, r, m, body); err != nil {
			return err
		}
	}
	return rows.Err()
}

// load reads everything about the evidence of a case. Who may know what is for the caller to decide.
func load(ctx context.Context, tx *store.Tx, o *casework.Office, caseID int64) (out []Exhibit, measures []Measure, err error) {
	key, err := o.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, nil, err
	}
	open := func(aad string, body []byte, into any) error {
		plain, err := key.Open(aad, body)
		if err != nil {
			return err
		}
		return json.Unmarshal(plain, into)
	}
	err = scanExhibits(ctx, tx, caseID, func(x *Exhibit, body []byte) error {
		err := open(exhibitAAD(x.ID), body, &x.Matter)
		out = append(out, *x)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	f := &fold{exhibits: out}
	err = scanActs(ctx, tx, caseID, func(_ int64, r row, m moment, body []byte) error {
		return f.act(r, m, func(into any) error { return open(actAAD(m.id), body, into) })
	})
	return out, f.measures, err
}

// A fold puts the acts onto the exhibits.
type fold struct {
	exhibits []Exhibit
	measures []Measure
}

// A moment is which act it was, by whom and when.
type moment struct {
	id, account int64
	at          time.Time
}

func (f *fold) act(r row, m moment, read func(any) error) error {
	switch r.kind {
	case actMeasure:
		x := Measure{}
		err := read(&x)
		x.ID, x.At, x.Account = m.id, m.at, m.account
		f.measures = append(f.measures, x)
		return err
	case actLift:
		l := &Lift{}
		err := read(l)
		for i := range f.measures {
			if f.measures[i].ID == l.Measure {
				f.measures[i].Lifted = l
			}
		}
		return err
	}
	for i := range f.exhibits {
		if f.exhibits[i].ID == r.exhibit {
			return f.exhibits[i].take(r, m, read)
		}
	}
	return nil
}

// take puts one act onto the exhibit.
func (x *Exhibit) take(r row, m moment, read func(any) error) error {
	switch r.kind {
	case actOpinion:
		o := Opinion{ID: m.id, Exhibit: x.ID, Side: r.side, Party: r.party, At: m.at}
		err := read(&o)
		x.Opinions = append(x.Opinions, o)
		return err
	case actCustody:
		c := Custody{ID: m.id, Exhibit: x.ID, At: m.at, Account: m.account}
		err := read(&c)
		x.Custody = append(x.Custody, c)
		return err
	case actSecrecy:
		var s secrecyAct
		err := read(&s)
		x.Secrecy = s.State
		if s.State == Asked {
			x.Secret = s.Reason
		}
		return err
	case actAdmit:
		a := &Admission{At: m.at, Account: m.account}
		x.Admission = a
		return read(a)
	case actStamp:
		var s Stamp
		err := read(&s)
		s.At = m.at
		x.Stamps = append(x.Stamps, s)
		return err
	}
	return nil
}
