package bench

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/center/bench/folio"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// casesFlags are what can be said about the measurement of cases.
type casesFlags struct {
	cases, requests  int    // how many cases there are, and how often each list is asked
	lists            int    // how many of the lists
	creates, clients int    // how many cases are opened in the burst, by how many at once
	dir              string // where all is made and removed again
	database         string // an address of PostgreSQL; SQLite when empty
	profile          string
	publish          string // folder of the source, where the page of figures is written
}

// warmUp is how often a list is asked before it is measured.
const warmUp = 4

// The people of the scenario: as many at once as that of Open Zaak has.
const crowdSize = 16

// A caseRun is one run of the scenario.
type caseRun struct {
	casesFlags
	*rig
	site
	p     *process
	keys  []string // of programs, one for each of the crowd
	found []listFigure
	burst burstFigure
	// Who opens the cases of the burst, and where their messages go.
	openers []string
	gate    *receiver
}

// A listFigure is one list, asked by one person and by the crowd.
type listFigure struct {
	name      string
	rows      int
	one, many sample
	cpu       time.Duration // of the program, for one request of the crowd
}

// runCases does what Open Zaak publishes figures about: lists over a million cases, and a burst of new
// ones each of which somebody is told of.
func runCases(ctx context.Context, w io.Writer, args []string) (err error) {
	f := casesFlags{}
	_, err = parse("cases", args, func(fs *flag.FlagSet) {
		fs.IntVar(&f.cases, "cases", 1_000_000, "")
		fs.IntVar(&f.requests, "requests", 320, "")
		fs.IntVar(&f.lists, "lists", len(caseLists), "")
		fs.IntVar(&f.creates, "creates", 20_000, "")
		fs.IntVar(&f.clients, "clients", 64, "")
		fs.StringVar(&f.dir, "dir", "", "")
		fs.StringVar(&f.database, "database", "", "")
		fs.StringVar(&f.profile, "profile", "", "")
		fs.StringVar(&f.publish, "publish", "", "")
	})
	if err != nil || f.cases < 1 || f.requests < crowdSize || f.lists < 1 || f.lists > len(caseLists) || f.creates < 0 || f.clients < 1 {
		return usageError{err}
	}
	defer fault.Wrap(&err, "measure cases")
	temp, remove, err := workDir(f.dir)
	if err != nil {
		return err
	}
	defer remove()
	on := site{dir: temp, now: time.Now}
	if f.database != "" {
		var drop func()
		if on.database, drop, err = schemaOf(ctx, f.database); err != nil {
			return err
		}
		defer drop()
	}
	about(w)
	r := &caseRun{casesFlags: f, site: on}
	if err := r.fill(ctx, w); err != nil {
		return err
	}
	if err := r.run(ctx, w); err != nil || f.publish == "" {
		return err
	}
	part, more := folio.On(f.database, partSQLite, partPostgres)
	return loadPage.Write(filepath.Join(f.publish, loadFile), part, folio.Measured(fmt.Sprintf("cases --cases %d --requests %d --creates %d%s", f.cases, f.requests, f.creates, more))+
		folio.Table(r.listRows())+r.burst.says+"\n\n"+peerFigures+"。")
}

// Where the figures are published, below the folder of the source, and the parts of that page.
const (
	loadFile     = "docs/load.md"
	partSQLite   = "列表与集中新建（SQLite）"
	partPostgres = "列表与集中新建（PostgreSQL）"
	partDay      = "各种角色同时使用"
	partDayOf    = "各种角色同时使用（PostgreSQL）"
)

var loadPage = folio.Page{Title: "负载下的快慢", Parts: []string{partSQLite, partPostgres, partDay, partDayOf},
	Intro: "程序在自己的进程中运行，经 HTTP 登录后访问；访问者在另一个进程中，其处理器用量不计入程序。处理器 ms/次 是程序为一次访问所用的处理器时间，不随机器上的其他工作变化。"}

// fill makes the cases and the people, and closes the database for the program that is measured.
func (r *caseRun) fill(ctx context.Context, w io.Writer) (err error) {
	if r.rig, err = newRigOn(ctx, r.site, true); err != nil {
		return err
	}
	defer func() { err = closed(r.Center, err) }()
	if err := r.fillCases(ctx, w, r.cases); err != nil {
		return err
	}
	for i := range crowdSize {
		login := fmt.Sprintf("chief-%02d", i)
		a := &identity.Account{Center: r.Center.Center.ID, Login: login, Name: "负责人" + login[6:]}
		if err := r.account(ctx, a, []casework.Role{casework.Head}, true); err != nil {
			return err
		}
		key, err := r.apiKey(ctx, a, casework.ActSee)
		if err != nil {
			return err
		}
		r.keys = append(r.keys, key)
	}
	if r.creates == 0 {
		return nil
	}
	return r.engage(ctx)
}

// closed closes the center and keeps the first error.
func closed(c io.Closer, err error) error {
	if e := c.Close(); err == nil {
		err = e
	}
	return err
}

// apiKey makes a key with which a program acts for an account.
func (r *rig) apiKey(ctx context.Context, a *identity.Account, acts ...string) (secret string, err error) {
	err = r.DB.Write(ctx, func(tx *store.Tx) error {
		secret, err = r.Book.MakeKey(ctx, tx, identity.Who{Center: a.Center, Name: "测量准备"}, identity.NewKey{Account: a.ID, Name: "测量", Acts: acts, Life: 24 * time.Hour})
		return err
	})
	return secret, err
}

