package record

import (
	"zhibao/casework"
	"zhibao/examination/preexam/check"
)

// Take makes the findings of the desk from the report of a version and from a further one, together
// with what was decided about the version before. A version that was returned and is handed in again
// unchanged has its findings already; they are made anew.
func Take(s *casework.Step, v *Version, more *check.Report) error {
	if err := DropFindings(s.Ctx, s.Tx, s.Case.ID, v.No); err != nil {
		return err
	}
	fs := append(Fresh(v), Fresh(&Version{No: v.No, Report: more})...)
	if v.No > 1 {
		old, err := Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, v.No-1, ForExam)
		if err != nil {
			return err
		}
		was, err := Findings(s.Ctx, s.Tx, s.Key(), s.Case.ID, old.No)
		if err != nil {
			return err
		}
		fs = Carry(s.Ctx, old, v, was, fs)
		for _, f := range was {
			if f.Status != FindingFixed {
				continue
			}
			if err := PutFinding(s.Ctx, s.Tx, s.Key(), s.Case.Center, s.Case.ID, f); err != nil {
				return err
			}
		}
	}
	for i, f := range fs {
		f.ID, f.Ord = s.Office.DB.NewID(), int64(i)
		if err := PutFinding(s.Ctx, s.Tx, s.Key(), s.Case.Center, s.Case.ID, f); err != nil {
			return err
		}
	}
	return nil
}
