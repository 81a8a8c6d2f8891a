package searching

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"zhibao/casework/caseworktest"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/patent/literature"
)

// kin puts documents of two families and two that stand alone into the holding.
func (w *world) kin(t testing.TB) {
	t.Helper()
	var docs []literature.Document
	for i := range 8 {
		d := doc(100+i, 2018, []string{"CN", "US", "EP", "JP"}[i%4], "发明", "磁悬浮轴承的阻尼装置", "磁悬浮轴承转子的阻尼线圈绕在定子外侧。", "丁公司", "F16C 32/04")
		switch {
		case i < 3:
			d.Family = "F-1"
		case i < 6:
			d.Family = "F-2"
		}
		d.Status, d.Source.AsOf = "有权", d.Published
		d.Events = []literature.Event{{Kind: literature.Granted, Day: d.Published}, {Kind: literature.Assigned, Day: d.Published + 100, From: "丁公司", To: "戊公司"}}
		docs = append(docs, d)
	}
	w.put(t, docs...)
}

// TestSimilarToNumber: the documents of one thing are nearer to one of them than all others, each with the
// words to which it owes that; family members say the same and are left out; the same again by its address.
func TestSimilarToNumber(t *testing.T) {
	w := newWorld(t)
	docs := w.fill(t)
	w.kin(t)
	s := w.site(t, as(5))
	p := s.Submit(s.Get(home), "text", url.Values{"number": {docs[1].Number}})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	at := p.Header.Get("Location")
	page := s.Get(at)
	page.Check()
	page.Contains("相近文献", "贡献", "文献库版本", "并排比较")
	rows := webtest.All(webtest.All(page.Root, "tbody")[0], "tr")
	if len(rows) < 15 {
		t.Fatalf("only %d similar documents", len(rows))
	}
	for i := range 15 {
		if text := webtest.Text(rows[i]); !strings.Contains(text, "激光器") || strings.Contains(text, docs[1].Number) {
			t.Errorf("place %d: %s", i, text)
		}
	}
	if again := s.Get(at); webtest.Text(again.Root) != webtest.Text(page.Root) {
		t.Error("the same search shows something else the second time")
	}
	// A member of a family is like the other family, not like its own.
	likes := s.Get(documents + "/CN100000100A")
	likes.Check()
	var numbers []string
	for _, a := range webtest.All(likes.Root, "a") {
		if strings.Contains(webtest.Attr(a, "href"), "/beside?with=") {
			numbers = append(numbers, webtest.Attr(a, "href"))
		}
	}
	if all := strings.Join(numbers, " "); !strings.Contains(all, "JP100000103A") || strings.Count(all, "US100000101A") != 1 {
		t.Errorf("similar and family: %s", all)
	}
	if bad := s.Submit(s.Get(home), "text", url.Values{"number": {"CN999999999A"}}); bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("%d", bad.Status)
	} else {
		bad.Contains("文献库中没有 CN999999999A")
	}
	if none := s.Submit(s.Get(home), "text", nil); none.Status != http.StatusUnprocessableEntity {
		t.Errorf("neither number nor text: %d", none.Status)
	}
}

