package preexam

import (
	"zhibao/casework"
	"zhibao/examination/preexam/gallery"
	"zhibao/examination/preexam/record"
)

// takeFindings turns the report of a version into the findings of the desk, together with what
// was decided about the version before. A version that was returned and is handed in again
// unchanged has its findings already; they are made anew.
func (d *Desk) takeFindings(s *casework.Step, v *Version) error {
	if err := record.DropFindings(s.Ctx, s.Tx, s.Case.ID, v.No); err != nil {
		return err
	}
	if err := gallery.Take(s, v, d.Rules); err != nil {
		return err
	}
	fs := record.Fresh(v)
	if v.No > 1 {
		old, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, v.No-1, ForExam)
		if err != nil {
			return err
		}
		was, err := record.Findings(s.Ctx, s.Tx, s.Key(), s.Case.ID, old.No)
		if err != nil {
			return err
		}
		fs = record.Carry(s.Ctx, old, v, was, fs)
		for _, f := range was {
			if f.Status != FindingFixed {
				continue
			}
			if err := record.PutFinding(s.Ctx, s.Tx, s.Key(), s.Case.Center, s.Case.ID, f); err != nil {
				return err
			}
		}
	}
	for i, f := range fs {
		f.ID, f.Ord = s.Office.DB.NewID(), int64(i)
		if err := record.PutFinding(s.Ctx, s.Tx, s.Key(), s.Case.Center, s.Case.ID, f); err != nil {
			return err
		}
	}
	return nil
}
