package infringement

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// Plain attributes of a case.
const (
	attrTrack  = "track"  // simple, or nothing for the ordinary procedure
	attrBefore = "before" // state to which a suspension goes back
	attrEnding = "ending" // state to which a proposal to end goes back, a suspension as well
)

// file opens the case of the actor's own party, or of one for which it acts.
func (d *Desk) file(s *casework.Step, in *File) error {
	me, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Actor.Party)
	if err != nil {
		return err
	}
	s.Case.Owner = me.ID
	var requester matter.Party
	if me.Kind == party.Agency {
		if s.Case.Owner, err = d.client(s, in.Client); err != nil {
			return err
		}
		s.Case.Agent, requester.Agent = me.ID, me.Name
		if in.Proxy.IsZero() {
			return fault.New(fault.Invalid, "infringement.proxy", "由代理机构提出的，请上传授权委托书").At("proxy")
		}
	}
	if d.Seat != nil {
		if requester.Address, err = d.Seat(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner); err != nil {
			return err
		}
	}
	return d.enter(s, &in.Claim, &in.Papers, requester)
}

// client reads which party an agency acts for, and refuses one that did not entrust it.
func (d *Desk) client(s *casework.Step, chosen string) (int64, error) {
	id, err := strconv.ParseInt(chosen, 10, 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "infringement.client", "请选择所代理的请求人").At("client")
	}
	ok, err := party.Entrusted(s.Ctx, s.Tx, id, s.Actor.Party, s.Today)
	if err == nil && !ok {
		err = fault.New(fault.Forbidden, "infringement.mandate", "该主体没有委托贵机构，或委托已到期；请由该主体先登记委托").At("client")
	}
	return id, err
}

// intake opens the case of somebody at the counter.
func (d *Desk) intake(s *casework.Step, in *Intake) error {
	p, err := d.stranger(s, in.Requester, in.Code, party.Contact{Address: in.Address, Phone: in.Contact})
	if err != nil {
		return err
	}
	s.Case.Owner = p.ID
	return d.enter(s, &in.Claim, &in.Papers, matter.Party{Address: in.Address, Contact: in.Contact, Agent: in.Agent})
}

// receive takes over a case that another body accepted. Its clocks count from the day of that acceptance.
func (d *Desk) receive(s *casework.Step, in *Receive) error {
	if in.Accepted > s.Today {
		return fault.New(fault.Invalid, "infringement.accepted", "原立案日期 %s 晚于今天，请核对", in.Accepted).At("accepted")
	}
	if _, err := d.gate(s, "infringement.docket"); err != nil {
		return err
	}
	if err := d.intake(s, &in.Intake); err != nil {
		return err
	}
	if err := s.Issue(); err != nil {
		return err
	}
	if err := s.Alias(in.OldNo); err != nil {
		return err
	}
	s.StartClock("target", in.Accepted)
	s.StartClock("statutory", in.Accepted)
	s.Note("what", "原案号 "+in.OldNo)
	return d.change(s, func(f *matter.File, r *row) error {
		f.From, r.Accepted = in.From+"（"+in.Letter+"）", in.Accepted
		return d.issue(s, f, wording.Received(in.From, in.OldNo, in.Accepted), f.Of(matter.Requester)...)
	})
}

// stranger finds or enters somebody whom the case names.
func (d *Desk) stranger(s *casework.Step, name, code string, contact party.Contact) (*party.Party, error) {
	code = strings.TrimSpace(code)
	if code != "" {
		c, err := ident.ParseUSCC(code)
		if err != nil {
			return nil, fault.New(fault.Invalid, "infringement.code", "“%s”的统一社会信用代码有误，请更正：%s", name, err).At("code")
		}
		code = string(c)
	}
	return party.Enter(s.Ctx, s.Tx, s.Office.Keys, party.Stranger{ID: s.Office.DB.NewID(), Center: s.Case.Center, Name: name, Code: code, Contact: contact, At: s.Now})
}

// enter checks what the request says and makes the matter of the case of it. The respondents learn of the case
// only when the copies are served on them.
func (d *Desk) enter(s *casework.Step, in *Claim, papers *Papers, requester matter.Party) error {
	if !in.NoSuit {
		return fault.New(fault.Invalid, "infringement.no_suit", "已就该纠纷起诉或经过裁决的，不能请求行政裁决；没有的请勾选声明").At("no_suit")
	}
	f := &matter.File{Standing: in.Standing, Claims: in.Claims, Product: in.Product, Facts: in.Facts, Venue: in.Venue, Remedies: in.Remedies, Remedy: in.Remedy, Simple: in.Simple, Oath: in.NoSuit}
	var err error
	if f.Patent, err = d.patentOf(s, in); err != nil {
		return err
	}
	s.Case.Kind = f.Patent.Kind
	if f.Patent.Kind != matter.Design && strings.TrimSpace(in.Claims) == "" {
		return fault.New(fault.Invalid, "infringement.claims", "请写明主张第几项权利要求").At("claims")
	}
	owner, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	requester.ID, requester.Side, requester.Name, requester.Code, requester.Outside = owner.ID, matter.Requester, owner.Name, owner.Code, owner.Kind == party.Outside
	requester.Served = s.Today
	f.Parties = []matter.Party{requester}
	if err := d.oppose(s, f, in.Opponents, matter.Respondent); err != nil {
		return err
	}
	s.SetTitle(f.Patent.Title)
	if err := consent.Step(s, papers.Given, 0); err != nil {
		return err
	}
	if err := attach(s, f, papers.stored, matter.Requester, matter.Respondent, matter.Third); err != nil {
		return err
	}
	if err := put(s, f, &row{}); err != nil {
		return err
	}
	return d.issue(s, f, wording.Receipt(f), f.Of(matter.Requester)...)
}

