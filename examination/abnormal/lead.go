package abnormal

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Plain attributes of a case. Nothing secret is among them.
const (
	attrIndicator = "indicator"
	attrGroup     = "group"
	attrSource    = "source"
	attrSubject   = "subject" // party, until it is told and becomes the owner
	attrGrade     = "grade"
	attrSilent    = "silent"
	attrResult    = "result"
	attrEffective = "effective" // day on which a finding took effect
	attrServed    = "served"    // day on which the last notice was served
)

// The sources of leads, beside those of Enter.
const (
	SourceMonitor = "monitor"
	SourceList    = "list"
)

// ListIndicator stands for a lead that a national list brought up.
const ListIndicator = "LIST"

// begin makes a lead about a party.
func (d *Desk) begin(s *casework.Step, l lead, round int) error {
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, l.Subject)
	if err != nil {
		return err
	}
	s.Case.SetAttr(attrIndicator, l.Indicator)
	s.Case.SetAttr(attrGroup, l.Group)
	s.Case.SetAttr(attrSource, l.Source)
	s.Case.SetAttr(attrSubject, strconv.FormatInt(l.Subject, 10))
	s.SetTitle(p.Name + "：" + indicatorTitle(l.Indicator)[0])
	if err := s.Issue(); err != nil {
		return err
	}
	return insertLead(s, l, round)
}

// indicatorTitle names an indicator, or the national list, in both languages.
func indicatorTitle(id string) fault.Pair {
	if id == ListIndicator {
		return fault.Pair{"列入国家局非正常申请名单", "On a national list"}
	}
	x, _ := indicator.Of(id)
	return fault.Pair{x.Title, x.English}
}

// detect opens a lead about a group. It comes from the monitor or a list alone: a call without a group
// says nothing.
func (d *Desk) detect(s *casework.Step, in *Detect) error {
	if in.found == nil || len(in.found.Own()) == 0 {
		return fault.New(fault.Invalid, "abnormal.empty", "没有可以核查的申请；线索由监测或名单导入形成，人工发现的请用“登记非正常申请线索”")
	}
	source := SourceMonitor
	if in.Indicator == ListIndicator {
		source = SourceList
	}
	l := lead{Subject: in.found.Subject, Indicator: in.Indicator, Group: in.found.Group, Source: source}
	if err := d.begin(s, l, in.round); err != nil {
		return err
	}
	for _, x := range in.listed {
		x.Case = s.Case.ID
		if err := insertListed(s.Ctx, s.Tx, s.Office.DB.NewID(), x); err != nil {
			return err
		}
	}
	return keepFound(s, in.found)
}

// grow adds what a later look found.
func (d *Desk) grow(s *casework.Step, in *Grow) error {
	if in.found == nil {
		return fault.New(fault.Invalid, "abnormal.empty", "没有可以核查的申请；线索由监测或名单导入形成，人工发现的请用“登记非正常申请线索”")
	}
	s.Note("what", strconv.Itoa(in.Filings))
	for _, x := range in.listed {
		x.Case = s.Case.ID
		if err := insertListed(s.Ctx, s.Tx, s.Office.DB.NewID(), x); err != nil {
			return err
		}
	}
	return keepFound(s, in.found)
}

// subjectBy finds a registered applicant or agency.
func subjectBy(ctx context.Context, tx *store.Tx, center int64, words string) (*party.Party, error) {
	words = strings.TrimSpace(words)
	for _, kind := range []party.Kind{party.Entity, party.Agency} {
		for _, find := range []func(context.Context, *store.Tx, int64, party.Kind, string) (*party.Party, error){party.ByCode, party.ByName} {
			p, err := find(ctx, tx, center, kind, words)
			if err == nil {
				return p, nil
			} else if fault.KindOf(err) != fault.Missing {
				return nil, err
			}
		}
	}
	return nil, fault.New(fault.Invalid, "abnormal.subject", "没有名为“%s”的备案主体或代理机构，请核对名称或统一社会信用代码", words).At("subject")
}

// enter takes a lead that somebody found. Its filings are named by their numbers.
func (d *Desk) enter(s *casework.Step, in *Enter) error {
	p, err := subjectBy(s.Ctx, s.Tx, s.Case.Center, in.Subject)
	if err != nil {
		return err
	}
	if _, known := indicator.Of(in.Indicator); !known {
		return fault.New(fault.Invalid, "abnormal.indicator", "请从列出的情形中选择").At("indicator")
	}
	f := &indicator.Finding{Indicator: in.Indicator, Group: indicator.ByApplicant, Subject: p.ID}
	if p.Kind == party.Agency {
		f.Group = indicator.ByAgency
	}
	var wrong []string
	for _, no := range strings.FieldsFunc(in.Cases, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，、;；", r) }) {
		k, err := s.Office.Find(s.Ctx, s.Tx, s.Actor, no)
		switch {
		case fault.KindOf(err) == fault.Missing || fault.KindOf(err) == fault.Invalid:
			wrong = append(wrong, no)
		case err != nil:
			return err
		case k.Chart == Code || k.Owner != p.ID && k.Agent != p.ID:
			wrong = append(wrong, no)
		case !slices.ContainsFunc(f.Members, func(m indicator.Member) bool { return m.Case == k.ID }):
			f.Members = append(f.Members, indicator.Member{Case: k.ID, Own: true})
		}
	}
	if len(wrong) > 0 || len(f.Members) == 0 {
		return fault.New(fault.Invalid, "abnormal.numbers", "下列案号不是“%s”的预审案件，请核对：%s", p.Name, fault.Listed(wrong)).At("cases")
	}
	all, err := standings(s.Ctx, s.Tx, s.Case.Center, in.Indicator, p.ID)
	if err != nil {
		return err
	}
	s.Case.Handler = s.Actor.Account
	if err := d.begin(s, lead{Subject: p.ID, Indicator: in.Indicator, Group: f.Group, Source: in.Source}, len(all)); err != nil {
		return err
	}
	return keepFound(s, f)
}

// grade says how urgent the lead is; who does it leads the case.
func (d *Desk) grade(s *casework.Step, in *Grade) error {
	s.Case.SetAttr(attrGrade, in.Grade)
	s.Case.Handler = s.Actor.Account
	return nil
}

// assign gives the lead to somebody else.
func (d *Desk) assign(s *casework.Step, in *Assign) error {
	staff, err := d.Staff(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	n, _ := strconv.ParseInt(in.Handler, 10, 64) // what is no number names nobody
	i := slices.IndexFunc(staff, func(p Staff) bool { return p.Account == n && slices.Contains(p.Roles, casework.Clerk) })
	if i < 0 || s.Case.Conflicted(n) {
		return fault.New(fault.Invalid, "abnormal.staff", "所选人员不能承办本线索：须为受理员且没有回避，请重新选择").At("handler")
	}
	s.Case.Handler = n
	return nil
}

// reasoned has nothing to do beyond what the form demands; the reason stays in the event.
func (d *Desk) reasoned(*casework.Step, *Reasoned) error { return nil }

// past refuses a day after today.
func past(s *casework.Step, day calendar.Day) error {
	if day > s.Today {
		return fault.New(fault.Invalid, "abnormal.future", "日期 %s 晚于今天 %s，请填写实际发生的日期", day, s.Today).At("day")
	}
	return nil
}
