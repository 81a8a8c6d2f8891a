// Package form (请求书字段) finds the field of a request form that a rule speaks about, so that a
// finding points at the words of the field and not at the form as a whole. It also says how the
// names and countries of a form are compared.
//
// Notice 1.2.3.
package form

import (
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/patent"
)

// A Leaf is one column of a repeated group, by the name that the model has for it.
type Leaf string

// The columns of applicants, inventors, agents, contact, priorities and deposits.
const (
	Name     Leaf = "Name"
	Type     Leaf = "Type"
	Code     Leaf = "Code"
	Mail     Leaf = "Mail"
	Country  Leaf = "Country"
	Province Leaf = "Province"
	City     Leaf = "City"
	Street   Leaf = "Street"
	Postcode Leaf = "Postcode"
	Phone    Leaf = "Phone"
	ID       Leaf = "ID"
	Licence  Leaf = "Licence"
	Date     Leaf = "Date"
	Number   Leaf = "Number"
	Unit     Leaf = "Unit"
)

// labels are the words by which the forms name a column.
var labels = map[Leaf][]string{
	Name: {"姓名", "名称", "命名"}, Type: {"类型"}, Code: {"代码", "证件号", "身份证"}, Mail: {"邮箱"}, Country: {"国"},
	Province: {"省"}, City: {"市县"}, Street: {"门牌", "详细地址"}, Postcode: {"邮政编码", "邮编"}, Phone: {"电话"},
	ID: {"身份证", "证件号"}, Licence: {"工作证号", "执业证号", "资格证号"}, Date: {"日"}, Number: {"号"}, Unit: {"单位"},
}

// A Field is one entry of the form: what it says, and the words by which its place is known.
type Field struct {
	value string
	leaf  []string // names of the column
	group []string // names of the group
	index []string // marks of the element of a repeated group
	box   bool     // a tick box, known by its name alone
	other *Field   // where to point if this one is empty
}

// Plain is a field that occurs once, known by the words of its label.
func Plain(value string, words ...string) Field { return Field{value: value, leaf: words} }

// Box is a tick box or declaration, known by the words of its label; the whole line is quoted.
func Box(words ...string) Field { return Field{leaf: words, box: true} }

// Title is the title of the form.
func Title(r *patent.Request) Field {
	return Plain(r.Title, "发明名称", "实用新型名称", "产品名称", "发明创造名称", "Title")
}

// Applicant is a column of the i-th applicant; if it is empty, the applicant's name.
func Applicant(r *patent.Request, i int, l Leaf, value string) Field {
	f := element("申请人", "Applicants", i, l, value)
	if value == "" && l != Name {
		n := element("申请人", "Applicants", i, Name, r.Applicants[i].Name)
		f.other = &n
	}
	return f
}

// Inventor is a column of the i-th inventor or designer; if it is empty, the name.
func Inventor(r *patent.Request, i int, l Leaf, value string) Field {
	f := element("发明人", "Inventors", i, l, value)
	f.group = append(f.group, "设计人")
	for _, mark := range f.index {
		f.index = append(f.index, strings.Replace(mark, "发明人", "设计人", 1))
	}
	if value == "" && l != Name {
		n := Inventor(r, i, Name, r.Inventors[i].Name)
		f.other = &n
	}
	return f
}

// Agency is a column of the agency; if it is empty, the agency's name.
func Agency(r *patent.Request, l Leaf, value string) Field {
	f := Field{value: value, leaf: append([]string{"Agency." + string(l)}, labels[l]...), group: []string{"代理机构", "Agency"}}
	if value == "" && l != Name {
		n := Agency(r, Name, r.Agency.Name)
		f.other = &n
	}
	return f
}

// Agent is a column of the i-th agent; if it is empty, the agent's name, or else the agency's.
func Agent(r *patent.Request, i int, l Leaf, value string) Field {
	f := element("代理", "Agents", i, l, value)
	if value == "" {
		n := Agency(r, Name, r.Agency.Name)
		if l != Name {
			n = Agent(r, i, Name, r.Agency.Agents[i].Name)
		}
		f.other = &n
	}
	return f
}

// Contact is a column of the contact; if it is empty, the contact's name.
func Contact(r *patent.Request, l Leaf, value string) Field {
	f := Field{value: value, leaf: append([]string{"Contact." + string(l)}, labels[l]...), group: []string{"联系人", "Contact"}}
	if value == "" && l != Name {
		n := Contact(r, Name, r.Contact.Name)
		f.other = &n
	}
	return f
}

