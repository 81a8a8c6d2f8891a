package center

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/status"
	"zhibao/casework/worklist"
	"zhibao/center/english"
	"zhibao/examination/abnormal"
	"zhibao/examination/field"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	cases "zhibao/examination/preexam/measure"
	"zhibao/examination/registration"
	parties "zhibao/examination/registration/measure"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/protection/counterfeit"
)

// rules are those that pages, API and command line alike check with.
func rules() []check.Rule { return catalogue.Rules() }

// registry tells pre-examination what registration knows, in the words of the rules.
func (c *Center) registry(ctx context.Context, tx *store.Tx, q preexam.RegistryQuery) (*check.RegistryFacts, error) {
	r, err := c.Registration.Lookup(ctx, tx, registration.Query{Center: q.Center, Owner: q.Owner, Agent: q.Agent, Names: q.Names, Codes: q.Codes, Year: q.Year})
	if err != nil {
		return nil, err
	}
	// The two sides do not know each other's types; a fact that a rule needs is copied here by name.
	out := &check.RegistryFacts{QuotaLeft: r.QuotaLeft, QuotaYear: q.Year, Owner: r.Owner, Staff: r.Contacts, Scope: r.Scope,
		Insured: r.Insured, Established: r.Established}
	for _, e := range r.Applicants {
		out.Applicants = append(out.Applicants, check.Registrant{Found: e.Found, Name: e.Name, Code: e.Code, Status: e.Status, Active: e.Active,
			Banned: e.Banned, InArea: e.InArea, Natural: e.Natural, Owner: e.Owner})
	}
	if a := r.Agency; a != nil {
		out.Agency = &check.AgencyFacts{Found: a.Found, Active: a.Active, Assured: a.Assured, AssuredNeeded: a.AssuredNeeded, Name: a.Name, Code: a.Code, Agents: a.Agents}
	}
	return out, nil
}

// fieldFacts adds the opened classes and the area of the center to the facts of the rules, as they
// stand today: a request is judged by the list that is open when it is made.
func (c *Center) fieldFacts(ctx context.Context, tx *store.Tx, center int64, f *check.SettingsFacts) error {
	lists, err := c.Fields.On(ctx, tx, center, c.Office.Today())
	if err != nil {
		return err
	}
	f.IPC, f.Locarno, f.ListOfficial = lists.IPC, lists.Locarno, lists.Official
	f.Area, err = c.Office.Settings.Raw(ctx, tx, setting.Query{Center: center, Key: "registration.area", On: c.Office.Today()})
	return err
}

// measures are the figures of all procedures, in the order of the report.
func (c *Center) measures() []casework.Measure {
	opened := func(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) (func(kind, class string) bool, error) {
		lists, err := c.Fields.On(ctx, tx, center, on)
		return func(kind, class string) bool { return field.Answer(lists, kind, class) == field.Out }, err
	}
	return slices.Concat(c.Delegation.Measures(), c.Infringement.Measures(), c.Counterfeit.Measures(), cases.All(cases.Sources{Calendar: c.Office.Calendar, Opened: opened}), c.Quality.Measures(), c.Abnormal.Measures(),
		parties.All(parties.Sources{Submitters: cases.Submitters, Base: c.Registration.Base}), status.Measures())
}