// TestTextIsNotKept: a text finds what is like it, and no word of it stays, not even sealed.
func TestTextIsNotKept(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	s := w.site(t, as(5))
	const secret = "绝密的磁流体推进器，包括半导体激光器的散热装置"
	p := s.Submit(s.Get(home), "text", url.Values{"text": {secret}})
	if p.Status != http.StatusOK {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	p.Check()
	p.Contains("激光器的散热装置", "23 字", "文字没有保存")
	if strings.Contains(p.Body, "磁流体") {
		t.Error("the page repeats the text")
	}
	last, _, err := w.lately(t.Context(), as(5), 5)
	if err != nil || len(last) != 1 {
		t.Fatal(err, last)
	}
	if r := last[0]; r.Kind != byText || strings.ContainsAny(r.Words, "磁激") || len(r.Words) < 64 {
		t.Errorf("kept: %+v", r)
	}
	again := s.Get(last[0].Address(""))
	again.Check()
	again.Contains("结果不能重现", "23 字")
	s.Get(home).Contains("与一段文字相近的文献")
	// The same text has the same hash, and finds the same.
	s.Submit(s.Get(home), "text", url.Values{"text": {secret}})
	two, _, err := w.lately(t.Context(), as(5), 5)
	if err != nil || len(two) != 2 || two[0].Words != two[1].Words || two[0].Total != two[1].Total {
		t.Errorf("%v %+v", err, two)
	}
	// There is no query that could be watched, kept or exported.
	if _, _, err := w.Desk.Words(t.Context(), as(5), last[0].ID); fault.CodeOf(err) != "searching.no_query" {
		t.Errorf("%v", err)
	}
	if err := w.keep(t.Context(), as(5), last[0].ID, "名称", true); fault.CodeOf(err) != "searching.no_query" {
		t.Errorf("%v", err)
	}
	if p := s.Get(last[0].Address("") + "/export?as=csv"); p.Status != http.StatusUnprocessableEntity && p.Status != http.StatusBadRequest {
		t.Errorf("export: %d", p.Status)
	}
	if err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		var n int64
		if err := tx.Row(t.Context(), `SELECT COUNT(*) FROM searching_run WHERE center_id = $1 AND kind = 'text'`, caseworktest.CenterID).Scan(&n); err != nil || n != 2 {
			t.Errorf("%d searches: %v", n, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestFamiliesTogether: a family takes one row, its members stand in it, and the numbers add up to what the
// list has one by one; the state of each document has its day.
func TestFamiliesTogether(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	w.kin(t)
	s := w.site(t, as(5))
	p := ask(t, s, "磁悬浮")
	if n := total(t, p); n != 8 {
		t.Fatalf("%d documents", n)
	}
	p.Contains("有权（来源所述，截至 2018-", "最近法律事件 转让 2018-")
	g := s.Get(p.Path + "?group=family")
	g.Check()
	g.Contains("共 4 个专利族，8 件文献", "同族 F-1：另有 2 件", "同族 F-2：另有 2 件", "逐件列出")
	if n := len(webtest.All(g.Root, "article")); n != 4 {
		t.Errorf("%d rows", n)
	}
	for i := range 8 {
		if number := fmt.Sprintf("%s1%08dA", []string{"CN", "US", "EP", "JP"}[i%4], 100+i); strings.Count(g.Body, "/documents/"+number) != 1 {
			t.Errorf("%s stands %d times", number, strings.Count(g.Body, "/documents/"+number))
		}
	}
	// Of one application, though no source names a family: the grant stands with the publication.
	a := doc(300, 2018, "CN", "发明", "陀螺仪的标定", "", "己公司", "G01C 25/00")
	granted := a
	a.Application, granted.Application, granted.Number = "2018100003001", "2018100003001", "CN100000300B"
	w.put(t, a, granted)
	one := s.Get(ask(t, s, "陀螺仪").Path + "?group=family")
	one.Contains("共 1 个专利族，2 件文献", "同一申请：另有 1 件")
	// Documents without a family stand alone, over pages.
	all := s.Get(ask(t, s, "支架 OR 激光器").Path + "?group=family&page=3")
	all.Check()
	all.Contains("共 60 个专利族，60 件文献")
	if n := len(webtest.All(all.Root, "article")); n != 20 {
		t.Errorf("%d rows on the third page", n)
	}
}

// TestBoxAndFormFollow: what is typed in the one is answered for the other, mistakes with their column, and
// nothing is kept of it.
func TestBoxAndFormFollow(t *testing.T) {
	w := newWorld(t)
	s := w.site(t, as(5))
	page := s.Get(home)
	live := func(v url.Values) *webtest.Page {
		v.Set("_csrf", page.Token())
		return s.Post(home+"/live", v)
	}
	p := live(url.Values{"_from": {"box"}, "q": {"标题=(折叠 支架) AND 公开日=2016至2020"}})
	for _, want := range []string{`name="rows.0.words" value="折叠 支架"`, `name="rows.1.from" value="2016"`} {
		if !strings.Contains(p.Body, want) {
			t.Errorf("the form does not say %s: %s", want, p.Body)
		}
	}
	p = live(url.Values{"_from": {"box"}, "q": {"支架 AND 标提=折叠"}})
	if !strings.Contains(p.Body, "第8列") || !strings.Contains(p.Body, "<mark>标提</mark>") || strings.Contains(p.Body, "rows.0") {
		t.Errorf("a mistake: %s", p.Body)
	}
	p = live(url.Values{"_from": {"form"}, "rows.0.field": {"TI"}, "rows.0.mode": {"all"}, "rows.0.words": {"手机"}, "rows.1.join": {"and"}, "rows.1.field": {"IPC"}, "rows.1.words": {"F16M"}})
	if !strings.Contains(p.Body, "标题=手机 AND 国际分类=F16M") || strings.Contains(p.Body, "ask-rows") {
		t.Errorf("the box does not follow: %s", p.Body)
	}
	p = live(url.Values{"_from": {"form"}, "rows.0.field": {"PD"}, "rows.0.from": {"昨天"}})
	if !strings.Contains(p.Body, "不是日期") {
		t.Errorf("a day that is none: %s", p.Body)
	}
	if last, _, err := w.lately(t.Context(), as(5), 5); err != nil || len(last) != 0 {
		t.Errorf("typing was kept: %v %v", last, err)
	}
}

// TestSideBySide: words that stand in both in the same order are marked in both, what differs is not.
func TestSideBySide(t *testing.T) {
	w := newWorld(t)
	docs := w.fill(t)
	s := w.site(t, as(5))
	at := documents + "/" + docs[1].Number + "/beside"
	empty := s.Get(at)
	empty.Check()
	p := s.Get(at + "?with=" + docs[4].Number)
	p.Check()
	p.Contains(docs[1].Number, docs[4].Number, "权利要求")
	marks := 0
	for _, m := range webtest.All(p.Root, "mark") {
		if strings.Contains(webtest.Text(m), "激光器的散热装置") {
			marks++
		}
	}
	if marks < 6 {
		t.Errorf("%d marks: %s", marks, p.Body)
	}
	none := s.Get(at + "?with=CN999999999A")
	none.Check()
	none.Contains("文献库中没有 CN999999999A")
	other := map[string]bool{}
	runs("子丑 丙丁戊己 寅", func(run string, _, _ int) { other[run] = true })
	var out strings.Builder
	for _, x := range shared("甲乙，丙丁戊己；丑寅", other) {
		if x.On {
			out.WriteString("[" + x.Text + "]")
		} else {
			out.WriteString(x.Text)
		}
	}
	if out.String() != "甲乙，[丙丁戊己]；丑寅" {
		t.Errorf("marked: %s", out.String())
	}
}

// TestScriptsOfThePage: with the script that lets box and form follow each other the page of the search
// stays below what a page may send of scripts.
func TestScriptsOfThePage(t *testing.T) {
	all := 0
	for _, name := range []string{"../../../internal/web/static/htmx.js", "../../../internal/web/static/app.js", "static/follow.js"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		all += buf.Len()
	}
	if all > 25<<10 {
		t.Errorf("scripts have %d bytes, at most 25 KB", all)
	}
}
