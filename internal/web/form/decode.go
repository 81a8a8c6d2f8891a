package form

import (
	"encoding"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhibao/internal/web/lang"
)

// An Input is what was sent: the values, and the files of a multipart form. The names of
// fields in rows are "rows.0.field". Names that begin with _ belong to the plumbing.
type Input struct {
	Values url.Values
	Files  map[string][]File // that came with the form
	// Uploaded finds a file that was sent before the form, by its id; nil where there are none.
	Uploaded func(id string) (File, error)
}

// A Checker is an input with rules that concern several fields. Check is called when each
// field by itself is right.
type Checker interface{ Check() Errors }

// Decode reads the input into the struct that ptr points to and returns what is wrong with
// it. The struct is filled as far as possible. A name that the struct does not have is an
// error: nothing can be set that the form does not show.
func (s *Schema) Decode(in Input, ptr any) Errors {
	v := reflect.ValueOf(ptr)
	if v.Kind() != reflect.Pointer || v.Elem().Type() != s.typ {
		panic(fmt.Sprintf("form: Decode into %T, want *%s", ptr, s.typ))
	}
	d := decoder{in: in, known: map[string]bool{}}
	d.fields(s.Fields, v.Elem(), "")
	for _, name := range slices.Sorted(maps.Keys(in.Values)) {
		if !d.known[name] && !strings.HasPrefix(name, "_") {
			d.unknown()
			return d.errs
		}
	}
	for name := range in.Files {
		if !d.known[name] {
			d.unknown()
			return d.errs
		}
	}
	if c, ok := ptr.(Checker); ok && len(d.errs) == 0 {
		return c.Check()
	}
	return d.errs
}

// A decoder reads one input. It notes every name that the struct knows, so that the rest can
// be refused.
type decoder struct {
	in    Input
	known map[string]bool
	errs  Errors
}

// unknown refuses the whole input, without repeating the name: it may be an attack, and it
// is nothing that the person could correct.
func (d *decoder) unknown() {
	d.errs.add("", "提交的内容里有本表单没有的栏目，未予保存；请刷新页面后重新填写",
		"The submission contains a field that this form does not have; nothing was saved. Reload the page and try again")
}

// fields fills v, which is the struct itself or one row of it.
func (d *decoder) fields(fields []*Field, v reflect.Value, prefix string) {
	for _, f := range fields {
		name := prefix + f.Name
		d.known[name] = true
		target := v.FieldByIndex(f.index)
		switch f.Kind {
		case Rows:
			d.rows(f, target, name)
		case Files:
			d.files(f, target, name)
		case List:
			d.list(f, target, name)
		default:
			d.scalar(f, target, name)
		}
	}
}

// rows reads a repeated group. Rows without any text are dropped together with their errors:
// an empty last row is what a form without scripts offers for the next entry.
func (d *decoder) rows(f *Field, target reflect.Value, name string) {
	n := rowCount(d.in.Values, name)
	if int64(n) > f.Max {
		d.errs.add(name, fmt.Sprintf("%s最多 %d 行，现有 %d 行，请删减", f.Label[0], f.Max, n),
			fmt.Sprintf("%s: at most %d rows, there are %d", f.Label[1], f.Max, n))
		n = int(f.Max)
	}
	out := reflect.MakeSlice(f.typ, 0, n)
	for i := range n {
		prefix := name + "." + strconv.Itoa(i) + "."
		before := len(d.errs)
		row := reflect.New(f.typ.Elem()).Elem()
		d.fields(f.Group, row, prefix)
		if rowEmpty(d.in, f.Group, prefix) {
			d.errs = d.errs[:before] // an empty row is no row
			continue
		}
		out = reflect.Append(out, row)
	}
	target.Set(out)
	if min := max(f.Min, boolInt(f.Required)); int64(out.Len()) < min {
		d.errs.add(name, fmt.Sprintf("请填写%s，至少 %d 行", f.Label[0], min),
			fmt.Sprintf("%s: enter at least %d", f.Label[1], min))
	}
}

// boolInt lets required and min be compared.
func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// list reads check boxes; doubled values count once.
func (d *decoder) list(f *Field, target reflect.Value, name string) {
	var picked []string
	for _, v := range d.in.Values[name] {
		v = f.clean(v)
		if v == "" || slices.Contains(picked, v) {
			continue
		}
		if !f.offers(v) {
			d.badChoice(f, name)
			return
		}
		picked = append(picked, v)
	}
	out := reflect.MakeSlice(f.typ, len(picked), len(picked))
	for i, v := range picked {
		out.Index(i).SetString(v)
	}
	target.Set(out)
	if need := max(f.Min, boolInt(f.Required)); int64(len(picked)) < need {
		d.errs.add(name, fmt.Sprintf("请选择%s，至少 %d 项", f.Label[0], need),
			fmt.Sprintf("%s: choose at least %d", f.Label[1], need))
	}
	if int64(len(picked)) > f.Max {
		d.errs.add(name, fmt.Sprintf("%s最多选 %d 项", f.Label[0], f.Max), fmt.Sprintf("%s: choose at most %d", f.Label[1], f.Max))
	}
}

