package casework

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"zhibao/internal/fault"
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
	return fmt.Sprintf("案件 %d（%s）第 %d 条记录：%s", f.Case, f.Number, f.Seq, f.What)
}

// Verified is the outcome of a verification.
type Verified struct {
	Cases, Events int
	Flaws         []Flaw // at most one a case, in order of case id; gaps in number series last
}

// Verify recomputes the hash chain of every case and compares it with the case's head, and looks
// for gaps in the number series. It needs the database alone, no keys.
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
	number, state    string
	head             []byte
	broken           bool
	lastSeq          int64
	lastHash         []byte
	lastState        string
}

type verifier struct {
	v     *Verified
	order []int64
	cases map[int64]*headRow
}

func (w *verifier) heads(ctx context.Context, tx *store.Tx) error {
	w.cases = map[int64]*headRow{}
	rows, err := tx.Query(ctx, `SELECT id, seq, version, COALESCE(number,''), state, head FROM casework_case ORDER BY id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		h := &headRow{lastHash: []byte{}}
		if err := rows.Scan(&h.id, &h.seq, &h.version, &h.number, &h.state, &h.head); err != nil {
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
	case !bytes.Equal(e.digest(), e.Hash):
		w.flaw(h, e.Seq, "内容与摘要不符，已被改动")
	case e.From != h.lastState && e.Seq > 1:
		w.flaw(h, e.Seq, "起始状态 %s 与上一条的结果 %s 不符", e.From, h.lastState)
	}
	h.lastSeq, h.lastHash, h.lastState = e.Seq, e.Hash, e.To
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
