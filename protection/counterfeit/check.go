package counterfeit

import (
	"context"
	"encoding/json"
	"fmt"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/marking"
)

// visitor is somebody of the public, who has no account.
func visitor(center int64) casework.Actor {
	return casework.Actor{Name: "公众", Via: "web", Subject: access.Subject{Center: center, Roles: []string{string(casework.Visitor)}}}
}

// A Checked is a check of markings that a case keeps.
type Checked struct {
	At       calendar.Day // day of the check
	AsOf     calendar.Day
	Verdicts []marking.Verdict
}

func checkAAD(id int64) string { return fmt.Sprintf("counterfeit/check/%d", id) }

// keepCheck checks the numbers of a marking and keeps the verdicts in the case, as they were then:
// the ledger may change later.
func (d *Desk) keepCheck(s *casework.Step, q marking.Query, label string) error {
	found := marking.Find(label)
	if len(found) == 0 {
		return fault.New(fault.Invalid, "counterfeit.no_number", "标识原文中没有找到专利号或申请号，请照抄产品上的文字，例如“专利号：ZL 2023 1 0000001.5”").At("label")
	}
	if len(found) > marking.Most {
		return fault.New(fault.Invalid, "counterfeit.too_many", "一次最多核验 %d 个号码，标识原文中有 %d 个，请分次核验", marking.Most, len(found)).At("label")
	}
	verdicts, err := marking.Check(s.Ctx, s.Tx, d.Patents, q, found)
	if err != nil {
		return err
	}
	body, err := json.Marshal(verdicts)
	if err != nil {
		return err
	}
	id := s.Office.DB.NewID()
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO counterfeit_check (id, center_id, case_id, at, account_id, as_of, body) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		id, s.Case.Center, s.Case.ID, s.Now.UnixMicro(), s.Actor.Account, int64(q.On), s.Key().Seal(checkAAD(id), body))
	for _, v := range verdicts {
		if err == nil && v.Number != "" {
			_, err = s.Tx.Exec(s.Ctx, `INSERT INTO counterfeit_number (center_id, number, case_id) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING`, s.Case.Center, v.Number, s.Case.ID)
		}
	}
	return err
}

// Numbers are the numbers that were checked in a case.
func (d *Desk) Numbers(ctx context.Context, tx *store.Tx, caseID int64) ([]string, error) {
	return column[string](ctx, tx, `SELECT number FROM counterfeit_number WHERE case_id = $1 ORDER BY number`, caseID)
}

// Concerned are the cases of a center in which a number was checked.
func (d *Desk) Concerned(ctx context.Context, tx *store.Tx, center int64, number string) ([]int64, error) {
	return column[int64](ctx, tx, `SELECT case_id FROM counterfeit_number WHERE center_id = $1 AND number = $2 ORDER BY case_id`, center, number)
}

// column reads one column.
func column[T any](ctx context.Context, tx *store.Tx, query string, args ...any) (out []T, err error) {
	defer fault.Wrap(&err, "numbers of markings")
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x T
		if err := rows.Scan(&x); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// Checks lists the checks that a case keeps, oldest first.
func (d *Desk) Checks(ctx context.Context, tx *store.Tx, caseID int64) (_ []Checked, err error) {
	defer fault.Wrap(&err, "checks of markings")
	key, err := d.office.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT id, at, as_of, body FROM counterfeit_check WHERE case_id = $1 ORDER BY at, id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Checked
	for rows.Next() {
		var id, at, asOf int64
		var body []byte
		if err := rows.Scan(&id, &at, &asOf, &body); err != nil {
			return nil, err
		}
		plain, err := key.Open(checkAAD(id), body)
		if err != nil {
			return nil, err
		}
		x := Checked{At: dayOf(at), AsOf: calendar.Day(asOf)}
		if err := json.Unmarshal(plain, &x.Verdicts); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}
