package preexam

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhibao/internal/web"
	"zhibao/law/ident"
	"zhibao/patent"
)

// partView is one part of the papers as text with marks. Of blocks, groups and pictures only those
// are there that the part has.
type partView struct {
	ID, Title string
	Blocks    []blockView
	Groups    []groupView // of a form
	Pictures  []pictureView
	Wall      bool // the pictures stand beside each other: views of a design
}

// blockView is one paragraph, claim or heading; Number is set for numbered paragraphs only.
type blockView struct {
	Heading  bool
	Number   string
	Place    string // number of the claim or paragraph, for a quotation
	Segments []segment
}

// A segment is a run of text under the same findings.
type segment struct {
	Text  string
	Class string  // "e", "", "i"; none when it is plain
	First []begun // findings that begin here
	Plain bool
}

// begun joins the mark in the text with the finding at the side.
type begun struct {
	N  int
	ID int64
}

// groupView is what a form says about one matter: a table where there are several of a kind,
// such as inventors, and lines of name and value otherwise.
type groupView struct {
	Title string
	Head  []string
	Rows  [][]cellView
}

// cellView is the value of a field. Name is not shown in a table, whose head says it.
type cellView struct {
	Name     string
	Segments []segment
}

// pictureView is one figure, by an address that serves pixels made by the server. Src is empty
// where it cannot be shown, and Problem says why.
type pictureView struct {
	Src, Label, Problem string
	Segments            []segment
}

// reading is the order in which an examiner reads: what is claimed, or what is shown, before what
// explains it, and the form, which is looked up rather than read, last.
func reading() []patent.Part {
	first := []patent.Part{patent.Claims, patent.Pictures, patent.Brief, patent.Description, patent.Drawings, patent.Abstract}
	last := []patent.Part{patent.Mandate, patent.Undertaking, patent.RequestForm}
	rest := slices.DeleteFunc(patent.Parts(), func(p patent.Part) bool { return slices.Contains(first, p) || slices.Contains(last, p) })
	return slices.Concat(first, rest, last)
}

// parts turns the papers into what the template shows. The findings are in the order of the page.
func parts(c *web.Ctx, caseID int64, v *Version, fs []*DeskFinding) (out []partView) {
	for i, part := range reading() {
		if !v.App.Has(part) {
			continue
		}
		t := v.App.Text(part)
		p := partView{ID: fmt.Sprintf("p%d", i), Title: string(part), Wall: part == patent.Pictures}
		switch part {
		case patent.Drawings:
			p.Pictures, p.Blocks = pictures(c, caseID, v, t, fs)
		case patent.Pictures:
			p.Pictures, p.Blocks = pictures(c, caseID, v, t, fs)
		case patent.RequestForm, patent.Mandate:
			p.Groups = groups(t, fs)
		default:
			for _, b := range t.Blocks {
				p.Blocks = append(p.Blocks, block(t, b, fs))
			}
		}
		out = append(out, p)
	}
	return out
}

// block cuts a block of text at the edges of its findings.
func block(t *patent.Text, b patent.Block, fs []*DeskFinding) blockView {
	v := blockView{Heading: b.Kind == patent.Heading || b.Kind == patent.TitleLine, Place: b.Number, Segments: segments(t, b, fs)}
	if b.Kind == patent.Paragraph {
		v.Number = b.Number
	}
	return v
}

// pictures returns the figures or views, each with its label out of the text, and what else the
// part says.
func pictures(c *web.Ctx, caseID int64, v *Version, t *patent.Text, fs []*DeskFinding) (out []pictureView, rest []blockView) {
	labels := map[string]patent.Block{}
	for _, b := range t.Blocks {
		if _, twice := labels[b.File]; b.File != "" && !twice {
			labels[b.File] = b
		}
	}
	used := map[int]bool{}
	for i, f := range slices.Concat(v.App.Figures, v.App.Views) {
		if (i < len(v.App.Figures)) != (t.Part == patent.Drawings) {
			continue
		}
		p := pictureView{Label: cmp.Or(f.Label, f.File)}
		switch {
		case !f.Present:
			p.Problem = c.T("案卷中没有这幅图的文件", "The package has no file for this picture")
		case f.Problem != "":
			p.Problem = f.Problem
		default:
			// The index counts figures and views together, as figurePage does.
			p.Src = fmt.Sprintf("/preexam/%d/figure/%d/%d", caseID, v.No, i)
		}
		if b, ok := labels[f.File]; ok && !used[b.Start] && b.End > b.Start {
			p.Segments, used[b.Start] = segments(t, b, fs), true
		}
		out = append(out, p)
	}
	for _, b := range t.Blocks {
		if !used[b.Start] && b.End > b.Start && (b.File == "" || len(out) == 0) {
			rest = append(rest, block(t, b, fs))
		}
	}
	return out, rest
}

