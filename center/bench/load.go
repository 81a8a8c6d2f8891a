package bench

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/center/bench/folio"
	"zhibao/center/bench/importing"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
)

// loadFlags are what can be said about the measurement under load.
type loadFlags struct {
	users, cases int
	real         int // cases that were really submitted, and can be opened and accepted
	patents      int // documents of the holding, which officers search
	data         string
	span         time.Duration
	dir          string
	database     string
	publish      string // folder of the source, where the page of figures is written
}

// A workplace is the program under load and who works with it.
type workplace struct {
	loadFlags
	*rig
	site
	p      *process
	places []seat
	real   map[int64][]string // pages of the really submitted cases, by party
	turns  chan string        // forms with which they are accepted, each once
}

// A seat is one person and what they do.
type seat struct {
	login string // empty for the public, who do not sign in
	role  casework.Role
	paths []string    // the pages that they go round, the frequent ones more than once
	act   string      // the form that they send now and then
	turns chan string // or such forms, each of which can be sent once
}

// The people of a center at work: of so many in a hundred each role. The rest is the public.
var mixture = []struct {
	name  string
	share int
	role  casework.Role
	party bool
	act   string
	paths []string
}{
	{"企业", 40, casework.Entity, true, "/open/preexam/create", []string{"/work", "/work", "/work?view=open", "/messages", "/open/preexam/create", "/drafts"}},
	{"执法", 6, casework.Enforcer, false, "", []string{"/work", "/work?view=open&chart=infringement", "/patents", "/search", "/counterfeit/figures"}},
	{"受理", 8, casework.Clerk, false, "", []string{"/work", "/work", "/work?view=open", "/work?view=due", "/registration"}},
	{"预审员", 20, casework.Examiner, false, "", []string{"/work", "/work", "/work?view=mine", "/work?view=due", "/rules"}},
	{"复核", 6, casework.Reviewer, false, "", []string{"/work", "/work", "/work?view=due"}},
	{"负责人", 8, casework.Head, false, "", []string{"/work?view=open", "/work?view=late", "/board", "/figures", "/work?view=all"}},
	{"公众", 12, "", false, "", []string{"/guide", "/status", "/rules", "/law", "/announced", "/fees"}},
}

// runLoad has the people of a center work with the program for a while.
func runLoad(ctx context.Context, w io.Writer, args []string) (err error) {
	f := loadFlags{}
	_, err = parse("load", args, func(fs *flag.FlagSet) {
		fs.IntVar(&f.users, "users", 500, "")
		fs.IntVar(&f.cases, "cases", 300_000, "")
		fs.IntVar(&f.real, "real", 300, "")
		fs.IntVar(&f.patents, "patents", 0, "")
		fs.StringVar(&f.data, "data", os.Getenv("ZHIBAO_DATA"), "")
		fs.DurationVar(&f.span, "span", 10*time.Minute, "")
		fs.StringVar(&f.dir, "dir", "", "")
		fs.StringVar(&f.database, "database", "", "")
		fs.StringVar(&f.publish, "publish", "", "")
	})
	if err != nil || f.users < 1 || f.cases < 1 || f.real < 0 || f.patents < 0 || f.span <= 0 {
		return usageError{err}
	}
	defer fault.Wrap(&err, "measure load")
	temp, remove, err := workDir(f.dir)
	if err != nil {
		return err
	}
	defer remove()
	l := &workplace{loadFlags: f, site: site{dir: temp, now: time.Now}}
	if f.database != "" {
		var drop func()
		if l.site.database, drop, err = schemaOf(ctx, f.database); err != nil {
			return err
		}
		defer drop()
	}
	about(w)
	if err := l.fill(ctx, w); err != nil {
		return err
	}
	return l.run(ctx, w)
}

// fill makes the cases and an account for everybody who signs in.
func (l *workplace) fill(ctx context.Context, w io.Writer) (err error) {
	if l.rig, err = newRigOn(ctx, l.site, true); err != nil {
		return err
	}
	defer func() { err = closed(l.Center, err) }()
	if err := l.fillCases(ctx, w, l.cases); err != nil {
		return err
	}
	if err := l.submit(ctx); err != nil {
		return err
	}
	if err := l.hold(ctx, w); err != nil {
		return err
	}
	for i := range l.users {
		at, m := i*100/l.users, 0
		for at >= mixture[m].share && m < len(mixture)-1 {
			at -= mixture[m].share
			m++
		}
		kind := mixture[m]
		p := seat{role: kind.role, paths: kind.paths, act: kind.act}
		if kind.role != "" {
			p.login = fmt.Sprintf("user-%03d", i)
			a := &identity.Account{Center: l.Center.Center.ID, Login: p.login, Name: fmt.Sprintf("%s%03d", kind.name, i)}
			if kind.party {
				a.Party = l.people[fmt.Sprintf("applicant-%d", i%len(enterprises)+1)].Party
			}
			if err := l.account(ctx, a, []casework.Role{kind.role}, true); err != nil {
				return err
			}
			l.withCases(&p, a.Party)
			if kind.role == casework.Enforcer && l.patents > 0 {
				p.act = "/search"
			}
		}
		l.places = append(l.places, p)
	}
	return nil
}

