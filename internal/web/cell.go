package web

import (
	"html/template"
	"strconv"
	"strings"

	"zhibao/internal/web/form"
)

// A Box is a cell of a list. Label repeats the column's title where rows are stacked.
type Box struct {
	Cell
	Label  string
	Number bool
	Tight  bool
	Brief  bool
}

// A Way is one of several addresses to choose from; Now is where one is.
type Way struct {
	Href, Label string
	Now         bool
}

// A painter draws what stands in a page hundreds of times. A template asks for each field by
// reflection, which made half of the work of a page; what is drawn here is the same to the byte.
type painter struct {
	speaker
	set *viewSet
}

// quoted is a text as html/template writes it, in an element and in a quoted attribute.
func quoted(s string) string {
	return strings.ReplaceAll(template.HTMLEscapeString(s), "+", "&#43;")
}

// ownPath reports whether an address is a path of this program of which html/template would change
// nothing but the marks that quoted changes.
func ownPath(s string) bool {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") {
		return false
	}
	for i := range len(s) {
		switch b := s[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', strings.IndexByte("/?=&_.+-", b) >= 0:
		case b == '%' && i+2 < len(s) && hexadecimal(s[i+1]) && hexadecimal(s[i+2]):
		default:
			return false
		}
	}
	return true
}

func hexadecimal(b byte) bool {
	return '0' <= b && b <= '9' || 'A' <= b && b <= 'F' || 'a' <= b && b <= 'f'
}

// boxes draws the cells of one row of a list.
func (p painter) boxes(cells []Box) (template.HTML, error) {
	var b strings.Builder
	for i := range cells {
		x := &cells[i]
		b.WriteString(`<td class="`)
		for _, class := range []struct {
			on   bool
			name string
		}{{x.Number, "num "}, {x.Tight, "n "}, {x.Over, "over "}, {x.Soon, "soon "}, {x.Brief, "brief"}} {
			if class.on {
				b.WriteString(class.name)
			}
		}
		b.WriteString(`" data-l="` + quoted(x.Label) + `">`)
		content, err := p.cell(x.Cell)
		if err != nil {
			return "", err
		}
		b.WriteString(string(content))
		b.WriteString("</td>")
	}
	return template.HTML(b.String()), nil
}

// cell draws what stands in a cell. What is rare is left to the template of the same name.
func (p painter) cell(c Cell) (template.HTML, error) {
	switch {
	case c.Law, len(c.Sub)+len(c.Links)+len(c.Meters)+len(c.Why) > 0:
	case c.Tag.Text != "":
		return template.HTML(`<span class="tag `+quoted(c.Tag.Class())+`">`) + p.say(c.Tag.Text) + "</span>", nil
	case ownPath(c.Href):
		return template.HTML(`<a href="`+quoted(c.Href)+`">`) + p.say(c.Text) + "</a>", nil
	case c.Href != "":
	default:
		if day := c.Day(); day != "" {
			return template.HTML(`<span class="nw">`+day+`</span>`) + p.say(c.Rest()), nil
		}
		return p.say(c.Text), nil
	}
	return execute(p.set, "cell", c)
}

// lines draws the rows of a table.
func (p painter) lines(t Table) (template.HTML, error) {
	var b strings.Builder
	labels := make([]string, len(t.Head))
	for i := range labels {
		if label := t.Label(i); label != "" {
			labels[i] = ` data-l="` + quoted(label+T(p.Lang, "：", ": ")) + `"`
		}
	}
	for _, row := range t.Rows {
		b.WriteString("<tr>")
		for i := range row {
			b.WriteString(`<td class="`)
			for _, class := range []struct {
				on   bool
				name string
			}{{t.Number(i), "num "}, {row[i].Over, "over "}, {row[i].Soon, "soon"}} {
				if class.on {
					b.WriteString(class.name)
				}
			}
			b.WriteString(`"`)
			if i < len(labels) {
				b.WriteString(labels[i])
			}
			b.WriteString(">")
			content, err := p.cell(row[i])
			if err != nil {
				return "", err
			}
			b.WriteString(string(content) + "</td>")
		}
		b.WriteString("</tr>")
	}
	return template.HTML(b.String()), nil
}

// items draws the entries of a group of the side menu; now is the address of the current one.
func (p painter) items(items []Item, now string) (template.HTML, error) {
	var b strings.Builder
	for _, x := range items {
		if !ownPath(x.Href) {
			return execute(p.set, "items", struct {
				Items []Item
				Now   string
			}{items, now})
		}
		b.WriteString(`<li><a href="` + quoted(x.Href) + `"`)
		if x.Href == now {
			b.WriteString(` aria-current="page"`)
		}
		b.WriteString(">" + quoted(x.Label))
		if x.Count >= 0 {
			b.WriteString("<b>" + strconv.Itoa(x.Count) + "</b>")
		}
		b.WriteString("</a></li>")
	}
	return template.HTML(b.String()), nil
}

// ways draws the entries of a choice.
func (p painter) ways(ways []Way) (template.HTML, error) {
	var b strings.Builder
	for _, w := range ways {
		if !ownPath(w.Href) {
			return execute(p.set, "ways", ways)
		}
		b.WriteString(`<li><a href="` + quoted(w.Href) + `"`)
		if w.Now {
			b.WriteString(` aria-current="true"`)
		}
		b.WriteString(">" + string(p.say(w.Label)) + "</a></li>")
	}
	return template.HTML(b.String()), nil
}

// options draws the choices of a field from which one is selected.
func (p painter) options(choices []form.Choice) template.HTML {
	var b strings.Builder
	for _, x := range choices {
		b.WriteString(`<option value="` + quoted(x.Value) + `"` + string(p.han(x.Label)))
		if x.Picked {
			b.WriteString(" selected")
		}
		b.WriteString(">" + quoted(p.word(x.Label)) + "</option>")
	}
	return template.HTML(b.String())
}
