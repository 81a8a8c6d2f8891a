package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/worklist/unmask/numbers"
	"zhibao/center/demo"
	"zhibao/center/masks"
	"zhibao/governance/privacy"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
	"zhibao/internal/telemetry"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// The numbers of nobody that are planted in every field.
const (
	hiddenPhone = "19937156024"
	hiddenMail  = "canary.qzx@example.cn"
	hiddenID    = "11010519491231002X"
	hiddenWords = "（电话" + hiddenPhone + "，" + hiddenMail + "，" + hiddenID + "）"
)

// A planter writes numbers into the inputs of steps.
type planter struct {
	refused []string
	seen    map[string]bool // fields that ask for a number, by type and name; true where one was planted
}

// around makes steps with numbers in their inputs: one that is refused for them again with those alone that a field asks
// for, and at last as it was.
func (p *planter) around(move demo.Mover) demo.Mover {
	return func(ctx context.Context, r casework.Request) (casework.Outcome, error) {
		for try := range 2 {
			undo := p.touch(r.Input, try)
			out, err := move(ctx, r)
			if err == nil {
				return out, nil
			}
			undo(err)
		}
		return move(ctx, r)
	}
}

// touch plants numbers in an input: in fields that ask for one the number alone, at the end of longer texts all three.
func (p *planter) touch(input any, try int) (undo func(error)) {
	var old []func()
	var planted []string
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				f, t := v.Field(i), v.Type().Field(i)
				if !t.IsExported() || !f.CanSet() && f.Kind() == reflect.String {
					continue
				}
				if f.Kind() != reflect.String {
					walk(f)
					continue
				}
				is := f.String()
				now := is
				if try == 0 || numbers.Takes(t.Tag) {
					now = plantedIn(is, t.Tag)
				}
				name := v.Type().String() + "." + t.Name
				if strings.HasPrefix(name, "delegation.") {
					continue // the line of an authority, published for callers
				}
				if numbers.Takes(t.Tag) && !p.seen[name] {
					p.seen[name] = now != is
				}
				if now != is {
					old, planted = append(old, func() { f.SetString(is) }), append(planted, name)
					f.SetString(now)
				}
			}
		}
	}
	walk(reflect.ValueOf(input))
	return func(why error) {
		p.refused = append(p.refused, fmt.Sprintf("%T %d: %v", input, try, why))
		for _, f := range old {
			f()
		}
		for _, name := range planted {
			if _, asks := p.seen[name]; asks {
				p.seen[name] = false
			}
		}
	}
}

// plantedIn is what stands in a field then.
func plantedIn(is string, tag reflect.StructTag) string {
	label, widget := tag.Get("label"), tag.Get("widget")
	if label == "" || tag.Get("options") != "" || is == "" && !numbers.Takes(tag) {
		return is
	}
	most, err := strconv.Atoi(tag.Get("max"))
	if err != nil {
		most = 1 << 20
	}
	switch {
	case numbers.Takes(tag) && (widget == "email" || strings.Contains(label, "邮箱")):
		return hiddenMail
	case numbers.Takes(tag) && strings.Contains(label, "证件号"):
		return is
	case numbers.Takes(tag):
		return hiddenPhone
	case widget != "textarea" && !slices.ContainsFunc([]string{"来源", "地点", "地址", "签收", "见证", "说明", "凭证", "备注", "理由", "联系", "在场"}, func(w string) bool { return strings.Contains(label, w) }):
		return is
	case len([]rune(is+hiddenWords)) > most:
		if len([]rune(is+hiddenPhone)) > most {
			return is
		}
		return is + " " + hiddenPhone
	}
	return is + hiddenWords
}

// numbered is a demo center in whose cases numbers stand in every field.
func numbered(t *testing.T) (*world, *planter) {
	t.Helper()
	p := &planter{seen: map[string]bool{}}
	dir := t.TempDir()
	w := &world{Dir: dir, Log: &buffer{}, t: t}
	c, _, err := demo.Open(t.Context(), demo.Options{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"), Now: w.now, Cases: 8, Calls: 1_000_000,
		Log: slog.New(slog.NewTextHandler(w.Log, nil)), URL: "https://zhibao.example.cn", Recorder: telemetry.New(time.Now), Around: p.around})
	if err != nil {
		t.Fatal(err)
	}
	w.serve(c)
	enter := func(login, chart, move string, in any) int64 {
		p.touch(in, 0)
		out, err := w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, login), Chart: chart, Move: move, Input: in})
		if err != nil {
			t.Fatal(err)
		}
		return out.Case.ID
	}
	enter("shouli1", "privacy", "enter", &privacy.Enter{Name: "周某", Contact: "示范路8号", Day: calendar.DayOf(now()) - 1, How: "邮寄", Ask: privacy.Ask{Kind: "delete", What: "请删除我的电话。"}})
	enter("fuzeren", "incident", "report", &privacy.Notice{Known: "2026-11-23 08:00", Kinds: []string{"contact"}, What: "一份名单遗失。"})
	return w, p
}

