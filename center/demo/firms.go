package demo

import (
	"context"
	"fmt"
	"time"
	registered "zhibao/examination/registration/people"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/center/demo/text"
	"zhibao/examination/registration"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/filing"
)

// A firm is a registered entity or agency of the demo.
type firm struct {
	actor     casework.Actor
	party     int64
	applicant filing.Applicant // of an entity
	contact   string           // of an entity: the person whom it registered
	agency    *filing.Agency   // of an agency
	field     string
	clients   []int // of an agency: indices of entities
	agent     int   // of an entity: index of its agency, -1 for none
	caseID    int64 // of its registration
}

// Entities and agencies of the demo: enough that lists have pages and a filter has something to do.
const (
	perField    = 5 // entities in each field of the texts
	agencyCount = 7
)

// register brings agencies and entities through their registration, in the first weeks.
func (b *builder) register(ctx context.Context) error {
	for i := range agencyCount {
		if err := b.agency(ctx, i); err != nil {
			return err
		}
	}
	for _, f := range text.Fields() {
		for k := range perField {
			if err := b.entity(ctx, f, k); err != nil {
				return err
			}
		}
	}
	if err := b.mandates(ctx); err != nil {
		return err
	}
	return b.stand(ctx)
}

// enrol makes a party with an account and applies for its registration, through the same form that
// the page shows. The party is written first, as when somebody signs up.
func (b *builder) enrol(ctx context.Context, f *firm, kind party.Kind, loginName string, in registration.Particulars) error {
	p := &party.Party{ID: b.c.DB.NewID(), Center: 1, Kind: kind, Name: in.Name, Code: in.Code, Division: in.Division, Status: party.Applied, At: b.clk.Now()}
	if err := b.c.DB.Write(ctx, func(tx *store.Tx) error { return party.Put(ctx, tx, p) }); err != nil {
		return err
	}
	role := casework.Entity
	if kind == party.Agency {
		role = casework.AgencyRole
	}
	actor, err := b.account(ctx, &identity.Account{Center: 1, Login: loginName, Name: in.Contacts[0].Name, Party: p.ID, Mail: in.Contacts[0].Mail, Phone: in.Contacts[0].Phone}, role)
	if err != nil {
		return err
	}
	f.actor, f.party = actor, p.ID
	out, err := b.act(ctx, casework.Request{Actor: actor, Chart: "registration", Move: "apply", Input: &registration.Apply{Declared: secrecy.Declared{Clear: true}, Particulars: in,
		Sheet: document("备案申请表.pdf", in.Code), Proof: document("营业执照.pdf", in.Code), Undertaking: true}})
	if err != nil {
		return fmt.Errorf("apply %s: %w", loginName, err)
	}
	f.caseID = out.Case.ID
	return nil
}

// admit lets the clerk check and the director register what was applied for.
func (b *builder) admit(ctx context.Context, f *firm) error {
	b.pass(2)
	if err := b.checked(ctx, f, "shouli1", &registration.Check{All: true, Opinion: "逐条核对，均符合。"}); err != nil {
		return err
	}
	b.pass(1)
	_, err := b.move(ctx, b.staff["zhuren"], f.caseID, "register", &registration.Remarked{})
	return err
}

// checked brings an application through the formal check and the assessment to the director.
func (b *builder) checked(ctx context.Context, f *firm, who string, in *registration.Check) error {
	if _, err := b.move(ctx, b.staff[who], f.caseID, "check", &registration.Formal{Complete: true}); err != nil {
		return err
	}
	_, err := b.move(ctx, b.staff[who], f.caseID, "assess", in)
	return err
}

// pass lets a few hours go by.
func (b *builder) pass(hours int) { b.clk.set(b.clk.Now().Add(time.Duration(hours) * time.Hour)) }

// agency registers agency i. Their offices repeat after four, so later ones get a name and a code.
func (b *builder) agency(ctx context.Context, i int) error {
	f := firm{agent: -1, agency: text.Office(i)}
	if i >= 4 {
		f.agency.Name = "杭州示例" + []string{"山", "江", "湖"}[i-4] + "知识产权代理有限公司"
		f.agency.Code = fmt.Sprint(33921 + i)
	}
	in := registration.Particulars{Name: f.agency.Name, Code: agencyCode(i), Division: "330106", Address: "浙江省杭州市西湖区示例路" + fmt.Sprint(10+i) + "号",
		Established: calendar.MustDay("2012-05-04"), Insured: 20 + i, Licence: f.agency.Code, Contacts: []registration.Contact{{Name: text.Person(2500 + i).Name, Phone: phone(1000 + i), Mail: fmt.Sprintf("daili%02d@example.com", i+1)}}}
	for _, a := range f.agency.Agents {
		in.Agents = append(in.Agents, registered.Agent{Name: a.Name, No: a.Licence})
	}
	if err := b.enrol(ctx, &f, party.Agency, login("daili", i+1), in); err != nil {
		return err
	}
	if err := b.admit(ctx, &f); err != nil {
		return err
	}
	b.agencies = append(b.agencies, f)
	return nil
}

// agencyCode is a synthetic credit code that no entity of the demo has: those of the companies
// beyond the last one that is registered.
func agencyCode(i int) string { return text.Company(text.Fields()[i%len(text.Fields())], 7).Code }

// entity registers company k of a field and, for two of three, chooses the agency it will entrust: a
// demo needs those who file themselves as well as those who are represented.
func (b *builder) entity(ctx context.Context, field string, k int) error {
	f := firm{field: field, applicant: text.Company(field, k), agent: -1}
	n := len(b.entities)
	a := f.applicant
	in := b.particulars(a, field, n)
	f.contact = in.Contacts[0].Name
	if err := b.enrol(ctx, &f, party.Entity, login("qiye", n+1), in); err != nil {
		return err
	}
	if err := b.admit(ctx, &f); err != nil {
		return err
	}
	if n%3 != 0 {
		f.agent = n % agencyCount
		b.agencies[f.agent].clients = append(b.agencies[f.agent].clients, n)
	}
	b.entities = append(b.entities, f)
	return nil
}

// mandates lets entities entrust their agencies.
func (b *builder) mandates(ctx context.Context) error {
	from := calendar.DayOf(b.clk.Now())
	for i := range b.entities {
		f := &b.entities[i]
		if f.agent < 0 {
			continue
		}
		_, err := b.move(ctx, f.actor, f.caseID, "entrust", &registration.Entrust{Agency: b.agencies[f.agent].agency.Name, From: from})
		if err != nil {
			return err
		}
	}
	return nil
}

// move makes a move on the case as it stands. It reads the version as the actor, so a case that they
// may not see is found out before the move.
func (b *builder) move(ctx context.Context, a casework.Actor, id int64, move string, in any) (k *casework.Case, err error) {
	defer fault.Wrap(&err, "demo %s", move)
	err = b.c.DB.Read(ctx, func(tx *store.Tx) error {
		k, err = b.c.Office.Get(ctx, tx, a, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	out, err := b.act(ctx, casework.Request{Actor: a, Case: id, Expected: k.Version, Move: move, Input: in})
	return out.Case, err
}

// document is a scan that a party sends, as small as a PDF can be.
func document(name, about string) form.File {
	return form.Bytes(name, []byte("%PDF-1.4\n% "+about+"\n%%EOF\n"))
}

// phone is a number that nobody has.
func phone(n int) string { return fmt.Sprintf("1390000%04d", n) }
