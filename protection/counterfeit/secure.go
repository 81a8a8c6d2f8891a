package counterfeit

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/term"
)

// sample records the taking of samples.
func (d *Desk) sample(s *casework.Step, in *Sample) error {
	if err := in.check(s); err != nil {
		return err
	}
	record, err := d.record(s)
	if err != nil {
		return err
	}
	lead, _, _, _ := record.Found()
	x := issue{template: "sample", handed: true, text: with(in.on(), "方法", in.Base),
		table: map[string]paper.Block{"清单": itemList(in.Items).table()}}
	if s.Case.Owner == 0 {
		x.to = lead.Suspect
	}
	return d.issue(s, x)
}

// allow is the head's word for a measure; the next measure of the kind uses it up.
func (d *Desk) allow(s *casework.Step, in *Allow) error {
	s.Case.SetAttr("allowed_"+in.Measure, s.Today.String())
	s.Case.SetAttr("urgent_"+in.Measure, "")
	return nil
}

// allowed uses up the head's approval. What was urgent is approved afterwards (行政强制法第十九条).
func (d *Desk) allowed(s *casework.Step, measure string, in *Secure) (string, error) {
	given := s.Case.Attrs["allowed_"+measure]
	switch {
	case given != "":
		s.Case.SetAttr("allowed_"+measure, "")
		return "负责人已于" + given + "批准", nil
	case in.Urgent:
		s.Case.SetAttr("urgent_"+measure, s.Today.String())
		return "情况紧急，当场采取后二十四小时内补办", nil
	}
	return "", fault.New(fault.Forbidden, "counterfeit.unapproved", "“%s”须先经负责人办理“批准取证措施”；情况紧急的，请勾选“情况紧急”后补办", s.Move.Words()).On(s.Move.Cites())
}

// secured checks what both measures need.
func (d *Desk) secured(s *casework.Step, measure, attr string, in *Secure) (approved string, err error) {
	if err := d.known(s); err != nil {
		return "", err
	}
	if err := in.check(s); err != nil {
		return "", err
	}
	if s.Case.Attrs[attr] != "" {
		return "", fault.New(fault.Conflict, "counterfeit.open_measure", "本案已有尚未处理的同类措施；同一批物品请先处理，另有物品的请在处理后再办理，使每一批的期限各自计算")
	}
	s.Case.SetAttr(attr, in.Day.String())
	return d.allowed(s, measure, in)
}

// preserve registers evidence that may be lost. What becomes of it is decided within seven working days.
func (d *Desk) preserve(s *casework.Step, in *Preserve) error {
	approved, err := d.secured(s, Preserving, attrPreserve, &in.Secure)
	if err != nil {
		return err
	}
	// On the day on which it was done, which may be before that of the entry.
	s.StartClock("preserve", in.Day)
	due, err := d.within(s, "counterfeit.clock.preserve", term.Penalty, in.Day)
	if err != nil {
		return err
	}
	return d.issue(s, issue{template: "preserve", handed: true, text: with(in.on(), "情形", in.Danger, "保管", in.Keeper, "批准", approved, "届满日", due.Due.Chinese()),
		table: map[string]paper.Block{"清单": itemList(in.Items).table()}})
}

// dispose decides on what was registered.
func (d *Desk) dispose(s *casework.Step, in *Dispose) error {
	if s.Case.Attrs[attrPreserve] == "" {
		return fault.New(fault.Conflict, "counterfeit.no_preserve", "没有尚待处理的登记保存物品，请刷新页面")
	}
	if in.Way == "seized" && s.Case.Attrs[attrSeize] == "" {
		return fault.New(fault.Invalid, "counterfeit.seize_first", "转为查封扣押的，请先办理“查封扣押”，再处理登记保存").At("way")
	}
	s.Case.SetAttr(attrPreserve, "")
	return d.issue(s, issue{template: "dispose", text: map[string]string{"决定": optionTitle(in, "way", in.Way)}, lines: map[string]string{"说明": in.Reason}})
}

