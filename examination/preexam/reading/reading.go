// Package reading (阅卷) lays the papers of an application out as an examiner reads them: claims or
// views first, the forms last and as tables, with the findings marked in the words.
package reading

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhibao/law/ident"
	"zhibao/patent"
)

// A Part is one part of the papers as text with marks. Of blocks, groups and pictures only those
// are there that the part has.
type Part struct {
	ID, Title string
	Blocks    []Block
	Groups    []Group // of a form
	Pictures  []Picture
	Wall      bool // the pictures stand beside each other: views of a design
}

// A Block is one paragraph, claim or heading; Number is set for numbered paragraphs only.
type Block struct {
	Heading  bool
	Number   string
	Place    string // number of the claim or paragraph, for a quotation
	Segments []Segment
}

// A Segment is a run of text under the same findings.
type Segment struct {
	Text  string
	Class string  // "e", "", "i"; none when it is plain
	First []Begun // findings that begin here
	Plain bool
}

// Begun joins the mark in the text with the finding at the side. Again is set at a further place of
// the same defect, to which the finding does not lead.
type Begun struct {
	N     int
	ID    int64
	Again bool
}

// Anchors are the findings that lead to this segment.
func (s Segment) Anchors() (out []int64) {
	for _, b := range s.First {
		if !b.Again {
			out = append(out, b.ID)
		}
	}
	return out
}

// A Group is what a form says about one matter: a table where there are several of a kind,
// such as inventors, and lines of name and value otherwise.
type Group struct {
	Title string
	Head  []string
	Rows  [][]Cell
}

// A Cell is the value of a field. Name is not shown in a table, whose head says it.
type Cell struct {
	Name     string
	Segments []Segment
}

// A Picture is one figure, by an address that serves pixels made by the server. Src is empty
// where it cannot be shown, and Problem says why.
type Picture struct {
	Src, Label, Problem string
	Segments            []Segment
}

// A Mark is a finding in the text: its number on the page, and the bytes of the part over which it
// lies. One without bytes is not marked.
type Mark struct {
	N          int
	ID         int64
	Part       patent.Part
	Start, End int
	Class      string // "e", "w", "i": what must be corrected gives the colour where marks overlap
	Again      bool   // a further place of a finding that has its mark elsewhere
}

// over reports whether the mark lies over some of the bytes of a part.
func (m *Mark) over(t *patent.Text, start, end int) bool {
	// A stored place that does not fit the text is left out.
	return m.Part == t.Part && m.Start < m.End && m.End <= len(t.Text) && m.Start < end && m.End > start
}

// Order is the order in which an examiner reads: what is claimed, or what is shown, before what
// explains it, and the forms, which are looked up rather than read, last.
func Order() []patent.Part {
	first := []patent.Part{patent.Claims, patent.Pictures, patent.Brief, patent.Description, patent.Drawings, patent.Abstract}
	last := []patent.Part{patent.Mandate, patent.Undertaking, patent.RequestForm}
	rest := slices.DeleteFunc(patent.Parts(), func(p patent.Part) bool { return slices.Contains(first, p) || slices.Contains(last, p) })
	return slices.Concat(first, rest, last)
}

// A Gallery says where the pictures of an application are served, counted over figures and views
// together, and what stands in the place of one that was not sent.
type Gallery struct {
	Address func(i int) string
	Absent  string
	Open    bool // the numbers in the forms are shown as they are: to the applicant, whose they are
}

// Papers turns an application into parts with the marks in them.
func Papers(app *patent.Application, marks []Mark, g Gallery) (out []Part) {
	r := &reader{app: app, marks: marks, gallery: g}
	for i, part := range Order() {
		if !app.Has(part) {
			continue
		}
		t := app.Text(part)
		p := Part{ID: fmt.Sprintf("p%d", i), Title: string(part), Wall: part == patent.Pictures}
		switch part {
		case patent.Drawings, patent.Pictures:
			p.Pictures, p.Blocks = r.pictures(t)
		case patent.RequestForm, patent.Mandate:
			p.Groups = r.groups(t)
		default:
			for _, b := range t.Blocks {
				p.Blocks = append(p.Blocks, r.block(t, b))
			}
		}
		out = append(out, p)
	}
	return out
}

// reader is one run of Papers.
type reader struct {
	app     *patent.Application
	marks   []Mark
	gallery Gallery
}

// block cuts a block of text at the edges of its findings.
func (r *reader) block(t *patent.Text, b patent.Block) Block {
	v := Block{Heading: b.Kind == patent.Heading || b.Kind == patent.TitleLine, Place: b.Number, Segments: r.segments(t, b)}
	if b.Kind == patent.Paragraph {
		v.Number = b.Number
	}
	return v
}

// pictures returns the figures or views, each with its label out of the text, and what else the
// part says.
func (r *reader) pictures(t *patent.Text) (out []Picture, rest []Block) {
	labels := map[string]patent.Block{}
	for _, b := range t.Blocks {
		if _, twice := labels[b.File]; b.File != "" && !twice {
			labels[b.File] = b
		}
	}
	used := map[int]bool{}
	for i, f := range slices.Concat(r.app.Figures, r.app.Views) {
		if (i < len(r.app.Figures)) != (t.Part == patent.Drawings) {
			continue
		}
		p := Picture{Label: cmp.Or(f.Label, f.File)}
		switch {
		case !f.Present:
			p.Problem = r.gallery.Absent
		case f.Problem != "":
			p.Problem = f.Problem
		default:
			p.Src = r.gallery.Address(i)
		}
		if b, ok := labels[f.File]; ok && !used[b.Start] && b.End > b.Start {
			p.Segments, used[b.Start] = r.segments(t, b), true
		}
		out = append(out, p)
	}
	for _, b := range t.Blocks {
		if !used[b.Start] && b.End > b.Start && (b.File == "" || len(out) == 0) {
			rest = append(rest, r.block(t, b))
		}
	}
	return out, rest
}

