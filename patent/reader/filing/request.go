package filing

import (
	"regexp"
	"strconv"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/xmltree"
)

// A field is one filled leaf of a form, by its path of element names.
type field struct {
	path  []string // without the root; repeated elements carry [n]
	value string
}

// id is the path by which a finding points at the field.
func (f field) id() string { return strings.Join(f.path, "/") }

// label is what stands before the value on the form. A tick box is named by what it ticks.
func (f field) label() string {
	last := f.path[len(f.path)-1]
	if last == "附加" && len(f.path) > 1 {
		last = f.path[len(f.path)-2]
	}
	return index.ReplaceAllString(last, "")
}

// index is the counter behind a repeated element: "[2]".
var index = regexp.MustCompile(`\[[^\]]*\]$`)

// fields lists the filled leaves of a form in document order. Year, month and day are one field.
func fields(root *xmltree.Node) []field {
	var out []field
	var walk func(n *xmltree.Node, at []string)
	walk = func(n *xmltree.Node, at []string) {
		kids := n.Elements()
		if len(kids) == 0 {
			// Empty leaves say nothing: a form is printed with all its fields.
			if v := n.Words(); v != "" && len(at) > 0 {
				out = append(out, field{at, v})
			}
			return
		}
		// The forms split a date into three elements, which nobody wants to point at one by one.
		if d := date(n); d != "" {
			out = append(out, field{at, d})
			return
		}
		seen, total := map[string]int{}, map[string]int{}
		for _, k := range kids {
			total[k.Name]++
		}
		for _, k := range kids {
			seen[k.Name]++
			// The form numbers repeated elements itself; where it does not, they are counted, so that
			// the path stays unambiguous.
			step := k.Name
			// Eight bytes bound what a forged attribute could add to an ID.
			if order := k.Attr("顺序"); order != "" && len(order) < 8 {
				step += "[" + order + "]"
			} else if total[k.Name] > 1 {
				step += "[" + strconv.Itoa(seen[k.Name]) + "]"
			}
			walk(k, append(at[:len(at):len(at)], step))
		}
	}
	walk(root, nil)
	return out
}

// date joins 年, 月 and 日 to "2026-01-05".
func date(n *xmltree.Node) string {
	y, m, d := n.First("年").Words(), n.First("月").Words(), n.First("日").Words()
	if y == "" || m == "" || d == "" {
		return ""
	}
	pad := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	return y + "-" + pad(m) + "-" + pad(d)
}

// form makes the text of a form: one block for each filled field.
func (r *reader) form(p patent.Part, root *xmltree.Node) []field {
	all := fields(root)
	b := canon.New(p)
	if have := r.a.Texts[p]; have != nil {
		r.a.Losses = append(r.a.Losses, patent.Loss{Part: p, Runes: canon.Count(root.Words()),
			What: "《" + string(p) + "》出现了两次，只读取第一份，请删除多余的一份"})
		return nil
	}
	for _, f := range all {
		b.Words(patent.Field, "", f.id(), f.label()+"："+f.value)
	}
	if t := b.Text(); t != nil {
		r.a.Texts[p] = t
	}
	return all
}

// request reads the request form.
func (r *reader) request(e *bundle.Entry, code string, root *xmltree.Node) {
	all := r.form(patent.RequestForm, root)
	if all == nil && r.a.Request != nil {
		return
	}
	if codes[code].part != patent.RequestForm {
		code = codeByRoot(root)
	}
	q := &patent.Request{Code: code}
	g := gathered{q: q}
	for _, f := range all {
		g.take(f)
	}
	g.finish()
	r.a.Request = q
	// The title's position is that of the value, without the name of the field.
	t := r.a.Text(patent.RequestForm)
	for _, b := range t.Blocks {
		if titleField(b.ID) {
			words := t.Of(b)
			start := b.Start + strings.Index(words, "：") + len("：")
			r.a.Titles = append(r.a.Titles, patent.Titled{Part: patent.RequestForm, Title: t.Text[start:b.End], Start: start, End: b.End})
		}
	}
}

// titleField reports the fields that state the title or the product's name.
func titleField(id string) bool {
	switch id {
	case "发明名称", "实用新型名称", "发明创造名称", "使用外观设计的产品名称", "外观设计产品名称", "产品名称":
		return true
	}
	return false
}

// notes keeps what an accompanying form declares where rules ask for it.
func (r *reader) notes(code string, root *xmltree.Node) {
	if r.a.Accompanying == nil {
		r.a.Accompanying = map[string][]patent.Pair{}
	}
	for _, f := range fields(root) {
		r.a.Accompanying[code] = append(r.a.Accompanying[code], patent.Pair{Name: f.id(), Value: f.value})
	}
}
