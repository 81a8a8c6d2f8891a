package simulation

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// field fills in a field for the first time.
func (o *offer) field(name string) {
	v, rng := o.fields[name], o.in.w.rng
	if v.Widget == "rows" {
		o.rows(v)
		return
	}
	if hint, ok := o.hint(name); ok && rng.IntN(8) > 0 {
		o.values[name] = hint
		return
	}
	if now, ok := o.values[name]; ok && (v.Widget == "hidden" || o.offered(v, now)) {
		return
	}
	if v.Required || rng.IntN(3) == 0 || len(o.values[name]) > 0 {
		o.set(name, v)
	} else {
		delete(o.values, name)
	}
}

// rows fills in the rows of a group, one or two where there are none.
func (o *offer) rows(v form.FieldView) {
	rng, n := o.in.w.rng, 0
	for key := range o.values {
		if rest, ok := strings.CutPrefix(key, v.Name+"."); ok {
			row, _, _ := strings.Cut(rest, ".")
			if i, err := strconv.Atoi(row); err == nil {
				n = max(n, i+1)
			}
		}
	}
	if n == 0 && (v.Required || rng.IntN(3) == 0) {
		n = 1 + rng.IntN(2)
	}
	if len(v.Rows) == 0 {
		return
	}
	for i := range n {
		for _, f := range v.Rows[0].Fields {
			at := fmt.Sprintf("%s.%d.%s", v.Name, i, f.Name[strings.LastIndexByte(f.Name, '.')+1:])
			if hint, ok := o.hint(general(at)); ok && rng.IntN(8) > 0 {
				o.values[at] = hint
			} else if now, ok := o.values[at]; ok && o.offered(f, now) {
				continue
			} else if f.Required || ok || rng.IntN(2) == 0 {
				o.set(at, f)
			}
		}
	}
}

// general is the name of a field without the number of its row.
func general(name string) string {
	if p := strings.Split(name, "."); len(p) == 3 {
		return p[0] + "." + p[2]
	}
	return name
}

// offered reports whether all values are among the choices, where there are any.
func (o *offer) offered(v form.FieldView, values []string) bool {
	switch v.Widget {
	case "file", "files":
		return false
	case "select", "radio", "checkboxes", "consent":
		for _, x := range values {
			if !slices.ContainsFunc(v.Choices, func(c form.Choice) bool { return c.Value == x }) {
				return false
			}
		}
		return len(values) > 0
	}
	return true
}

// set draws a value that the field takes.
func (o *offer) set(name string, v form.FieldView) {
	rng := o.in.w.rng
	one := func(s string) { o.values[name] = []string{s} }
	switch v.Widget {
	case "file", "files":
		delete(o.values, name)
		o.files[name] = []form.File{o.in.file(o.fileName(v))}
	case "select", "radio":
		if len(v.Choices) > 0 {
			one(v.Choices[rng.IntN(len(v.Choices))].Value)
		}
	case "checkboxes", "consent":
		var picked []string
		for _, c := range v.Choices {
			if rng.IntN(3) == 0 {
				picked = append(picked, c.Value)
			}
		}
		if len(picked) == 0 && len(v.Choices) > 0 {
			picked = []string{v.Choices[rng.IntN(len(v.Choices))].Value}
		}
		o.values[name] = picked
	case "checkbox":
		if delete(o.values, name); v.Required || rng.IntN(2) == 0 {
			one("true")
		}
	case "date":
		one(o.day().String())
	case "number", "money":
		one(strconv.Itoa([]int{1, 2, 3, 5, 10, 50, 100, 1000}[rng.IntN(8)]))
	default:
		if money(v) {
			one(strconv.Itoa([]int{0, 10, 500, 1000, 20_000}[rng.IntN(5)]))
			return
		}
		one(o.text(v))
	}
}

// money reports whether a field is an amount.
func money(v form.FieldView) bool { return strings.Contains(v.Label, "（元）") }

// day is most often today, or not far from it.
func (o *offer) day() calendar.Day {
	rng, today := o.in.w.rng, o.in.w.Office.Today()
	switch rng.IntN(5) {
	case 0, 1:
		return today
	case 2:
		return today - calendar.Day(rng.IntN(10))
	case 3:
		return today + calendar.Day(rng.IntN(40))
	}
	return today + calendar.Day(rng.IntN(800)-400)
}