// groups puts the fields of a form together by what they are about. The path of a field says it:
// 发明人/其他发明人[1]/姓名 is one of several people, 联系人/电话 one line of one.
func (r *reader) groups(t *patent.Text) (out []Group) {
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
			g, out = len(out), append(out, Group{Title: title})
			at[title] = g
		}
		pl, known := items[item]
		if !known {
			pl = place{g, len(out[g].Rows)}
			items[item] = pl
			out[g].Rows = append(out[g].Rows, nil)
		}
		row := &out[pl.group].Rows[pl.row]
		*row = append(*row, r.field(t, b))
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
func (r *reader) field(t *patent.Text, b patent.Block) Cell {
	name, value, ok := strings.Cut(t.Of(b), "：")
	if !ok {
		return Cell{Segments: r.segments(t, b)}
	}
	b.Start = b.End - len(value)
	v := Cell{Name: name, Segments: r.segments(t, b)}
	if !r.gallery.Open && Private(b.ID) {
		hide(v.Segments, value)
	}
	if len(v.Segments) == 1 && v.Segments[0].Plain {
		switch s := &v.Segments[0]; {
		// The middle of an identity number is hidden; with a finding on it the applicant sees the number, because
		// the finding is about its characters.
		case strings.HasSuffix(b.ID, "身份证号"):
			s.Text = ident.MaskID(value)
		case value == "1" && strings.HasSuffix(b.ID, "/附加"):
			s.Text = "是" // a box that was ticked
		}
	}
	return v
}

// Private reports whether a field of a form holds a number of a person: of an identity paper, a telephone, a mail address.
func Private(id string) bool {
	id, _, _ = strings.Cut(id, "[")
	return slices.ContainsFunc([]string{"身份证号", "电话", "电子邮箱"}, func(leaf string) bool { return strings.HasSuffix(id, leaf) }) || strings.HasSuffix(id, "个人身份证号或组织机构代码")
}

// hide masks a value that lies in segments.
func hide(all []Segment, value string) {
	masked := Hidden(value)
	for i := range all {
		n := len(all[i].Text)
		if n > len(masked) {
			return
		}
		all[i].Text, masked = masked[:n], masked[n:]
	}
}

// Hidden masks the value of a private field; the code of an organisation is public.
func Hidden(value string) string {
	if _, err := ident.ParseUSCC(value); err == nil {
		return value
	}
	if masked := ident.MaskContact(ident.MaskLoose(value)); masked != value {
		return masked
	}
	if strings.ContainsAny(value, "0123456789") && len(value) >= 6 && len(value) == len([]rune(value)) {
		return ident.MaskID(value) // a passport, or what was typed wrongly
	}
	return value
}

// most is how many columns a table of a form has at most; what has more is clearer line by line.
const most = 5

// table makes a table of several items of a kind; the columns are all names that occur.
func (g *Group) table() {
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
		cells := make([]Cell, len(head))
		for _, f := range row {
			// A name that occurs twice in an item keeps both values in its cell.
			x := &cells[slices.Index(head, f.Name)]
			x.Name, x.Segments = f.Name, append(x.Segments, f.Segments...)
		}
		g.Rows[i] = cells
	}
}

// segments cuts a block at every edge of a mark, so that each run of text lies under the same
// marks from its first to its last byte. Overlapping marks then need no nesting.
func (r *reader) segments(t *patent.Text, b patent.Block) (out []Segment) {
	edges := []int{b.Start, b.End}
	for i := range r.marks {
		if m := &r.marks[i]; m.over(t, b.Start, b.End) {
			edges = append(edges, max(m.Start, b.Start), min(m.End, b.End))
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	for i := 1; i < len(edges); i++ {
		s := Segment{Text: t.Text[edges[i-1]:edges[i]], Plain: true}
		for n := range r.marks {
			m := &r.marks[n]
			if !m.over(t, edges[i-1], edges[i]) {
				continue
			}
			if s.Plain || m.Class == "e" {
				s.Class = m.Class
			}
			s.Plain = false
			// The number stands where a mark begins, or at the block into which it reaches.
			if m.Start == edges[i-1] || m.Start < b.Start && edges[i-1] == b.Start {
				s.First = append(s.First, Begun{m.N, m.ID, m.Again})
			}
		}
		out = append(out, s)
	}
	return out
}

// Placed returns the ids of the marks that stand in the text.
func Placed(parts []Part) map[int64]bool {
	out := map[int64]bool{}
	note := func(ss []Segment) {
		for _, s := range ss {
			for _, b := range s.First {
				out[b.ID] = out[b.ID] || !b.Again
			}
		}
	}
	for _, p := range parts {
		for _, b := range p.Blocks {
			note(b.Segments)
		}
		for _, x := range p.Pictures {
			note(x.Segments)
		}
		for _, g := range p.Groups {
			for _, row := range g.Rows {
				for _, f := range row {
					note(f.Segments)
				}
			}
		}
	}
	return out
}
