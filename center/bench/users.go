package bench

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// A visitor is one person at work: a page, a while of thought, the next page.
type visitor struct {
	seat
	b   *browser
	rng *rand.Rand
	day *day
	mu  *sync.Mutex
}

// work signs everybody in and lets them work for the span.
func (l *workplace) work(ctx context.Context) (*day, error) {
	d := &day{waited: map[string]sample{}, span: l.span}
	var mu sync.Mutex
	begun := time.Now()
	visitors, err := l.arrive(ctx, d, &mu)
	if err != nil {
		return nil, err
	}
	d.signing = time.Since(begun)
	before, err := l.p.used(ctx)
	if err != nil {
		return nil, err
	}
	own := cpu()
	until := time.Now().Add(l.span)
	var wg sync.WaitGroup
	for _, v := range visitors {
		wg.Go(func() { v.stay(ctx, until) })
	}
	wg.Wait()
	after, err := l.p.used(ctx)
	d.server, d.own = spent{CPU: after.CPU - before.CPU, RSS: after.RSS, Peak: after.Peak}, cpu()-own
	return d, err
}

// arrive signs in everybody who does, a few at a time, as people come in the morning.
func (l *workplace) arrive(ctx context.Context, d *day, mu *sync.Mutex) (out []*visitor, err error) {
	for i, p := range l.places {
		out = append(out, &visitor{seat: p, b: newBrowser(l.p.base()), rng: rand.New(rand.NewPCG(7, uint64(i))), day: d, mu: mu})
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, v := range out {
		if v.login == "" {
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if failed := v.b.signIn(ctx, v.login); failed != nil {
				mu.Lock()
				err = failed
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return out, err
}

// thought is how long people look at a page: 3 to 8 seconds.
func (v *visitor) thought() time.Duration {
	return 3*time.Second + time.Duration(v.rng.Int64N(int64(5*time.Second)))
}

// stay works until the time is over. Everybody begins at some moment of a thought.
func (v *visitor) stay(ctx context.Context, until time.Time) {
	pause := time.Duration(v.rng.Int64N(int64(5 * time.Second)))
	for {
		if time.Now().Add(pause).After(until) {
			pause = time.Until(until)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		if !time.Now().Before(until) {
			return
		}
		if act := v.next(); act != "" {
			v.send(ctx, act)
		} else {
			v.look(ctx, v.paths[v.rng.IntN(len(v.paths))])
		}
		pause = v.thought()
	}
}

// next is the form to send now, if it is one's turn to send one: a tenth of what people do.
func (v *visitor) next() string {
	if v.rng.IntN(10) > 0 {
		return ""
	}
	select {
	case act := <-v.turns:
		return act
	default:
		return v.act
	}
}

var numeral = regexp.MustCompile(`\d{6,}`)

// questions are what officers search for; the documents are real ones about the baking of pizza.
var questions = []string{"oven", "pizza AND oven", `"pizza oven"`, "dough NEAR/5 press", "TI=pizza", "TI=(pizza AND box)", "IPC=A21B", "IPC=(A21B, A47J) AND heat", "PD=[2010 TO 2015] AND crust", "cheese NOT oven"}

// look opens a page.
func (v *visitor) look(ctx context.Context, path string) {
	begun := time.Now()
	got, err := v.b.get(ctx, path)
	if err == nil && got.status != http.StatusOK {
		err = &refusal{path, got}
	}
	v.note(path, time.Since(begun), err)
}

// send fills in a form and sends it; the time is that of the answer to the form.
func (v *visitor) send(ctx context.Context, act string) {
	values := url.Values{}
	switch act {
	case "/search":
		values.Set("q", pick(v.rng, questions))
	case "/open/preexam/create":
		values.Set("ref", "测量")
	}
	l, err := v.b.form(ctx, act, values)
	begun := time.Now()
	var got page
	if err == nil {
		got, err = v.b.send(ctx, l)
	}
	v.note("提交 "+act, time.Since(begun), err)
	if err == nil && act == "/search" {
		v.look(ctx, got.location)
	}
}

// note writes down how long somebody waited.
func (v *visitor) note(what string, took time.Duration, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err != nil {
		v.day.errors++
		if len(v.day.notes) < 10 {
			v.day.notes = append(v.day.notes, err.Error())
		}
		return
	}
	what = numeral.ReplaceAllString(what, "N") // one line for all cases
	v.day.waited[what] = append(v.day.waited[what], took)
	v.day.all = append(v.day.all, took)
}

// heading says who works with what.
func (d *day) heading(l *workplace) string {
	return fmt.Sprintf("%d 人（思考 3–8 秒，其中登录 %d 人用 %.0f 秒，不计），%d 件案件，%d 件文献，%s；程序与使用者各在一个进程", l.users,
		len(slices.DeleteFunc(slices.Clone(l.places), func(p seat) bool { return p.login == "" })), d.signing.Seconds(), l.cases, l.patents, d.span)
}

// rows are the lines of the table: how long people waited, by page.
func (d *day) rows() [][]string {
	rows := [][]string{{"页面", "次", "p50 ms", "p95", "p99", "最长"}}
	row := func(name string, s sample) {
		rows = append(rows, []string{name, fmt.Sprint(len(s)), millis(s.at(0.5)), millis(s.at(0.95)), millis(s.at(0.99)), millis(s.at(1))})
	}
	for _, name := range slices.Sorted(maps.Keys(d.waited)) {
		row(name, d.waited[name])
	}
	row("全部", d.all)
	return rows
}

// summary is what it cost.
func (d *day) summary() string {
	return fmt.Sprintf("每秒 %.1f 次，失败 %d；程序用处理器 %s（每次 %s ms），使用者用 %s；内存 %d MB，最多 %d MB", float64(len(d.all))/d.span.Seconds(), d.errors,
		d.share(d.server.CPU), millis(d.server.CPU/time.Duration(max(len(d.all), 1))), d.share(d.own), d.server.RSS>>20, d.server.Peak>>20)
}

// print shows all of it.
func (d *day) print(w io.Writer, l *workplace) error {
	fmt.Fprintln(w, d.heading(l))
	rows := d.rows()
	t := newTable(w, rows[0]...)
	for _, row := range rows[1:] {
		t.row(row)
	}
	if err := t.end(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, strings.Join(append([]string{d.summary()}, d.notes...), "\n"))
	return err
}
