package dsg

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/patent"
)

// A view is one picture with its name taken apart: 设计2使用状态参考图1 is the group 设计 2, the name
// 使用状态参考图 and the serial 1.
type view struct {
	*patent.Figure
	label  string // without white space, half-width
	group  string // 设计, 套件, 组件 or nothing
	number int    // of the group
	name   string
	serial string
}

// labelForm takes a label apart into prefix, number, name and serial; every label fits it.
var labelForm = regexp.MustCompile(`^(?:(设计|套件|组件)([0-9]+|[一二三四五六七八九十]+))?(?:的)?(.*?)([0-9]*)$`)

// viewsOf takes apart the labels of all views, in their order.
func viewsOf(a *patent.Application) []view {
	out := make([]view, len(a.Views))
	for i := range a.Views {
		v := view{Figure: &a.Views[i], label: form.Fold(a.Views[i].Label)}
		m := labelForm.FindStringSubmatch(v.label)
		v.group, v.number, v.name, v.serial = m[1], ordinal(m[2]), m[3], m[4]
		out[i] = v
	}
	return out
}

// ordinal reads 2 or 二, and nothing as 0; numbers above ten are written in digits in practice.
func ordinal(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if i := strings.Index("一二三四五六七八九十", s); s != "" && i >= 0 {
		return i/len("一") + 1
	}
	return 0
}

// faces are the six orthographic views.
func faces() []string {
	return []string{"主视图", "后视图", "左视图", "右视图", "俯视图", "仰视图"}
}

// A product is one design or one article of a set, with its views.
type product struct {
	name  string // 设计1, or nothing
	views []view
}

// products groups the views in the order of the pictures. Views without a prefix are one product.
func products(views []view) (out []product) {
	for _, v := range views {
		name := ""
		if v.group != "" {
			name = v.group + strconv.Itoa(v.number)
		}
		i := slices.IndexFunc(out, func(p product) bool { return p.name == name })
		if i < 0 {
			out, i = append(out, product{name: name}), len(out)
		}
		out[i].views = append(out[i].views, v)
	}
	return out
}

// has reports whether the product has a view of the name, whatever its serial.
func (x product) has(name string) bool {
	return slices.ContainsFunc(x.views, func(v view) bool { return v.name == name })
}

// missing returns the orthographic views that the product lacks.
func (x product) missing() (out []string) {
	for _, f := range faces() {
		if !x.has(f) {
			out = append(out, f)
		}
	}
	return out
}

// called names the product in a message.
func (x product) called() string {
	if x.name == "" {
		return ""
	}
	return x.name + "的"
}

// about reports a finding at the name of a view, or at the part if the text does not show it.
func about(p *check.Pass, v view, message, suggestion string) *check.Finding {
	t := p.Text(patent.Pictures)
	for _, b := range t.Blocks {
		if words := t.Of(b); words != "" && words == v.Label && (b.File == v.File || b.File == "") {
			f := p.At(patent.Pictures, b.Start, b.End, message, suggestion)
			f.Paragraph = v.Label
			return f
		}
	}
	f := p.Whole(patent.Pictures, message, suggestion)
	f.Paragraph = v.Label
	return f
}

// title of a view in a message; one without a name is counted.
func (v view) title(i int) string {
	if v.label == "" {
		return fmt.Sprintf("第%d幅图", i+1)
	}
	return "“" + v.Label + "”"
}
