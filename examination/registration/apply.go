package registration

import (
	"context"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/examination/registration/people"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/division"
	"zhibao/law/ident"
)

// Plain attributes of a case.
const (
	attrBefore    = "before"    // state before a sanction or an objection
	attrMeasure   = "measure"   // intended sanction, or "refuse"
	attrGround    = "ground"    // its ground, or that of a refusal
	attrAsked     = "asked"     // extra quota that was asked for
	attrAnnounced = "announced" // day of the announcement
	attrDisputed  = "disputed"  // somebody objected to the announcement
	attrAssured   = "assured"   // day on which an agency was put on the list, or off it
)

// beforeApply stores the files before the transaction begins.
func (d *Desk) beforeApply(ctx context.Context, c *casework.Case, key seal.Key, in *Apply) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, append([]form.File{in.Sheet, in.Proof}, in.More...)...)
	return err
}

// apply opens the registration of the actor's own party.
func (d *Desk) apply(s *casework.Step, in *Apply) error {
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Actor.Party)
	if err != nil {
		return err
	}
	if err := d.mayApply(s, p); err != nil {
		return err
	}
	s.Case.Owner, s.Case.Kind = p.ID, kindOf(p)
	if err := d.checkParticulars(s, &in.Particulars); err != nil {
		return err
	}
	if in.Sheet.IsZero() && s.Case.Kind == KindEntity {
		return fault.New(fault.Invalid, "registration.sheet", "请上传经法定代表人签章并加盖公章的备案申请表").At("sheet")
	}
	if err := d.attach(s, in.stored); err != nil {
		return err
	}
	// A party that was cancelled and applies again begins anew; its bar has ended.
	p.Status = party.Applied
	if err := d.enter(s, p, &Entry{Kind: s.Case.Kind, Particulars: in.Particulars}); err != nil {
		return err
	}
	return d.issue(s, receipt(s, in.stored))
}

// kindOf returns the kind of case that a party's registration is; criteria, bars and suspensions
// differ by it.
func kindOf(p *party.Party) string {
	if p.Kind == party.Agency {
		return KindAgency
	}
	return KindEntity
}

// mayApply refuses a second application beside a living one, and one within the bar that follows
// a cancellation.
func (d *Desk) mayApply(s *casework.Step, p *party.Party) error {
	e, _, err := plainEntry(s.Ctx, s.Tx, p.Center, p.ID)
	if err != nil || e == nil {
		return err
	}
	state, err := d.caseState(s.Ctx, s.Tx, e)
	if err != nil {
		return err
	}
	switch {
	case !s.Chart.State(state).Final:
		return fault.New(fault.Conflict, "registration.pending", "“%s”已有备案（现为“%s”），不能重复申请；信息有变化的请在备案页面办理“信息变更”", p.Name, s.Chart.State(state).Words())
	case p.Status == party.Cancelled && !e.Until.IsZero() && s.Today <= e.Until:
		return fault.New(fault.Forbidden, "registration.barred", "“%s”的备案已被取消（%s），%s前不再受理备案申请；对取消决定不服的可在期限内提出异议", p.Name, e.Ground, spokenDay(e.Until+1)).
			On("本中心规定：取消后不再受理的期限")
	}
	return nil
}

// admission is what the center demands of the particulars of a kind.
type admission struct {
	kind   string
	area   []string
	strict bool // only entities of the area
}

// admission reads what the center demands of a kind on a day.
func (d *Desk) admission(ctx context.Context, tx *store.Tx, at setting.Query, kind string) (out admission, err error) {
	out.kind, at.Variant = kind, kind
	at.Key = "registration.area"
	if out.area, err = d.office.Settings.List(ctx, tx, at); err != nil {
		return out, err
	}
	at.Key = "registration.in_area"
	out.strict, err = d.office.Settings.Bool(ctx, tx, at)
	return out, err
}

// checkParticulars checks what the tags of the form cannot.
func (d *Desk) checkParticulars(s *casework.Step, p *Particulars) error {
	a, err := d.admission(s.Ctx, s.Tx, s.Setting(""), s.Case.Kind)
	if err != nil {
		return err
	}
	return a.check(p)
}

// check brings particulars into their usual form and refuses what cannot stand in the register.
func (a *admission) check(p *Particulars) error {
	code, err := ident.ParseUSCC(p.Code)
	if err != nil {
		return fault.New(fault.Invalid, "registration.code", "统一社会信用代码有误，请更正：%s", err).At("code")
	}
	p.Code, p.Name, p.Division = string(code), strings.TrimSpace(p.Name), strings.TrimSpace(p.Division)
	// A code that was abolished still names the place in which the licence was issued.
	if place, _ := division.Lookup(p.Division); place.Code == "" {
		return fault.New(fault.Invalid, "registration.division", "没有行政区划代码“%s”，应为六位数字，例如苏州市 320500", p.Division).At("division")
	}
	if !people.Reachable(p.Contacts) {
		return fault.New(fault.Invalid, "registration.contact", "请至少填写一名联系人的姓名和手机").At("contacts")
	}
	if a.kind == KindAgency {
		licence, err := ident.ParseAgencyCode(p.Licence)
		if err != nil {
			return fault.New(fault.Invalid, "registration.licence", "请填写专利代理机构代码：%s", err).At("licence")
		}
		p.Licence = string(licence)
		return nil
	}
	if a.strict && !inArea(p.Division, a.area) {
		return fault.New(fault.Forbidden, "registration.area", "注册地（区划代码 %s）不在本中心服务区域（%s）内，请向所在地的保护中心申请备案", p.Division, fault.Listed(a.area)).
			At("division").On("本中心规定：服务区域")
	}
	return nil
}