// hold brings the documents into the holding and has them indexed, as they are after an import.
func (l *workplace) hold(ctx context.Context, w io.Writer) error {
	if l.patents == 0 {
		return nil
	}
	begun := time.Now()
	if err := importing.Fill(ctx, l.Documents, l.Center.Center.ID, l.data, l.site.dir, l.patents); err != nil {
		return err
	}
	taken := time.Now()
	for left := int64(1); left > 0; {
		var err error
		if left, err = l.Searching.Feed(ctx, l.Center.Center.ID, 1000); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "文献：%d 件，导入 %.0f 秒，建立索引 %.0f 秒\n", l.patents, taken.Sub(begun).Seconds(), time.Since(taken).Seconds())
	return nil
}

// submit has the parties submit cases, with their papers: what is written straight into the tables has no
// history that a page could show.
func (l *workplace) submit(ctx context.Context) error {
	l.real, l.turns = map[int64][]string{}, make(chan string, l.loadFlags.real)
	for i := range l.loadFlags.real {
		login := fmt.Sprintf("applicant-%d", i%len(enterprises)+1)
		k, err := l.submitted(ctx, login)
		if err != nil {
			return err
		}
		l.real[k.Owner] = append(l.real[k.Owner], fmt.Sprintf("/case/%d", k.ID))
		l.turns <- fmt.Sprintf("/case/%d/move/accept", k.ID)
	}
	return nil
}

// withCases gives a seat the really submitted cases that it works with: a party its own, the counter, a
// head and an examiner any.
func (l *workplace) withCases(p *seat, party int64) {
	pages := l.real[party]
	switch p.role {
	case casework.Clerk:
		p.turns = l.turns
		fallthrough
	case casework.Head:
		pages = slices.Concat(slices.Collect(maps.Values(l.real))...)
	}
	p.paths = slices.Clone(p.paths)
	for i := range min(3, len(pages)) {
		p.paths = append(p.paths, pages[(len(l.places)+i)%len(pages)])
	}
}

// run starts the program, lets everybody work and says how long they waited.
func (l *workplace) run(ctx context.Context, w io.Writer) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	if l.p, err = l.measured(exe, l.site); err != nil {
		return err
	}
	if _, err := l.p.start(ctx); err != nil {
		return err
	}
	defer l.p.kill()
	d, err := l.work(ctx)
	if err != nil {
		return err
	}
	if err := d.print(w, l); err != nil {
		return err
	}
	if l.publish != "" {
		part, more := folio.On(l.site.database, partDay, partDayOf)
		err = loadPage.Write(filepath.Join(l.publish, loadFile), part, folio.Measured(fmt.Sprintf("load --users %d --cases %d --real %d --patents %d --span %s%s", l.users, l.cases, l.loadFlags.real, l.patents, l.span, more))+
			d.heading(l)+"。\n\n"+folio.Table(d.rows())+d.summary())
	}
	return errors.Join(err, l.p.end(), d.holds())
}

// A day is what happened while everybody worked.
type day struct {
	waited  map[string]sample // by page
	all     sample
	errors  int
	notes   []string
	signing time.Duration // until everybody was signed in; not part of the rest
	span    time.Duration
	server  spent // in the span
	own     time.Duration
}

// The promises, for everything that is asked for.
const (
	loadP95 = 300 * time.Millisecond
	loadP99 = 800 * time.Millisecond
)

// holds says what was promised and not kept.
func (d *day) holds() error {
	switch {
	case len(d.all) == 0:
		return errors.New("nothing was asked for")
	case d.errors > 0:
		return fmt.Errorf("%d requests failed, the first: %s", d.errors, d.notes[0])
	case d.all.at(0.95) > loadP95 || d.all.at(0.99) > loadP99:
		return fmt.Errorf("p95 %s ms, p99 %s ms: more than %s and %s", millis(d.all.at(0.95)), millis(d.all.at(0.99)), millis(loadP95), millis(loadP99))
	}
	return nil
}

// share is how much of all processors a process used.
func (d *day) share(used time.Duration) string {
	return fmt.Sprintf("%.0f %%", 100*used.Seconds()/d.span.Seconds()/float64(runtime.NumCPU()))
}
