package simulation

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/center"
	"zhibao/center/demo/text"
	"zhibao/examination/field"
	"zhibao/examination/quality/training"
	"zhibao/examination/registration"
	"zhibao/governance/administration"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/secrecy"
	"zhibao/protection/delegation"
)

// A clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

// Now returns the simulated time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// pass moves the clock on.
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// A world is the program with people, parties and a clock of its own.
type world struct {
	*center.Center
	clk      *clock
	rng      *rand.Rand
	dir      string
	log      bytes.Buffer // what the background complained of
	people   []casework.Actor
	parties  []int64
	inputs   inputs
	year     int // the last whose holidays are known
	told     int // messages that the kernel asked for, by account that has an address
	moves    map[string]int
	refused  map[string]int
	tried    map[string]int                // turns that came to nothing
	chances  map[string]int                // how often a move could have been made
	left     map[string]int                // how often a state was left
	far      map[string]map[string]int     // by chart and state, see distances
	worth    map[string]map[string]float64 // likewise, see promises
	against  map[string]map[string]int     // what refusals of a move said, and how often
	focus    *mirror                       // the case that is worked on
	last     error                         // the last refusal
	refusals int                           // since the last move that was made
	shadow   *shadow
	years    float64 // of open cases that have passed
}

// enterprises and agencies are made up; their codes have right check characters.
var enterprises = []struct{ name, code string }{
	{"模拟一号精密机械有限公司", "91320500MA1CLXY19M"}, {"模拟二号新材料有限公司", "91320500MA1CLXY27G"},
	{"模拟三号电子科技有限公司", "91320500MA1CLXY35B"},
	{"模拟五号光学仪器有限公司", "91320500MA1CLXY511"}, {"模拟六号环保设备有限公司", "91320500MA1CLXY60Y"}, {"模拟七号软件有限公司", "91320500MA1CLXY78Q"},
	{"模拟四号医疗器械有限公司", "91320500MA1CLXY436"},
}

// usuals is how many of the parties are registered from the beginning, beside the agency: the others have
// accounts and may apply.
const usuals = 3

// licence is the code of an agency.
var licence = map[string]string{registration.KindAgency: "33999"}

