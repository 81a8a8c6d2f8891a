package bench

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// A foreign event is what the office reports of one application.
type foreign struct {
	number, what string
	day          calendar.Day
}

// A feed is cases in the fast lane and what the office reports of them.
type feed struct {
	*testing.T
	rig    *rig
	clock  *led
	base   string
	cases  map[string]int64 // by application number
	story  []foreign        // of all cases, each event once, in the order in which they happened
	ends   map[string]foreign
	people []string
}

// applicationNumber is a number with the right check character.
func applicationNumber(n int) string {
	body := fmt.Sprintf("20261%07d", n)
	sum := 0
	for i, c := range body {
		sum += int(c-'0') * (i%8 + 2)
	}
	check := strconv.Itoa(sum % 11)
	if sum%11 == 10 {
		check = "X"
	}
	return body + "." + check
}

// newFeed brings in as many cases as it takes for so many events.
func newFeed(t *testing.T, events int) *feed {
	t.Helper()
	f := &feed{T: t, clock: &led{}, cases: map[string]int64{}, ends: map[string]foreign{}, people: []string{"marker-1", "marker-2"}}
	f.clock.put(time.Date(2026, 6, 15, 10, 0, 0, 0, calendar.Shanghai()))
	rig, err := newRigOn(t.Context(), site{dir: t.TempDir(), now: f.clock.now}, true)
	if err != nil {
		t.Fatal(err)
	}
	f.rig = rig
	t.Cleanup(func() { _ = rig.Close() })
	for _, login := range f.people {
		a := &identity.Account{Center: rig.Center.Center.ID, Login: login, Name: login, StaffNo: strings.ToUpper(login)}
		if err := rig.account(t.Context(), a, []casework.Role{casework.Marker}, true); err != nil {
			t.Fatal(err)
		}
	}
	srv := httptest.NewServer(rig.Handler())
	t.Cleanup(srv.Close)
	f.base = srv.URL
	for n := 0; len(f.story) < events; n++ {
		f.bringIn(n)
	}
	return f
}

// bringIn takes over one case in the fast lane and makes up what the office does with it: from most of them there
// is an end, and of these the office goes on to report.
func (f *feed) bringIn(n int) {
	f.Helper()
	number, today := applicationNumber(n), f.rig.Office.Today()
	if _, err := ident.ParseApplicationNo(number); err != nil {
		f.Fatal(err)
	}
	in := &preexam.BringIn{Old: fmt.Sprintf("旧-%d", n), Entity: enterprises[0].code, Kind: "发明", State: preexam.Marked, Received: today - 80, Accepted: today - 79,
		Passed: today - 70, Filed: today - 69, Paid: today - 69, Marked: today - 65, Number: number, Examiner: "examiner-1", Second: "reviewer", Batch: "1"}
	out, err := f.rig.Office.Move(f.Context(), casework.Request{Actor: f.rig.people["counter"], Chart: "preexam", Move: "bring_in", Input: in})
	if err != nil {
		f.Fatal(err)
	}
	f.cases[number] = out.Case.ID
	for i, what := range []string{"受理", "初审合格", "公布", "进入实审", "审查意见", "答复", "授权通知", "登记"} {
		f.story = append(f.story, foreign{number, what, today - 60 + calendar.Day(7*i)})
	}
	if n%4 != 0 {
		end := foreign{number, []string{"授权", "驳回", "视为撤回"}[n%3], today - 3}
		f.story, f.ends[number] = append(f.story, end), end
	}
}

var resultRow = regexp.MustCompile(`(?s)<tr.*?</tr>`)

// send imports events as one of the people, and returns how many rows were refused.
func (f *feed) send(b *browser, events []foreign) (refused int, err error) {
	l, err := b.form(f.Context(), "/preexam/progress", url.Values{})
	if err != nil {
		return 0, err
	}
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for name, vs := range l.values {
		for _, v := range vs {
			_ = w.WriteField(name, v) // a buffer takes everything
		}
	}
	part, _ := w.CreateFormFile("file", "进程.csv")
	fmt.Fprint(part, "申请号,事件,日期\n")
	for _, e := range events {
		fmt.Fprintf(part, "%s,%s,%s\n", e.number, e.what, e.day)
	}
	_ = w.Close()
	req, err := http.NewRequestWithContext(f.Context(), http.MethodPost, f.base+l.action, &buf)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	p, err := b.do(req)
	if err != nil || p.status != http.StatusOK {
		return 0, fmt.Errorf("status %d, %w", p.status, err)
	}
	rows := 0
	for _, row := range resultRow.FindAllString(p.body, -1) {
		switch {
		case strings.Contains(row, "已登记"), strings.Contains(row, "以前已导入"):
			rows++
		case strings.Contains(row, "<td"):
			rows, refused = rows+1, refused+1
		}
	}
	if rows != len(events) {
		return refused, fmt.Errorf("%d results for %d rows", rows, len(events))
	}
	return refused, nil
}