// fileName is one that the field accepts.
func (o *offer) fileName(v form.FieldView) string {
	accepts := strings.Split(v.Accept, ",")
	for _, ext := range []string{".zip", ".png", ".jpg", ".pdf"} {
		if slices.Contains(accepts, ext) && (ext != ".zip" || strings.HasPrefix(o.name, "preexam.")) {
			return "材料" + ext
		}
	}
	if accepts[0] == "" {
		return "材料.png"
	}
	return "材料" + accepts[0]
}

// text is words, or what fields of such a look take.
func (o *offer) text(v form.FieldView) string {
	rng, e := o.in.w.rng, enterprises[o.in.party]
	switch v.Widget {
	case "uscc":
		return e.code
	case "phone":
		return "13800000000"
	case "email":
		return "somebody@example.org"
	case "idcard":
		return "11010519491231002X"
	}
	if v.Max > 0 && v.Max < 16 {
		return []string{"3301", "2026", "其他", "1"}[rng.IntN(4)]
	}
	return fmt.Sprintf("模拟的内容 %d，案件办理中的说明。", rng.IntN(1000))
}

var (
	dated  = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
	quoted = regexp.MustCompile(`“([^”]+)”`)
	sample = regexp.MustCompile(`(?:例如|如|写作|形如)[ “]*([^，。；、”（）]+)`)
)

// correct reads what was said of a field and gives it another value.
func (o *offer) correct(field, say string) {
	name := general(field)
	v, ok := o.fields[name]
	if !ok {
		return
	}
	rng := o.in.w.rng
	if v.Widget == "rows" {
		for key := range o.values {
			if strings.HasPrefix(key, field+".") {
				delete(o.values, key)
			}
		}
		v.Required = true
		o.rows(v)
		return
	}
	if hint, ok := o.hint(name); ok && rng.IntN(2) == 0 {
		o.values[field] = hint
		return
	}
	switch v.Widget {
	case "checkbox":
		if o.values.Get(field) == "" {
			o.values.Set(field, "true")
		} else {
			delete(o.values, field)
		}
	case "date":
		o.values.Set(field, o.anotherDay(say).String())
	case "number", "money":
		o.values.Set(field, o.number(say))
	case "select", "radio", "checkboxes", "consent", "file", "files":
		if (strings.Contains(say, "不填") || strings.Contains(say, "不必") || strings.Contains(say, "留空")) && !v.Required {
			delete(o.values, field)
			return
		}
		o.set(field, v)
	default:
		if money(v) {
			o.values.Set(field, o.number(say))
		} else if words := o.saidWords(say, v); len(words) > 0 && rng.IntN(8) > 0 {
			o.values.Set(field, words[rng.IntN(len(words))])
		} else {
			o.set(field, v)
		}
	}
}

// anotherDay is one near those that a message names, or any.
func (o *offer) anotherDay(say string) calendar.Day {
	rng := o.in.w.rng
	if all := dated.FindAllString(say, -1); len(all) > 0 && rng.IntN(4) > 0 {
		if d, err := calendar.ParseDay(all[rng.IntN(len(all))]); err == nil {
			return d + calendar.Day([]int{0, 0, 1, 1, -1, 30, 300, -30}[rng.IntN(8)])
		}
	}
	return o.day()
}

var digits = regexp.MustCompile(`\d+(\.\d+)?`)

// number is one near those that a message names, or any.
func (o *offer) number(say string) string {
	rng := o.in.w.rng
	if all := digits.FindAllString(say, -1); len(all) > 0 && rng.IntN(3) > 0 {
		return all[rng.IntN(len(all))]
	}
	return strconv.Itoa(rng.IntN([]int{3, 12, 100, 10000}[rng.IntN(4)]))
}

// saidWords are what a message or the help of a field gives as examples, and things of this world.
func (o *offer) saidWords(say string, v form.FieldView) (out []string) {
	for _, s := range []string{say, v.Help} {
		for _, re := range []*regexp.Regexp{quoted, sample} {
			for _, m := range re.FindAllStringSubmatch(s, -1) {
				out = append(out, strings.TrimSpace(m[1]))
			}
		}
	}
	out = append(out, dated.FindAllString(say, -1)...)
	today := o.in.w.Office.Today()
	e := enterprises[o.in.party]
	out = append(out, today.String(), today.String()+" 10:00", (today-1).String()+" 10:00", (today+7).String()+" 09:30", "1个月", "10日", "3301", e.name, e.code, o.in.patent(), "张三")
	if number := o.in.caseNumber(strings.SplitN(o.name, ".", 2)[0]); number != "" {
		out = append(out, number)
	}
	return out
}