// staff lists those who can be given work: the accounts of the center's own people, without those
// of parties and without the disabled. Who is on leave is listed and marked, because their open
// cases go to the cover.
func (c *Center) staff(ctx context.Context, tx *store.Tx, center int64) ([]preexam.Staff, error) {
	accounts, err := c.Book.Staff(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	today := int64(c.Office.Today())
	var out []preexam.Staff
	for _, a := range accounts {
		if a.Status == "disabled" {
			continue
		}
		s := preexam.Staff{Account: a.ID, Login: a.Login, Name: a.Name, Fields: a.Fields, Away: a.AwayUntil >= today && a.AwayUntil != 0}
		for _, r := range a.Roles {
			s.Roles = append(s.Roles, casework.Role(r))
		}
		out = append(out, s)
	}
	return out, nil
}

// staffOptions are the same people as choices of the filter. A name is the same in both languages.
func (c *Center) staffOptions(ctx context.Context, tx *store.Tx, center int64) ([]form.Option, error) {
	members, err := c.Book.Members(ctx, tx, center)
	var out []form.Option
	for _, s := range members {
		out = append(out, form.Option{Value: strconv.FormatInt(s.Account, 10), Label: web.Text{s.Name, s.Name}})
	}
	return out, err
}

// fieldRules are the checks of identifiers that the forms use by name. Law knows how a number is
// made and says in both languages what is wrong with it; the forms only know that there is a rule.
func fieldRules() form.Rules {
	wrap := func(check func(string) error) form.Rule {
		return func(v string) web.Text {
			err := check(v)
			if err == nil {
				return web.Text{}
			}
			if e, ok := errors.AsType[*ident.Error](err); ok {
				return web.Text{e.Message, e.EN}
			}
			return web.Text{err.Error(), err.Error()}
		}
	}
	return form.Rules{
		"uscc":   wrap(func(v string) error { _, err := ident.ParseUSCC(v); return err }),
		"idcard": wrap(func(v string) error { _, err := ident.ParseIDNumber(v); return err }),
		"phone":  wrap(func(v string) error { _, err := ident.ParsePhone(v); return err }),
		"appno":  wrap(func(v string) error { _, err := ident.ParseApplicationNo(v); return err }),
		"agency": wrap(func(v string) error { _, err := ident.ParseAgencyCode(v); return err }),
		"post":   wrap(func(v string) error { _, err := ident.ParsePostcode(v); return err }),
	}
}

// english is the English of refusals and of the fixed words that stand in lists and cases: what the
// catalogue has, and what the charts, settings and rules say themselves.
func (c *Center) english() fault.Catalogue {
	out := english.Catalogue()
	add := func(zh, en string) {
		if _, have := out[zh]; !have && zh != en {
			out[zh] = en
		}
	}
	for _, ch := range c.Office.Charts() {
		add(ch.Title, ch.English)
		for _, s := range ch.States {
			add(s.Title, s.English)
		}
		for _, m := range ch.Moves {
			add(m.Title, m.English)
			options(form.Describe(m.Do.New(), fieldRules()).Fields, add)
		}
		for _, k := range ch.Clocks {
			add(k.Title, k.English)
		}
	}
	for _, r := range casework.Roles() {
		add(r.Title, r.English)
	}
	for _, r := range rules() {
		add(r.Title, r.English)
	}
	return out
}

// options adds the choices of a form: cases keep them in Chinese.
func options(fields []*form.Field, add func(zh, en string)) {
	for _, f := range fields {
		for _, o := range f.Options {
			add(o.Label[0], o.Label[1])
		}
		options(f.Group, add)
	}
}

// hooks are what the procedures add to the shared pages.
func (c *Center) hooks() map[string]worklist.Hooks {
	out := c.Quality.Hooks()
	out["delegation"] = c.Delegation.Hooks()
	out["outage"] = c.Outage.Hooks()
	maps.Copy(out, c.Privacy.Hooks())
	out["infringement"] = worklist.Join(c.Infringement.Hooks(), c.kin(), c.Comparison.Hooks(), worklist.Hooks{Extra: c.designExtra}, c.exhibits.Hooks(), c.sessions.Hooks(), worklist.Codes(func() *worklist.Pages { return c.Pages }))
	out[counterfeit.Code], out["preexam"], out["registration"] = worklist.Join(c.Counterfeit.Hooks(), c.kin(), c.exhibits.Hooks(), c.sessions.Hooks(), worklist.Codes(func() *worklist.Pages { return c.Pages })), worklist.Join(c.Preexam.Hooks(), c.filingHooks(), worklist.Hooks{Prefill: c.searched}), c.registrationHooks()
	out[abnormal.Code] = c.abnormalHooks()
	for _, chart := range c.Office.Charts() {
		out[chart.Code] = out[chart.Code].With(c.Masks.Hooks())
		if chart.Code != "outage" {
			out[chart.Code] = out[chart.Code].With(c.Outage.CaseHooks())
		}
	}
	for _, chart := range c.Drafts.Charts() {
		out[chart] = out[chart].With(c.drafted.Hooks())
	}
	for _, chart := range c.Deliveries.Charts() {
		out[chart] = out[chart].With(c.served.Hooks())
	}
	return out
}

// registrationHooks offers the application only to parties that are not registered yet.
func (c *Center) registrationHooks() worklist.Hooks {
	h := c.Registration.Hooks()
	h.Offer = func(x *web.Ctx, tx *store.Tx, move string) (bool, error) {
		p, err := party.Get(x.Context(), tx, worklist.Actor(x).Center, worklist.Actor(x).Party)
		if err != nil {
			return true, err
		}
		return move != "apply" || p.Status == party.Applied || p.Status == party.Cancelled, nil
	}
	return h
}
