package evidence

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A bound row is one that an event says was written.
type bound struct {
	caseID, seq int64
	digest      string
}

// Verify compares the rows of exhibits and of acts on them with what the events of the cases say was
// written: each is there and unchanged, and none is there that nobody wrote. It needs no keys.
func Verify(ctx context.Context, tx *store.Tx) (flaws []casework.Flaw, err error) {
	defer fault.Wrap(&err, "verify evidence")
	written, err := written(ctx, tx)
	if err != nil {
		return nil, err
	}
	err = stored(ctx, tx, func(id, caseID int64, what, digest string) {
		b, ok := written[id]
		delete(written, id)
		switch {
		case !ok:
			flaws = append(flaws, casework.Flaw{Case: caseID, What: fmt.Sprintf("%s没有办理记录", what)})
		case b.caseID != caseID || b.digest != digest:
			flaws = append(flaws, casework.Flaw{Case: b.caseID, Seq: b.seq, What: fmt.Sprintf("%s与当时的记录不符，已被改动", what)})
		}
	})
	if err != nil {
		return nil, err
	}
	for _, b := range written {
		flaws = append(flaws, casework.Flaw{Case: b.caseID, Seq: b.seq, What: "该条记录写入的证据内容不存在"})
	}
	slices.SortFunc(flaws, func(a, b casework.Flaw) int {
		return cmp.Or(cmp.Compare(a.Case, b.Case), cmp.Compare(a.Seq, b.Seq), strings.Compare(a.What, b.What))
	})
	return flaws, nil
}

// stored tells every row with its digest.
func stored(ctx context.Context, tx *store.Tx, tell func(id, caseID int64, what, digest string)) error {
	rows, err := tx.Query(ctx, `SELECT id, case_id, side, party_id, no, at, account_id, body FROM evidence_exhibit`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, caseID, party, at, account int64
		var side, no string
		var body []byte
		if err := rows.Scan(&id, &caseID, &side, &party, &no, &at, &account, &body); err != nil {
			return err
		}
		tell(id, caseID, "证据 "+no+" ", digest([]any{"exhibit", id, caseID, side, party, no, at, account}, body))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	acts, err := tx.Query(ctx, `SELECT id, case_id, exhibit_id, kind, side, party_id, at, account_id, body FROM evidence_act`)
	if err != nil {
		return err
	}
	defer acts.Close()
	for acts.Next() {
		var id, caseID, at, account int64
		var r row
		var body []byte
		if err := acts.Scan(&id, &caseID, &r.exhibit, &r.kind, &r.side, &r.party, &at, &account, &body); err != nil {
			return err
		}
		tell(id, caseID, "对证据的一项办理", digest([]any{"act", id, caseID, r.exhibit, r.kind, r.side, r.party, at, account}, body))
	}
	return acts.Err()
}

// written gathers from the events which rows were written.
func written(ctx context.Context, tx *store.Tx) (map[int64]bound, error) {
	rows, err := tx.Query(ctx, `SELECT case_id, seq, meta FROM casework_event WHERE meta LIKE '%"`+notePrefix+`%'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]bound{}
	for rows.Next() {
		var caseID, seq int64
		var raw string
		if err := rows.Scan(&caseID, &seq, &raw); err != nil {
			return nil, err
		}
		var meta casework.Meta
		if json.Unmarshal([]byte(raw), &meta) != nil {
			continue // the chain of the case has told so
		}
		for name, digest := range meta.Notes {
			if id, err := strconv.ParseInt(strings.TrimPrefix(name, notePrefix), 10, 64); err == nil && strings.HasPrefix(name, notePrefix) {
				out[id] = bound{caseID, seq, digest}
			}
		}
	}
	return out, rows.Err()
}
