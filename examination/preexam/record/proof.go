package record

import (
	"context"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// A Proof is one file with which a party proves why it needs more time.
type Proof struct {
	ID   int64
	At   time.Time // when it was asked for, the time of the event
	File FileRef
}

// proofAAD binds a sealed proof to its row.
func proofAAD(id int64) string { return fmt.Sprintf("preexam/proof/%d", id) }

// AddProofs records files that were handed in with the move.
func AddProofs(s *casework.Step, files []FileRef) (err error) {
	defer fault.Wrap(&err, "add proofs")
	for _, f := range files {
		id := s.Office.DB.NewID()
		body, err := pack(s.Key(), proofAAD(id), f)
		if err != nil {
			return err
		}
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO preexam_proof (id, center_id, case_id, at, account_id, body) VALUES ($1,$2,$3,$4,$5,$6)`,
			id, s.Case.Center, s.Case.ID, s.Now.UnixMicro(), s.Actor.Account, body); err != nil {
			return err
		}
	}
	return hold(s.Ctx, s.Tx, s.Case.Center, s.Now, files)
}

// Proofs lists the proofs of a case, oldest first.
func Proofs(ctx context.Context, tx *store.Tx, key seal.Key, caseID int64) (out []Proof, err error) {
	defer fault.Wrap(&err, "proofs of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT id, at, body FROM preexam_proof WHERE case_id = $1 ORDER BY id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p Proof
		var at int64
		var body []byte
		if err := rows.Scan(&p.ID, &at, &body); err != nil {
			return nil, err
		}
		p.At = time.UnixMicro(at)
		if err := unpack(key, proofAAD(p.ID), body, &p.File); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}
