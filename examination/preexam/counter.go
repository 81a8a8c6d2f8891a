package preexam

import (
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
)

// accept issues the number and the notice, takes one of the quota, and starts the term of the
// first action.
func (d *Desk) accept(s *casework.Step, in *Accept) error {
	// The clerk's class wins over the one that the papers state: it decides about field and staff.
	if class := strings.TrimSpace(in.Class); class != "" {
		s.Case.SetAttr(attrClass, class)
	}
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
	owner, err := party.Get(s.Ctx, s.Tx, s.Case.Owner)
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
	return d.issue(s, notice.Refusal(in.Code, in.Reason))
}

// assign gives the case to an examiner and a second reader: those chosen, or whoever of the field
// has least to do and no conflict.
func (d *Desk) assign(s *casework.Step, in *Assign) error {
	staff, err := d.Staff(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	pick := &picker{step: s, staff: staff, class: s.Case.Attrs[attrClass]}
	kept, _ := strconv.ParseInt(in.Second, 10, 64) // a second reader who was chosen is not the examiner too
	handler, err := pick.choose(casework.Examiner, in.Handler, kept)
	if err != nil {
		return err
	}
	second, err := pick.choose(casework.Reviewer, in.Second, handler)
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

// A picker chooses one of the staff for the case of a step. An empty class fits everybody.
type picker struct {
	step  *casework.Step
	staff []Staff
	class string
}

// choose returns the chosen account, or the present person of the role who examines the class
// and has the fewest open cases.
func (p *picker) choose(role casework.Role, chosen string, not int64) (int64, error) {
	var best *Staff
	load := 0
	for i := range p.staff {
		one := &p.staff[i]
		// A conflict of interest is not overruled by choosing the person by name.
		if !hasRole(one.Roles, role) || one.Account == not || p.step.Case.Conflicted(one.Account) {
			continue
		}
		if chosen != "" {
			if strconv.FormatInt(one.Account, 10) == chosen {
				return one.Account, nil
			}
			continue
		}
		// Who is on leave can be chosen by name but is not found by the system.
		if one.Away {
			continue
		}
		n, err := p.load(one)
		if err != nil {
			return 0, err
		}
		// Equal loads: the first of the list, so that the choice can be explained afterwards.
		if best == nil || n < load {
			best, load = one, n
		}
	}
	if best == nil {
		return 0, fault.New(fault.Conflict, "preexam.no_staff", "没有可承办本案的%s：请检查人员的角色、领域、请假与回避情况，复核员不能与预审员为同一人",
			role.Info().Words()).At(string(role))
	}
	return best.Account, nil
}

// elsewhere is added to the load of somebody who does not examine the class.
// More than anybody's open cases, so whoever knows the field comes first whatever the load.
const elsewhere = 1000

// load is the number of open cases, with elsewhere added where the field is another.
func (p *picker) load(one *Staff) (n int, err error) {
	n, err = p.step.Office.Load(p.step.Ctx, p.step.Tx, one.Account)
	if p.class != "" && !one.examines(p.class) {
		n += elsewhere
	}
	return n, err
}

// examines compares by prefix: "H" covers H01M. Somebody without fields examines everything.
func (s *Staff) examines(class string) bool {
	for _, f := range s.Fields {
		if f != "" && strings.HasPrefix(class, f) {
			return true
		}
	}
	return len(s.Fields) == 0
}

// hasRole reports whether r is among the roles.
func hasRole(rs []casework.Role, r casework.Role) bool {
	for _, x := range rs {
		if x == r {
			return true
		}
	}
	return false
}
