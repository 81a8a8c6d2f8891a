package preexam

import (
	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/status"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/office/paper"
)

// templates carry the day on which their wording last changed.
const templateVersion = "2026-11-28"

// issue issues a paper of the case to the applicant, with the particulars of the case on top.
func (d *Desk) issue(s *casework.Step, p document.Draft) error {
	owner, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	p.To, p.Party, p.Version = owner.Name, owner.ID, templateVersion
	top, err := notice.Particulars(s.Ctx, s.Tx, s.Case, d.title(s))
	if err != nil {
		return err
	}
	p.Body = append([]paper.Block{top}, p.Body...)
	_, err = document.Issue(s, p)
	return err
}

// adverse issues a paper to which an objection is possible, with the last day of it.
func (d *Desk) adverse(s *casework.Step, write notice.Adverse) error {
	due, err := d.dueFrom(s, "preexam.object_within")
	if err != nil {
		return err
	}
	return d.issue(s, write(due))
}

// title returns the title from the latest papers, which the paper states for the applicant.
func (d *Desk) title(s *casework.Step) string {
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForExam)
	if err != nil || v == nil {
		return notice.TitleOf(nil)
	}
	return notice.TitleOf(v.App)
}

// receipt confirms the submission with the digest of every file.
func (d *Desk) receipt(s *casework.Step, v *Version) error {
	// The code opens the public page of the case, without names and without the matter.
	code, err := status.Issue(s)
	if err != nil {
		return err
	}
	return d.issue(s, notice.Receipt(v, s.Received, code))
}
