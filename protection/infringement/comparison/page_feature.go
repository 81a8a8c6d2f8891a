package comparison

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/protection/infringement/comparison/table"
)

// featurePageView is one feature with its claim, what others decided, and the form.
type featurePageView struct {
	Home, Here string
	Label      string       // 1B
	Claim      []piece      // the words of the claim, the feature marked
	Row        featureView  // what was decided
	Clash      *featureView // what somebody else decided meanwhile
	Exhibits   []Exhibit    // of the case, to be pointed to
	Form       *form.Form   // nil for who may only read
	Last       bool         // of its claim: there is nothing to be merged with
}

// piece is a run of words of a claim.
type piece struct {
	Text string
	Now  bool
}

// featurePage judges one feature.
func (d *Desk) featurePage(c *web.Ctx) error {
	s, f, err := d.featureOf(c)
	if err != nil {
		return err
	}
	exhibits, err := d.exhibits(c, s)
	if err != nil {
		return err
	}
	v := s.featureView(c, f, exhibits)
	if c.Posted() || s.edit {
		done, err := d.judged(c, s, f, v, exhibits)
		if err != nil || done {
			return err
		}
	}
	s.page(c, c.T("特征 ", "Feature ")+v.Label)
	c.Page.State = v.Row.Tag
	c.Page.Prev, c.Page.Next = s.around(c, f.ID)
	return c.Render("feature", v)
}

// featureView is the page of a feature without the form.
func (s *sheet) featureView(c *web.Ctx, f *table.Feature, exhibits map[string]Exhibit) *featurePageView {
	x, at := s.table.Feature(f.ID)
	v := &featurePageView{Home: home(s.k.ID), Here: fmt.Sprintf("%s/feature/%d", home(s.k.ID), f.ID), Label: x.Label(at), Row: s.feature(c, x, at, exhibits), Last: at+1 == len(x.Features)}
	for i := range x.Features {
		v.Claim = append(v.Claim, piece{x.Features[i].Text, i == at})
	}
	for _, n := range slices.SortedFunc(maps.Keys(exhibits), func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }) {
		v.Exhibits = append(v.Exhibits, exhibits[n])
	}
	return v
}

// judged reads the form of a feature and decides. It reports whether the person was sent on.
func (d *Desk) judged(c *web.Ctx, s *sheet, f *table.Feature, v *featurePageView, exhibits map[string]Exhibit) (done bool, err error) {
	if !s.edit {
		return false, d.frozen(s.by, s.k, s.Version)
	}
	fm := form.New(c, form.Describe(judgeForm{}, nil))
	fm.Cancel, fm.Bare = home(s.k.ID), true
	fm.Submit, fm.Buttons = c.T("保存", "Save"), []form.Button{{Value: "next", Label: c.T("保存并判定下一特征", "Save and go on")}}
	v.Form = fm
	if !c.Posted() {
		fm.Fill(filled(f))
	}
	in := &judgeForm{}
	ok, err := fm.Read(in)
	if err != nil || !ok {
		return false, err
	}
	err = d.judge(c.Context(), s, f.ID, in, exhibits)
	switch {
	case err == nil:
		to := home(s.k.ID)
		if _, next := s.around(c, f.ID); fm.Pressed() == "next" && next.Href != "" {
			to = next.Href
		}
		c.Flash(web.Green, c.T("已保存特征 ", "Saved feature ")+v.Label)
		return true, c.Redirect(to)
	case fault.CodeOf(err) == "comparison.changed":
		// No refusal of the form: nothing in it is wrong, somebody else was faster.
		return false, d.clash(c, f.ID, v, in, err)
	case !fm.Refused(err):
		return false, err
	}
	return false, nil
}

// clash shows what somebody else decided beside what the person typed, who may send it again.
func (d *Desk) clash(c *web.Ctx, id int64, v *featurePageView, in *judgeForm, why error) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	x, at := s.table.Feature(id)
	if x == nil {
		return why
	}
	exhibits, err := d.exhibits(c, s)
	if err != nil {
		return err
	}
	now := s.feature(c, x, at, exhibits)
	v.Clash = &now
	// Sent once more, the form replaces the other decision knowingly.
	in.Rev = x.Features[at].Rev
	v.Form.Fill(*in)
	c.Status(http.StatusConflict)
	return nil
}

// filled is what is known of a feature, for the form.
func filled(f *table.Feature) judgeForm {
	in := judgeForm{Rev: f.Rev, Product: f.Product, Verdict: string(f.Verdict), Reason: f.Reason, Means: f.Means, Function: f.Function, Effect: f.Effect, Obvious: f.Obvious,
		Estoppel: string(f.Estoppel), EstoppelNote: f.EstoppelNote, Dedication: string(f.Dedication), DedicationNote: f.DedicationNote}
	for _, r := range f.Evidence {
		in.Evidence = append(in.Evidence, refForm{Number: r.Number, X: r.X, Y: r.Y, W: r.W, H: r.H, Page: int64(r.Page), Time: r.Time, Caption: r.Caption})
	}
	return in
}

// around leads to the features before and after one.
func (s *sheet) around(c *web.Ctx, id int64) (prev, next web.Link) {
	var all []web.Link
	now := -1
	for i := range s.table.Claims {
		x := &s.table.Claims[i]
		for j := range x.Features {
			if !x.Features[j].Judged() {
				continue
			}
			if x.Features[j].ID == id {
				now = len(all)
			}
			all = append(all, web.Link{Href: fmt.Sprintf("%s/feature/%d", home(s.k.ID), x.Features[j].ID), Label: c.T("特征 ", "feature ") + x.Label(j)})
		}
	}
	if now > 0 {
		prev = all[now-1]
	}
	if now >= 0 && now+1 < len(all) {
		next = all[now+1]
	}
	return prev, next
}

// exhibits are those of the case that the person may see, by number.
func (d *Desk) exhibits(c *web.Ctx, s *sheet) (map[string]Exhibit, error) {
	out := map[string]Exhibit{}
	if d.Exhibits == nil {
		return out, nil
	}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.Exhibits(c.Context(), tx, s.by, s.k)
		for _, e := range all {
			out[e.Number] = e
		}
		return err
	})
	return out, err
}

// refs are the references of a feature as the person sees them.
func (s *sheet) refs(c *web.Ctx, f *table.Feature, exhibits map[string]Exhibit) (out []refView) {
	for i, r := range f.Evidence {
		parts := []string{r.Number}
		x, known := exhibits[r.Number]
		if known && x.Name != "" {
			parts[0] += " " + x.Name
		}
		if r.Page > 0 {
			parts = append(parts, c.T(fmt.Sprintf("第 %d 页", r.Page), fmt.Sprintf("page %d", r.Page)))
		}
		if r.Time != "" {
			parts = append(parts, c.T("视频 ", "at ")+r.Time)
		}
		if r.Caption != "" {
			parts = append(parts, r.Caption)
		}
		v := refView{Text: strings.Join(parts, c.T("，", ", ")), Href: x.Href}
		if known && x.Picture {
			v.Picture = fmt.Sprintf("%s/shown/%d/%d", home(s.k.ID), f.ID, i)
		}
		out = append(out, v)
	}
	return out
}
