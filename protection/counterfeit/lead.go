package counterfeit

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/status"
	"zhibao/internal/fault"
	"zhibao/law/division"
	"zhibao/law/term"
	"zhibao/protection/counterfeit/marking"
	"zhibao/protection/counterfeit/reporter"
)

// Plain attributes of a case.
const (
	attrSource    = "source"
	attrOther     = "other"  // account of the second officer
	attrOnline    = "online" // agreed to be served electronically
	attrOutcome   = "outcome"
	attrNoticed   = "noticed"
	attrServed    = "served"
	attrPublished = "published"
	attrPreserve  = "preserving" // something is registered and not decided on
	attrSeize     = "seizing"    // something is seized and not released
	attrProlonged = "prolonged"
	attrDivision  = "division" // where it happened, by which the gate of entrustments goes
	attrRemedy    = "remedy"   // a remedy is pending
)

// Outcomes of a case, beside those of Order.
const (
	Penalty = "penalty"
	Revoked = "revoked"
)

// Tip is a report by somebody of the public.
type Tip struct {
	Reported

	receipt string // code with which its course can be followed
}

// reported are the sources from which somebody waits to hear.
var reported = []string{"12330", "12315", "counter", "web"}

// lead enters a lead that the center found or was told of.
func (d *Desk) lead(s *casework.Step, in *NewLead) error {
	if err := past(s, in.Arrived, "arrived"); err != nil {
		return err
	}
	if err := past(s, in.Last, "last"); err != nil {
		return err
	}
	if err := d.begin(s, in.Source, &in.Reported); err != nil {
		return err
	}
	s.StartClock("file", in.Arrived)
	if err := d.precedence(s); err != nil {
		return err
	}
	if !slices.Contains(reported, in.Source) {
		return nil
	}
	_, err := d.receipt(s, &in.Reported)
	return err
}

// tip enters a report by the public and gives its receipt.
func (d *Desk) tip(s *casework.Step, in *Tip) (err error) {
	if err := past(s, in.Last, "last"); err != nil {
		return err
	}
	if err := d.begin(s, "web", &in.Reported); err != nil {
		return err
	}
	if err := d.precedence(s); err != nil {
		return err
	}
	in.receipt, err = d.receipt(s, &in.Reported)
	return err
}

// begin gives a lead its number, its kind and its title.
func (d *Desk) begin(s *casework.Step, source string, in *Reported) error {
	s.Case.Kind = KindFound
	if slices.Contains(reported, source) {
		s.Case.Kind = KindReported
	}
	if in.given == nil {
		in.given = &reporter.Identity{Who: strings.TrimSpace(in.Who), Phone: in.Phone}
	}
	// An answer needs somebody to whom it goes.
	if in.given.Who == "" && in.Reply != "code" {
		return fault.New(fault.Invalid, "counterfeit.reply", "匿名举报只能凭查询码查询，请改选答复方式或填写姓名和电话").At("reply")
	}
	if in.Reply == "phone" && in.given.Phone == "" {
		return fault.New(fault.Invalid, "counterfeit.phone", "选择电话答复的，请填写联系电话").At("phone")
	}
	// What is stored of the lead, and every paper on it, names the reporter by the alias alone.
	name, err := reporter.Keep(s, *in.given)
	if err != nil {
		return err
	}
	in.Who, in.Phone = name, ""
	// The source decides on the time for filing and is counted in the figures.
	s.Case.SetAttr(attrSource, source)
	s.SetTitle(strings.TrimSpace(in.Suspect) + "涉嫌假冒专利（" + strings.TrimSpace(in.Product) + "）")
	return s.Issue()
}

// precedence lengthens the time for filing where the center follows the procedure of the market
// supervision authorities, whose verification takes longer than the measures of 2015 give.
func (d *Desk) precedence(s *casework.Step) error {
	which, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting("counterfeit.precedence"))
	if err != nil || which != market {
		return err
	}
	usual, err := length(s, "counterfeit.clock.file")
	if err != nil {
		return err
	}
	longer, err := length(s, "counterfeit.clock.market")
	if err != nil {
		return err
	}
	if longer.Unit == usual.Unit && longer.N > usual.N {
		s.Extend("file", term.Length{N: longer.N - usual.N, Unit: usual.Unit}, "适用"+market+"核查期限")
	}
	return nil
}

// receipt makes the receipt of a report (举报回执) with the code by which its course can be followed.
func (d *Desk) receipt(s *casework.Step, in *Reported) (code string, err error) {
	if code, err = status.Issue(s); err != nil {
		return "", err
	}
	to := in.Who
	if to == "" {
		to = "举报人"
	}
	return code, d.issue(s, issue{template: "receipt", to: to, text: map[string]string{"查询码": code, "被举报人": in.Suspect, "产品": in.Product}})
}

// assign names the two officers.
func (d *Desk) assign(s *casework.Step, in *Assign) error {
	one, err := d.person(s, in.Handler, casework.Enforcer, "handler")
	if err != nil {
		return err
	}
	two, err := d.person(s, in.Other, casework.Enforcer, "other")
	if err != nil {
		return err
	}
	if one.Account == two.Account {
		return fault.New(fault.Invalid, "counterfeit.same", "承办人和协办人不能是同一人：执法人员不得少于两人，请另选一人").At("other").On("行政处罚法（2021修订）第四十二条")
	}
	s.Case.Handler = one.Account
	s.Case.SetAttr(attrOther, strconv.FormatInt(two.Account, 10))
	return nil
}

