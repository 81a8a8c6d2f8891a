package hearing

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// The kinds of acts on a session, as stored.
const (
	actMoved  = "moved"
	actAttend = "attend"
	actAbsent = "absent"
	actRecord = "record"
	actSign   = "sign"
	actClose  = "close"
)

// What is sealed is bound to its row.
func sessionAAD(id int64) string { return fmt.Sprintf("hearing/session/%d", id) }
func actAAD(id int64) string     { return fmt.Sprintf("hearing/act/%d", id) }

func micro(t time.Time) int64 { return t.UnixMicro() }

func insert(s *casework.Step, x *Session) error {
	plain, err := json.Marshal(x.Plan)
	if err != nil {
		return err
	}
	body := s.Key().Seal(sessionAAD(x.ID), plain)
	s.Bind(prefix, sessionRow(x, micro(s.Now), body))
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO hearing_session (id, center_id, case_id, no, kind, state, begins, ends, room, at, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`, x.ID, s.Case.Center, x.Case, x.No, x.Kind, string(x.State), micro(x.Begins), micro(x.Ends), x.Room, micro(s.Now), body)
	if err != nil {
		return err
	}
	seated := map[int64]bool{0: true}
	for _, seat := range append(x.Panel, x.Recorder) {
		if seated[seat.Account] {
			continue
		}
		seated[seat.Account] = true
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO hearing_seat (session_id, center_id, account_id) VALUES ($1,$2,$3)`, x.ID, s.Case.Center, seat.Account); err != nil {
			return err
		}
	}
	return nil
}

// place writes where a session stands: its state, its time and its room. They lead to it from the
// calendar; what was decided about them is in the acts.
func place(s *casework.Step, x *Session) error {
	_, err := s.Tx.Exec(s.Ctx, `UPDATE hearing_session SET state = $2, begins = $3, ends = $4, room = $5 WHERE id = $1`, x.ID, string(x.State), micro(x.Begins), micro(x.Ends), x.Room)
	return err
}

// act appends an act and binds it to the event of the step.
func act(s *casework.Step, session int64, kind string, party int64, in any) (err error) {
	defer fault.Wrap(&err, "act %s on a session", kind)
	plain, err := json.Marshal(in)
	if err != nil {
		return err
	}
	id := s.Office.DB.NewID()
	body := s.Key().Seal(actAAD(id), plain)
	s.Bind(prefix, actRow{id, s.Case.ID, session, kind, moment{s.Now, s.Actor.Account, party}}.bound(body))
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO hearing_act (id, center_id, case_id, session_id, kind, at, account_id, party_id, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, id, s.Case.Center, s.Case.ID, session, kind, micro(s.Now), s.Actor.Account, party, body)
	return err
}

// load reads the sessions of a case, in order. Who may know what is for the caller to decide.
func load(ctx context.Context, tx *store.Tx, o *casework.Office, caseID int64) (out []Session, err error) {
	key, err := o.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT id, no, kind, state, begins, ends, room, body FROM hearing_session WHERE case_id = $1 ORDER BY no`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		x := Session{Case: caseID}
		var begins, ends int64
		var body []byte
		if err := rows.Scan(&x.ID, &x.No, &x.Kind, &x.State, &begins, &ends, &x.Room, &body); err != nil {
			return nil, err
		}
		x.Begins, x.Ends = time.UnixMicro(begins), time.UnixMicro(ends)
		plain, err := key.Open(sessionAAD(x.ID), body)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &x.Plan); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return out, acts(ctx, tx, caseID, out, func(id int64, body []byte, into any) error {
		plain, err := key.Open(actAAD(id), body)
		if err != nil {
			return err
		}
		return json.Unmarshal(plain, into)
	})
}

// acts puts what happened onto the sessions.
func acts(ctx context.Context, tx *store.Tx, caseID int64, sessions []Session, open func(int64, []byte, any) error) error {
	return scanActs(ctx, tx, caseID, func(r actRow, body []byte) error {
		for i := range sessions {
			if sessions[i].ID != r.session {
				continue
			}
			if err := sessions[i].take(r.kind, r.moment, func(into any) error { return open(r.id, body, into) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// An actRow is the plain part of an act.
type actRow struct {
	id, caseID, session int64
	kind                string
	moment
}

// scanActs reads the acts of a case, or of all cases for 0, in order.
func scanActs(ctx context.Context, tx *store.Tx, caseID int64, take func(r actRow, body []byte) error) error {
	rows, err := tx.Query(ctx, `SELECT id, case_id, session_id, kind, at, account_id, party_id, body FROM hearing_act
		WHERE case_id = $1 OR $1 = CAST(0 AS BIGINT) ORDER BY case_id, at, id`, caseID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r actRow
		var at int64
		var body []byte
		if err := rows.Scan(&r.id, &r.caseID, &r.session, &r.kind, &at, &r.account, &r.party, &body); err != nil {
			return err
		}
		r.at = time.UnixMicro(at)
		if err := take(r, body); err != nil {
			return err
		}
	}
	return rows.Err()
}

// A moment is when an act was made, by whom and for which party.
type moment struct {
	at             time.Time
	account, party int64
}

// take puts one act onto the session. Attendance and record are written whole: the latest counts.
func (x *Session) take(kind string, m moment, read func(any) error) (err error) {
	switch kind {
	case actMoved:
		v := Moved{At: m.at}
		err = read(&v)
		x.Moved, x.Link = append(x.Moved, v), v.Link
	case actAttend:
		x.Attendance = nil
		err = read(&x.Attendance)
	case actAbsent:
		v := Absence{At: m.at}
		err = read(&v)
		x.Absences = append(x.Absences, v)
	case actRecord:
		x.Record, x.RecordedAt = nil, m.at
		err = read(&x.Record)
		x.Digest = digestOf(x.Record)
	case actSign:
		v := Signature{At: m.at, Account: m.account, Party: m.party}
		err = read(&v)
		x.Signatures = append(x.Signatures, v)
	case actClose:
		x.Closing = &Closing{At: m.at}
		err = read(x.Closing)
	}
	return err
}

// A clash is another session that needs the same room or person at the same time.
type clash struct {
	caseID  int64
	begins  time.Time
	room    string
	account int64 // 0 where it is the room
}

// clashes finds what stands in the way of a session at its time.
func clashes(s *casework.Step, x *Session) (out []clash, err error) {
	rows, err := s.Tx.Query(s.Ctx, `SELECT h.id, h.case_id, h.begins, h.room, COALESCE(t.account_id, 0) FROM hearing_session h
		LEFT JOIN hearing_seat t ON t.session_id = h.id WHERE h.center_id = $1 AND h.begins < $2 AND h.ends > $3 AND h.id <> $4 AND h.state <> 'cancelled' ORDER BY h.begins, h.id`,
		s.Case.Center, micro(x.Ends), micro(x.Begins), x.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, begins int64
		var c clash
		if err := rows.Scan(&id, &c.caseID, &begins, &c.room, &c.account); err != nil {
			return nil, err
		}
		c.begins = time.UnixMicro(begins)
		switch {
		case x.Room != "" && c.room == x.Room:
			c.account = 0
			out = append(out, c)
		case x.sits(c.account):
			out = append(out, c)
		}
	}
	return out, rows.Err()
}
