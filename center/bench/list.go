package bench

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// listFlags are what can be said about the measurement of lists.
type listFlags struct {
	cases, requests int    // how many cases are filled in, and how often each query is asked
	dir             string // where the database is made and removed again; the folder for temporary files when empty
}

// runList fills a database and asks it what people ask all day. Filling 300,000 cases takes minutes;
// a smaller number is enough to see whether a query lost its index.
func runList(ctx context.Context, w io.Writer, args []string) (err error) {
	f := listFlags{}
	_, err = parse("list", args, func(fs *flag.FlagSet) {
		fs.IntVar(&f.cases, "cases", 300_000, "")
		fs.IntVar(&f.requests, "requests", 200, "")
		fs.StringVar(&f.dir, "dir", "", "")
	})
	if err != nil || f.cases < 1 || f.requests < 8 {
		return usageError{err}
	}
	defer fault.Wrap(&err, "measure lists")
	dir, remove, err := workDir(f.dir)
	if err != nil {
		return err
	}
	defer remove()
	r, err := newRig(ctx, dir, true)
	if err != nil {
		return err
	}
	defer r.Close()
	about(w)
	if err := r.fillCases(ctx, w, f.cases); err != nil {
		return err
	}
	return r.measureLists(ctx, w, f)
}

// examiners is how many people the filled cases are spread over, beside the two of the cast.
const examiners = 60

// fillCases spreads cases over examiners as busy as those of a large center. The same numbers give
// the same database.
func (r *rig) fillCases(ctx context.Context, w io.Writer, cases int) error {
	f := &filler{rig: r, rng: rand.New(rand.NewPCG(1, 2)), today: r.Office.Today(), owners: max(cases/60, 10), number: map[int]int{}}
	for i := range examiners {
		a := &identity.Account{Center: r.Center.Center.ID, Login: fmt.Sprintf("staff-%03d", i), Name: fmt.Sprintf("预审员%03d", i)}
		if err := r.account(ctx, a, []casework.Role{casework.Examiner}, false); err != nil {
			return err
		}
		f.handlers = append(f.handlers, a.ID)
	}
	for _, login := range []string{"examiner-1", "examiner-2"} {
		f.handlers = append(f.handlers, r.people[login].Account)
	}
	err := r.DB.Write(ctx, func(tx *store.Tx) (err error) {
		f.key, err = r.Keys.Center(ctx, tx, r.Center.Center.ID)
		return err
	})
	if err != nil {
		return err
	}
	if err := f.fill(ctx, w, cases); err != nil {
		return err
	}
	return r.DB.Write(ctx, func(tx *store.Tx) error { return f.counted(ctx, tx) })
}

// A query is one thing to be asked again and again, of the kernel or of the running pages.
type query struct {
	name string
	ask  func(ctx context.Context) (n int, err error) // how many rows came
}

// measureLists prints one line for each question: asked alone, and by eight at a time, which shows
// what waiting for each other costs.
func (r *rig) measureLists(ctx context.Context, w io.Writer, f listFlags) error {
	qs := r.kernelQueries()
	pages, stop, err := r.pageQueries(ctx)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Fprintf(w, "每项 %d 次或 %s，先各问 8 次不计；“页面”为经登录、权限、模板的完整 HTTP 响应\n", f.requests, askLimit)
	t := newTable(w, "查询", "行", "1 人 p50 ms", "p95", "p99", "8 人 p50 ms", "p95", "p99")
	for _, q := range append(qs, pages...) {
		rows, _, err := ask(ctx, q, 8, 1)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		_, one, err := ask(ctx, q, f.requests, 1)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		_, eight, err := ask(ctx, q, f.requests, 8)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		t.row([]string{q.name, fmt.Sprint(rows), millis(one.at(0.5)), millis(one.at(0.95)), millis(one.at(0.99)),
			millis(eight.at(0.5)), millis(eight.at(0.95)), millis(eight.at(0.99))})
	}
	return t.end()
}

// askLimit ends a measurement that is slow anyway: how slow is clear by then.
const askLimit = 6 * time.Second

