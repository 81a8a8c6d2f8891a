package casework

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"zhibao/casework/fact"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Established is a fact with its case as the case stands now.
type Established struct {
	fact.Fact
	Number, CaseKind, State string // of the case
	Agent                   int64  // who acts in it
	Closed                  bool
}

// A FactFilter says which facts are wanted. From is the first day; Party and Agent do not restrict where they are 0.
type FactFilter struct {
	Center, Party, Agent int64
	From                 calendar.Day
	Kinds                []fact.Kind
}

// Facts returns the facts that fit, oldest first.
func Facts(ctx context.Context, tx *store.Tx, f FactFilter) (out []Established, err error) {
	defer fault.Wrap(&err, "facts of center %d", f.Center)
	q := &query{}
	q.Where("f.center_id = ?", f.Center)
	q.Where("f.kind IN ("+store.Marks(len(f.Kinds))+")", store.Anys(f.Kinds)...)
	q.Where("f.at >= ?", f.From.Begin().UnixMicro())
	if f.Party != 0 {
		q.Where("f.party_id = ?", f.Party)
	}
	if f.Agent != 0 {
		q.Where("k.agent_id = ?", f.Agent)
	}
	rows, err := tx.Query(ctx, `SELECT f.id, f.center_id, f.kind, f.party_id, f.subject, f.case_id, f.at, f.detail, COALESCE(k.number, ''), k.kind, k.state,
		k.agent_id, k.closed_at FROM casework_fact f JOIN casework_case k ON k.id = f.case_id AND +k.center_id = f.center_id WHERE `+strings.Join(q.Conds, " AND ")+` ORDER BY f.at, f.id`, q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e Established
		var at, closed int64
		var detail string
		if err := rows.Scan(&e.ID, &e.Center, &e.Kind, &e.Party, &e.Subject, &e.Case, &at, &detail, &e.Number, &e.CaseKind, &e.State, &e.Agent, &closed); err != nil {
			return nil, err
		}
		e.At, e.Closed = time.UnixMicro(at), closed != 0
		if err := json.Unmarshal([]byte(detail), &e.Detail); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
