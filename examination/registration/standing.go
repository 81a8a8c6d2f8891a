package registration

import (
	"context"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/law/ident"
)

// beforeChange stores the proof before the transaction begins.
func (d *Desk) beforeChange(ctx context.Context, c *casework.Case, key seal.Key, in *Change) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// change asks for new particulars; until they are approved the old ones hold.
func (d *Desk) change(s *casework.Step, in *Change) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	old := e.Particulars
	// Contacts change by the party's word; what the registrar certifies needs the registrar's paper.
	if in.Name != old.Name || in.Division != old.Division || in.Code != old.Code {
		if len(in.stored) == 0 {
			return fault.New(fault.Invalid, "registration.change_proof", "更名、迁址或代码变更须上传登记机关的变更证明").At("files")
		}
	}
	return d.attach(s, in.stored)
}

// wanted returns the particulars that the last change asked for.
func (d *Desk) wanted(s *casework.Step) (*Change, error) {
	events, err := s.Office.Events(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	if err != nil {
		return nil, err
	}
	in := &Change{}
	for _, e := range slices.Backward(events) {
		if e.Move == "change" {
			return in, s.Office.InputOf(s.Ctx, s.Tx, e, in)
		}
	}
	return nil, fault.New(fault.Missing, "registration.change", "没有待审核的变更，可能已由他人审核；请刷新页面")
}

// approveChange makes the new particulars those of the party; a former name stays searchable.
// A seat outside the area is entered too: the gate then refuses new requests.
func (d *Desk) approveChange(s *casework.Step, _ *Remarked) error {
	in, err := d.wanted(s)
	if err != nil {
		return err
	}
	e, err := d.own(s)
	if err != nil {
		return err
	}
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, e.Party)
	if err != nil {
		return err
	}
	code, err := ident.ParseUSCC(in.Code)
	if err != nil {
		return fault.New(fault.Invalid, "registration.code", "统一社会信用代码有误，请更正：%s", err).At("code")
	}
	in.Code = string(code)
	paper := changed(&e.Particulars, &in.Particulars)
	e.Particulars = in.Particulars
	if err := d.enter(s, p, e); err != nil {
		return err
	}
	return d.issue(s, paper)
}

// rejectChange leaves the old particulars in force and says why.
func (d *Desk) rejectChange(s *casework.Step, in *Reasoned) error {
	return d.issue(s, notChanged(in.Reason))
}

// beforeEntrust stores the power of attorney before the transaction begins.
func (d *Desk) beforeEntrust(ctx context.Context, c *casework.Case, key seal.Key, in *Entrust) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Proof...)
	return err
}

// entrust lets a registered agency act for the entity.
func (d *Desk) entrust(s *casework.Step, in *Entrust) error {
	if s.Case.Kind != KindEntity {
		return fault.New(fault.Conflict, "registration.entrust_kind", "只有申请主体可以委托代理机构，请以申请主体的账号办理")
	}
	if !in.Until.IsZero() && in.Until < in.From {
		return fault.New(fault.Invalid, "registration.entrust_until", "委托截止日不能早于起始日 %s，请改为该日或以后", in.From).At("until")
	}
	a, err := d.findAgency(s, in.Agency)
	if err != nil {
		return err
	}
	if a.Status != party.Active {
		return fault.New(fault.Conflict, "registration.agency", "代理机构“%s”在本中心的登记为“%s”，不能委托；请联系该机构办理登记", a.Name, fault.Pair{a.Status.Title(), a.Status.English()}).At("agency")
	}
	if err := d.attach(s, in.stored); err != nil {
		return err
	}
	s.Note("what", a.Name)
	return party.AddMandate(s.Ctx, s.Tx, party.Mandate{ID: s.Office.DB.NewID(), Center: s.Case.Center, Entity: s.Case.Owner, Agency: a.ID,
		From: in.From, Until: in.Until, Case: s.Case.ID})
}

// findAgency finds a registered agency by its name, its credit code or its agency code.
func (d *Desk) findAgency(s *casework.Step, words string) (*party.Party, error) {
	p, err := find(s.Ctx, s.Tx, s.Case.Center, party.Agency, words, words)
	if err != nil || p != nil {
		return p, err
	}
	// Agency codes stand in the sealed particulars, so the few agencies are looked through.
	if code, err := ident.ParseAgencyCode(words); err == nil {
		all, err := party.Search(s.Ctx, s.Tx, s.Case.Center, party.Agency, "", maxAgencies)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			e, err := d.entry(s.Ctx, s.Tx, p.Center, p.ID)
			if err != nil {
				return nil, err
			}
			if e != nil && e.Particulars.Licence == string(code) {
				return p, nil
			}
		}
	}
	return nil, fault.New(fault.Missing, "registration.no_agency", "没有名称或代码为“%s”的代理机构，请核对全称，或请该机构先在本中心登记", words).At("agency")
}

