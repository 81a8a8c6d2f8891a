package document

import (
	"context"
	"fmt"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

func voidAAD(paper int64) string { return fmt.Sprintf("document/void/%d", paper) }

// Void declares a paper of the case void (作废): it stays as it was issued, whoever verifies it learns
// that it is void, and its number is never used again.
func Void(s *casework.Step, paper int64, reason string) (err error) {
	defer fault.Wrap(&err, "void paper %d", paper)
	p, err := Open(s.Ctx, s.Tx, s.Key(), s.Case.ID, paper)
	if err != nil {
		return err
	}
	if !p.Revoked.IsZero() {
		return fault.New(fault.Conflict, "document.void", "文书 %s 已于 %s 作废，请刷新页面查看", p.Number, calendar.DayOf(p.Revoked)).At("paper")
	}
	if _, err = s.Tx.Exec(s.Ctx, `UPDATE document_paper SET revoked_at = $2 WHERE id = $1`, p.ID, s.Now.UnixMicro()); err != nil {
		return err
	}
	s.Note("what", p.Number)
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO document_void (paper_id, center_id, case_id, number, at, account_id, reason) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		p.ID, s.Case.Center, p.Case, p.Number, s.Now.UnixMicro(), s.Actor.Account, s.Key().Seal(voidAAD(p.ID), []byte(reason)))
	return err
}

// WhyVoid returns why the papers of a case were declared void, by paper.
func WhyVoid(ctx context.Context, tx *store.Tx, key seal.Key, caseID int64) (_ map[int64]string, err error) {
	defer fault.Wrap(&err, "void papers of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT paper_id, reason FROM document_void WHERE case_id = $1`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]string{}
	for rows.Next() {
		var id int64
		var reason []byte
		if err := rows.Scan(&id, &reason); err != nil {
			return nil, err
		}
		plain, err := key.Open(voidAAD(id), reason)
		if err != nil {
			return nil, err
		}
		out[id] = string(plain)
	}
	return out, rows.Err()
}