// enter writes party and entry from the particulars, and gives the case its title.
func (d *Desk) enter(s *casework.Step, p *party.Party, e *Entry) error {
	in := &e.Particulars
	p.Name, p.Division, p.Claimed = in.Name, in.Division, in.Code
	// Before it is registered a party only claims a code. Where another has it the claim stays one: the applicant is not told, the clerk is.
	have, err := d.holder(s.Ctx, s.Tx, p)
	if err != nil {
		return err
	}
	if p.Code = in.Code; have != nil && p.Status == party.Applied {
		p.Code = ""
	}
	if err := party.Put(s.Ctx, s.Tx, p); err != nil {
		return err
	}
	e.Party, e.Center, e.Case = p.ID, s.Case.Center, s.Case.ID
	s.SetTitle(p.Name)
	return putEntry(s.Ctx, s.Tx, s.Key(), e)
}

// holder is another party that has the code that this one claims; nil if there is none.
func (d *Desk) holder(ctx context.Context, tx *store.Tx, p *party.Party) (*party.Party, error) {
	have, err := party.ByCode(ctx, tx, p.Center, p.Kind, p.Claimed)
	if fault.KindOf(err) == fault.Missing || err == nil && have.ID == p.ID {
		return nil, nil
	}
	return have, err
}

// beforeSupplement stores the documents before the transaction begins.
func (d *Desk) beforeSupplement(ctx context.Context, c *casework.Case, key seal.Key, in *Supplement) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// supplement replaces what was stated and adds documents.
func (d *Desk) supplement(s *casework.Step, in *Supplement) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	if err := d.checkParticulars(s, &in.Particulars); err != nil {
		return err
	}
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, e.Party)
	if err != nil {
		return err
	}
	e.Particulars = in.Particulars
	if err := d.attach(s, in.stored); err != nil {
		return err
	}
	return d.enter(s, p, e)
}

// giveUp closes an application at the applicant's wish; a new one may follow at once.
func (d *Desk) giveUp(s *casework.Step, _ *GiveUp) error {
	s.Case.SetAttr(attrGround, "申请人撤回")
	return nil
}

// lapse closes a returned application that was not corrected in time. It is made by the clock,
// which is not believed: the term is computed again.
func (d *Desk) lapse(s *casework.Step, _ *Overdue) error {
	if err := d.overdue(s, "supplement"); err != nil {
		return err
	}
	s.Case.SetAttr(attrGround, "逾期未补正")
	return d.issue(s, lapsed())
}

// bringIn enters a party that was registered before, straight into its standing.
func (d *Desk) bringIn(s *casework.Step, in *BringIn) error {
	s.Case.Kind = in.Kind
	if in.Registered > s.Today || in.Registered.IsZero() {
		return fault.New(fault.Invalid, "registration.registered", "备案日期不能晚于今天，请改为今天或以前的日期").At("registered")
	}
	if err := d.checkParticulars(s, &in.Particulars); err != nil {
		return err
	}
	kind := party.Entity
	if in.Kind == KindAgency {
		kind = party.Agency
	}
	p, err := find(s.Ctx, s.Tx, s.Case.Center, kind, "", in.Code)
	if err != nil {
		return err
	}
	if p == nil {
		p = &party.Party{ID: s.Office.DB.NewID(), Center: s.Case.Center, Kind: kind, At: s.Now}
	} else if err := d.mayApply(s, p); err != nil {
		return err
	}
	s.Case.Owner, p.Status = p.ID, party.Active
	if err := s.Issue(); err != nil {
		return err
	}
	e := &Entry{Kind: in.Kind, Registered: in.Registered, Assured: in.Assured, Particulars: in.Particulars}
	if err := d.enter(s, p, e); err != nil {
		return err
	}
	if err := d.carry(s, p.ID, in); err != nil {
		return err
	}
	return d.establish(s, fact.EntityRegistered, map[string]string{"source": "转入"})
}

// carry records what counted for the quota before the system was used.
func (d *Desk) carry(s *casework.Step, id int64, in *BringIn) error {
	// The new system begins in the middle of a year: used counts now, results count next.
	for _, y := range []struct{ year, used, passed, failed int }{{s.Today.Year(), in.Used, 0, 0}, {s.Today.Year() - 1, 0, in.Passed, in.Failed}} {
		if y.used+y.passed+y.failed == 0 {
			continue
		}
		if _, err := s.Tx.Exec(s.Ctx, `INSERT INTO registration_carried (party_id, center_id, year, used, passed, failed) VALUES ($1,$2,$3,$4,$5,$6)
			ON CONFLICT (party_id, year) DO UPDATE SET used = excluded.used, passed = excluded.passed, failed = excluded.failed`,
			id, s.Case.Center, int64(y.year), int64(y.used), int64(y.passed), int64(y.failed)); err != nil {
			return err
		}
	}
	return nil
}