// ask asks a query n times in all from so many clients, less often if that takes too long. It
// returns the rows of the last answer and the duration of every one; the first failure of a client
// ends that client.
func ask(ctx context.Context, q query, n, clients int) (rows int, took sample, err error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	begun := time.Now()
	for range clients {
		wg.Go(func() {
			for i := 0; i < n/clients && time.Since(begun) < askLimit; i++ {
				start := time.Now()
				got, failed := q.ask(ctx)
				d := time.Since(start)
				mu.Lock()
				rows, took = got, append(took, d)
				if failed != nil {
					err = failed
				}
				mu.Unlock()
				if failed != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return rows, took, err
}

// kernelQueries are the lists that people have open all day, and the searches that they make, as
// the kernel answers them: with the access policy, the count and the titles decrypted.
func (r *rig) kernelQueries() []query {
	examiner, clerk, head := r.people["examiner-1"], r.people["counter"], r.people["head"]
	today := r.Office.Today()
	list := func(name string, by casework.Actor, f casework.Filter) query {
		return query{name, func(ctx context.Context) (n int, err error) {
			err = r.DB.Read(ctx, func(tx *store.Tx) error {
				l, err := r.Office.List(ctx, tx, by, f)
				if n = len(l.Cases); f.CountOnly {
					n = l.Total
				}
				return err
			})
			return n, err
		}}
	}
	return []query{
		list("预审员待办", examiner, casework.Filter{Open: true, Todo: &examiner}),
		list("受理员待办", clerk, casework.Filter{Open: true, Todo: &clerk}),
		list("全部在办，第 1 页", head, casework.Filter{Open: true}),
		list("全部在办，第 100 页", head, casework.Filter{Open: true, Page: 100}),
		list("全部（含办结），第 1 页", head, casework.Filter{}),
		list("已办结，按新建倒序", head, casework.Filter{Closed: true, Sort: "-opened"}),
		list("按状态：待补正", head, casework.Filter{States: []string{"waiting"}}),
		list("按状态：已授权", head, casework.Filter{States: []string{"granted"}}),
		list("按类型：外观设计，在办", head, casework.Filter{Open: true, Kind: "外观设计"}),
		list("今日到期", head, casework.Filter{Open: true, DueFrom: today, DueUntil: today}),
		list("已超期", head, casework.Filter{Open: true, DueUntil: today - 1}),
		list("按案号片段", head, casework.Filter{Number: "00012"}),
		list("按名称（受理员，两词 “光纤传感”）", clerk, casework.Filter{Title: "光纤传感"}),
		list("按名称（受理员，罕见）", clerk, casework.Filter{Title: "水下光纤传感组件"}),
		list("按名称（受理员，无结果）", clerk, casework.Filter{Title: "量子纠缠"}),
		list("按名称（预审员本人案件）", examiner, casework.Filter{Title: "光纤传感"}),
		list("某一主体的案件", head, casework.Filter{Owner: 1_000_001}),
		list("某一经办人在办", head, casework.Filter{Open: true, Handler: examiner.Account}),
		list("计数：预审员待办", examiner, casework.Filter{Open: true, Todo: &examiner, CountOnly: true}),
		list("计数：全部在办", head, casework.Filter{Open: true, CountOnly: true}),
		list("计数：已办结（至 10,001）", head, casework.Filter{Closed: true, CountOnly: true}),
		list("计数：今日到期", head, casework.Filter{Open: true, DueFrom: today, DueUntil: today, CountOnly: true}),
	}
}

// pageQueries serves the program on loopback and asks for its pages as people who signed in. The
// returned function stops serving. An answer other than 200 is an error: a page that refuses is fast.
func (r *rig) pageQueries(ctx context.Context) ([]query, func(), error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	srv := &http.Server{Handler: r.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = srv.Serve(l) }()
	stop := func() { _ = srv.Close() }
	var out []query
	base := "http://" + l.Addr().String()
	for _, p := range []struct{ login, name, path string }{
		{"examiner-1", "页面：预审员 /work", "/work"}, {"counter", "页面：受理员 /work", "/work"}, {"head", "页面：全部在办", "/work?view=open"},
		{"head", "页面：全部在办，第 100 页", "/work?view=open&page=100"}, {"head", "页面：状态 待补正", "/work?state=waiting"},
		{"examiner-1", "页面：首屏计数", "/work" + "/counts"},
	} {
		b := newBrowser(base)
		if err := b.signIn(ctx, p.login); err != nil {
			stop()
			return nil, nil, err
		}
		out = append(out, query{p.name, func(ctx context.Context) (int, error) {
			got, err := b.get(ctx, p.path)
			if err == nil && got.status != http.StatusOK {
				err = fmt.Errorf("%s: status %d", p.path, got.status)
			}
			return got.rows(), err
		}})
	}
	return out, stop, nil
}