// seize seals or seizes products that are proven to be counterfeit, for thirty days.
func (d *Desk) seize(s *casework.Step, in *Seize) error {
	if !in.Rights {
		return fault.New(fault.Invalid, "counterfeit.rights", "查封扣押须当场告知理由、依据和救济途径，听取陈述申辩，请办理后勾选").At("rights").On("行政强制法（2011）第十八条")
	}
	approved, err := d.secured(s, Seizing, attrSeize, &in.Secure)
	if err != nil {
		return err
	}
	// A new batch may be prolonged once of its own.
	s.Case.SetAttr(attrProlonged, "")
	// The thirty days count from the seizure itself.
	s.StartClock("seize", in.Day)
	due, err := d.within(s, "counterfeit.clock.seize", term.Coercion, in.Day)
	if err != nil {
		return err
	}
	return d.issue(s, issue{template: "seize", handed: true, text: with(in.on(), "保管", in.Keeper, "批准", approved, "起算日", in.Day.Chinese(), "届满日", due.Due.Chinese()),
		lines: map[string]string{"依据": in.Proven}, table: map[string]paper.Block{"清单": itemList(in.Items).table()}})
}

// prolong prolongs a seizure once, before it ends.
func (d *Desk) prolong(s *casework.Step, in *Prolong) error {
	if s.Case.Attrs[attrSeize] == "" {
		return fault.New(fault.Conflict, "counterfeit.no_seizure", "没有正在进行的查封扣押，请刷新页面")
	}
	most, err := number(s, "counterfeit.prolong")
	if err != nil {
		return err
	}
	k, err := d.clock(s, "seize")
	if err != nil {
		return err
	}
	switch {
	case s.Case.Attrs[attrProlonged] != "":
		return fault.New(fault.Conflict, "counterfeit.prolonged", "查封扣押已经延长过一次，不能再延长；请在届满前办理“解除或处理查封扣押”").On("行政强制法（2011）第二十五条")
	case in.Days > most:
		return fault.New(fault.Invalid, "counterfeit.prolong_days", "查封扣押最多延长 %d 日，请减少", most).At("days").On("行政强制法（2011）第二十五条")
	case k != nil && !k.Result.Due.IsZero() && s.Today > k.Result.Due:
		return fault.New(fault.Conflict, "counterfeit.prolong_late", "查封扣押已于 %s 届满，不能再延长；请立即办理“解除或处理查封扣押”", k.Result.Due).On("行政强制法（2011）第二十五条、第二十七条")
	}
	s.Case.SetAttr(attrProlonged, "1")
	s.Extend("seize", term.CalendarDays(in.Days), "情况复杂，经负责人批准")
	due := k.Result.Due
	if !due.IsZero() {
		due = k.Result.Nominal + dayCount(in.Days)
	}
	return d.issue(s, issue{template: "prolong", text: map[string]string{"天数": fmt.Sprint(in.Days), "届满日": or(due.Chinese(), "检测、鉴定结束后顺延计算的届满日")}, lines: map[string]string{"说明": in.Reason}})
}

// release ends a seizure.
func (d *Desk) release(s *casework.Step, in *Release) error {
	if s.Case.Attrs[attrSeize] == "" {
		return fault.New(fault.Conflict, "counterfeit.no_seizure", "没有正在进行的查封扣押，请刷新页面")
	}
	if in.Way != "lifted" && strings.TrimSpace(in.Reason) == "" {
		return fault.New(fault.Invalid, "counterfeit.release", "没收、销毁、移送的请写明决定文书和经办情况").At("reason")
	}
	s.Case.SetAttr(attrSeize, "")
	return d.issue(s, issue{template: "release", text: map[string]string{"方式": optionTitle(in, "way", in.Way)}, lines: map[string]string{"说明": in.Reason}})
}
