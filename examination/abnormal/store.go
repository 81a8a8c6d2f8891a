package abnormal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// What became of a filing of a lead.
const (
	VerdictNone      = ""
	VerdictAsked     = "asked" // the party was asked to explain it
	VerdictAbnormal  = "abnormal"
	VerdictClear     = "clear"
	VerdictWithdrawn = "withdrawn"
)

// A lead is what the plain tables hold of a case.
type lead struct {
	Case, Subject            int64
	Indicator, Group, Source string // plain words: what brought it up, not what was found
	Day                      calendar.Day
}

// A member is a filing of a lead.
type member struct {
	Filing  int64  // case of pre-examination
	Own     bool   // it is the subject's; what others filed is shown to the center alone
	Verdict string // one of the above
}

// A look is one finding about a group, as it was at a moment.
type look struct {
	At calendar.Day // of the look
	indicator.Finding
}

func foundAAD(id int64) string { return fmt.Sprintf("abnormal/found/%d", id) }

// keepFound keeps a look at a group with its numbers, sealed, and its filings.
func keepFound(s *casework.Step, f *indicator.Finding) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	id := s.Office.DB.NewID()
	if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO abnormal_found (id, center_id, case_id, at, body) VALUES ($1,$2,$3,$4,$5)`,
		id, s.Case.Center, s.Case.ID, s.Now.UnixMicro(), s.Key().Seal(foundAAD(id), body)); err != nil {
		return err
	}
	for _, m := range f.Members {
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO abnormal_member (case_id, filing_id, center_id, own, verdict) VALUES ($1,$2,$3,$4,'') ON CONFLICT DO NOTHING`,
			s.Case.ID, m.Case, s.Case.Center, m.Own); err != nil {
			return err
		}
	}
	return nil
}

// looks lists what was found about the group of a lead, oldest first.
func looks(ctx context.Context, tx *store.Tx, key seal.Key, caseID int64) (out []look, err error) {
	defer fault.Wrap(&err, "findings of lead %d", caseID)
	rows, err := tx.Query(ctx, `SELECT id, at, body FROM abnormal_found WHERE case_id = $1 ORDER BY id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, at int64
		var body []byte
		if err := rows.Scan(&id, &at, &body); err != nil {
			return nil, err
		}
		plain, err := key.Open(foundAAD(id), body)
		if err != nil {
			return nil, err
		}
		x := look{At: dayOf(at)}
		if err := json.Unmarshal(plain, &x.Finding); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// insertLead writes the plain row of a lead.
func insertLead(s *casework.Step, l lead, round int) error {
	_, err := s.Tx.Exec(s.Ctx, `INSERT INTO abnormal_lead (case_id, center_id, indicator, grouped, subject_id, source, round, day) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		s.Case.ID, s.Case.Center, l.Indicator, l.Group, l.Subject, l.Source, int64(round), int64(s.Today))
	if store.IsUnique(err) {
		return fault.New(fault.Conflict, "abnormal.twice", "同一主体、同一指标的线索刚刚已经形成，请刷新“线索”列表后查看")
	}
	return err
}

// leadOf reads the plain row of a lead.
func leadOf(ctx context.Context, tx *store.Tx, caseID int64) (l lead, err error) {
	defer fault.Wrap(&err, "lead %d", caseID)
	l.Case = caseID
	var day int64
	err = tx.Row(ctx, `SELECT indicator, grouped, subject_id, source, day FROM abnormal_lead WHERE case_id = $1`, caseID).Scan(&l.Indicator, &l.Group, &l.Subject, &l.Source, &day)
	l.Day = calendar.Day(day)
	return l, err
}