// oneOfEach is a case of each chart in each state.
func (w *world) oneOfEach(t testing.TB) (out map[string][]string) {
	t.Helper()
	out = map[string][]string{}
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		for _, ch := range w.Office.Charts() {
			for _, s := range ch.States {
				l, err := w.Office.List(t.Context(), tx, casework.Robot(1), casework.Filter{Chart: ch.Code, States: []string{s.Code}, PerPage: 1, NoTitles: true})
				if err != nil {
					return err
				}
				for _, k := range l.Cases {
					out[ch.Code] = append(out[ch.Code], itoa(k.ID))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Places of a page that no person reads and that hold numbers of rows.
var (
	inTags       = regexp.MustCompile(`(href|src|action|formaction|id|for|name|content|hx-[a-z]+|data-[a-z]+|value)="(/[^"]*|\?[^"]*|[0-9]{12,}|[^"]*[0-9]{15,}[^"X]*)"`)
	maskedNumber = regexp.MustCompile(`1\d\d\*{4}\d{4}|[0-9a-z]\*+@[a-z]|\d{3}\*{11}`)
	written      = regexp.MustCompile(`(?s)<textarea.*?</textarea>`)
	rowString    = regexp.MustCompile(`"[0-9]{12,}"`)
)

// shownNumbers are the numbers of persons that an answer shows in full.
func shownNumbers(pattern, kind string, body []byte) (out []string) {
	s := string(body)
	switch {
	case strings.HasPrefix(kind, "text/html"):
		s = inTags.ReplaceAllString(s, "")
		if slices.Contains([]string{"/case/{id}/drafts/{draft}", "/case/{id}/move/{move}"}, pattern) {
			s = written.ReplaceAllString(s, "") // masked words would be saved over the true ones
		}
	case strings.Contains(kind, "json"):
		s = rowString.ReplaceAllString(s, "")
	default:
		for _, n := range []string{hiddenPhone, hiddenMail, hiddenID} {
			if parceltest.Holds(body, n) {
				out = append(out, n)
			}
		}
		return out
	}
	for _, f := range ident.Find(s) {
		out = append(out, s[max(0, f.From-60):min(len(s), f.To+20)])
	}
	return out
}

// A walker reads pages and addresses as one person and notes where numbers are shown.
type walker struct {
	login   string
	site    *webtest.Site
	program *program
	asked   int
	times   map[string]int    // how often a route was read below a case
	routes  map[string]string // address of a masked number, by route
	leaks   map[string]string // what is shown in full, by route
}

// reader begins a walk.
func (w *world) reader(t testing.TB, login string) *walker {
	t.Helper()
	return &walker{login: login, site: w.person(t, login), program: w.program(t, login), times: map[string]int{}, routes: map[string]string{}, leaks: map[string]string{}}
}

// read asks for one address.
func (x *walker) read(pattern, address string) {
	if masks.Shows(pattern) {
		return
	}
	var kind string
	var body []byte
	if rest, ok := strings.CutPrefix(address, "/api/v1"); ok {
		r := x.program.call("GET", rest, nil)
		kind, body = r.header.Get("Content-Type"), r.raw
	} else {
		r := x.site.Get(address)
		kind, body = r.Header.Get("Content-Type"), []byte(r.Body)
	}
	x.look(pattern, address, kind, body)
}

// look notes what an answer shows.
func (x *walker) look(pattern, address, kind string, body []byte) {
	if x.asked++; masks.Shows(pattern) {
		return
	}
	if maskedNumber.Match(body) || parceltest.Holds(body, ident.Veil(hiddenPhone)) {
		x.routes[pattern] = address
	}
	if all := shownNumbers(pattern, kind, body); len(all) > 0 && x.leaks[pattern] == "" {
		x.leaks[pattern] = fmt.Sprintf("%s at %s: %q", x.login, address, all[0])
	}
}

// walk reads as a person all pages to which links lead, and where asked for every route of pages and interface with every
// case.
func (w *world) walk(t *testing.T, login string, cases map[string][]string, deep bool) *walker {
	t.Helper()
	x := w.reader(t, login)
	match := http.NewServeMux()
	for _, r := range w.Mux.Routes() {
		if r.Method == http.MethodGet {
			match.Handle("GET "+r.Pattern, http.NotFoundHandler())
		}
	}
	patternOf := func(a string) string {
		req, err := http.NewRequest(http.MethodGet, "http://x"+a, nil)
		if err != nil {
			return a
		}
		_, pattern := match.Handler(req)
		return strings.TrimPrefix(pattern, "GET ")
	}
	crawl(t, x.site, 120, func(p *webtest.Page) {
		x.look(patternOf(p.Path), p.Path, p.Header.Get("Content-Type"), []byte(p.Body))
	})
	if !deep {
		return x
	}
	for _, ids := range cases {
		for _, id := range ids[:min(len(ids), 8)] {
			for _, r := range w.Mux.Routes() {
				if r.Method != http.MethodGet || !strings.HasPrefix(r.Pattern, "/api/v1/cases/{case}/") && r.Pattern != "/case/{id}/dossier/{table}/{format}" || strings.Contains(r.Pattern, "/move") || strings.Contains(r.Pattern, "/comparison") {
					continue
				}
				if a := strings.NewReplacer("{case}", id, "{id}", id, "{format}", "docx", "{table}", "flow", "{version}", "1").Replace(r.Pattern); !strings.Contains(a, "{") {
					x.read(r.Pattern, a)
				}
			}
			x.below("/case/"+id, patternOf)
		}
	}
	return x
}

// below reads the page of a case and what it leads to of the case itself, three steps down, and at most six pages of
// each route.
func (x *walker) below(home string, patternOf func(string) string) {
	id := strings.TrimPrefix(home, "/case/")
	queue, known := []string{home}, map[string]bool{home: true}
	for len(queue) > 0 {
		a := queue[0]
		queue = queue[1:]
		pattern := patternOf(a)
		if x.times[pattern] >= 6 && a != home {
			continue
		}
		x.times[pattern]++
		p := x.site.Get(a)
		x.look(pattern, a, p.Header.Get("Content-Type"), []byte(p.Body))
		for _, m := range ownLinks.FindAllStringSubmatch(p.Body, -1) {
			if to, _, _ := strings.Cut(m[1], "?"); strings.Contains(to, "/"+id+"/") && !strings.HasSuffix(to, "/pdf") && !known[to] {
				known[to] = true
				queue = append(queue, to)
			}
		}
	}
}

// ownLinks lead from one page of a case to another.
var ownLinks = regexp.MustCompile(`href="(/(?:case|infringement|counterfeit|registration|preexam)/[^"#]+)"`)

// TestNoNumberInFull plants a telephone, a mail address and an identity number in every field of every step of a demo
// center and reads, as those who see most, every page to which links lead and every address of every kind of case:
// nowhere but on the listed routes is a number of a person shown in full. With the masks off the same walk finds them.
func TestNoNumberInFull(t *testing.T) {
	slow(t)
	start := time.Now()
	w, p := numbered(t)
	t.Logf("built in %v", time.Since(start))
	for name, done := range p.seen {
		if !done && name != "counterfeit.Identify.Code" { // of a firm in the demo; of a person in TestMaskedFormKeepsNumbers
			t.Errorf("nothing planted in %s", name)
		}
	}
	if t.Logf("%d steps refused what was planted", len(p.refused)); len(p.refused) > 60 {
		t.Errorf("%q", p.refused)
	}
	cases := w.oneOfEach(t)
	people := []string{"zhifa1", "shouli1", "zhuren", "fuzeren", "yushen1", "sysadmin", "secadmin", "auditor"}
	var mu sync.Mutex
	var all sync.WaitGroup
	asked, routes := 0, map[string]string{}
	for i, login := range people {
		all.Go(func() {
			x := w.walk(t, login, cases, i < 2)
			mu.Lock()
			defer mu.Unlock()
			asked += x.asked
			maps.Copy(routes, x.routes)
			for r, leak := range x.leaks {
				t.Errorf("%s: %s", r, leak)
			}
		})
	}
	all.Wait()
	t.Logf("%d answers, masked numbers on %d routes: %v", asked, len(routes), routes)
	if asked < 1000 || len(routes) < 6 {
		t.Errorf("%d answers, masked numbers on %d routes", asked, len(routes))
	}
	w.Mux.Unveil()
	x := w.reader(t, "zhifa1")
	for pattern, address := range routes {
		x.read(pattern, address)
	}
	if len(x.leaks) < 4 { // not each is open to one person, and some mask by themselves
		t.Errorf("with the masks off numbers are found on %d routes alone: %v", len(x.leaks), x.leaks)
	}
}
