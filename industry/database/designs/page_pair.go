package designs

import (
	"fmt"
	"net/http"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// paneView is one side of the bench. The bench is that of the comparison of infringement cases, by the name
// of its template, with the fields that it asks for.
type paneView struct {
	Src, Alt, Add string
	MM            float64
}

// benchView is two pictures on the bench.
type benchView struct {
	Patent, Product  paneView
	X, Y, Size, Turn float64
	Mirror, Align    bool
	Whose            string
}

// pairView is the page on which a picture that is asked for is held against a candidate.
type pairView struct {
	Bench  *benchView // nil for the design as a whole
	Pairs  []shotPair // all views beside each other, for the whole
	Views  []web.Tab
	Others []web.Tab // further pictures of the candidate
	Form   *form.Form
	Clash  *web.Notice
	Doc    web.Link
	Said   string
	asked  string // what the picture that is asked for is called
}

// shotPair is two pictures beside each other.
type shotPair struct{ Asked, Theirs shotView }

// pairPage compares a picture with a candidate and takes the judgement. ?picture= chooses another picture of
// the candidate than the most alike.
func (d *Desk) pairPage(c *web.Ctx) error {
	s, f, at, err := d.pairOf(c)
	if err != nil {
		return err
	}
	view := c.Path("view")
	number := f.Kept[0].Number
	v := pairView{Doc: web.Link{Href: "/documents/" + number, Label: c.T("打开文献 ", "Open ") + number}}
	for i := range s.shots {
		code := s.shots[i].code()
		v.Views = append(v.Views, web.Tab{Href: s.pairPath(number, code), Label: s.shotView(c, i).Name, Count: -1, Now: i == at})
		if i == at {
			v.asked = s.shots[i].Name
		}
	}
	v.Views = append(v.Views, web.Tab{Href: s.pairPath(number, whole), Label: c.T("整体", "Whole"), Count: -1, Now: view == whole})
	if at >= 0 {
		d.bench(c, s, f, at, &v)
	} else {
		for i, m := range f.Views {
			v.Pairs = append(v.Pairs, shotPair{s.shotView(c, i), keptView(c, f.pictureOf(m.View))})
		}
	}
	done, err := d.judged(c, s, number, &v)
	if err != nil || done {
		return err
	}
	title := titleOf(c, &f.Doc)
	c.Page = web.Page{Title: c.T("比对：", "Compare: ") + number, Sub: title, At: home, Crumbs: s.crumbs(c, number)}
	if k := s.markOf(number, view); k != nil {
		c.Page.State = verdictTag(c, k.Verdict)
		v.Said = k.Name + " " + web.When(k.At)
	}
	return c.Render("designs-pair", v)
}

// shotAt finds a picture that is asked for, -1 where it is none of them.
func (s *inquiry) shotAt(code string) int {
	for i := range s.shots {
		if s.shots[i].code() == code {
			return i
		}
	}
	return -1
}

// candidate reads a design with how alike it is, whatever its rank.
func (d *Desk) candidate(c *web.Ctx, s *inquiry, number string) (*Found, error) {
	var ids map[string]int64
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		ids, err = d.Holding.IDs(c.Context(), tx, s.by.Center, []string{number})
		return err
	})
	if err != nil {
		return nil, err
	}
	collection, _, err := d.Feed(c.Context(), s.by.Center, quick)
	if err != nil {
		return nil, err
	}
	asked, err := s.asked(true)
	if err != nil {
		return nil, err
	}
	one, ok := collection.Compare(asked, ids[number])
	found, err := d.known(c.Context(), s, []Found{{Candidate: one}})
	if err == nil && (!ok || len(found) == 0) {
		err = fault.New(fault.Missing, "designs.no_candidate", "图片库没有收录 %s 的图片，请从候选列表中选择", number)
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

// bench lays a picture and the candidate's beside each other.
func (d *Desk) bench(c *web.Ctx, s *inquiry, f *Found, at int, v *pairView) {
	k := f.pictureOf(f.Views[at].View)
	for i := range f.Kept {
		if c.Query("picture") == f.Kept[i].name() {
			k = &f.Kept[i]
		}
	}
	mine, theirs := s.shotView(c, at), keptView(c, k)
	v.Bench = &benchView{Patent: paneView{Src: mine.Src, Alt: c.T("检索图片：", "Asked for: ") + mine.Name}, Product: paneView{Src: theirs.Src, Alt: c.T("候选：", "Candidate: ") + theirs.Name}, Size: 100, Whose: c.T("候选", "candidate")}
	for i := range f.Kept {
		o := &f.Kept[i]
		v.Others = append(v.Others, web.Tab{Href: fmt.Sprintf("%s?picture=%s", s.pairPath(k.Number, s.shots[at].code()), o.name()), Label: keptView(c, o).Name, Count: -1, Now: o == k})
	}
}

// judged reads the judgement. It reports whether the person was sent on.
func (d *Desk) judged(c *web.Ctx, s *inquiry, number string, v *pairView) (bool, error) {
	view := c.Path("view")
	was := s.markOf(number, view)
	f := form.New(c, form.Describe(judging{}, nil))
	f.Submit, f.Action, f.Cancel = c.T("保存判定", "Save"), s.pairPath(number, view), s.path()
	v.Form = f
	in := judging{Seen: was.stamp()}
	if was != nil {
		in.Verdict, in.Note = string(was.Verdict), was.Note
	}
	f.Fill(in)
	ok, err := f.Read(&in)
	if err != nil || !ok {
		return false, err
	}
	err = d.judge(c.Context(), s, number, view, v.asked, in)
	switch {
	case err == nil:
		c.Flash(web.Green, c.T("已保存", "Saved"))
		return true, c.Redirect(s.pairPath(number, view))
	case fault.CodeOf(err) == "designs.changed":
		// What was typed stays in the form, with what the other said above it.
		n := web.Notice{Tone: web.Amber, Text: c.Say(c.Explain(err))}
		if was != nil {
			n.Text += c.T(" 现有判定：", " It says: ") + verdicts(c, was.Verdict) + c.T("。", ". ") + was.Note
		}
		v.Clash, in.Seen = &n, was.stamp()
		f.Fill(in)
		c.Status(http.StatusConflict)
		return false, nil
	case !f.Refused(err):
		return false, err
	}
	return false, nil
}
