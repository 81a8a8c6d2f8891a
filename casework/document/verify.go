package document

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
)

// rowDigest covers the columns of a paper that never change. It stands in the event of the move that
// issued the paper, so that a changed, exchanged or removed paper is noticed without keys. The
// content is bound through its own digest.
func rowDigest(p *Paper, code []byte) string {
	// A list of JSON strings: no character can move from one column to the next.
	row, _ := json.Marshal([]any{p.ID, p.Case, p.Party, p.Template, p.Version, p.Number, p.Name, p.At.UnixMicro(), p.Account, code, p.Digest})
	sum := sha256.Sum256(row)
	return hex.EncodeToString(sum[:])
}

// A noted paper is one that an event says was issued.
type noted struct {
	caseID, seq int64
	number      string // of the case
	digest      string // empty in events of the time before digests were recorded
	seal        string // who put the electronic seal on it; empty where nobody did
}

// Verify compares the papers with what the events of the cases say was issued: each is there, belongs
// to its case and is unchanged, and none is there that nobody issued. It needs no keys.
func Verify(ctx context.Context, tx *store.Tx) (flaws []casework.Flaw, err error) {
	defer fault.Wrap(&err, "verify papers")
	issued, err := issued(ctx, tx)
	if err != nil {
		return nil, err
	}
	seals, err := seals(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+`, center_id, code FROM document_paper ORDER BY case_id, at, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var center int64
		var code []byte
		p, err := scan(rows, &center, &code)
		if err != nil {
			return nil, err
		}
		key := paperKey{center, p.Number}
		n, ok := issued[key]
		delete(issued, key)
		switch {
		case !ok:
			flaws = append(flaws, casework.Flaw{Case: p.Case, What: fmt.Sprintf("文书 %s 没有出具记录", p.Number)})
		case n.caseID != p.Case || n.digest != "" && n.digest != rowDigest(p, code):
			flaws = append(flaws, casework.Flaw{Case: n.caseID, Number: n.number, Seq: n.seq, What: fmt.Sprintf("文书 %s 与出具时的记录不符，已被改动", p.Number)})
		}
		if what := seals.flaw(center, p, n.seal); what != "" {
			flaws = append(flaws, casework.Flaw{Case: p.Case, Number: n.number, Seq: n.seq, What: what})
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for key, n := range issued {
		flaws = append(flaws, casework.Flaw{Case: n.caseID, Number: n.number, Seq: n.seq, What: fmt.Sprintf("该条记录出具的文书 %s 不存在", key.number)})
	}
	sorting.By(flaws, func(a, b casework.Flaw) int {
		return cmp.Or(cmp.Compare(a.Case, b.Case), cmp.Compare(a.Seq, b.Seq), strings.Compare(a.What, b.What))
	})
	return flaws, nil
}

// VerifyAll verifies everything that follows from the events of the cases: their chains, the cases as
// lists show them, the papers and the due dates.
func VerifyAll(ctx context.Context, o *casework.Office) (v casework.Verified, err error) {
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		if v, err = casework.VerifyTx(ctx, tx); err != nil {
			return err
		}
		papers, err := Verify(ctx, tx)
		if err != nil {
			return err
		}
		clocks, err := o.VerifyClocks(ctx, tx)
		if v.Flaws = slices.Concat(v.Flaws, papers, clocks); err != nil {
			return err
		}
		for _, proof := range o.Proofs {
			more, err := proof(ctx, tx)
			if err != nil {
				return err
			}
			v.Flaws = append(v.Flaws, more...)
		}
		return nil
	})
	return v, err
}

// paperKey is what makes the number of a paper unique.
type paperKey struct {
	center int64
	number string
}

// issued gathers from the events which papers were issued.
func issued(ctx context.Context, tx *store.Tx) (map[paperKey]noted, error) {
	rows, err := tx.Query(ctx, `SELECT e.center_id, e.case_id, e.seq, e.meta, COALESCE(k.number, '') FROM casework_event e
		LEFT JOIN casework_case k ON k.id = e.case_id WHERE e.meta LIKE '%"papers"%'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[paperKey]noted{}
	for rows.Next() {
		var center int64
		var n noted
		var raw string
		if err := rows.Scan(&center, &n.caseID, &n.seq, &raw, &n.number); err != nil {
			return nil, err
		}
		var meta casework.Meta
		if json.Unmarshal([]byte(raw), &meta) != nil {
			continue // the chain of the case has told so
		}
		for i, number := range meta.Papers {
			if n.digest = ""; i < len(meta.Digests) {
				n.digest = meta.Digests[i]
			}
			n.seal = meta.Notes["seal:"+number]
			out[paperKey{center, number}] = n
		}
	}
	return out, rows.Err()
}
