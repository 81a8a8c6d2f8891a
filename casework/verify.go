package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// A Flaw is the first entry at which a chain of events does not hold.
type Flaw struct {
	Case   int64
	Number string
	Seq    int64
	What   string // Chinese: what does not fit
}

// String names the entry for the operator.
func (f Flaw) String() string {
	if f.Case == 0 {
		return f.What
	}
	return fmt.Sprintf("案件 %d（%s）第 %d 条记录：%s", f.Case, f.Number, f.Seq, f.What)
}

// Verified is the outcome of a verification.
type Verified struct {
	Cases, Events int
	Flaws         []Flaw // at most one a case, in order of case id; gaps in number series last
}

// Verify recomputes the hash chain of every case, compares the case as lists show it with what its
// last move recorded, and looks for gaps in the number series. It needs the database alone, no keys.
func Verify(ctx context.Context, db *store.DB) (v Verified, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		v, err = VerifyTx(ctx, tx)
		return err
	})
	return v, err
}

// VerifyTx is Verify within a transaction.
func VerifyTx(ctx context.Context, tx *store.Tx) (v Verified, err error) {
	defer fault.Wrap(&err, "verify")
	w := &verifier{v: &v}
	if err := w.heads(ctx, tx); err != nil {
		return v, err
	}
	if err := w.chains(ctx, tx); err != nil {
		return v, err
	}
	w.ends()
	return v, w.series(ctx, tx)
}

type headRow struct {
	id, seq, version int64
	state            string
	plainRow
	head        []byte
	broken      bool
	lastSeq     int64
	lastHash    []byte
	lastState   string
	lastVersion int64
	lastRow     string // empty where the last move was made before rows were recorded
}

type verifier struct {
	v     *Verified
	order []int64
	cases map[int64]*headRow
}

func (w *verifier) heads(ctx context.Context, tx *store.Tx) error {
	w.cases = map[int64]*headRow{}
	rows, err := tx.Query(ctx, `SELECT id, seq, version, chart, COALESCE(number,''), state, kind, owner_id, agent_id, handler_id, second_id,
		opened_at, closed_at, attrs, head FROM casework_case ORDER BY id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		h := &headRow{lastHash: []byte{}}
		if err := rows.Scan(&h.id, &h.seq, &h.version, &h.chart, &h.number, &h.state, &h.kind, &h.owner, &h.agent, &h.handler, &h.reader,
			&h.opened, &h.closed, &h.attrs, &h.head); err != nil {
			return err
		}
		w.cases[h.id] = h
		w.order = append(w.order, h.id)
	}
	w.v.Cases = len(w.order)
	return rows.Err()
}

func (w *verifier) flaw(h *headRow, seq int64, format string, args ...any) {
	if !h.broken {
		w.v.Flaws = append(w.v.Flaws, Flaw{h.id, h.number, seq, fmt.Sprintf(format, args...)})
	}
	h.broken = true
}

func (w *verifier) chains(ctx context.Context, tx *store.Tx) error {
	rows, err := tx.Query(ctx, `SELECT center_id, case_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, input,
		idem, prev, hash FROM casework_event ORDER BY case_id, seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.Center, &e.Case, &e.Seq, &at, &e.Actor, &e.Name, &e.Role, &e.Move, &e.From, &e.To, &e.rawMeta,
			&e.Input, &e.idem, &e.Prev, &e.Hash); err != nil {
			return err
		}
		e.At = time.UnixMicro(at)
		w.v.Events++
		w.event(&e)
	}
	return rows.Err()
}

func (w *verifier) event(e *Event) {
	h := w.cases[e.Case]
	if h == nil {
		h = &headRow{id: e.Case, lastHash: []byte{}}
		w.cases[e.Case] = h
		w.flaw(h, e.Seq, "记录所属的案件不存在")
	}
	switch {
	case e.Seq != h.lastSeq+1:
		w.flaw(h, h.lastSeq+1, "缺少该条记录，其后为第 %d 条", e.Seq)
	case !bytes.Equal(e.Prev, h.lastHash):
		w.flaw(h, e.Seq, "与上一条记录的摘要不衔接")
	case !bytes.Equal(e.digest(seal.Summed(e.Hash)), e.Hash):
		w.flaw(h, e.Seq, "内容与摘要不符，已被改动")
	case e.From != h.lastState && e.Seq > 1:
		w.flaw(h, e.Seq, "起始状态 %s 与上一条的结果 %s 不符", e.From, h.lastState)
	}
	h.lastSeq, h.lastHash, h.lastState = e.Seq, e.Hash, e.To
	// Metadata that is no JSON was not written here; the digest has told so already.
	if err := json.Unmarshal([]byte(e.rawMeta), &e.Meta); err != nil {
		w.flaw(h, e.Seq, "记录的附注无法识别")
	}
	// Between moves there are events of reading, which leave the case as it is.
	if h.lastVersion = e.Meta.Version; e.isMove() {
		h.lastRow = e.Meta.Row
	}
}