// recuse takes somebody with a conflict of interest out; the head assigns anew.
func (d *Desk) recuse(s *casework.Step, in *Reasoned) error {
	if err := s.DeclareConflict(s.Actor.Account); err != nil {
		return err
	}
	// The case must not stand still: the second officer goes on until the head names another.
	if s.Case.Handler == s.Actor.Account {
		other, err := d.person(s, s.Case.Attrs[attrOther], casework.Enforcer, "other")
		if err != nil {
			return nil // the head finds it without an officer
		}
		s.Case.Handler = other.Account
		s.Case.SetAttr(attrOther, "")
	}
	return nil
}

// verify keeps what a verification found, with a verdict on each number of the marking.
func (d *Desk) verify(s *casework.Step, in *Verify) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	if strings.TrimSpace(in.Marked) == "" {
		return nil
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	lead, _, _, _ := record.Found()
	return d.keepCheck(s, marking.Query{Center: s.Case.Center, On: in.Day, Marker: lead.Suspect}, in.Marked)
}

// mark keeps a check of markings as of any day.
func (d *Desk) mark(s *casework.Step, in *Mark) error {
	if err := past(s, in.Day, "day"); err != nil {
		return err
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	lead, _, _, _ := record.Found()
	return d.keepCheck(s, marking.Query{Center: s.Case.Center, On: in.Day, Marker: lead.Suspect, Made: in.Lawful}, in.Label)
}

// propose asks the head to file. Conduct that ended more than two years before it was found is not
// punished any more (行政处罚法第三十六条).
func (d *Desk) propose(s *casework.Step, in *Propose) error {
	if !in.Within {
		return fault.New(fault.Invalid, "counterfeit.within", "提请立案的，须属于本机关管辖、有初步证据、依法可能给予行政处罚；不符合的请由负责人不予立案或者移送").At("within")
	}
	if _, err := kindsOf(s, in.Conducts); err != nil {
		return err
	}
	if _, exact := division.Lookup(in.Division); !exact {
		return fault.New(fault.Invalid, "counterfeit.division", "没有行政区划代码 %s，请填写六位代码，例如 330108", in.Division).At("division")
	}
	s.Case.SetAttr(attrDivision, in.Division)
	record, err := d.record(s)
	if err != nil {
		return err
	}
	if _, _, found := lastVerified(record); !found {
		return fault.New(fault.Invalid, "counterfeit.unverified", "还没有核查记录；请先登记核查情况")
	}
	_, _, _, arrived := record.Found()
	if in.Ended.IsZero() {
		return nil
	}
	if err := past(s, in.Ended, "ended"); err != nil {
		return err
	}
	over, err := d.within(s, "counterfeit.limitation", term.CenterFixed, in.Ended)
	if err != nil {
		return err
	}
	if over.Due < arrived {
		return fault.New(fault.Invalid, "counterfeit.limitation", "违法行为于 %s 终了，至 %s 已满追责期限，%s 才被发现，不再给予行政处罚；请由负责人按“超过二年追责期限”不予立案", in.Ended, over.Due, arrived).
			At("ended").On("行政处罚法（2021修订）第三十六条")
	}
	return nil
}

func lastVerified(r Record) (*Verify, Made, bool) {
	v, m := Last[Verify](r)
	return v, m, v != nil
}

// file approves the filing (立案审批表).
func (d *Desk) file(s *casework.Step, in *File) error {
	record, err := d.record(s)
	if err != nil {
		return err
	}
	p, _ := Last[Propose](record)
	return d.issue(s, issue{template: "filing", to: "案卷", text: map[string]string{"意见": or(in.Remark, "同意立案")}, lines: map[string]string{"事实": p.Facts}, list: map[string][]string{"行为": titles(p.Conducts, s.Today)}})
}

// refuse ends a lead without a case, and answers the reporter.
func (d *Desk) refuse(s *casework.Step, in *Refuse) error {
	s.Case.SetAttr(attrOutcome, "unfiled")
	record, err := d.record(s)
	if err != nil {
		return err
	}
	lead, source, _, _ := record.Found()
	if slices.Contains(reported, source) && !in.Told && lead.Reply != "code" {
		return fault.New(fault.Invalid, "counterfeit.answer", "举报人要求答复，请勾选“向举报人答复结果”").At("told")
	}
	return d.issue(s, issue{template: "refusal", to: or(lead.Who, "案卷"), text: map[string]string{"理由": optionTitle(in, "ground", in.Ground)}, lines: map[string]string{"说明": in.Reason}})
}

// refer hands a lead to the authority that is competent.
func (d *Desk) refer(s *casework.Step, in *Refer) error {
	s.Case.SetAttr(attrOutcome, "referred")
	return d.issue(s, issue{template: "referral", to: in.To, lines: map[string]string{"说明": in.Reason}})
}

// reasoned has nothing to do beyond what the form demands; the reason stays in the event.
func (d *Desk) reasoned(*casework.Step, *Reasoned) error { return nil }

// ReportByPublic enters a report by somebody who need not have an account, and returns the number of
// the lead and the code of its receipt.
func (d *Desk) ReportByPublic(ctx context.Context, center int64, in *Tip) (number, code string, err error) {
	out, err := d.office.Move(ctx, casework.Request{Actor: visitor(center), Chart: Code, Move: "tip", Input: in})
	if err != nil {
		return "", "", err
	}
	return out.Case.Number, in.receipt, nil
}