// Priority is a column of the i-th earlier application; if it is empty, whatever else is stated.
func Priority(r *patent.Request, i int, l Leaf, value string) Field {
	f := element("优先权", "Priorities", i, l, value)
	if value != "" {
		return f
	}
	e := r.Priorities[i]
	for _, c := range []struct {
		l Leaf
		v string
	}{{Number, e.Number}, {Date, e.Date}, {Country, e.Country}} {
		if c.v != "" {
			n := element("优先权", "Priorities", i, c.l, c.v)
			f.other = &n
			break
		}
	}
	return f
}

// Deposit is a column of the i-th sample; if it is empty, the number or the unit.
func Deposit(r *patent.Request, i int, l Leaf, value string) Field {
	f := element("生物材料", "Deposits", i, l, value)
	if value == "" {
		n := element("生物材料", "Deposits", i, Number, r.Deposits[i].Number)
		if r.Deposits[i].Number == "" {
			n = element("生物材料", "Deposits", i, Unit, r.Deposits[i].Unit)
		}
		f.other = &n
	}
	return f
}

func element(group, model string, i int, l Leaf, value string) Field {
	f := Field{value: value, leaf: append([]string{"." + string(l)}, labels[l]...), group: []string{group, model}}
	// Forms count the first one as 第一…, applicants and inventors behind it from 1, other
	// groups and the model from the first on.
	f.index = []string{model + "[" + strconv.Itoa(i) + "]"}
	switch {
	case model != "Applicants" && model != "Inventors":
		f.index = append(f.index, "["+strconv.Itoa(i+1)+"]/")
	case i == 0:
		f.index = append(f.index, "第一"+group)
	default:
		f.index = append(f.index, "其他"+group+"["+strconv.Itoa(i)+"]")
	}
	return f
}

// Locate returns the bytes of the request form's text at which the field stands.
func (f Field) Locate(t *patent.Text) (start, end int, ok bool) {
	best := 0
	for _, b := range t.Blocks {
		if b.Kind != patent.Field {
			continue
		}
		words := t.Of(b)
		label, value, labelled := strings.Cut(words, "：")
		if !labelled {
			label, value = "", words
		}
		score := f.score(b.ID, label)
		switch {
		case f.box && score >= 8 && best < score:
			best, start, end = score, b.Start, b.End
		case f.box || f.value == "" || value != f.value && words != f.value:
		case score+1 > best:
			best, start, end = score+1, b.End-len(f.value), b.End
		}
	}
	return start, end, best > 0
}

// score says how well a place fits: the column counts most, then the group, then the element.
func (f Field) score(id, label string) (n int) {
	last := id[strings.LastIndexByte(id, '/')+1:]
	if last == "附加" || f.box { // a tick box is named by what stands above it
		last = id
	}
	if has(last, f.leaf) || has(label, f.leaf) {
		n += 8
	}
	if has(id, f.group) {
		n += 4
	}
	if has(id, f.index) {
		n += 2
	}
	return n
}

func has(s string, any []string) bool {
	for _, w := range any {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// At reports a finding at the field; if the field is empty or cannot be found, at the next one
// that says whose it is, or else about the form as a whole.
func At(p *check.Pass, f Field, message, suggestion string) *check.Finding {
	t := p.Text(patent.RequestForm)
	for at := &f; at != nil; at = at.other {
		if start, end, ok := at.Locate(t); ok {
			return p.At(patent.RequestForm, start, end, message, suggestion)
		}
	}
	return p.Whole(patent.RequestForm, message, suggestion)
}

// Values returns the values of the fields of a form whose path holds the word. 委托人签章 does not
// stand for 被委托人签章.
func Values(t *patent.Text, word string) (out []string) {
	for _, b := range t.Blocks {
		if b.Kind != patent.Field || !strings.Contains(b.ID, word) || strings.Contains(b.ID, "被"+word) {
			continue
		}
		if _, value, ok := strings.Cut(t.Of(b), "："); ok && Fold(value) != "" {
			out = append(out, value)
		}
	}
	return out
}

// Show returns the places of the fields that the form fills, for a question about them.
func Show(p *check.Pass, fields ...Field) (out []check.Passage) {
	t := p.Text(patent.RequestForm)
	for _, f := range fields {
		if start, end, ok := f.Locate(t); ok && f.value != "" {
			out = append(out, p.Passage(patent.RequestForm, start, end))
		}
	}
	return out
}