// badChoice is the error of a value that was not offered, which the form itself cannot send.
func (d *decoder) badChoice(f *Field, name string) {
	d.errs.add(name, "请在列出的选项中选择"+f.Label[0], f.Label[1]+": choose one of the options that are listed")
}

// offers reports whether v is one of the options.
func (f *Field) offers(v string) bool {
	return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == v })
}

// scalar reads one value: what every kind has in common, then the kind.
func (d *decoder) scalar(f *Field, target reflect.Value, name string) {
	sent := d.in.Values[name]
	if len(sent) > 1 {
		d.errs.add(name, f.Label[0]+"只能有一个值，请重新填写", f.Label[1]+": only one value is possible")
		return
	}
	var s string
	if len(sent) == 1 {
		if len(sent[0]) > 1<<20 || strange(sent[0], true) {
			d.errs.add(name, f.Label[0]+"里有不可见的控制字符，请删除后重新填写（可先粘贴到记事本再复制）",
				f.Label[1]+": remove the invisible control characters")
			return
		}
		s = f.clean(sent[0])
	}
	if s == "" {
		if f.Required {
			d.missing(f, name)
		}
		return
	}
	if (len(f.Options) > 0 || f.Dynamic) && !f.offers(s) {
		d.badChoice(f, name)
		return
	}
	switch f.Kind {
	case Boolean:
		d.boolean(f, target, name, s)
	case Integer, Number:
		d.number(f, target, name, s)
	default:
		d.text(f, target, name, s)
	}
}

// missing says what to do in the words that fit the control.
func (d *decoder) missing(f *Field, name string) {
	switch f.Widget {
	case "select", "radio":
		d.errs.add(name, "请选择"+f.Label[0], "Choose: "+f.Label[1])
	case "checkbox":
		d.errs.add(name, "请确认："+f.Label[0], "Please confirm: "+f.Label[1])
	default:
		d.errs.add(name, "请填写"+f.Label[0], "Enter: "+f.Label[1])
	}
}

// boolean reads a box that is ticked, and the forms that JSON and old pages send.
func (d *decoder) boolean(f *Field, target reflect.Value, name, s string) {
	switch s {
	case "true", "on", "1":
		target.SetBool(true)
	case "false", "0":
		if f.Required {
			d.missing(f, name)
		}
	default:
		d.badChoice(f, name)
	}
}

// text checks a text from the cheap to the dear: lines, length, date, rules, own type. Only
// the first problem is reported; the others are often its consequences.
func (d *decoder) text(f *Field, target reflect.Value, name, s string) {
	if f.Widget != "textarea" && strings.Contains(s, "\n") {
		d.errs.add(name, f.Label[0]+"应写在一行内，请删除换行", f.Label[1]+": write it on one line")
		return
	}
	n := int64(utf8.RuneCountInString(s))
	if n > f.Max {
		d.errs.add(name, fmt.Sprintf("%s不能超过 %d 个字，现有 %d 个字，请删减", f.Label[0], f.Max, n),
			fmt.Sprintf("%s: at most %d characters, there are %d", f.Label[1], f.Max, n))
		return
	}
	if n < f.Min {
		d.errs.add(name, fmt.Sprintf("%s至少 %d 个字，现有 %d 个字", f.Label[0], f.Min, n),
			fmt.Sprintf("%s: at least %d characters, there are %d", f.Label[1], f.Min, n))
		return
	}
	if f.Widget == "date" && !validDate(s) {
		d.errs.add(name, f.Label[0]+"不是有效日期，应写作 YYYY-MM-DD，例如 2026-11-23",
			f.Label[1]+" is no valid date: write YYYY-MM-DD, for example 2026-11-23")
		return
	}
	for _, rule := range f.rules {
		if text := rule(s); !text.IsZero() {
			d.errs = append(d.errs, Problem{name, text})
			return
		}
	}
	if u, ok := target.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := u.UnmarshalText([]byte(s)); err != nil {
			d.errs = append(d.errs, Problem{name, unreadable(f, err)})
		}
		return
	}
	target.SetString(s)
}

// unreadable says why a value is none of its type, in the words of the type if it has them in
// both languages.
func unreadable(f *Field, err error) lang.Text {
	if e, ok := err.(interface{ English() string }); ok {
		return lang.Text{f.Label[0] + "：" + err.Error(), f.Label[1] + ": " + e.English()}
	}
	return lang.Text{f.Label[0] + "的写法不正确，请按提示或示例改写", f.Label[1] + " is not written correctly; write it as the hint or the example shows"}
}
