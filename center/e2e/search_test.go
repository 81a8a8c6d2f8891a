package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/internal/web/webtest"
)

// TestSearchJourney is J15: a question with a mistake, the question put right, the form that says the
// same, facets whose numbers are those of the list, a document with its words marked and the next one
// behind it, a collection with notes, the analysis whose numbers open, and the report; with scripts,
// without, and as wide as a telephone.
func TestSearchJourney(t *testing.T) {
	slow(t)
	w := lived(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, w, v)
			b.as("yushen1")
			b.asked()
			b.followed()
			b.narrowed()
			b.readOn()
			b.compared()
			b.together()
			b.collected()
			b.analysed()
			b.alike()
			b.forCase()
			if n := eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
				t.Errorf("%s is %d px too wide", b.path(), n)
			}
			b.clean()
		})
	}
	// What somebody looks for may say what an application is about: it stands in no address and no log.
	if strings.Contains(w.Log.String(), "减振") {
		t.Error("the words of a search stand in the log")
	}
}

// found is how many documents the page says there are.
func (b *seat) found() int {
	b.t.Helper()
	m := regexp.MustCompile(`共 (\d+) 件`).FindStringSubmatch(b.text("main"))
	if m == nil {
		b.t.Fatalf("%s says no number: %s", b.path(), b.text("main"))
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// asked: a mistake is pointed at by its column and nothing typed is lost (S1); box and form say the same.
func (b *seat) asked() {
	b.t.Helper()
	b.open("/search")
	b.send(typed("q", "减振 AND 标提=电池"))
	b.has("第8列", "没有名为“标提”的字段")
	if bad := b.text("p.where mark"); bad != "标提" {
		b.t.Errorf("%q is marked", bad)
	}
	b.send(typed("q", "标题=(减振 OR 温度) AND 公开日>=2012"))
	if !strings.HasPrefix(b.path(), "/search/") || strings.Contains(b.path(), "%") {
		b.t.Fatalf("the result stands at %s", b.path())
	}
	if got := eval[string](b, `document.querySelector('[name="rows.0.words"]').value + '|' + document.querySelector('[name="rows.1.from"]').value`); got != "减振 温度|2012" {
		b.t.Errorf("the form says %q", got)
	}
	all := b.found()
	if all < 20 {
		b.t.Errorf("only %d documents are found", all)
	}
}

// narrowed: what a facet counts is what the list then has, taken in and left out (S2).
func (b *seat) narrowed() {
	b.t.Helper()
	all, base := b.found(), b.path()
	const first = `.facets li:nth-child(1)`
	n := eval[int](b, `+document.querySelector('.facets li b').textContent`)
	b.press(first + ` > a:first-child`)
	if got := b.found(); got != n {
		b.t.Errorf("%d beside the list, %d in it", n, got)
	}
	b.press(`.picks a`)
	if got := b.found(); got != all {
		b.t.Errorf("%d after the filter was taken away, %d before", got, all)
	}
	b.press(first + ` > a.not`)
	if got := b.found(); got != all-n {
		b.t.Errorf("%d without %d of %d", got, n, all)
	}
	b.open(base)
}

// readOn: a document with its words marked, dated events, and the next of the result (S4).
func (b *seat) readOn() {
	b.t.Helper()
	if b.scripts {
		b.do(chromedp.KeyEvent("j"))
		b.leave("body", chromedp.KeyEvent("o"))
	} else {
		b.press(`article.hit h3 a`)
	}
	b.has("著录项目", "权利要求", "法律事件")
	if eval[int](b, `document.querySelectorAll('mark').length`) == 0 {
		b.t.Error("no word is marked")
	}
	here := b.path()
	if b.scripts {
		b.leave("body", chromedp.KeyEvent("n"))
	} else {
		b.press(`a[data-next]`)
	}
	if b.path() == here || !eval[bool](b, `!!document.querySelector('a[data-prev]')`) {
		b.t.Errorf("%s is followed by %s", here, b.path())
	}
	b.press(`.crumb li:nth-child(2) a`)
}

// collected: two documents into a new collection, a note on one, and the report with its origin (S3, S5).
func (b *seat) collected() {
	b.t.Helper()
	run := strings.SplitN(strings.SplitN(b.path(), "?", 2)[0], "#", 2)[0]
	b.do(click(`article.hit:nth-of-type(1) input[name="number"]`), click(`article.hit:nth-of-type(2) input[name="number"]`), keys(`form[action$="/collect"] input[name="title"]`, "最接近的文献 "+b.name))
	b.press(`form[action$="/collect"] button:not([name])`)
	if n := b.found(); n != 2 {
		b.t.Errorf("%d documents in the collection", n)
	}
	set := b.path()
	b.press(`article.hit a[href*="/note/"]`)
	b.send(typed("note", "说明书第三段"))
	b.has("说明书第三段")
	p := b.person(b.t, "yushen1")
	if got := p.Get(set + "/export?as=docx"); got.Status != http.StatusOK {
		b.t.Errorf("the report of a collection: %d", got.Status)
	}
	csv := p.Get(run + "/export?as=csv").Body
	for _, want := range []string{"标题=(减振 OR 温度)", "文献库版本", "检索时间"} {
		if !strings.Contains(csv, want) {
			b.t.Errorf("the export does not say %s", want)
		}
	}
	if got := b.person(b.t, "yushen2").Get(run); got.Status != http.StatusNotFound {
		b.t.Errorf("another person opens the search: %d", got.Status)
	}
	b.open(run)
}

// analysed: the pictures have tables, and their numbers open to as many documents.
func (b *seat) analysed() {
	b.t.Helper()
	b.press(`.head .act a`)
	b.has("历年公开量")
	for i := range 10 {
		b.press(fmt.Sprintf(`nav.views a:nth-child(%d)`, i+1))
		if eval[int](b, `document.querySelectorAll('main svg, main .notice').length`) == 0 {
			b.t.Errorf("%s shows nothing", b.path())
		}
	}
	b.press(`nav.views a:nth-child(1)`)
	b.printed()
	b.press(`nav.views a:nth-child(2)`)
	n := eval[int](b, `+document.querySelector('main td a').textContent`)
	to := eval[string](b, `document.querySelector('main td a').getAttribute('href')`)
	b.open(to)
	if got := b.found(); got != n {
		b.t.Errorf("%d in the table, %d in the list", n, got)
	}
}

// printed: on paper the picture stands with its numbers, without the menu, and not wider than the sheet.
func (b *seat) printed() {
	b.t.Helper()
	if err := webtest.Paper(b.ctx, true); err != nil {
		b.t.Fatal(err)
	}
	eval[bool](b, `dispatchEvent(new Event('beforeprint'))`)
	if got := eval[string](b, `(() => {
		const high = s => [...document.querySelectorAll(s)].reduce((n, e) => n + e.getBoundingClientRect().height, 0);
		return [high('main .fig svg') > 50, [...document.querySelectorAll('main details table')].some(e => e.checkVisibility()), high('.side') + high('.views') + high('.btn') === 0, document.documentElement.scrollWidth <= innerWidth].join(' ');
	})()`); got != fmt.Sprintf("true %v true true", b.scripts) {
		b.t.Errorf("%s on paper: picture, numbers, no menu, width: %s", b.path(), got)
	}
	if err := webtest.Paper(b.ctx, false); err != nil {
		b.t.Fatal(err)
	}
}