func (w *verifier) ends() {
	for _, id := range w.order {
		h := w.cases[id]
		switch {
		case h.seq != h.lastSeq:
			w.flaw(h, h.lastSeq+1, "案件应有 %d 条记录，实有 %d 条", h.seq, h.lastSeq)
		case !bytes.Equal(h.head, h.lastHash):
			w.flaw(h, h.lastSeq, "案件记载的末条摘要与记录不符")
		case h.state != h.lastState:
			w.flaw(h, h.lastSeq, "案件状态 %s 与末条记录的结果 %s 不符", h.state, h.lastState)
		case h.version != h.lastVersion:
			w.flaw(h, h.lastSeq, "案件版本 %d 与末条记录的版本 %d 不符", h.version, h.lastVersion)
		case h.lastRow != "" && h.lastRow != h.digest():
			w.flaw(h, h.lastSeq, "案件的编号、类型、当事人、经办人、起止时间或属性与末次办理所记的不符，已被改动")
		case h.number != "" && !ValidNumber(h.number):
			w.flaw(h, h.lastSeq, "编号的校验字符不符")
		}
	}
}

// series compares each counter of case numbers with the number of cases that carry one.
func (w *verifier) series(ctx context.Context, tx *store.Tx) error {
	rows, err := tx.Query(ctx, `SELECT s.center_id, s.series, s.year, s.last, (SELECT COUNT(*) FROM casework_case k
		WHERE k.center_id = s.center_id AND k.chart = s.series AND k.number LIKE '%-' || CAST(s.year AS TEXT) || '-%')
		FROM casework_series s WHERE s.series IN (SELECT DISTINCT chart FROM casework_case)`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var center, year, last, have int64
		var series string
		if err := rows.Scan(&center, &series, &year, &last, &have); err != nil {
			return err
		}
		if last != have {
			w.v.Flaws = append(w.v.Flaws, Flaw{What: fmt.Sprintf("编号序列 %s %d 年应有 %d 号，实有 %d 件", series, year, last, have)})
		}
	}
	return rows.Err()
}

// VerifyClocks computes the clocks of every open case anew from its events and compares them with
// the date that lists and reminders go by. It needs no keys. Closed cases are left out: what they
// show was right under the calendar of their time.
func (o *Office) VerifyClocks(ctx context.Context, tx *store.Tx) (out []Flaw, err error) {
	defer fault.Wrap(&err, "verify clocks")
	centers, err := o.Centers(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, ct := range centers {
		ids, err := openCases(ctx, tx, ct.ID)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			c, err := o.load(ctx, tx, ct.ID, id)
			if err != nil {
				return nil, err
			}
			what, err := o.clockFlaw(ctx, tx, c)
			if err != nil {
				return nil, err
			}
			if what != "" {
				out = append(out, Flaw{c.ID, c.Number, c.Seq, what})
			}
		}
	}
	return out, nil
}

// clockFlaw says where the due date of a case is not what its events make of it.
func (o *Office) clockFlaw(ctx context.Context, tx *store.Tx, c *Case) (string, error) {
	clocks, err := o.Clocks(ctx, tx, c)
	if err != nil {
		return "", err
	}
	want := *c
	want.soonest(clocks)
	if want.Due != c.Due || want.DueClock != c.DueClock || want.DueParty != c.DueParty || want.Provis != c.Provis {
		return fmt.Sprintf("案件记载的期限 %s 与按记录计算的 %s 不符", c.Due, want.Due), nil
	}
	return "", nil
}

// A Link is an event as a log outside its case knows it: by its place and its hash, which covers all
// that went before in the case.
type Link struct {
	ID, Case, Seq int64
	Hash          []byte
}

// Links returns the events of a center that were made after the one with the id, in the order of their
// ids. An event of a transaction that is not yet committed may come later with a lesser id.
func Links(ctx context.Context, tx *store.Tx, center, after int64, limit int) (out []Link, err error) {
	defer fault.Wrap(&err, "links of center %d", center)
	rows, err := tx.Query(ctx, `SELECT id, case_id, seq, hash FROM casework_event WHERE id > $1 AND center_id = $2 ORDER BY id LIMIT $3`, after, center, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l Link
		if err := rows.Scan(&l.ID, &l.Case, &l.Seq, &l.Hash); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// LinkCount returns how many events a center has.
func LinkCount(ctx context.Context, tx *store.Tx, center int64) (n int64, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM casework_event WHERE center_id = $1`, center).Scan(&n)
	return n, err
}
