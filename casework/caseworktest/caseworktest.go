// Package caseworktest runs case stories: plain files that tell, line by line, who does what on
// which day and how the case then stands. They are tests and acceptance papers at once.
package caseworktest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/status"
	"zhibao/casework/tally"
	"zhibao/casework/treelog"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/law/calendar"
)

// A Setup says of what an office for a test is made.
type Setup struct {
	Charts   []*casework.Chart
	Settings []setting.Def
	Schemas  []store.Schema
	Grants   []access.Grant // beside those of the charts
	Crypto   seal.Provider  // the default if empty
}

// Clock is the simulated time of a test office.
type Clock struct{ At time.Time }

// Now returns the simulated time.
func (c *Clock) Now() time.Time { return c.At }

// SetDay moves the clock to ten in the morning of the day, a minute after the last event if that
// was later.
func (c *Clock) SetDay(d calendar.Day) {
	at := d.Begin().Add(10 * time.Hour)
	if !at.After(c.At) {
		at = c.At.Add(time.Minute)
	}
	c.At = at
}

// CenterID is the center of every test office.
const CenterID = 1

// NewOffice returns an office with one center on a fresh database.
func NewOffice(t testing.TB, s Setup) (*casework.Office, *Clock) {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	clock := &Clock{At: calendar.MustDay("2026-01-05").Begin().Add(9 * time.Hour)}
	db, err := store.OpenWith(ctx, storetest.Chosen(t, "sqlite:"+filepath.Join(dir, "test.db")), store.Options{Now: clock.Now})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	schemas := append([]store.Schema{casework.Schema(), tally.Schema(), setting.Schema(), party.Schema(), document.Schema(), status.Schema(), seal.Schema(), treelog.Schema()}, s.Schemas...)
	must(t, db.Migrate(ctx, schemas...))
	root, err := seal.OpenRoot(seal.Source{File: filepath.Join(t.TempDir(), "root.key"), DataDir: dir, Make: true})
	must(t, err)
	t.Cleanup(root.Close)
	ring, err := seal.NewRing(ctx, db, root, seal.Options{Provider: s.Crypto})
	must(t, err)
	office, err := casework.NewOffice(db, ring, clock.Now, setting.NewBook(slices.Concat(casework.Settings(), document.Settings(), s.Settings)...), s.Charts...)
	must(t, err)
	grants := s.Grants
	for _, c := range s.Charts {
		grants = append(grants, c.Grants()...)
	}
	office.Receipts.Retold = true // each story begins with its own day
	office.Policy = access.New(append(grants, casework.Grants()...)...)
	must(t, office.OpenCenter(ctx, casework.Center{ID: CenterID, Code: "SUZ", Name: "中国（示范）知识产权保护中心", English: "Demo Center", Province: "32"}))
	return office, clock
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A World is what stories are played in.
type World struct {
	Office *casework.Office
	Clock  *Clock
	Chart  *casework.Chart
	Actor  func(name string) casework.Actor                 // by the name in the story
	Fill   func(m *casework.Move, in any) error             // completes an input before it is used; may be nil
	Before func(t *testing.T, name string)                  // prepares the world for a story; may be nil
	Then   func(t *testing.T, c *casework.Case, w []string) // checks further words after the state; may be nil
}

var line = regexp.MustCompile(`^(\d{4}-\d\d-\d\d) (\S+) (\S+?)(?: (\{.*\}))? => (.*)$`)

// Stories plays every testdata/*.story. A line is
//
//	2026-11-23 受理员 受理 => 待分案 due 2026-11-30
//	2026-11-23 受理员 受理 {"class":"H01M"} => 待分案
//	2026-11-23 预审员 受理 => ! “受理”须由受理员办理
//	2026-11-23 受理员 受理 => 待分案 due 2026-11-30 | 办结期限 2026-12-07
//
// The due date is that of the clock that ends first; words after "!" must occur in the message. What
// stands after a bar is checked by Then.
func Stories(t *testing.T, w World) {
	files, err := filepath.Glob("testdata/*.story")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".story")
		t.Run(name, func(t *testing.T) {
			if w.Before != nil {
				w.Before(t, name)
			}
			text, err := os.ReadFile(f)
			must(t, err)
			p := &player{t: t, w: w, file: f}
			for i, l := range strings.Split(string(text), "\n") {
				if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
					p.play(i+1, l)
				}
			}
		})
	}
}

type player struct {
	t    *testing.T
	w    World
	file string
	c    *casework.Case
}

func (p *player) play(n int, l string) {
	m := line.FindStringSubmatch(l)
	if m == nil {
		p.t.Fatalf("%s:%d: not a line of a story: %s", p.file, n, l)
	}
	day, err := calendar.ParseDay(m[1])
	must(p.t, err)
	p.w.Clock.SetDay(day)
	got := p.step(m[2], m[3], m[4])
	want, more, _ := strings.Cut(m[5], " | ")
	if words, refused := strings.CutPrefix(want, "! "); refused {
		if !strings.HasPrefix(got, "! ") || !strings.Contains(got, words) {
			p.t.Fatalf("%s:%d: %s\n got %s\nwant %s", p.file, n, l, got, want)
		}
		return
	}
	if !strings.HasPrefix(got+" ", want+" ") {
		p.t.Fatalf("%s:%d: %s\n got %s\nwant %s", p.file, n, l, got, want)
	}
	if p.w.Then != nil {
		p.w.Then(p.t, p.c, strings.Fields(more))
	}
}

func (p *player) step(who, title, input string) string {
	var move *casework.Move
	for i := range p.w.Chart.Moves {
		if m := &p.w.Chart.Moves[i]; m.Title == title || m.Code == title {
			move = m
		}
	}
	if move == nil {
		p.t.Fatalf("%s: no move %s", p.file, title)
	}
	in := move.Do.New()
	if input != "" {
		must(p.t, json.Unmarshal([]byte(input), in))
	}
	if p.w.Fill != nil {
		must(p.t, p.w.Fill(move, in))
	}
	r := casework.Request{Actor: p.w.Actor(who), Chart: p.w.Chart.Code, Move: move.Code, Input: in}
	if !move.Opens() && p.c != nil {
		r.Case, r.Expected = p.c.ID, p.c.Version
	}
	out, err := p.w.Office.Move(p.t.Context(), r)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			p.t.Fatalf("%s: %v", p.file, err)
		}
		return "! " + fault.MessageOf(err)
	}
	p.c = out.Case
	s := p.w.Chart.State(p.c.State).Title
	if !p.c.Due.IsZero() {
		s += fmt.Sprintf(" due %s", p.c.Due)
	}
	return s
}
