package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
)

// A BoundRow is a row beside the case that is never changed and whose digest stands in the event that
// wrote it: an exhibit, a step of its way, a signature. Of what is sealed the digest covers the
// ciphertext, so that it confirms no guess and can be verified without keys.
type BoundRow struct {
	ID, Case int64
	What     string // in a message, "证据 申1"
	Columns  []any  // plain, in a fixed order
	Body     []byte // sealed
}

func (r BoundRow) digest() string {
	plain, _ := json.Marshal([]any{r.ID, r.Case, r.Columns, r.Body})
	sum := sha256.Sum256(plain)
	return hex.EncodeToString(sum[:])
}

// Bind writes the digest of a row into the event of the step. Notes with a prefix are shown to nobody.
func (s *Step) Bind(prefix string, r BoundRow) {
	s.Note(prefix+"."+strconv.FormatInt(r.ID, 10), r.digest())
}

// binding is what an event says of a row.
type binding struct {
	caseID, seq int64
	digest      string
}

// VerifyBound compares rows with what the events say was written under a prefix: each is there and
// unchanged, and none is there that nobody wrote. Rows tells all that there are.
func VerifyBound(ctx context.Context, tx *store.Tx, prefix string, rows func(tell func(BoundRow)) error) (flaws []Flaw, err error) {
	defer fault.Wrap(&err, "verify rows of %s", prefix)
	written, err := bindings(ctx, tx, prefix+".")
	if err != nil {
		return nil, err
	}
	err = rows(func(r BoundRow) {
		b, ok := written[r.ID]
		delete(written, r.ID)
		switch {
		case !ok:
			flaws = append(flaws, Flaw{Case: r.Case, What: r.What + " 没有办理记录"})
		case b.caseID != r.Case || b.digest != r.digest():
			flaws = append(flaws, Flaw{Case: b.caseID, Seq: b.seq, What: r.What + " 与当时的记录不符，已被改动"})
		}
	})
	if err != nil {
		return nil, err
	}
	for id, b := range written {
		flaws = append(flaws, Flaw{Case: b.caseID, Seq: b.seq, What: fmt.Sprintf("该条记录写入的内容（%s %d）不存在", prefix, id)})
	}
	sorting.By(flaws, func(a, b Flaw) int {
		return cmp.Or(cmp.Compare(a.Case, b.Case), cmp.Compare(a.Seq, b.Seq), strings.Compare(a.What, b.What))
	})
	return flaws, nil
}

func bindings(ctx context.Context, tx *store.Tx, prefix string) (map[int64]binding, error) {
	rows, err := tx.Query(ctx, `SELECT case_id, seq, meta FROM casework_event WHERE meta LIKE $1`, `%"`+prefix+`%`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]binding{}
	for rows.Next() {
		var b binding
		var raw string
		if err := rows.Scan(&b.caseID, &b.seq, &raw); err != nil {
			return nil, err
		}
		var meta Meta
		if json.Unmarshal([]byte(raw), &meta) != nil {
			continue // the chain of the case has told so
		}
		for name, digest := range meta.Notes {
			id, ours := strings.CutPrefix(name, prefix)
			if n, err := strconv.ParseInt(id, 10, 64); ours && err == nil {
				b.digest = digest
				out[n] = b
			}
		}
	}
	return out, rows.Err()
}
