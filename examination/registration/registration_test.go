package registration_test

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/examination/registration"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

const (
	owner, other, agency, stranger = 100, 101, 200, 201
	ownerCode                      = "91320500MA00000A6Q"
)

type world struct {
	office *casework.Office
	clock  *caseworktest.Clock
	desk   *registration.Desk
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	w.desk = registration.New(registration.Deps{Blobs: blobs})
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{w.desk.Chart(), requests()}, Settings: registration.Settings(),
		Schemas: []store.Schema{registration.Schema(), identity.Schema(), worklist.Schema()}, Grants: registration.Grants()})
	w.desk.Use(w.office)
	w.office.React(w.desk.Reactions())
	w.desk.Book = identity.New(w.office.DB, w.office.Keys, w.clock.Now, identity.Policy{Failures: 5, Lock: time.Minute, Idle: time.Hour, Absolute: time.Hour})
	w.reset(t)
	return w
}

// reset puts the parties of the tests into the register, as they are before anything happened.
func (w *world) reset(t testing.TB) {
	t.Helper()
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for id, p := range map[int64]party.Party{owner: {Kind: party.Entity, Name: "示范电器有限公司", Code: code(1), Status: party.Applied},
			other: {Kind: party.Entity, Name: "另一公司", Code: code(2), Status: party.Applied}, agency: {Kind: party.Agency, Name: "某专利代理所", Code: code(3), Status: party.Active},
			stranger: {Kind: party.Agency, Name: "未登记代理所", Code: code(4), Status: party.Applied}} {
			p.ID, p.Center, p.At, p.Division = id, caseworktest.CenterID, w.clock.Now(), "320500"
			if err := party.Put(t.Context(), tx, &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) actor(name string) casework.Actor {
	people := map[string]struct {
		account, party int64
		roles          []casework.Role
	}{"企业": {10, owner, []casework.Role{casework.Entity}}, "别的企业": {11, other, []casework.Role{casework.Entity}},
		"代理": {12, agency, []casework.Role{casework.AgencyRole}}, "新代理": {13, stranger, []casework.Role{casework.AgencyRole}},
		"受理员": {20, 0, []casework.Role{casework.Clerk}}, "兼职": {21, 0, []casework.Role{casework.Clerk, casework.Director}},
		"负责人": {40, 0, []casework.Role{casework.Head}}, "主任": {41, 0, []casework.Role{casework.Director}},
		"系统": {0, 0, []casework.Role{casework.System}}}
	p, ok := people[name]
	if !ok {
		panic("nobody is called " + name)
	}
	a := casework.Actor{Name: name, Via: "test", Subject: access.Subject{Account: p.account, Center: caseworktest.CenterID, Party: p.party}}
	for _, r := range p.roles {
		a.Roles = append(a.Roles, string(r))
	}
	return a
}

func scan(name string) form.File { return form.Bytes(name, []byte("%PDF-1.4 "+name)) }

func particulars(name, code string) registration.Particulars {
	return registration.Particulars{Name: name, Code: code, Division: "320500", Address: "苏州市某路1号", Legal: "张三", Insured: 30,
		Scope: "电器研发与制造", Contacts: []registration.Contact{{Name: "李四", Phone: "13800000000"}}}
}

// fill completes the inputs of the stories with what every one of them needs.
func fill(_ *casework.Move, in any) error {
	complete := func(p *registration.Particulars) {
		have := *p
		*p = particulars("示范电器有限公司", code(1))
		for _, x := range []struct{ to, from *string }{{&p.Name, &have.Name}, {&p.Code, &have.Code}, {&p.Division, &have.Division}, {&p.Licence, &have.Licence}} {
			if *x.from != "" {
				*x.to = *x.from
			}
		}
	}
	switch in := in.(type) {
	case *registration.Apply:
		complete(&in.Particulars)
		in.Sheet, in.Proof, in.Undertaking, in.Clear = scan("申请表.pdf"), scan("营业执照.pdf"), true, true
	case *registration.Supplement:
		complete(&in.Particulars)
		in.Files, in.Clear = []form.File{scan("补充.pdf")}, true
	case *registration.Change:
		complete(&in.Particulars)
		if in.Reason != "无证明" {
			in.Files, in.Clear = []form.File{scan("变更通知书.pdf")}, true
		}
	case *registration.BringIn:
		complete(&in.Particulars)
	case *registration.Formal:
		in.Complete = true
	case *registration.Check:
		in.All = true
	case *registration.Deregister:
		in.Confirm = true
	}
	return nil
}

// restart forgets what the story before did, and sets the center up for the next.
func (w *world) restart(t *testing.T, name string) {
	w.forget(t)
	w.clock.At = time.Time{}
	w.reset(t)
	for _, key := range []string{"registration.notice", "registration.national"} {
		w.set(t, key, strconv.FormatBool(name == "announced"))
	}
}

// forget empties the register; cases and their papers stay.
func (w *world) forget(t testing.TB) {
	t.Helper()
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, q := range []string{`DELETE FROM registration_entry`, `DELETE FROM party_mandate`, `DELETE FROM registration_use`, `DELETE FROM registration_extra`,
			`DELETE FROM party_party`} {
			if _, err := tx.Exec(t.Context(), q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStories(t *testing.T) {
	w := newWorld(t)
	stories := caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.desk.Chart(), Actor: w.actor, Fill: fill}
	stories.Before = w.restart
	caseworktest.Stories(t, stories)
}

func (w *world) do(t testing.TB, who string, k *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	out, err := w.try(who, k, move, in)
	if err != nil {
		t.Fatalf("%s %s: %v", who, move, err)
	}
	return out
}

func (w *world) try(who string, k *casework.Case, move string, in any) (*casework.Case, error) {
	chart := "registration"
	if strings.HasPrefix(move, "request.") {
		chart, move = "request", strings.TrimPrefix(move, "request.")
	}
	r := casework.Request{Actor: w.actor(who), Chart: chart, Move: move, Input: in}
	if k != nil {
		r.Case, r.Expected = k.ID, k.Version
	}
	out, err := w.office.Move(context.Background(), r)
	return out.Case, err
}

// broughtIn enters the owner as registered long ago.
func (w *world) broughtIn(t testing.TB) *casework.Case {
	t.Helper()
	in := &registration.BringIn{Kind: registration.KindEntity, Registered: calendar.MustDay("2024-05-06")}
	in.Particulars = particulars("示范电器有限公司", code(1))
	return w.do(t, "受理员", nil, "bring_in", in)
}

func (w *world) lookup(t testing.TB, q registration.Query) registration.Findings {
	t.Helper()
	q.Center = caseworktest.CenterID
	var out registration.Findings
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = w.desk.Lookup(t.Context(), tx, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestMarksOfStateSecretsAreRefused(t *testing.T) {
	w := newWorld(t)
	in := &registration.Apply{Declared: secrecy.Declared{Clear: true}, Undertaking: true, Sheet: scan("申请表.pdf"), Proof: scan("执照.pdf"), More: []form.File{form.Bytes("研发证明.txt", []byte("秘密★1年"))}}
	in.Particulars = particulars("示范电器有限公司", code(1))
	if _, err := w.try("企业", nil, "apply", in); fault.CodeOf(err) != "secrecy.mark" {
		t.Errorf("a marked document: %v", err)
	}
	in.More, in.Clear = nil, false
	if _, err := w.try("企业", nil, "apply", in); fault.CodeOf(err) != "secrecy.undeclared" || fault.Of(err).Field != "clear" {
		t.Errorf("scans that nobody answers for: %v", err)
	}
}