// newWorld makes a world of a seed.
func newWorld(t testing.TB, seed uint64) *world {
	t.Helper()
	dir := t.TempDir()
	w := &world{clk: &clock{at: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)}, rng: rand.New(rand.NewPCG(seed, 7)), dir: dir, year: 2026,
		moves: map[string]int{}, refused: map[string]int{}, left: map[string]int{},
		tried: map[string]int{}, chances: map[string]int{}, far: map[string]map[string]int{}, worth: map[string]map[string]float64{}, against: map[string]map[string]int{}}
	c, err := center.Open(t.Context(), center.Config{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"), MakeKey: true, Plain: true,
		Now: w.clk.Now, Log: slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelError})), URL: "http://127.0.0.1:1",
		Center: center.Identity("MN", "模拟知识产权保护中心", "Center of the Simulation", "33")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Center = c
	if _, err := c.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, do := range []func(context.Context) error{w.generous, w.opened, w.settle, w.hire, w.teach, func(ctx context.Context) error { return w.entrust(ctx, w.Office.Today().Year()) }} {
		if err := do(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if w.inputs, err = readInputs(w); err != nil {
		t.Fatal(err)
	}
	tell := c.Office.Tell
	c.Office.Tell = func(ctx context.Context, tx *store.Tx, n casework.Notification) error {
		if err := tell(ctx, tx, n); err != nil {
			return err
		}
		return w.addressed(ctx, tx, n)
	}
	w.shadow = newShadow(w)
	if err := w.look(t.Context(), func([]int64) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return w
}

// addressed counts the accounts that a message goes to: those of the party that are in use.
func (w *world) addressed(ctx context.Context, tx *store.Tx, n casework.Notification) error {
	var accounts int
	err := tx.Row(ctx, `SELECT COUNT(*) FROM identity_account WHERE center_id = $1 AND party_id = $2 AND status = 'active' AND mail <> ''`, n.Center, n.Party).Scan(&accounts)
	w.told += accounts
	return err
}

// welcomed gives back the accounts that were taken from parties, so that there is somebody to act for them.
func (w *world) welcomed(ctx context.Context) error {
	return w.DB.Write(ctx, func(tx *store.Tx) error {
		for _, p := range w.people {
			if p.Party == 0 {
				continue
			}
			var status string
			if err := tx.Row(ctx, `SELECT status FROM identity_account WHERE id = $1`, p.Account).Scan(&status); err != nil {
				return err
			}
			if status != string(identity.Disabled) {
				continue
			}
			if err := w.Book.SetStatus(ctx, tx, identity.Who{Center: w.id(), Name: "模拟准备"}, p.Account, identity.Active); err != nil {
				return err
			}
		}
		return nil
	})
}

// id is the center's.
func (w *world) id() int64 { return w.Center.Center.ID }

// generous sets quotas that a simulation of years does not use up, and the area of the center.
func (w *world) generous(ctx context.Context) error {
	return w.DB.Write(ctx, func(tx *store.Tx) error {
		for key, value := range map[string]string{"registration.quota.new": "1000000", "registration.quota.usual": "1000000", "registration.area": "33"} {
			v := setting.Value{Key: key, Value: value, Reason: "模拟", From: calendar.MustDay("2016-01-01"), At: w.clk.Now().UnixMicro()}
			if err := w.Office.Settings.Set(ctx, tx, w.DB.NewID(), w.id(), v); err != nil {
				return err
			}
		}
		return nil
	})
}

// opened opens the fields of the texts of the demo.
func (w *world) opened(ctx context.Context) error {
	var ipc, locarno []string
	for i := range text.Count() {
		a := text.New(i)
		if a.Locarno != "" {
			locarno = append(locarno, a.Locarno)
			continue
		}
		class, _, _ := strings.Cut(a.IPC, " ")
		ipc = append(ipc, class)
	}
	return w.DB.Write(ctx, func(tx *store.Tx) error {
		for _, l := range []field.List{{Scheme: field.IPC, Classes: ipc}, {Scheme: field.Locarno, Classes: locarno}} {
			l.Center, l.Industry, l.From, l.Official, l.Source = w.id(), "模拟产业领域", calendar.MustDay("2016-01-01"), true, "模拟"
			if err := w.Fields.Set(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle registers the parties: the last is an agency, and some leave again.
func (w *world) settle(ctx context.Context) error {
	by := casework.Actor{Name: "模拟准备", Via: "cli"}
	by.Center, by.Roles = w.id(), []string{string(casework.Clerk)}
	for i, e := range enterprises {
		in := &registration.BringIn{Kind: registration.KindEntity, Registered: w.Office.Today() - 400}
		if i == len(enterprises)-1 {
			in.Kind = registration.KindAgency
		}
		in.Particulars = registration.Particulars{Name: e.name, Code: e.code, Licence: licence[in.Kind], Division: "330100", Address: "浙江省杭州市模拟路 1 号",
			Established: w.Office.Today() - 4000, Insured: 50, Contacts: []registration.Contact{{Name: "联系人", Phone: "13800000000"}}}
		out, err := w.Office.Move(ctx, casework.Request{Actor: by, Chart: "registration", Move: "bring_in", Input: in})
		if err != nil {
			return err
		}
		w.parties = append(w.parties, out.Case.Owner)
		if i >= usuals && i < len(enterprises)-1 {
			if _, err := w.Office.Move(ctx, casework.Request{Actor: w.acting(i), Case: out.Case.ID, Move: "deregister", Input: &registration.Deregister{Reason: "模拟", Confirm: true}, Expected: out.Case.Version}); err != nil {
				return err
			}
		}
	}
	return nil
}

// acting is somebody of a party that has no account yet.
func (w *world) acting(i int) casework.Actor {
	a := casework.Actor{Name: "模拟准备", Via: "cli"}
	a.Center, a.Party, a.Roles = w.id(), w.parties[i], []string{string(casework.Entity)}
	return a
}

// staffed is how many accounts a role has, where two are too few: a panel has three members, and some
// change or are kept from a case.
var staffed = map[casework.Role]int{casework.Enforcer: 5, casework.Expert: 3, casework.Examiner: 3, casework.Reviewer: 4}

// hire makes the accounts of each role, and one for each party, which has an address.
func (w *world) hire(ctx context.Context) error {
	for _, info := range casework.Roles() {
		for n := range max(2, staffed[info.Role]) {
			a := &identity.Account{Center: w.id(), Login: fmt.Sprintf("%s%d", info.Role, n), Name: fmt.Sprintf("%s%d", info.Title, n+1), StaffNo: fmt.Sprintf("%s%d", info.Role, n)}
			if err := w.account(ctx, a, info.Role); err != nil {
				return err
			}
		}
	}
	w.people = append(w.people, casework.Actor{Name: "公众", Via: "web", Subject: access.Subject{Center: w.id(), Roles: []string{string(casework.Visitor)}}})
	for i, party := range w.parties {
		role := casework.Entity
		if i == len(w.parties)-1 {
			role = casework.AgencyRole
		}
		a := &identity.Account{Center: w.id(), Party: party, Login: fmt.Sprintf("party%d", i), Name: fmt.Sprintf("当事人%d", i), Mail: fmt.Sprintf("party%d@example.org", i)}
		if err := w.account(ctx, a, role); err != nil {
			return err
		}
	}
	return nil
}

// account makes an account of a role. Those of parties get a password: nobody else is told anything.
func (w *world) account(ctx context.Context, a *identity.Account, role casework.Role) error {
	if a.Party == 0 && (role == casework.Entity || role == casework.AgencyRole) {
		return nil
	}
	by := identity.Who{Center: w.id(), Name: "模拟准备"}
	var token string
	err := w.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if token, err = w.Book.Create(ctx, tx, by, a); err != nil {
			return err
		}
		return w.Book.Grant(ctx, tx, by, a.ID, string(role))
	})
	if err == nil && a.Party != 0 {
		err = w.Book.SetPassword(ctx, token, "simulated from nine until noon")
	}
	a.Roles = []string{string(role)}
	w.people = append(w.people, administration.ActorOf(a, "", "127.0.0.1"))
	return err
}

// teach gives the examiners certificates.
func (w *world) teach(ctx context.Context) error {
	for i, a := range w.people {
		if !a.Is(casework.Examiner) {
			continue
		}
		x := training.Certificate{Account: a.Account, Number: fmt.Sprintf("模拟 %04d", i), Issuer: "模拟机构", From: w.Office.Today() - 100, To: w.Office.Today() + 36500}
		if err := w.Quality.Training.Certify(ctx, w.who(casework.Head), x); err != nil {
			return err
		}
	}
	return nil
}

// who is somebody of a role.
func (w *world) who(role casework.Role) casework.Actor {
	var all []casework.Actor
	for _, p := range w.people {
		if p.Is(role) {
			all = append(all, p)
		}
	}
	return all[w.rng.IntN(len(all))]
}

// holidays makes up the list of the next years as they come: without one, terms of parties stay
// provisional and nobody loses a right by them.
func (w *world) holidays(ctx context.Context) error {
	for ; w.year < w.Office.Today().Year()+1; w.year++ {
		l := calendar.Layer{Kind: calendar.Notice, Name: fmt.Sprintf("%d年节假日安排", w.year+1), Source: []string{"模拟"}}
		add := func(month time.Month, day, n int) {
			for i := range n {
				l.Days = append(l.Days, calendar.Entry{Date: calendar.Date(w.year+1, month, day+i), Name: "假日", Off: true})
			}
		}
		add(time.January, 1, 1+w.rng.IntN(3))
		add(time.February, 3+w.rng.IntN(15), 7)
		add(time.May, 1, 3+w.rng.IntN(3))
		add(time.October, 1, 7)
		if _, err := w.Office.AddCalendarLayer(ctx, w.who(casework.SysAdmin), l); err != nil {
			return err
		}
		if err := w.entrust(ctx, w.year+1); err != nil {
			return err
		}
	}
	return nil
}

// entrust brings an entrustment for a year into force, by which the center may act for an authority.
func (w *world) entrust(ctx context.Context, year int) error {
	in := &delegation.Draw{Content: delegation.Content{Body: "模拟市知识产权局", Mark: "模知法", Seal: "模拟市知识产权局行政执法专用章", Contact: "保护科", Phone: "0571-00000000",
		Kinds: []string{"发明", "实用新型", "外观设计"}, Area: "3301", From: max(w.Office.Today(), calendar.Date(year, time.January, 1)), Until: calendar.Date(year, time.December, 31)}}
	if in.Until < in.From {
		return nil
	}
	for _, a := range w.Delegation.Acts {
		in.Acts = append(in.Acts, a.Code)
	}
	for i, p := range w.people {
		if p.Party == 0 && (p.Is(casework.Enforcer) || p.Is(casework.Clerk) || p.Is(casework.Head) || p.Is(casework.Director) || p.Is(casework.Reviewer)) {
			in.Officers = append(in.Officers, delegation.OfficerLine{Account: strconv.FormatInt(p.Account, 10), Card: fmt.Sprintf("模执 33%04d", i), Until: in.Until + 36500})
		}
	}
	out, err := w.Office.Move(ctx, casework.Request{Actor: w.who(casework.Clerk), Chart: "delegation", Move: "draw", Input: in})
	if err != nil {
		return err
	}
	signed := &delegation.Signature{Number: fmt.Sprintf("模知法委〔%d〕%d号", year, w.rng.IntN(1000)), Signed: w.Office.Today(), File: form.Bytes("委托书.pdf", []byte("委托书")), Declared: secrecy.Declared{Clear: true}}
	if out, err = w.Office.Move(ctx, casework.Request{Actor: w.who(casework.Clerk), Case: out.Case.ID, Move: "sign", Input: signed, Expected: out.Case.Version}); err != nil {
		return err
	}
	_, err = w.Office.Move(ctx, casework.Request{Actor: w.who(casework.Director), Case: out.Case.ID, Move: "confirm", Input: &delegation.Remarked{}, Expected: out.Case.Version})
	if fault.CodeOf(err) == "delegation.overlap" {
		return nil // chance has brought one about
	}
	return err
}