// deliver has two people import the events at once, in files of so many rows.
func (f *feed) deliver(events []foreign, rows int) (refused int) {
	f.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i, login := range f.people {
		b := newBrowser(f.base)
		b.client.Timeout = 10 * time.Minute
		if err := b.signIn(f.Context(), login); err != nil {
			f.Fatal(err)
		}
		wg.Go(func() {
			for at := i * rows; at < len(events); at += len(f.people) * rows {
				n, err := f.send(b, events[at:min(at+rows, len(events))])
				mu.Lock()
				refused += n
				if err != nil {
					f.Error(err)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return refused
}

// Events of another house come doubled, in any order and a week late, imported by two people at once: each has
// its effect once, a case that has ended stays as it ended, and what could not be taken yet is taken when the file
// is imported again.
func TestForeignEvents(t *testing.T) {
	events := 240
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_FOREIGN")); err == nil && n > 0 {
		events = n
	}
	f := newFeed(t, events*7/10)
	rng := rand.New(rand.NewPCG(5, 0))
	all := append([]foreign{}, f.story...)
	for len(all) < events {
		all = append(all, f.story[rng.IntN(len(f.story))])
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	first := f.deliver(all, 50)
	closed := f.states()
	f.clock.put(f.clock.now().Add(7 * 24 * time.Hour))
	again := f.deliver(all, 50) // the whole once more, a week later and by the other person
	last := f.deliver(f.story, 50)
	t.Logf("%d events of %d cases, %d of them doubled: refused %d at first, %d a week later, %d in their order", len(all), len(f.cases), len(all)-len(f.story), first, again, last)
	for id, was := range closed {
		if k := f.load(id); !was.Closed.IsZero() && (k.State != was.State || !k.Closed.Equal(was.Closed)) {
			t.Errorf("case %d was %s since %s and is %s since %s", id, was.State, was.Closed, k.State, k.Closed)
		}
	}
	f.once()
	// A control: the same count with one event less or more is found.
	if first == 0 {
		t.Error("nothing came too early or too late: the test finds nothing")
	}
}

func (f *feed) load(id int64) (k *casework.Case) {
	f.Helper()
	err := f.rig.DB.Read(f.Context(), func(tx *store.Tx) (err error) {
		k, err = f.rig.Office.Get(f.Context(), tx, f.rig.people["head"], id)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return k
}

func (f *feed) states() map[int64]*casework.Case {
	out := map[int64]*casework.Case{}
	for _, id := range f.cases {
		out[id] = f.load(id)
	}
	return out
}

// once counts the effects of every event. Of a case with an end, what happened before it may have been refused
// for coming after it; of one without, everything is there.
func (f *feed) once() {
	f.Helper()
	for number, id := range f.cases {
		var events []casework.Event
		err := f.rig.DB.Read(f.Context(), func(tx *store.Tx) (err error) {
			events, err = f.rig.Office.Events(context.WithoutCancel(f.Context()), tx, f.rig.Center.Center.ID, id)
			return err
		})
		if err != nil {
			f.Fatal(err)
		}
		count, ended := map[string]int{}, 0
		for _, e := range events {
			switch e.Move {
			case "progress", "office_action", "office_answer":
				count[e.Meta.Notes["what"]+e.Meta.Notes["day"]]++
				if ended > 0 {
					f.Errorf("%s: %s was recorded after the end", number, e.Meta.Notes["what"])
				}
			case "outcome":
				ended++
			}
		}
		end, ends := f.ends[number]
		if k := f.load(id); ends != !k.Open() || ended > 1 || ends != (ended == 1) {
			f.Errorf("%s: %d ends, %s, reported %v", number, ended, k.State, end)
		}
		for _, x := range f.story {
			if n := count[x.what+x.day.String()]; x.number == number && x != end && (n > 1 || n == 0 && !ends) {
				f.Errorf("%s: %s of %s has %d effects", number, x.what, x.day, n)
			}
		}
	}
}
