package registration

import (
	"context"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// A Query asks what the register knows of the parties of a request.
type Query struct {
	Center, Owner, Agent int64    // Agent is 0 for none
	Names, Codes         []string // applicants as the request states them, same order
	Year                 int      // of the quota, the present one where 0
}

// Findings is what the register knows.
type Findings struct {
	Owner      string // its name, empty where none was asked about
	Applicants []Applicant
	Agency     *Agency  // nil when no agency acts
	QuotaLeft  int      // of the owner
	Contacts   []string // names of the persons whom the owner registered
	Scope      string   // business scope of the owner
	Address    string   // registered address of the owner
	// Of the owner, 0 where it did not say.
	Insured     int // staff for whom it pays social insurance
	Established calendar.Day
}

// An Applicant is one applicant as the register knows it.
type Applicant struct {
	Found              bool   // in the register, whatever its standing
	Name, Code, Status string // as the register has them, or as asked where it was not found
	Active             bool   // may use the fast lane
	Banned             string // why the fast lane is closed to it, empty if it is open
	InArea             bool   // its seat lies in the area of the center
	Natural            bool   // a natural person, by the number that was stated
	Owner              bool   // the party in whose name the request is made
}

// An Agency is the agency as the register knows it.
type Agency struct {
	Found, Active, Assured, AssuredNeeded bool     // AssuredNeeded: the center demands the list
	Name, Code                            string   // Code is the agency code where it is known
	Agents                                []string // numbers of the licences of its attorneys
}

// Lookup says what the register knows of the parties of a request. Who is not in it is not an
// error: Found is false.
func (d *Desk) Lookup(ctx context.Context, tx *store.Tx, q Query) (out Findings, err error) {
	defer fault.Wrap(&err, "look up")
	today := d.office.Today()
	area, err := d.office.Settings.List(ctx, tx, setting.Query{Center: q.Center, Key: "registration.area", On: today})
	if err != nil {
		return out, err
	}
	for i := range max(len(q.Names), len(q.Codes)) {
		a, err := d.applicant(ctx, tx, q.Center, at(q.Names, i), at(q.Codes, i))
		if err != nil {
			return out, err
		}
		a.Owner = a.Found && a.party == q.Owner
		a.InArea = a.Found && inArea(a.division, area)
		out.Applicants = append(out.Applicants, a.Applicant)
	}
	if q.Agent != 0 {
		if out.Agency, err = d.agency(ctx, tx, q, today); err != nil {
			return out, err
		}
	}
	return out, d.ownerFacts(ctx, tx, q, today, &out)
}

// at returns an element without blanks around it, or nothing where the list is shorter.
func at(list []string, i int) string {
	if i < len(list) {
		return strings.TrimSpace(list[i])
	}
	return ""
}

// located is an applicant with who it is and the division of its seat, which are not for the answer.
type located struct {
	Applicant
	party    int64
	division string
}

// applicant finds one applicant: by its code where there is a valid one, else by its exact name.
// Who has the number of an identity card is a natural person, registered or not.
func (d *Desk) applicant(ctx context.Context, tx *store.Tx, center int64, name, code string) (out located, err error) {
	out.Name, out.Code = name, code
	_, bad := ident.ParseIDNumber(code)
	out.Natural = bad == nil
	p, err := find(ctx, tx, center, party.Entity, name, code)
	if err != nil || p == nil {
		return out, err
	}
	e, _, err := plainEntry(ctx, tx, p.Center, p.ID)
	if err != nil {
		return out, err
	}
	out.Found, out.Name, out.Code, out.party, out.division = true, p.Name, p.Code, p.ID, p.Division
	out.Status, out.Active, out.Banned = p.Status.Title(), p.Status == party.Active, banned(p, e)
	return out, nil
}

// find returns the party with the code, or with exactly the name, present or former; nil if
// there is none.
func find(ctx context.Context, tx *store.Tx, center int64, kind party.Kind, name, code string) (*party.Party, error) {
	if u, err := ident.ParseUSCC(code); err == nil {
		p, err := party.ByCode(ctx, tx, center, kind, string(u))
		if err == nil || fault.KindOf(err) != fault.Missing {
			return p, err
		}
	}
	for _, n := range party.Spellings(name) {
		p, err := party.ByName(ctx, tx, center, kind, n)
		switch {
		case err != nil && fault.KindOf(err) != fault.Missing:
			return nil, err
		// Otherwise it is only a part of a former name.
		case err == nil && (p.Name == n || slices.Contains(p.Former, n)):
			return p, nil
		}
	}
	return nil, nil
}

// banned says why the fast lane is closed to a party that was registered.
func banned(p *party.Party, e *Entry) string {
	if e == nil {
		return ""
	}
	switch p.Status {
	case party.Suspended:
		return fault.Say("预审服务暂停至%s（%s）", spokenDay(e.Until), e.Ground).String()
	case party.Cancelled:
		if e.Ground == "" {
			return fault.Say("备案已注销").String()
		}
		return fault.Say("备案已取消（%s），%s前不再受理备案申请", e.Ground, spokenDay(e.Until+1)).String()
	default:
		return ""
	}
}

// agency says what is known of the agency that acts.
func (d *Desk) agency(ctx context.Context, tx *store.Tx, q Query, today calendar.Day) (*Agency, error) {
	out := &Agency{}
	need, err := d.office.Settings.Bool(ctx, tx, setting.Query{Center: q.Center, Key: "registration.assured", On: today})
	if err != nil {
		return nil, err
	}
	out.AssuredNeeded = need
	p, err := party.Get(ctx, tx, q.Center, q.Agent)
	if err != nil {
		if fault.KindOf(err) == fault.Missing {
			return out, nil
		}
		return nil, err
	}
	out.Found, out.Active, out.Name, out.Code = true, p.Status == party.Active, p.Name, p.Code
	// An agency may be known by name before it registered; then there is no entry yet.
	e, err := d.entry(ctx, tx, p.Center, p.ID)
	if err != nil || e == nil {
		return out, err
	}
	out.Assured = e.Assured
	if e.Particulars.Licence != "" {
		out.Code = e.Particulars.Licence
	}
	for _, a := range e.Particulars.Agents {
		out.Agents = append(out.Agents, a.No)
	}
	return out, nil
}

// ownerFacts adds quota, contacts and business scope of the owner.
func (d *Desk) ownerFacts(ctx context.Context, tx *store.Tx, q Query, today calendar.Day, out *Findings) error {
	if q.Owner == 0 {
		return nil
	}
	// Another year has a quota of its own, which begins on its first day.
	on := today
	if q.Year != 0 && q.Year != today.Year() {
		on = calendar.Date(q.Year, 1, 1)
	}
	quota, err := d.quota(ctx, tx, q.Center, q.Owner, on)
	if err != nil {
		return err
	}
	out.QuotaLeft = quota.Left()
	p, err := party.Get(ctx, tx, q.Center, q.Owner)
	if err != nil {
		return err
	}
	out.Owner = p.Name
	e, err := d.entry(ctx, tx, q.Center, q.Owner)
	if err != nil || e == nil {
		return err
	}
	out.Scope, out.Address = e.Particulars.Scope, e.Particulars.Address
	out.Insured, out.Established = e.Particulars.Insured, e.Particulars.Established
	for _, c := range e.Particulars.Contacts {
		out.Contacts = append(out.Contacts, c.Name)
	}
	return nil
}

// Gate refuses a request of a party that may not use the fast lane today, and says why and what
// to do. It is asked at submission and again at acceptance.
func (d *Desk) Gate(s *casework.Step, q casework.GateQuery) error {
	p, err := party.Get(s.Ctx, s.Tx, s.Case.Center, q.Owner)
	if err != nil {
		return err
	}
	if err := d.mayEnter(s, p); err != nil {
		return err
	}
	if err := d.mayName(s, p, q); err != nil {
		return err
	}
	area, err := d.area(s)
	if err != nil {
		return err
	}
	strict, err := s.Office.Settings.Bool(s.Ctx, s.Tx, s.Setting("registration.in_area"))
	if err != nil {
		return err
	}
	if strict && !inArea(p.Division, area) {
		return fault.New(fault.Forbidden, "registration.area", "“%s”的注册地（区划代码 %s）不在本中心服务区域（%s）内；已迁入的请先办理“信息变更”，否则请向所在地保护中心提交",
			p.Name, p.Division, fault.Listed(area)).On("本中心规定：服务区域")
	}
	if err := d.mayAct(s, p, q.Agent); err != nil {
		return err
	}
	quota, err := d.quota(s.Ctx, s.Tx, p.Center, p.ID, s.Today)
	if err != nil {
		return err
	}
	if quota.Left() > 0 {
		return nil
	}
	// A case that has its part already, such as one taken up again, is not stopped by the others.
	counted, err := d.counted(s)
	if err != nil || counted {
		return err
	}
	return usedUp(quota)
}

// counted reports whether the case has its part of the quota already.
func (d *Desk) counted(s *casework.Step) (bool, error) {
	var n int
	err := s.Tx.Row(s.Ctx, `SELECT COUNT(*) FROM registration_use WHERE case_id = $1 AND center_id = $2 AND NOT returned`, s.Case.ID, s.Case.Center).Scan(&n)
	return n > 0, err
}

// mayEnter refuses a party that is not registered, suspended or cancelled.
func (d *Desk) mayEnter(s *casework.Step, p *party.Party) error {
	if p.Status == party.Active {
		return nil
	}
	e, _, err := plainEntry(s.Ctx, s.Tx, p.Center, p.ID)
	if err != nil {
		return err
	}
	why := banned(p, e)
	switch {
	case why == "":
		return fault.New(fault.Forbidden, "registration.not_active", "“%s”尚未在本中心备案成功，不能提交预审请求；请先在“申请备案”中提交，或等待审核结果", p.Name).
			On("国知发管字〔2016〕92号 一（二）3")
	case p.Status == party.Suspended:
		return fault.New(fault.Forbidden, "registration.suspended", "“%s”%s，暂不能提交预审请求；期满并整改后请在备案页面“申请恢复”", p.Name, why).On("本中心规定：暂停的情形")
	default:
		return fault.New(fault.Forbidden, "registration.cancelled", "“%s”%s，不能提交预审请求；不影响按普通程序直接向国家知识产权局申请", p.Name, why).On("本中心规定：取消的情形")
	}
}

// mayName refuses papers whose applicants are others than the party that brings them in, so that
// nobody lends its standing or its quota, and papers whose first applicant may not use the fast lane.
// Where the papers name nobody, the rules about the request form say so.
func (d *Desk) mayName(s *casework.Step, owner *party.Party, q casework.GateQuery) error {
	own := false
	var first located
	for i := range max(len(q.Names), len(q.Codes)) {
		a, err := d.applicant(s.Ctx, s.Tx, owner.Center, at(q.Names, i), at(q.Codes, i))
		if err != nil {
			return err
		}
		own = own || a.party == owner.ID
		if i == 0 {
			first = a
		}
	}
	switch {
	case len(q.Names) == 0 && len(q.Codes) == 0:
		return nil
	case !own:
		return fault.New(fault.Forbidden, "registration.other_applicant", "请求书的申请人是“%s”，不是提交本请求的备案主体“%s”；请核对是否传错案卷包，或由“%s”以自己的账号提交", first.Name, owner.Name, first.Name).
			At("files").On("本中心规定：第一申请人为备案主体")
	case !first.Active:
		return fault.New(fault.Forbidden, "registration.first_applicant", "请求书的第一申请人“%s”没有在本中心备案成功，不能提交预审请求；请由其先办理备案，或核对申请人的次序、名称和统一社会信用代码", first.Name).
			At("files").On("本中心规定：第一申请人为备案主体")
	}
	return nil
}

// mayAct refuses an agency that is not registered, not on the list that the center demands, or
// not entrusted.
func (d *Desk) mayAct(s *casework.Step, p *party.Party, agent int64) error {
	if agent == 0 {
		return nil
	}
	a, err := d.agency(s.Ctx, s.Tx, Query{Center: p.Center, Agent: agent}, s.Today)
	if err != nil {
		return err
	}
	switch {
	case !a.Found || !a.Active:
		return fault.New(fault.Forbidden, "registration.agency", "代理机构“%s”未在本中心登记或已暂停、取消，不能代为提交；请由代理机构办理登记，或由主体自行提交", a.Name).On("本中心规定：代理机构登记")
	case a.AssuredNeeded && !a.Assured:
		return fault.New(fault.Forbidden, "registration.assured", "代理机构“%s”不在专利代理机构精准服务保障名单内，本中心不接受其代为提交；列入名单后请联系受理员登记", a.Name).On("本中心规定：专利代理机构精准服务保障名单")
	}
	ok, err := party.Entrusted(s.Ctx, s.Tx, p.ID, agent, s.Today)
	if err == nil && !ok {
		return fault.New(fault.Forbidden, "registration.mandate", "“%s”未委托“%s”，或委托已到期；请由主体在备案页面“委托代理机构”后再提交", p.Name, a.Name).On("本中心规定：代理机构的委托")
	}
	return err
}
