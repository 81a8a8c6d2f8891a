package preexam

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/reading"
	"zhibao/internal/web"
	"zhibao/patent"
	"zhibao/patent/identity"
)

// compareView is two versions beside each other.
type compareView struct {
	A, B  int64
	Parts []comparedPart
	Same  bool
}

// comparedPart is one part of the papers with its changed rows only.
type comparedPart struct {
	Title string
	Rows  []comparedRow
}

// comparedRow is one claim or paragraph on both sides, or one picture; a side that does not have it
// is empty.
type comparedRow struct {
	Place             string
	Word              string // what happened, in words
	Left, Right       []piece
	LeftPic, RightPic string // addresses of pictures
}

// A piece is a run of text that is the same on both sides or is not.
type piece struct {
	Text    string
	Changed bool
}

// compared compares two versions of the case in the address, by claim and paragraph.
func (d *Desk) compared(c *web.Ctx, left, right int64) (k *casework.Case, view compareView, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, view, err
	}
	a := worklist.Actor(c)
	// Each side is a reading of its own in the history of the case.
	x, err := d.openText(c, a, id, left, "版本比较，")
	if err != nil {
		return nil, view, err
	}
	y, err := d.openText(c, a, id, right, "版本比较，")
	if err != nil {
		return nil, view, err
	}
	v, w := x.v, y.v
	view = compareView{A: v.No, B: w.No, Same: true}
	for _, part := range reading.Order() {
		p := comparedPart{Title: string(part)}
		for _, r := range identity.Diff(c.Context(), v.App.Text(part), w.App.Text(part)) {
			if r.Op != identity.Equal {
				p.Rows = append(p.Rows, d.row(c, v.App.Text(part), w.App.Text(part), r))
			}
		}
		p.Rows = append(p.Rows, pictureRows(c, x, y, part)...)
		if len(p.Rows) > 0 {
			view.Parts, view.Same = append(view.Parts, p), false
		}
	}
	return x.k, view, nil
}

// comparePage shows what changed from one version to another.
func (d *Desk) comparePage(c *web.Ctx) error {
	// 0, and anything that is no number, is the latest version.
	left, _ := strconv.ParseInt(c.Query("a"), 10, 64)
	right, _ := strconv.ParseInt(c.Query("b"), 10, 64)
	k, view, err := d.compared(c, left, right)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T(fmt.Sprintf("第 %d 版与第 %d 版比较", view.A, view.B), fmt.Sprintf("Version %d against %d", view.A, view.B)), At: "/work", Wide: true,
		Crumbs: []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)},
			{Href: fmt.Sprintf("/preexam/%d/desk", k.ID), Label: c.T("申请文件与缺陷", "Papers and findings")}, {Label: c.T("版本比较", "Comparison")}}}
	return c.Render("compare", view)
}

// row turns one line of a comparison into pieces on both sides.
func (d *Desk) row(c *web.Ctx, a, b *patent.Text, r identity.Row) comparedRow {
	out := comparedRow{}
	switch r.Op {
	case identity.Inserted:
		out.Word = c.T("新增", "Added")
	case identity.Deleted:
		out.Word = c.T("删除", "Deleted")
	case identity.Moved:
		out.Word = c.T("移动", "Moved")
	default:
		out.Word = c.T("修改", "Changed")
	}
	if r.A >= 0 {
		out.Left, out.Place = pieces(a.Text, a.Blocks[r.A], r.Edits, true), blockPlace(a.Blocks[r.A])
	}
	if r.B >= 0 {
		out.Right = pieces(b.Text, b.Blocks[r.B], r.Edits, false)
		// The new number is the one under which the passage is found now.
		if p := blockPlace(b.Blocks[r.B]); out.Place == "" || r.A < 0 {
			out.Place = p
		} else if p != out.Place {
			out.Place += " → " + p
		}
	}
	return out
}

// blockPlace names a claim, a numbered paragraph or a field of a form.
func blockPlace(b patent.Block) string {
	switch {
	case b.Kind == patent.ClaimText && b.Number != "":
		return "权利要求" + b.Number
	case b.Kind == patent.Paragraph && b.Number != "":
		return "[" + b.Number + "]"
	case b.Kind == patent.Field:
		path := strings.Split(strings.TrimSuffix(b.ID, "/附加"), "/")
		return strings.Join(path[:len(path)-1], " ")
	}
	return ""
}

// pictureRows shows the figures or views that are not the same picture, both beside each other.
func pictureRows(c *web.Ctx, x, y opened, part patent.Part) (out []comparedRow) {
	if part != patent.Drawings && part != patent.Pictures {
		return nil
	}
	only := func(v *Version) *patent.Application {
		return &patent.Application{Figures: v.App.Figures, Views: v.App.Views}
	}
	for _, doc := range identity.Compare(c.Context(), only(x.v), only(y.v)).Documents {
		if doc.Part != part {
			continue
		}
		for _, diff := range doc.Differences {
			row := comparedRow{Place: diff.Place, Word: c.T("图片不同", "Another picture"), LeftPic: figureAddress(x, part, diff.Place), RightPic: figureAddress(y, part, diff.Place)}
			row.Left, row.Right = []piece{{Text: diff.Passed}}, []piece{{Text: diff.Filed}}
			out = append(out, row)
		}
	}
	return out
}

// figureAddress is where the picture of the name is served, empty if the version has none to show.
func figureAddress(x opened, part patent.Part, place string) string {
	fs, from := x.v.App.Figures, 0
	if part == patent.Pictures {
		fs, from = x.v.App.Views, len(x.v.App.Figures)
	}
	if i := identity.FigureAt(fs, place); i >= 0 && fs[i].Present && fs[i].Problem == "" {
		return fmt.Sprintf("/preexam/%d/figure/%d/%d", x.k.ID, x.v.No, from+i)
	}
	return ""
}

// pieces cuts a block into words that stayed and words that changed.
func pieces(text string, b patent.Block, edits []identity.Edit, left bool) []piece {
	var out []piece
	at := b.Start
	for _, e := range edits {
		from, to := e.BStart, e.BEnd
		if left {
			from, to = e.AStart, e.AEnd
		}
		// An edit of another block, or one that overlaps the one before.
		if from < at || to > b.End {
			continue
		}
		if from > at {
			out = append(out, piece{Text: text[at:from]})
		}
		if to > from {
			out = append(out, piece{Text: text[from:to], Changed: true})
		}
		at = to
	}
	if at < b.End {
		// Without any edits the whole block is new, gone or moved.
		out = append(out, piece{Text: text[at:b.End], Changed: len(edits) == 0})
	}
	// Of a number that was changed the characters are shown that are others.
	for i := range out {
		if n := strings.Index(out[i].Text, "：") + 1; reading.Private(b.ID) && (!out[i].Changed || len(out[i].Text)-n > 6) {
			out[i].Text = out[i].Text[:n] + reading.Hidden(out[i].Text[n:])
		}
	}
	return out
}
