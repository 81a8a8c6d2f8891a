package preexam

import (
	"zhibao/casework"
	"zhibao/examination/preexam/gallery"
	"zhibao/examination/preexam/memory"
	"zhibao/examination/preexam/record"
)

// takeFindings turns the report of a version that is handed in into the findings of the desk.
//
// What compares with earlier cases is found here and not when papers are uploaded: a draft must not
// tell whoever tries what texts the center has.
func (d *Desk) takeFindings(s *casework.Step, v *Version) error {
	facts, err := d.ruleFacts(s.Ctx, s.Tx, s.Case, v.App, s.Today)
	if err != nil {
		return err
	}
	if err := gallery.Take(s, v, d.Rules); err != nil {
		return err
	}
	compared, err := memory.Take(s, v, facts, d.Rules)
	if err != nil {
		return err
	}
	return record.Take(s, v, compared)
}
