package designs

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/patent/likeness"
	"zhibao/patent/reader/figure"
)

// address is the page of what is found, narrowed.
func address(path string, n narrowing) string {
	q := url.Values{}
	set := func(name, v string) {
		if v != "" {
			q.Set(name, v)
		}
	}
	set("locarno", strings.TrimSpace(n.Locarno))
	set("from", n.From.String())
	set("to", n.To.String())
	if n.Turned {
		q.Set("turned", "true")
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// narrowed reads how what is found is looked at.
func narrowed(c *web.Ctx) (n narrowing, err error) {
	n.Locarno, n.Turned = strings.TrimSpace(c.Query("locarno")), c.Query("turned") == "true"
	for name, to := range map[string]*calendar.Day{"from": &n.From, "to": &n.To} {
		if v := c.Query(name); v != "" {
			if *to, err = calendar.ParseDay(v); err != nil {
				return n, fault.New(fault.Invalid, "designs.day", "日期“%s”不对，请写作 2026-01-31", v).At(name)
			}
		}
	}
	return n, nil
}

// shotView is a picture on a page.
type shotView struct{ Src, Name string }

// matchView is one picture that is asked for beside the most alike of a candidate.
type matchView struct {
	Asked, Theirs shotView
	Turned        bool
	Score         string
	Parts         []partView
	Tag           web.Tag
	Href          string // the bench
}

// partView is one of the things in which they are compared.
type partView struct {
	Name, Score string
	Told        bool // it is a reason
}

// hitView is a candidate on a page.
type hitView struct {
	Rank                       int
	Number, Title, Href, Score string
	Facts                      []string
	Views                      []matchView
	Cite                       string
}

// foundView is the page of what is found.
type foundView struct {
	Notices   []web.Notice
	Shots     []shotView
	Here      string // address of the form
	N         narrowing
	From, To  string
	Hits      []hitView
	Export    string
	Judged    web.Table
	Own       bool // it can be deleted
	Case, Cut string
}

// foundPage shows the candidates, the most alike first.
func (d *Desk) foundPage(c *web.Ctx) error {
	s, err := d.open(c.Context(), worklist.Actor(c), c.Path("of"))
	if err != nil {
		return err
	}
	v := foundView{Here: s.path(), Own: s.search != nil, Judged: judgedTable(c, s)}
	n, err := narrowed(c)
	if err != nil {
		v.Notices = append(v.Notices, web.Notice{Tone: web.Red, Text: c.Say(c.Explain(err))})
		n = narrowing{}
	}
	v.N, v.From, v.To = n, n.From.String(), n.To.String()
	v.Export = address(s.path()+"/export", n)
	for i := range s.shots {
		v.Shots = append(v.Shots, s.shotView(c, i))
	}
	if len(s.shots) == 0 {
		v.Notices = append(v.Notices, web.Notice{Tone: web.Amber, Text: c.T("没有可以检索的图片。请先在案件或比对中补充外观设计的图片。", "There are no pictures to search with; add some to the case or its comparison first.")})
	}
	found, left, err := d.find(c.Context(), s, n)
	if err != nil {
		return err
	}
	if left > 0 {
		v.Notices = append(v.Notices, stateNotice(c, 1, 0, left))
	}
	for i := range found {
		v.Hits = append(v.Hits, s.hitView(c, i+1, &found[i]))
	}
	c.Page = web.Page{Title: c.T("近似外观设计", "Similar designs"), Sub: s.title(), At: home, Crumbs: s.crumbs(c, "")}
	return c.Render("designs-found", v)
}

// crumbs lead back.
func (s *inquiry) crumbs(c *web.Ctx, here string) []web.Link {
	out := []web.Link{{Href: home, Label: c.T("外观近似检索", "Similar designs")}}
	if s.matter != nil {
		out = []web.Link{{Href: fmt.Sprintf("/case/%d", s.id), Label: s.title()}}
	}
	last := web.Link{Label: c.T("候选", "Candidates")}
	if here == "" {
		return append(out, last)
	}
	last.Href = s.path()
	return append(out, last, web.Link{Label: here})
}

// shotView is a picture that is asked for.
func (s *inquiry) shotView(c *web.Ctx, i int) shotView {
	name := s.shots[i].Name
	if name == "" {
		name = fmt.Sprintf(c.T("第 %d 幅", "Picture %d"), i+1)
	}
	return shotView{fmt.Sprintf("%s/asked/%d", s.path(), i+1), name}
}

// keptView is a picture of a published design.
func keptView(c *web.Ctx, k *Kept) shotView {
	name := k.Title
	if name == "" || strings.Trim(name, "0123456789") == "" {
		name = fmt.Sprintf(c.T("第 %d 幅", "Picture %d"), k.Ordinal)
	}
	return shotView{fmt.Sprintf("%s/%d", pictures, k.ID), name}
}

// hitView shows a candidate with its reasons.
func (s *inquiry) hitView(c *web.Ctx, rank int, f *Found) hitView {
	doc := &f.Doc
	h := hitView{Rank: rank, Number: doc.Number, Title: titleOf(c, doc), Href: "/documents/" + doc.Number, Score: score(f.Score)}
	if s.matter != nil && s.matter.Cite != "" {
		h.Cite = s.matter.Cite + url.QueryEscape(doc.Number)
	}
	add := func(zh, en, v string) {
		if v != "" {
			h.Facts = append(h.Facts, c.T(zh, en)+v)
		}
	}
	add("洛迦诺 ", "Locarno ", strings.Join(doc.Locarno, c.T("、", ", ")))
	add("公开日 ", "Published ", doc.Published.String())
	if len(doc.Applicants) > 0 {
		add("申请人 ", "Applicant ", doc.Applicants[0].Name)
	}
	for i, m := range f.Views {
		mv := matchView{Asked: s.shotView(c, i), Theirs: keptView(c, f.pictureOf(m.View)), Turned: m.Turned, Score: score(m.Score), Href: s.pairPath(doc.Number, s.shots[i].code())}
		for _, p := range m.Parts() {
			mv.Parts = append(mv.Parts, partView{c.T(p.Title, p.English), score(p.Score), p.Told})
		}
		if k := s.markOf(doc.Number, s.shots[i].code()); k != nil {
			mv.Tag = verdictTag(c, k.Verdict)
		}
		h.Views = append(h.Views, mv)
	}
	return h
}

func score(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// pairPath is the bench of one picture beside a candidate.
func (s *inquiry) pairPath(number, view string) string {
	return s.path() + "/with/" + number + "/" + view
}

// verdictTag shows a verdict.
func verdictTag(c *web.Ctx, v likeness.Verdict) web.Tag {
	tone := map[likeness.Verdict]web.Tone{likeness.Same: web.Red, likeness.Substantial: web.Red, likeness.Similar: web.Amber, likeness.Unlike: web.Green}[v]
	return web.Tag{Tone: tone, Text: verdicts(c, v)}
}

// judgedTable is what was concluded: a row for each judgement.
func judgedTable(c *web.Ctx, s *inquiry) web.Table {
	t := web.Table{Title: c.T("结论表", "Conclusions"), Head: []string{c.T("候选文献", "Candidate"), c.T("视图", "View"), c.T("判定", "Verdict"), c.T("相同点、区别点及其影响", "What is alike, what differs"), c.T("判定人", "By")},
		Empty: c.T("还没有判定。从候选的“比对并判定”进入，逐视图判定后列在这里。", "Nothing was judged yet. Judge view by view from a candidate.")}
	for _, m := range s.marks {
		t.Rows = append(t.Rows, []web.Cell{{Text: m.Number, Href: "/documents/" + m.Number}, {Text: m.asked(c), Href: s.pairPath(m.Number, m.View)}, {Tag: verdictTag(c, m.Verdict)}, {Text: m.Note}, {Text: m.Name, Sub: []string{web.When(m.At)}}})
	}
	return t
}

// asked is of what somebody judged.
func (m *mark) asked(c *web.Ctx) string {
	switch {
	case m.View == whole:
		return c.T("整体观察、综合判断", "The design as a whole")
	case m.Asked == "":
		return c.T("未命名的视图", "A view without a name")
	}
	return m.Asked
}

// export answers with the candidates as a table, and what was concluded on them.
func (d *Desk) export(c *web.Ctx) error {
	s, err := d.open(c.Context(), worklist.Actor(c), c.Path("of"))
	if err != nil {
		return err
	}
	n, err := narrowed(c)
	if err != nil {
		return err
	}
	found, _, err := d.find(c.Context(), s, n)
	if err != nil {
		return err
	}
	e := sheet.Export{Name: c.T("近似外观设计", "Similar designs"), Person: s.by.Name, Time: c.Now(), English: c.Lang() == web.EN, Notes: []string{c.T("候选供人判断，分值不是法律结论。", "Candidates for people to judge; the scores conclude nothing.")}}
	for _, t := range []web.Text{{"名次", "Rank"}, {"公开（公告）号", "Publication"}, {"标题", "Title"}, {"洛迦诺分类", "Locarno"}, {"公开（公告）日", "Published"}, {"总分", "Score"}, {"检索图片", "Picture"}, {"候选图片", "Their picture"}, {"形状", "Shape"}, {"轮廓", "Contour"}, {"图案", "Pattern"}, {"色彩", "Colour"}, {"判定", "Verdict"}, {"说明", "Note"}} {
		e.Columns = append(e.Columns, sheet.Column{Title: c.Say(t)})
	}
	e.Rows = func(yield func([]any, error) bool) {
		for rank := range found {
			f := &found[rank]
			for i, m := range f.Views {
				verdict, note := "", ""
				if k := s.markOf(f.Doc.Number, s.shots[i].code()); k != nil {
					verdict, note = verdicts(c, k.Verdict), k.Note
				}
				if !yield([]any{rank + 1, f.Doc.Number, titleOf(c, &f.Doc), strings.Join(f.Doc.Locarno, "; "), f.Doc.Published.String(), score(f.Score), s.shotView(c, i).Name, keptView(c, f.pictureOf(m.View)).Name,
					score(m.Shape), score(m.Contour), score(m.Pattern), score(m.Colour), verdict, note}, nil) {
					return
				}
			}
		}
	}
	var buf bytes.Buffer
	if _, err := sheet.WriteCSV(&buf, e); err != nil {
		return err
	}
	return c.Download(e.Name+".csv", "text/csv; charset=utf-8", &buf)
}

// dropPosted deletes a search.
func (d *Desk) dropPosted(c *web.Ctx) error {
	s, err := d.open(c.Context(), worklist.Actor(c), c.Path("of"))
	if err == nil {
		err = d.drop(c.Context(), s)
	}
	if err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已删除这次检索及其图片和判定。", "The search was deleted with its pictures and judgements."))
	return c.Redirect(home)
}

// askedFile sends a picture that is asked for. That the case was read stands in its history since the page
// that shows it.
func (d *Desk) askedFile(c *web.Ctx) error {
	s, err := d.see(c.Context(), worklist.Actor(c), c.Path("of"))
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(c.Path("shot"))
	if err != nil || i < 1 || i > len(s.shots) {
		return gone()
	}
	return send(c, s.shots[i-1].Data)
}

// pictureFile sends a picture of a published design.
func (d *Desk) pictureFile(c *web.Ctx) error {
	id, err := worklist.ID(c, "picture")
	if err != nil {
		return err
	}
	center := worklist.Actor(c).Center
	var ks []Kept
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		ks, err = kept(c.Context(), tx, `id = $1 AND center_id = $2`, id, center)
		return err
	})
	if err == nil && len(ks) == 0 {
		err = fault.New(fault.Missing, "designs.no_picture", "没有这幅图片，请从检索结果中打开")
	}
	if err != nil {
		return err
	}
	data, err := d.content(c.Context(), center, ks[0].ref)
	if err != nil {
		return err
	}
	return send(c, data)
}

// send answers with a picture: ?look=edges its edges alone, as the bench asks for them.
func send(c *web.Ctx, data []byte) error {
	if c.Query("look") == "edges" || figure.Format(data) != "png" && figure.Format(data) != "jpeg" {
		img, err := figure.Decode("", data)
		if err != nil {
			return err
		}
		shown := imagery.Canvas(img, keptSide)
		if c.Query("look") == "edges" {
			shown = imagery.Edges(shown)
		}
		if data, err = figure.PNG(shown); err != nil {
			return err
		}
	}
	h := c.W.Header()
	h.Set("Content-Type", figure.Media(data))
	h.Set("Cache-Control", "no-store")
	_, err := c.W.Write(data)
	return err
}
