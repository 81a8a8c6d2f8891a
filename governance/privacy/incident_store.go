package privacy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Report is one to whom an incident is reported within some hours.
type Report struct {
	Ord    int64
	To     string
	Hours  int
	Due    time.Time
	Needed bool
	Sent   time.Time // the first, zero before
	Noted  bool      // the history says that it is late
}

// code names a report in the forms.
func (r Report) code() string { return strconv.FormatInt(r.Ord, 10) }

// Waits reports whether the report is needed and was not made.
func (r Report) Waits() bool { return r.Needed && r.Sent.IsZero() }

// An Incident is personal data that leaked, was altered or lost. What is said of it is sealed.
type Incident struct {
	Case     int64        `json:"-"`
	Center   int64        `json:"-"`
	Known    time.Time    `json:"-"`
	Informed calendar.Day `json:"-"` // when the persons were told, or was decided that they need not be
	Reports  []Report     `json:"-"`
	Number   string       `json:"-"`
	State    string       `json:"-"`
	Version  int64        `json:"-"`
	Open     bool         `json:"-"`

	// As it was noticed and, once it was assessed, as it was found to be.
	Kinds    []string `json:"kinds"`
	What     string   `json:"what"`
	Persons  int      `json:"persons"` // about; 0 while nobody knows
	Cause    string   `json:"cause,omitempty"`
	Harm     string   `json:"harm,omitempty"`
	Measures string   `json:"measures,omitempty"`
	Advice   string   `json:"advice,omitempty"`
	Why      string   `json:"why,omitempty"` // some reports are not needed
	Log      []string `json:"log,omitempty"` // of the reports
	Told     bool     `json:"told,omitempty"`
	Telling  string   `json:"telling,omitempty"`
	Result   string   `json:"result,omitempty"`
	Lessons  string   `json:"lessons,omitempty"`
}

func incidentAAD(id int64) string { return fmt.Sprintf("privacy/incident/%d", id) }

// micro is a time as it is stored; no time is 0.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// at is the time that micro stored.
func at(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n)
}

// putIncident writes an incident with its reports.
func (d *Desk) putIncident(s *casework.Step, x *Incident) (err error) {
	defer fault.Wrap(&err, "put incident")
	body, err := json.Marshal(x)
	if err != nil {
		return err
	}
	if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO privacy_incident (case_id, center_id, known_at, informed_day, body) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (case_id) DO UPDATE SET informed_day = excluded.informed_day, body = excluded.body`,
		x.Case, x.Center, micro(x.Known), int64(x.Informed), s.Key().Seal(incidentAAD(x.Case), body)); err != nil {
		return err
	}
	// Recipient and hours never change once the incident is known.
	for _, r := range x.Reports {
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO privacy_report (case_id, center_id, ord, recipient, hours, due_at, needed, sent_at, late_noted) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
			ON CONFLICT (case_id, ord) DO UPDATE SET needed = excluded.needed, sent_at = excluded.sent_at, late_noted = excluded.late_noted`,
			x.Case, x.Center, r.Ord, r.To, int64(r.Hours), micro(r.Due), r.Needed, micro(r.Sent), r.Noted); err != nil {
			return err
		}
	}
	return nil
}

// incident reads the incident of the step's case.
func (d *Desk) incident(s *casework.Step) (*Incident, error) {
	return d.oneIncident(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
}

// oneIncident reads an incident of a center with what is said of it.
func (d *Desk) oneIncident(ctx context.Context, tx *store.Tx, center, id int64) (*Incident, error) {
	all, err := d.incidents(ctx, tx, center)
	i := slices.IndexFunc(all, func(x *Incident) bool { return x.Case == id })
	if err == nil && i < 0 {
		err = fault.New(fault.Missing, "incident.missing", "没有这起安全事件，请从“安全事件”列表打开")
	}
	if err != nil {
		return nil, err
	}
	var body []byte
	if err := tx.Row(ctx, `SELECT body FROM privacy_incident WHERE center_id = $1 AND case_id = $2`, center, id).Scan(&body); err != nil {
		return nil, err
	}
	key, err := d.office.Keys.CaseKey(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(incidentAAD(id), body)
	if err != nil {
		return nil, err
	}
	return all[i], json.Unmarshal(plain, all[i])
}

// incidents lists the incidents of a center with their hours, the latest first, without what is said of them.
func (d *Desk) incidents(ctx context.Context, tx *store.Tx, center int64) (out []*Incident, err error) {
	defer fault.Wrap(&err, "read incidents")
	rows, err := tx.Query(ctx, `SELECT case_id, known_at, informed_day FROM privacy_incident WHERE center_id = $1 ORDER BY case_id DESC`, center)
	if err != nil {
		return nil, err
	}
	by, ids := map[int64]*Incident{}, []int64{}
	for rows.Next() {
		x := &Incident{Center: center}
		var known, informed int64
		if err := rows.Scan(&x.Case, &known, &informed); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		x.Known, x.Informed = at(known), calendar.Day(informed)
		out, ids, by[x.Case] = append(out, x), append(ids, x.Case), x
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	cases, err := casework.Plain(ctx, tx, center, ids)
	if err != nil {
		return nil, err
	}
	for id, k := range cases {
		by[id].Number, by[id].State, by[id].Version, by[id].Open = k.Number, k.State, k.Version, k.Open()
	}
	return out, reports(ctx, tx, center, by)
}

// reports adds the reports to incidents that were read.
func reports(ctx context.Context, tx *store.Tx, center int64, by map[int64]*Incident) error {
	rows, err := tx.Query(ctx, `SELECT case_id, ord, recipient, hours, due_at, needed, sent_at, late_noted FROM privacy_report WHERE center_id = $1 ORDER BY case_id, ord`, center)
	if err != nil {
		return err
	}
	for rows.Next() {
		var r Report
		var id, hours, due, sent int64
		if err := rows.Scan(&id, &r.Ord, &r.To, &hours, &due, &r.Needed, &sent, &r.Noted); err != nil {
			return errors.Join(err, rows.Close())
		}
		r.Hours, r.Due, r.Sent = int(hours), at(due), at(sent)
		if x := by[id]; x != nil {
			x.Reports = append(x.Reports, r)
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// waiting lists the open incidents of a center of which a report is still to be made.
func (d *Desk) waiting(ctx context.Context, center int64) (out []*Incident, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := d.incidents(ctx, tx, center)
		out = slices.DeleteFunc(all, func(x *Incident) bool { return !x.Open || !slices.ContainsFunc(x.Reports, Report.Waits) })
		return err
	})
	return out, err
}
