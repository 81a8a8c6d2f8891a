package worklist_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
)

// numbers lists the numbers of the cases on a page of the list, from above.
func numbers(p *webtest.Page) (out []string) {
	for _, a := range webtest.All(p.Root, "td") {
		if webtest.Attr(a, "data-l") == "案号：" {
			out = append(out, webtest.Text(a))
		}
	}
	return out
}

// TestUndatedComeLast: what has no due day is at the end of a list by due day, whichever way it is
// sorted, and no page repeats a case or leaves one out.
func TestUndatedComeLast(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 7)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	ks = append(ks, w.letters(t, 2)...)
	var dated, undated []int64
	for i, k := range ks {
		if i%3 == 0 {
			k = w.do(t, 31, w.do(t, 20, k, "enter", &give{To: "31"}), "rest", &letter{})
			undated = append(undated, k.ID)
		} else {
			dated = append(dated, k.ID)
		}
		if k.Due.IsZero() != (i%3 == 0) {
			t.Fatalf("case %d is due on %s", i, k.Due)
		}
	}
	backwards := slices.Clone(dated)
	slices.Reverse(backwards)
	head := person(40)
	for _, c := range []struct {
		f    casework.Filter
		want []int64
	}{
		{casework.Filter{Open: true}, slices.Concat(dated, undated)},
		{casework.Filter{}, slices.Concat(dated, undated)},
		{casework.Filter{Open: true, Sort: "-due"}, slices.Concat(backwards, undated)},
		{casework.Filter{Owner: owner}, slices.Concat(dated, undated)},
		{casework.Filter{States: []string{"in", "rest"}}, slices.Concat(dated, undated)},
		{casework.Filter{States: []string{"rest"}}, undated},
		{casework.Filter{Open: true, DueUntil: ks[8].Due}, dated},
	} {
		for per := 1; per <= 10; per++ {
			var got []int64
			for page := 1; page <= 10; page++ {
				c.f.PerPage, c.f.Page = per, page
				must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
					l, err := w.office.List(t.Context(), tx, head, c.f)
					for _, k := range l.Cases {
						got = append(got, k.ID)
					}
					if l.Total != len(c.want) {
						t.Errorf("%+v: total %d", c.f, l.Total)
					}
					return err
				}))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%+v by %d:\n got %v\nwant %v", c.f, per, got, c.want)
			}
		}
	}
}

// TestListIsItsTab: the list without a view shows what its tab says, narrowing it keeps the tab, and
// the same search everywhere is one step away.
func TestListIsItsTab(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 3)
	mine := w.do(t, 20, ks[0], "enter", &give{To: "31"})
	s := w.site(t, 31)
	now := func(p *webtest.Page) string {
		p.Check()
		for _, nav := range webtest.All(p.Root, "nav.views") {
			for _, a := range webtest.All(nav, "a") {
				if webtest.Attr(a, "aria-current") != "" {
					return strings.TrimSpace(webtest.Text(a))
				}
			}
		}
		return ""
	}
	for path, tab := range map[string]string{"/work": "待我办理", "/work?view=todo": "待我办理", "/work?kind=发明": "待我办理", "/work?view=mine": "我经办的 1", "/work?view=mine&kind=发明": "我经办的 1"} {
		p := s.Get(path)
		if got := now(p); !strings.HasPrefix(got, tab) || !slices.Equal(numbers(p), []string{mine.Number}) {
			t.Errorf("%s: tab %q, cases %v", path, got, numbers(p))
		}
	}
	p := s.Get("/work?number=" + ks[1].Number)
	if len(numbers(p)) != 0 {
		t.Errorf("what does not wait for the person is listed: %v", numbers(p))
	}
	p.Contains("在全部范围内按同样条件查找")
	if p = s.Get("/work?view=all&number=" + ks[1].Number); !slices.Equal(numbers(p), []string{ks[1].Number}) || !strings.HasPrefix(now(p), "全部案件 3") {
		t.Errorf("everywhere: %v", numbers(p))
	}
}

// TestWrongAddressIsRefused: what nobody can mean is no filter that lets everything through.
func TestWrongAddressIsRefused(t *testing.T) {
	w := newWorld(t)
	k := w.letters(t, 1)[0]
	s := w.site(t, 40)
	for _, q := range []string{"handler=张三", "handler=0x1f", "owner=abc", "owner=0", "owner=1e3", "view=none"} {
		p := s.Get("/work?view=open&" + strings.TrimPrefix(q, "view=none"))
		if q == "view=none" {
			p = s.Get("/work?view=none")
		}
		p.Check()
		if p.Status != 422 || len(numbers(p)) != 0 || strings.Contains(p.Body, k.Number) {
			t.Errorf("%s: status %d, cases %v", q, p.Status, numbers(p))
		}
		if got := s.Get("/work/export?_as=csv&" + q); got.Status != 400 && got.Status != 422 {
			t.Errorf("%s was exported: %d", q, got.Status)
		}
	}
	p := s.Get("/work?" + url.Values{"view": {"open"}, "owner": {fmt.Sprint(owner)}}.Encode())
	if p.Status != 200 || !slices.Equal(numbers(p), []string{k.Number}) {
		t.Errorf("the cases of a party: %d %v", p.Status, numbers(p))
	}
}