// beforeOpening stores the papers of a request before the transaction that opens its case begins.
func beforeOpening[T any](d *Desk, papers func(*T) *Papers) func(context.Context, *casework.Case, seal.Key, *T) error {
	return func(ctx context.Context, k *casework.Case, key seal.Key, in *T) (err error) {
		p := papers(in)
		p.stored, err = d.keepPapers(ctx, key, k.ID, p)
		return err
	}
}

// keepPapers stores the files of a request, each under what it is.
func (d *Desk) keepPapers(ctx context.Context, key seal.Key, caseID int64, p *Papers) (out []matter.Doc, err error) {
	if p.Sheet.IsZero() || p.Identity.IsZero() || p.Register.IsZero() {
		return nil, fault.New(fault.Invalid, "infringement.papers", "请上传处理请求书、主体资格证明和专利有效证明").At("sheet")
	}
	for _, x := range []struct {
		what  string
		files []form.File
	}{{"处理请求书", []form.File{p.Sheet}}, {"主体资格证明", []form.File{p.Identity}}, {"专利有效证明", []form.File{p.Register}}, {"专利权评价报告", []form.File{p.Report}},
		{"授权委托书", []form.File{p.Proxy}}, {"侵权证据与比对材料", p.More}} {
		docs, err := d.keep(ctx, key, caseID, p.Declared, x.what, x.files...)
		if err != nil {
			return nil, err
		}
		out = append(out, docs...)
	}
	return out, nil
}

// patentOf reads the patent from the ledger, or takes what was typed where the ledger does not know it.
func (d *Desk) patentOf(s *casework.Step, in *Claim) (p matter.Patent, err error) {
	no, err := ident.ParseApplicationNo(in.Number)
	if err != nil {
		return p, fault.New(fault.Invalid, "infringement.number", "专利号有误，请更正：%s", err).At("number")
	}
	found := false
	if d.Patents != nil {
		if p, found, err = d.Patents(s.Ctx, s.Tx, s.Case.Center, string(no), s.Today); err != nil {
			return p, err
		}
	}
	if !found {
		if in.Title == "" || in.Holder == "" || in.Granted.IsZero() || in.Status == "" {
			return p, fault.New(fault.Invalid, "infringement.unknown_patent", "专利库没有专利 %s，请填写专利名称、专利权人、授权公告日和法律状态，并以登记簿副本证明", no.PatentNo()).At("title")
		}
		p = matter.Patent{Title: in.Title, Holder: in.Holder, Granted: in.Granted, Status: in.Status, Typed: true, Source: "请求人填写，专利登记簿副本"}
	}
	p.Number, p.Kind = string(no), no.Type().Title()
	if p.Status == "pending" || p.Status == "none" {
		return p, fault.New(fault.Invalid, "infringement.not_granted", "专利 %s 尚未授权或不存在，不能请求处理侵权纠纷", no.PatentNo()).At("number")
	}
	return p, nil
}

// oppose enters respondents or third parties into the case.
func (d *Desk) oppose(s *casework.Step, f *matter.File, list []Opponent, side string) error {
	for _, o := range list {
		if f.Patent.Kind == matter.Design && slices.Contains(o.Acts, "use") {
			return fault.New(fault.Invalid, "infringement.design_use", "“%s”：外观设计专利权不及于使用行为（专利法第十一条第二款），请改选", o.Name).At("opponents")
		}
		p, err := d.stranger(s, o.Name, o.Code, party.Contact{Address: o.Address, Phone: o.Contact})
		if err != nil {
			return err
		}
		if have := f.Party(p.ID); have != nil {
			return fault.New(fault.Invalid, "infringement.twice", "“%s”已是本案当事人，请核对", o.Name).At("opponents")
		}
		reached, err := d.reached(s, p)
		if err != nil {
			return err
		}
		f.Parties = append(f.Parties, matter.Party{ID: p.ID, Side: side, Name: p.Name, Code: p.Code, Address: o.Address, Contact: o.Contact, Acts: o.Acts, Outside: !reached})
	}
	return nil
}

// reached reports whether papers get to a party through its account.
func (d *Desk) reached(s *casework.Step, p *party.Party) (bool, error) {
	if p.Kind == party.Outside || s.Office.Reached == nil {
		return p.Kind != party.Outside, nil
	}
	return s.Office.Reached(s.Ctx, s.Tx, s.Case.Center, p.ID)
}

// past refuses a day that is still to come, or lies before another.
func past(s *casework.Step, day, from calendar.Day, field string) error {
	if day.IsZero() || day > s.Today {
		return fault.New(fault.Invalid, "infringement.day", "日期 %s 晚于今天，请核对", day).At(field)
	}
	if day < from {
		return fault.New(fault.Invalid, "infringement.day_early", "日期 %s 早于 %s，请核对", day, from).At(field)
	}
	return nil
}