// groups puts the fields of a form together by what they are about. The path of a field says it:
// 发明人/其他发明人[1]/姓名 is one of several people, 联系人/电话 one line of one.
func groups(t *patent.Text, fs []*DeskFinding) (out []groupView) {
	type place struct{ group, row int }
	at, items := map[string]int{}, map[string]place{}
	for _, b := range t.Blocks {
		path := strings.Split(strings.TrimSuffix(b.ID, "/附加"), "/")
		item := strings.Join(path[:len(path)-1], "/")
		title := family(path[:len(path)-1])
		if len(path) == 1 && b.Kind != patent.Field {
			item, title = b.ID, b.ID
		}
		g, known := at[title]
		if !known {
			g, out = len(out), append(out, groupView{Title: title})
			at[title] = g
		}
		pl, known := items[item]
		if !known {
			pl = place{g, len(out[g].Rows)}
			items[item] = pl
			out[g].Rows = append(out[g].Rows, nil)
		}
		row := &out[pl.group].Rows[pl.row]
		*row = append(*row, field(t, b, fs))
	}
	for i := range out {
		out[i].table()
	}
	return out
}

// family names what several items have in common: 发明人 of 第一发明人 and 其他发明人[1].
func family(path []string) string {
	if len(path) == 0 {
		return ""
	}
	last, _, _ := strings.Cut(path[len(path)-1], "[")
	for _, rank := range []string{"第一", "第二", "第三", "其他"} {
		last = strings.TrimPrefix(last, rank)
	}
	if last == "" || last == path[0] || len(path) == 1 {
		return path[0]
	}
	return path[0] + " · " + last
}

// field shows one field: the name before the colon, and the value with its marks.
func field(t *patent.Text, b patent.Block, fs []*DeskFinding) cellView {
	name, value, ok := strings.Cut(t.Of(b), "：")
	if !ok {
		return cellView{Segments: segments(t, b, fs)}
	}
	b.Start = b.End - len(value)
	v := cellView{Name: name, Segments: segments(t, b, fs)}
	if len(v.Segments) == 1 && v.Segments[0].Plain {
		switch s := &v.Segments[0]; {
		// The middle of an identity number is hidden; with a finding on it the number is shown, because
		// the finding is about its characters.
		case strings.HasSuffix(b.ID, "身份证号"):
			s.Text = ident.MaskID(value)
		case value == "1" && strings.HasSuffix(b.ID, "/附加"):
			s.Text = "是" // a box that was ticked
		}
	}
	return v
}

// most is how many columns a table of a form has at most; what has more is clearer line by line.
const most = 5

// table makes a table of several items of a kind; the columns are all names that occur.
func (g *groupView) table() {
	if len(g.Rows) < 2 {
		return
	}
	var head []string
	for _, row := range g.Rows {
		for _, f := range row {
			if !slices.Contains(head, f.Name) {
				head = append(head, f.Name)
			}
		}
	}
	if len(head) > most || len(head) == 1 {
		return
	}
	g.Head = head
	for i, row := range g.Rows {
		cells := make([]cellView, len(head))
		for _, f := range row {
			// A name that occurs twice in an item keeps both values in its cell.
			x := &cells[slices.Index(head, f.Name)]
			x.Name, x.Segments = f.Name, append(x.Segments, f.Segments...)
		}
		g.Rows[i] = cells
	}
}

// segments cuts a block at every edge of a finding, so that each run of text lies under the same
// findings from its first to its last byte. Overlapping findings then need no nesting.
func segments(t *patent.Text, b patent.Block, fs []*DeskFinding) []segment {
	if b.Start == b.End {
		return nil
	}
	edges := []int{b.Start, b.End}
	for _, f := range fs {
		x := &f.Finding
		// A stored finding whose place does not fit the text is listed but not marked.
		if x.Part == t.Part && x.Quote != "" && x.End <= len(t.Text) && x.Start < b.End && x.End > b.Start {
			edges = append(edges, max(x.Start, b.Start), min(x.End, b.End))
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []segment
	for i := 1; i < len(edges); i++ {
		s := segment{Text: t.Text[edges[i-1]:edges[i]], Plain: true}
		for n, f := range fs {
			x := &f.Finding
			if x.Part != t.Part || x.Quote == "" || x.Start > edges[i-1] || x.End < edges[i] {
				continue
			}
			// Where findings overlap, what must be corrected gives the colour.
			if c := class(x.Severity); s.Plain || c == "e" {
				s.Class = c
			}
			s.Plain = false
			// The number stands where a finding begins, or at the block into which it reaches.
			if x.Start == edges[i-1] || x.Start < b.Start && edges[i-1] == b.Start {
				s.First = append(s.First, begun{n + 1, f.ID})
			}
		}
		out = append(out, s)
	}
	return out
}