// TestSavedViews: a view is private or shared by the center, says how many cases it has at this
// moment, and is removed by whoever made it, a shared one by a head too.
func TestSavedViews(t *testing.T) {
	w := newWorld(t)
	w.letters(t, 3)
	save := func(who int64, title, team string) {
		t.Helper()
		s := w.site(t, who)
		p := s.Get("/work?view=open&state=in")
		if p = s.Post("/work/views?view=open&state=in", url.Values{"_csrf": {p.Token()}, "_idem": {strings.Repeat("v", 20)}, "title": {title}, "team": {team}}); p.Status != 303 {
			t.Fatalf("%d: %d %s", who, p.Status, p.Body)
		}
	}
	save(20, "柜台甲", "")
	save(21, "大家的", "1")
	save(10, "自己的", "1")
	tabs := func(who int64) string {
		p := w.site(t, who).Get("/work")
		p.Check()
		return webtest.Text(webtest.All(p.Root, "nav.views")[0])
	}
	for who, want := range map[int64][]string{20: {"柜台甲 3", "大家的（团队） 3"}, 21: {"大家的（团队） 3"}, 40: {"大家的（团队） 3"}, 10: {"自己的 3"}} {
		got := tabs(who)
		for _, title := range []string{"柜台甲 3", "大家的（团队） 3", "自己的 3"} {
			if strings.Contains(got, title) != slices.Contains(want, title) {
				t.Errorf("%d has the tabs %s", who, got)
			}
		}
	}
	w.letters(t, 2)
	if got := tabs(21); !strings.Contains(got, "大家的（团队） 5") {
		t.Errorf("the count did not follow: %s", got)
	}
	s := w.site(t, 20)
	p := s.Get("/work")
	if n := strings.Count(p.Body, "删除视图"); n != 1 {
		t.Errorf("a clerk may remove %d views", n)
	}
	if q := s.Submit(p, "_view", nil); q.Status != 303 || strings.Contains(tabs(20), "柜台甲") {
		t.Errorf("the view was not removed: %d", q.Status)
	}
	head := w.site(t, 40)
	if q := head.Submit(head.Get("/work"), "_view", nil); q.Status != 303 || strings.Contains(tabs(21), "大家的") {
		t.Errorf("the head did not remove the shared view: %d", q.Status)
	}
}

// TestThereAndBack: from a case the list is entered at its row, with filter and page, and the
// neighbours of the row are one step away; what was done is followed by what is left.
func TestThereAndBack(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 53)
	s := w.site(t, 20)
	// at returns where the case page leads: back, to the one before, to the one after.
	at := func(k *casework.Case) (out [3]string) {
		p := s.Get(fmt.Sprintf("/case/%d", k.ID))
		p.Check()
		out[0] = webtest.Attr(webtest.All(webtest.All(p.Root, "nav.crumb")[0], "a")[0], "href")
		for _, a := range webtest.All(p.Root, "a.step") {
			i := 1
			if strings.Contains(webtest.Text(a), "下一件") {
				i = 2
			}
			out[i] = strings.TrimPrefix(webtest.Attr(a, "href"), "/case/")
		}
		return out
	}
	id := func(i int) string { return fmt.Sprint(ks[i].ID) }
	if got := at(ks[5]); got[0] != "/work#c-"+ks[5].Number {
		t.Errorf("without a list: %v", got)
	}
	p := s.Get("/work?view=open&kind=发明")
	if !strings.Contains(p.Body, `<tr id="c-`+ks[49].Number+`"`) {
		t.Error("the rows have no places")
	}
	query := url.Values{"kind": {"发明"}, "view": {"open"}}
	for i, want := range map[int][3]string{0: {"", "", id(1)}, 20: {"", id(19), id(21)}, 49: {"", id(48), id(50)}} {
		want[0] = "/work?" + query.Encode() + "#c-" + ks[i].Number
		if got := at(ks[i]); got != want {
			t.Errorf("case %d: %v, want %v", i, got, want)
		}
	}
	s.Get("/work?view=open&kind=发明&page=2")
	query.Set("page", "2")
	if got, want := at(ks[51]), ([3]string{"/work?" + query.Encode() + "#c-" + ks[51].Number, id(50), id(52)}); got != want {
		t.Errorf("on the second page: %v, want %v", got, want)
	}
	s.Get("/work")
	w.do(t, 20, ks[3], "enter", &give{To: "31"})
	if got := at(ks[3]); got != [3]string{"/work", "", id(0)} {
		t.Errorf("after it was done: %v", got)
	}
}

// TestHeaderFilter: the head of a column narrows the list by it, keeps the other conditions, and is
// undone in the same place.
func TestHeaderFilter(t *testing.T) {
	w := newWorld(t)
	ks := w.letters(t, 3)
	w.do(t, 20, ks[0], "enter", &give{To: "31"})
	s := w.site(t, 40)
	p := s.Get("/work?view=open&sort=-number")
	p.Check()
	choice := func(p *webtest.Page, label string) string {
		for _, d := range webtest.All(p.Root, "details.pickone") {
			for _, a := range webtest.All(d, "a") {
				if webtest.Text(a) == label {
					return webtest.Attr(a, "href")
				}
			}
		}
		t.Fatalf("%s cannot be chosen", label)
		return ""
	}
	href := choice(p, "待登记")
	if want := "/work?sort=-number&state=in&view=open"; href != want {
		t.Errorf("leads to %s, want %s", href, want)
	}
	if p = s.Get(href); !slices.Equal(numbers(p), []string{ks[2].Number, ks[1].Number}) {
		t.Errorf("narrowed to %v", numbers(p))
	}
	if href = choice(p, "职员31"); href != "/work?handler=31&sort=-number&state=in&view=open" {
		t.Errorf("both heads: %s", href)
	}
	var back string
	for _, d := range webtest.All(p.Root, "details.pickone") {
		if strings.Contains(webtest.Text(d), "待登记 状态") {
			back = webtest.Attr(webtest.All(d, "a")[0], "href")
		}
	}
	if back != "/work?sort=-number&view=open" {
		t.Errorf("undone by %s", back)
	}
}