// run starts the program and asks it.
func (r *caseRun) run(ctx context.Context, w io.Writer) (err error) {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	if r.p, err = r.measured(exe, r.site, "--tell", "--profile", r.profile); err != nil {
		return err
	}
	took, err := r.p.start(ctx)
	if err != nil {
		return err
	}
	defer r.p.kill()
	fmt.Fprintf(w, "程序在自己的进程中，%.1f 秒后应答；每项 %d 次或 %s，先各问 4 次不计；每次均为登录后的完整 HTTP 往返\n", took.Seconds(), r.requests, askLimit)
	if err := r.measureLists(ctx); err != nil {
		return err
	}
	if err := r.printLists(w); err != nil {
		return err
	}
	if r.creates > 0 {
		if err := r.measureBurst(ctx, w); err != nil {
			return err
		}
	}
	return r.p.end()
}

// caseLists are the pages and addresses that are asked for. The first two are what Open Zaak's scenario asks.
var caseLists = []struct{ name, path, api string }{
	{"列表，全部案件", "/work?view=all", "/api/v1/cases"},
	{"列表，全部在办", "/work?view=open", "/api/v1/cases?view=open"},
	{"列表，已办结，按新建倒序", "/work?view=closed&sort=-opened", "/api/v1/cases?view=closed&sort=-opened"},
	{"按状态：待补正", "/work?view=all&state=waiting", "/api/v1/cases?state=waiting"},
	{"按类型：外观设计，在办", "/work?view=open&kind=外观设计", "/api/v1/cases?view=open&kind=外观设计"},
	{"今日到期", "/work?view=due", "/api/v1/cases?view=due"},
	{"第 100 页", "/work?view=open&page=100", "/api/v1/cases?view=open&page=100"},
}

// measureLists asks each list as one person and as a crowd, as pages and by the interface.
func (r *caseRun) measureLists(ctx context.Context) error {
	people, err := r.everybody(ctx)
	if err != nil {
		return err
	}
	for _, l := range caseLists[:r.casesFlags.lists] {
		for _, of := range []struct{ kind, path string }{{"页面", l.path}, {"接口", l.api}} {
			f := listFigure{name: of.kind + "：" + l.name}
			asks := make(chan func(context.Context) (page, error), crowdSize)
			for i := range crowdSize {
				asks <- r.asker(people[i], i, of.path)
			}
			q := query{f.name, func(ctx context.Context) (int, error) {
				ask := <-asks
				defer func() { asks <- ask }()
				got, err := ask(ctx)
				if err == nil && got.status != http.StatusOK {
					err = &refusal{of.path, got}
				}
				return got.rows() + strings.Count(got.body, `"state_title":`), err
			}}
			if err := r.measureList(ctx, &f, q); err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			r.found = append(r.found, f)
		}
	}
	return nil
}

// measureList asks one list.
func (r *caseRun) measureList(ctx context.Context, f *listFigure, q query) (err error) {
	if f.rows, _, err = ask(ctx, q, warmUp, 1); err != nil {
		return err
	}
	if _, f.one, err = ask(ctx, q, r.requests, 1); err != nil {
		return err
	}
	before, err := r.p.used(ctx)
	if err != nil {
		return err
	}
	if _, f.many, err = ask(ctx, q, r.requests, crowdSize); err != nil {
		return err
	}
	after, err := r.p.used(ctx)
	f.cpu = (after.CPU - before.CPU) / time.Duration(max(len(f.many), 1))
	return err
}

// everybody signs the crowd in.
func (r *caseRun) everybody(ctx context.Context) (out []*browser, err error) {
	for i := range crowdSize {
		b := newBrowser(r.p.base())
		if err := b.signIn(ctx, fmt.Sprintf("chief-%02d", i)); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// asker asks for a page as a person or, below the interface, as that person's program.
func (r *caseRun) asker(b *browser, i int, path string) func(context.Context) (page, error) {
	if !strings.HasPrefix(path, "/api/") {
		return func(ctx context.Context) (page, error) { return b.get(ctx, path) }
	}
	return func(ctx context.Context) (page, error) {
		return b.call(ctx, call{method: http.MethodGet, path: path, key: r.keys[i]})
	}
}

// A call is one request of a program.
type call struct {
	method, path, key, idem string
	body                    any
}

// call sends a request to the interface.
func (b *browser) call(ctx context.Context, c call) (page, error) {
	var body io.Reader
	if c.body != nil {
		text, err := json.Marshal(c.body)
		if err != nil {
			return page{}, err
		}
		body = strings.NewReader(string(text))
	}
	req, err := http.NewRequestWithContext(ctx, c.method, b.base+c.path, body)
	if err != nil {
		return page{}, err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	if c.body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", c.idem)
	}
	return b.do(req)
}

// peerFigures are what Open Zaak publishes of the same scenario, on other machines than ours.
const peerFigures = "Open Zaak 公布的同一情景（10 个容器，各 1 个处理器；与本机不可直接比较）：百万案件列表 1 人 150–200 ms，16 人 320–430 ms；新建每秒 24–25 件"

// listRows are the lines of the table.
func (r *caseRun) listRows() [][]string {
	rows := [][]string{{"列表", "行", "1 人 p50 ms", "p95", "16 人 p50 ms", "p95", "p99", "处理器 ms/次"}}
	for _, f := range r.found {
		rows = append(rows, []string{f.name, fmt.Sprint(f.rows), millis(f.one.at(0.5)), millis(f.one.at(0.95)), millis(f.many.at(0.5)), millis(f.many.at(0.95)),
			millis(f.many.at(0.99)), millis(f.cpu)})
	}
	return rows
}

func (r *caseRun) printLists(w io.Writer) error {
	rows := r.listRows()
	t := newTable(w, rows[0]...)
	for _, row := range rows[1:] {
		t.row(row)
	}
	if err := t.end(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, peerFigures)
	return err
}