// membersOf lists the filings of a lead, those of the subject first.
func membersOf(ctx context.Context, tx *store.Tx, caseID int64) (out []member, err error) {
	defer fault.Wrap(&err, "filings of lead %d", caseID)
	rows, err := tx.Query(ctx, `SELECT filing_id, own, verdict FROM abnormal_member WHERE case_id = $1 ORDER BY filing_id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var m member
		if err := rows.Scan(&m.Filing, &m.Own, &m.Verdict); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b member) int {
		switch {
		case a.Own == b.Own:
			return 0
		case a.Own:
			return -1
		}
		return 1
	})
	return out, rows.Err()
}

// judge writes what became of filings of a lead.
func judge(s *casework.Step, filings []int64, verdict string) error {
	for _, id := range filings {
		if _, err := s.Tx.Exec(s.Ctx, `UPDATE abnormal_member SET verdict = $3 WHERE case_id = $1 AND filing_id = $2`, s.Case.ID, id, verdict); err != nil {
			return err
		}
	}
	return nil
}

// A standing is an earlier lead about the same party and indicator.
type standing struct {
	Case    int64
	State   string  // of the chart
	Version int64   // so that a move on it is refused where it has moved on
	Open    bool    // not closed
	Filings []int64 // all of its group, those of others too
}

// standings lists the leads about a party by an indicator, oldest first.
func standings(ctx context.Context, tx *store.Tx, center int64, ind string, subject int64) (out []standing, err error) {
	defer fault.Wrap(&err, "leads about %d", subject)
	rows, err := tx.Query(ctx, `SELECT l.case_id, COALESCE(m.filing_id, 0) FROM abnormal_lead l LEFT JOIN abnormal_member m ON m.case_id = l.case_id
		WHERE l.center_id = $1 AND l.indicator = $2 AND l.subject_id = $3 ORDER BY l.round, l.case_id, m.filing_id`, center, ind, subject)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for rows.Next() {
		var id, filing int64
		if err := rows.Scan(&id, &filing); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		if n := len(out); n == 0 || out[n-1].Case != id {
			out, ids = append(out, standing{Case: id}), append(ids, id)
		}
		out[len(out)-1].Filings = append(out[len(out)-1].Filings, filing)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	plain, err := casework.Plain(ctx, tx, center, ids)
	for i := range out {
		if k := plain[out[i].Case]; k != nil {
			out[i].State, out[i].Version, out[i].Open = k.State, k.Version, k.Open()
		}
	}
	return out, err
}

// touching lists the leads to which a filing belongs.
func touching(ctx context.Context, tx *store.Tx, center, filing int64) (out []lead, err error) {
	defer fault.Wrap(&err, "leads of filing %d", filing)
	rows, err := tx.Query(ctx, `SELECT l.case_id, l.indicator, l.subject_id FROM abnormal_member m JOIN abnormal_lead l ON l.case_id = m.case_id AND +l.center_id = m.center_id
		WHERE m.filing_id = $1 AND +m.center_id = $2 AND m.own ORDER BY l.case_id`, filing, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l lead
		if err := rows.Scan(&l.Case, &l.Indicator, &l.Subject); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// chosen reads the filings that somebody ticked, which must be among those allowed.
func chosen(ids []string, allowed []int64) (out []int64, err error) {
	for _, s := range ids {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || !slices.Contains(allowed, n) {
			return nil, fault.New(fault.Invalid, "abnormal.cases", "所选申请不属于本线索中该主体的申请，请从列出的申请中选择").At("cases")
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out, nil
}

// readRecord reads the input of the last move of a kind; false where it was never made.
func readRecord[T any](ctx context.Context, tx *store.Tx, o *casework.Office, k *casework.Case, moves ...string) (in *T, at casework.Event, err error) {
	events, err := o.Events(ctx, tx, k.Center, k.ID)
	if err != nil {
		return nil, at, err
	}
	for _, e := range slices.Backward(events) {
		if slices.Contains(moves, e.Move) {
			in = new(T)
			return in, e, o.InputOf(ctx, tx, e, in)
		}
	}
	return nil, at, nil
}

// A Run is one look of the monitor.
type Run struct {
	ID, Account                   int64  // Account is 0 for the clock
	At                            int64  // µs
	Filings, Found, Opened, Grown int    // looked at, groups at a threshold, new leads, leads that grew
	Millis                        int64  // how long it took
	Feeds                         []Feed // as they were
}

// insertRun writes a run.
func insertRun(ctx context.Context, tx *store.Tx, center int64, r Run) error {
	feeds, err := json.Marshal(r.Feeds)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO abnormal_run (id, center_id, at, account_id, filings, found, opened, grown, millis, feeds) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		r.ID, center, r.At, r.Account, int64(r.Filings), int64(r.Found), int64(r.Opened), int64(r.Grown), r.Millis, string(feeds))
	return err
}

// lastRun reads the latest run of a center, nil where there was none.
func lastRun(ctx context.Context, tx *store.Tx, center int64) (_ *Run, err error) {
	defer fault.Wrap(&err, "last run")
	r := &Run{}
	var filings, found, opened, grown int64
	var feeds string
	err = tx.Row(ctx, `SELECT id, at, account_id, filings, found, opened, grown, millis, feeds FROM abnormal_run WHERE center_id = $1 ORDER BY at DESC, id DESC LIMIT 1`, center).
		Scan(&r.ID, &r.At, &r.Account, &filings, &found, &opened, &grown, &r.Millis, &feeds)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	r.Filings, r.Found, r.Opened, r.Grown = int(filings), int(found), int(opened), int(grown)
	return r, json.Unmarshal([]byte(feeds), &r.Feeds)
}
