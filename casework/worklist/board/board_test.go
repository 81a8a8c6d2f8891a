package board_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
)

// lived is a world in which twelve letters were answered, and five are open on the day.
func lived(t *testing.T) (w *world, open map[string]*casework.Case) {
	w = newWorld(t)
	w.past(t, calendar.MustDay("2026-03-02"), 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7)
	open = map[string]*casework.Case{
		"late":  w.letter(t, calendar.MustDay("2026-10-12"), 31), // both terms are over
		"soon":  w.letter(t, calendar.MustDay("2026-11-16"), 31), // five working days used of ten
		"fresh": w.letter(t, calendar.MustDay("2026-11-23"), 32),
		"asked": w.letter(t, calendar.MustDay("2026-11-11"), 32),
		"held":  w.letter(t, calendar.MustDay("2026-11-18"), 32),
	}
	w.on(calendar.MustDay("2026-11-12"))
	open["asked"] = w.do(t, 32, open["asked"], "ask", &letter{})
	w.on(calendar.MustDay("2026-11-19"))
	open["held"] = w.do(t, 40, open["held"], "hold", &letter{})
	w.on(calendar.MustDay("2026-11-23"))
	return w, open
}

// order lists the case numbers of a page in their order.
func order(p *webtest.Page) (out []string) {
	for _, tr := range webtest.All(p.Root, "tr") {
		if id := webtest.Attr(tr, "id"); id != "" {
			for _, a := range webtest.All(tr, "a") {
				if strings.HasPrefix(webtest.Attr(a, "href"), "/case/") {
					out = append(out, strings.TrimSpace(webtest.Text(a)))
					break
				}
			}
		}
	}
	return out
}

func TestBoard(t *testing.T) {
	w, open := lived(t)
	p := w.site(t, 40).Get("/board")
	p.Check()
	got := order(p)
	if len(got) != len(open) || got[0] != open["late"].Number {
		t.Fatalf("rows %v, the first must be %s", got, open["late"].Number)
	}
	p.Contains("已超期", "承诺期限（目标）", "法定期限", "轮到预审员 职员31", "轮到申请主体", "下一步：", "仍有", "近 12 个月同类案件（发明）", "件次中")
	p.Contains("停表：中止待恢复，自 2026-11-20", "若今日恢复则")
	p.Contains("文书未送达：补充通知书") // it goes by post, and nobody has brought the receipt
	if strings.Contains(p.Body, "秘密标题") {
		t.Error("a title is on the board")
	}
	e := w.site(t, 40).Get("/board?lang=en")
	e.Check()
	e.Contains("Overdue", "steps to go", "Promise (target)", "stopped: Held")
}

// TestViewsCountTheirLists: each tab says how many cases it opens to, together they are all, and what is
// late is never anywhere else.
func TestViewsCountTheirLists(t *testing.T) {
	w, open := lived(t)
	s := w.site(t, 40)
	sum := 0
	for _, view := range []string{"late", "breach", "risk", "fine"} {
		p := s.Get("/board?view=" + view)
		p.Check()
		rows := order(p)
		sum += len(rows)
		n := regexp.MustCompile(`href="/board\?view=` + view + `"[^>]*>[^<]* <b>(\d+)</b>`).FindStringSubmatch(p.Body)
		if n == nil || n[1] != strconv.Itoa(len(rows)) {
			t.Errorf("%s: %d rows, the tab says %v", view, len(rows), n)
		}
		for _, number := range rows {
			if (number == open["late"].Number) != (view == "late") {
				t.Errorf("%s stands under %s", number, view)
			}
		}
	}
	if sum != len(open) {
		t.Errorf("%d cases under the verdicts, %d are open", sum, len(open))
	}
	if rows := order(s.Get("/board?view=paused")); len(rows) != 1 || rows[0] != open["held"].Number {
		t.Errorf("suspended: %v", rows)
	}
	for query, want := range map[string]int{"handler=31": 2, "handler=-1": 0, "kind=外观设计": 0, "chart=letter": 5, "state=wait": 1} {
		if rows := order(s.Get("/board?" + query)); len(rows) != want {
			t.Errorf("%s: %v, want %d", query, rows, want)
		}
	}
}

