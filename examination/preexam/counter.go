package preexam

import (
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/examination/preexam/staffing"
)

// accept issues the number and the notice, takes one of the quota, and starts the term of the
// first action.
func (d *Desk) accept(s *casework.Step, in *Accept) error {
	// The clerk's class wins over the one that the papers state: it decides about field and staff.
	if class := strings.TrimSpace(in.Class); class != "" {
		s.Case.SetAttr(attrClass, class)
	}
	s.Note("class", s.Case.Attrs[attrClass]) // the papers may say another one later
	// Asked again, although they were open at submission: the applicant may have been suspended or
	// the quota used up since.
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForExam)
	if err != nil {
		return err
	}
	if err := d.askGates(s, v); err != nil {
		return err
	}
	if err := s.Issue(); err != nil {
		return err
	}
	// Acceptance is what grants the green channel that was asked for.
	if s.Case.Attrs[attrGreen] != "" {
		s.Case.SetAttr(attrGreen, "granted")
	}
	// The quota is used by acceptance and not by submission: what is refused costs nothing.
	if err := d.establish(s, fact.QuotaUsed, nil); err != nil {
		return err
	}
	return d.issue(s, notice.Acceptance())
}

// establish records a fact about the applicant.
// Other procedures (registration, credit, abnormal filings) react to it in the same transaction,
// without this one knowing them.
func (d *Desk) establish(s *casework.Step, k fact.Kind, detail map[string]string) error {
	owner, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	return s.Establish(fact.Fact{Kind: k, Party: owner.ID, Subject: owner.Code, Detail: detail})
}

// giveBack returns the request with one list of everything that is missing.
func (d *Desk) giveBack(s *casework.Step, in *GiveBack) error {
	return d.issue(s, notice.Returning(in.Reason))
}

// refuse ends the request with its ground. The refused request gets a number too, because the
// paper must be citable and an objection needs something to refer to.
func (d *Desk) refuse(s *casework.Step, in *Refuse) error {
	s.Case.SetAttr(attrGround, in.Code)
	if err := s.Issue(); err != nil {
		return err
	}
	return d.adverse(s, notice.Refusal(in.Code, in.Reason))
}

// assign gives the case to an examiner and a second reader: those chosen, or whoever of the field
// has least to do and no conflict.
func (d *Desk) assign(s *casework.Step, in *Assign) error {
	staff, err := d.Staff(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	pick := &staffing.Picker{Step: s, Staff: staff, Class: s.Case.Attrs[attrClass]}
	kept, _ := strconv.ParseInt(in.Second, 10, 64) // a second reader who was chosen is not the examiner too
	handler, err := pick.Choose(casework.Examiner, in.Handler, kept)
	if err != nil {
		return err
	}
	second, err := pick.Choose(casework.Reviewer, in.Second, handler)
	if err != nil {
		return err
	}
	s.Case.Handler, s.Case.Second = handler, second
	if in.Reason != "" {
		s.Note("reason", in.Reason)
	}
	s.Note("handler", strconv.FormatInt(handler, 10))
	return nil
}