// maxAgencies bounds how many agencies of a center are looked through.
const maxAgencies = 2000

// endEntrust ends every mandate of an agency on a day. It cannot be ended backwards: what the
// agency did in the meantime was done with a mandate.
func (d *Desk) endEntrust(s *casework.Step, in *EndEntrust) error {
	id, err := strconv.ParseInt(in.Agency, 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "registration.no_agency", "请选择要终止委托的代理机构").At("agency")
	}
	if in.Last < s.Today-1 {
		return fault.New(fault.Invalid, "registration.end_day", "最后有效日不能早于昨天，请改正；已经以委托办理的事项不受影响").At("last")
	}
	return party.EndMandate(s.Ctx, s.Tx, s.Case.Owner, id, in.Last)
}

// beforeAskQuota stores the proof before the transaction begins.
func (d *Desk) beforeAskQuota(ctx context.Context, c *casework.Case, key seal.Key, in *AskQuota) (err error) {
	in.stored, err = d.keep(ctx, key, blobPlace(c.ID), in.Declared, in.Files...)
	return err
}

// askQuota is possible once a year, when the quota is used up.
func (d *Desk) askQuota(s *casework.Step, in *AskQuota) error {
	if s.Case.Kind != KindEntity {
		return fault.New(fault.Conflict, "registration.quota_kind", "额度按申请主体计算，代理机构没有额度，请以申请主体的账号申请")
	}
	q, err := d.quota(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner, s.Today)
	if err != nil {
		return err
	}
	switch {
	case q.Asked:
		return fault.New(fault.Conflict, "registration.quota_once", "%d 年度已申请过增量额度，每年只能申请一次，请于下一年度再申请", q.Year).On("本中心规定：增量额度")
	case q.Left() > 0:
		return fault.New(fault.Conflict, "registration.quota_left", "%d 年度额度还剩 %d 件，请在用完后申请增量额度", q.Year, q.Left()).On("本中心规定：增量额度")
	}
	s.Case.SetAttr(attrAsked, strconv.Itoa(in.Quota))
	if err := d.setExtra(s, q.Year, "asked", 0); err != nil {
		return err
	}
	return d.attach(s, in.stored)
}

// setExtra records how a request for extra quota stands; one row a year makes it once a year.
func (d *Desk) setExtra(s *casework.Step, year int, state string, quota int) error {
	_, err := s.Tx.Exec(s.Ctx, `INSERT INTO registration_extra (party_id, center_id, year, state, quota) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (party_id, year) DO UPDATE SET state = excluded.state, quota = excluded.quota`,
		s.Case.Owner, s.Case.Center, int64(year), state, int64(quota))
	return err
}

// grantQuota adds to the quota of this year, at most what the center's rule allows.
func (d *Desk) grantQuota(s *casework.Step, in *GrantQuota) error {
	limit, err := s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting("registration.quota.extra"))
	if err != nil {
		return err
	}
	if in.Quota < 1 || in.Quota > limit {
		return fault.New(fault.Invalid, "registration.quota_extra", "本中心规定增量额度为 1 至 %d 件，请改填", limit).At("quota").On("本中心规定：增量额度上限")
	}
	s.Case.SetAttr(attrAsked, "")
	if err := d.setExtra(s, s.Today.Year(), "granted", in.Quota); err != nil {
		return err
	}
	return d.issue(s, quotaDecision(s.Today.Year(), in.Quota, in.Remark))
}

// refuseQuota uses the one request of the year up.
func (d *Desk) refuseQuota(s *casework.Step, in *Reasoned) error {
	s.Case.SetAttr(attrAsked, "")
	if err := d.setExtra(s, s.Today.Year(), "refused", 0); err != nil {
		return err
	}
	return d.issue(s, quotaDecision(s.Today.Year(), 0, in.Reason))
}

// beginAnnual starts the annual review, during which the party keeps its standing.
func (d *Desk) beginAnnual(*casework.Step, *Remarked) error { return nil }

// passAnnual ends the annual review well; a party that fails it is warned instead.
func (d *Desk) passAnnual(s *casework.Step, in *Remarked) error {
	return d.issue(s, annualPassed(in.Remark))
}

// setAssured records whether an agency is on the list that the center may demand.
func (d *Desk) setAssured(s *casework.Step, in *Assured) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	if in.Day > s.Today {
		return fault.New(fault.Invalid, "registration.assured_day", "日期 %s 晚于今天，请核对", in.Day).At("day")
	}
	e.Assured = in.Listed
	s.Case.SetAttr(attrAssured, in.Day.String())
	s.Note("what", in.Source)
	return putEntry(s.Ctx, s.Tx, s.Key(), e)
}