// TestWeeks: each number of the weeks opens to cases with as many terms that end then.
func TestWeeks(t *testing.T) {
	w, _ := lived(t)
	s := w.site(t, 40)
	p := s.Get("/board/weeks")
	p.Check()
	p.Contains("职员31", "职员32", "已超期")
	opened := 0
	for _, td := range webtest.All(p.Root, "td") {
		for _, a := range webtest.All(td, "a") {
			to := s.Get(webtest.Attr(a, "href"))
			to.Check()
			n := webtest.Text(a)
			if strings.Contains(webtest.Attr(a, "href"), "week=") {
				to.Contains("到期的期限 " + n + " 个，涉及 " + strconv.Itoa(len(order(to))) + " 件")
			}
			if len(order(to)) == 0 {
				t.Errorf("%s opens to nothing", webtest.Attr(a, "href"))
			}
			opened++
		}
	}
	if opened < 4 {
		t.Errorf("only %d numbers open to cases", opened)
	}
}

// TestActAtHand: an act is offered in the row where the policy allows it, is done to that row alone
// whatever is ticked, and can be taken back.
func TestActAtHand(t *testing.T) {
	w, open := lived(t)
	s := w.site(t, 40)
	p := s.Get("/board")
	for key, want := range map[string][3]bool{"soon": {true, false, true}, "asked": {true, true, false}, "held": {false, false, false}, "late": {true, false, true}} {
		number := open[key].Number
		has := [3]bool{strings.Contains(p.Body, `value="letter.give `+number+`"`), strings.Contains(p.Body, `value="remind `+number+`"`),
			strings.Contains(p.Body, `href="/case/`+id(open[key])+`/move/more"`)}
		if has != want {
			t.Errorf("%s: hand over, remind, extend %v, want %v", key, has, want)
		}
	}
	if !strings.Contains(p.Body, `href="/case/`+id(open["held"])+`/move/go"`) {
		t.Error("a case that stands still cannot be resumed")
	}
	k := open["soon"]
	p = s.Submit(p, "_sel", url.Values{"_sel": {open["fresh"].Number}, "_row": {"letter.give " + k.Number}})
	p.Contains("已选 1 件，将处理 1 件", k.Number)
	p = s.Submit(p, "to", url.Values{"to": {"32"}, "note": {"忙"}, "_act": {"go"}})
	p.Contains("已处理 1 件", "30 秒内有效")
	if w.get(t, k.ID).Handler != 32 || w.get(t, open["fresh"].ID).Handler != 32 {
		t.Error("the wrong case was handed over")
	}
	w.clock.At = w.clock.At.Add(20 * time.Second)
	s.Submit(p, "_undo", nil).Contains("已撤销 1 件")
	if w.get(t, k.ID).Handler != 31 {
		t.Error("it was not given back")
	}
	p = s.Submit(s.Get("/board"), "_sel", url.Values{"_row": {"remind " + open["asked"].Number}})
	s.Submit(p, "_sel", url.Values{"_act": {"go"}}).Contains("已处理 1 件")
	if p = s.Get("/board"); strings.Contains(p.Body, `value="remind `+open["asked"].Number+`"`) {
		t.Error("the party can be reminded twice a day")
	}
	p.Contains("最近催办 2026-11-23")
}

func id(k *casework.Case) string { return strconv.FormatInt(k.ID, 10) }

// TestOthers: whoever does not answer for the terms of all does not see them.
func TestOthers(t *testing.T) {
	w, open := lived(t)
	for _, who := range []int64{10, 20, 31} {
		for _, path := range []string{"/board", "/board/weeks", "/board/print/docx", "/board/export?_as=csv", "/board/counts"} {
			if p := w.site(t, who).Get(path); p.Status == 200 || strings.Contains(p.Body, open["late"].Number) {
				t.Errorf("%d reads %s: %d", who, path, p.Status)
			}
		}
	}
}

// TestFiles: the spreadsheet has a line for each clock, the paper a line for each case, both of what the
// filter leaves.
func TestFiles(t *testing.T) {
	w, open := lived(t)
	s := w.site(t, 40)
	csv := s.Get("/board/export?_as=csv&handler=31").Body
	if n := strings.Count(csv, open["soon"].Number); n != 2 || strings.Contains(csv, open["fresh"].Number) || !strings.Contains(csv, "承诺期限（目标）") {
		t.Errorf("%d lines of the case:\n%s", n, csv)
	}
	for _, path := range []string{"/board/export?_as=xlsx", "/board/print/docx", "/board/print/docx?view=late"} {
		if p := s.Get(path); p.Status != 200 || !strings.HasPrefix(p.Body, "PK") {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := s.Get("/board/print/odt"); p.Status != 404 {
		t.Errorf("odt: %d", p.Status)
	}
}
