// Package numbers (填写的号码) finds the numbers of persons in what was typed for the steps of a case, in whichever field
// of whichever procedure: the pages show them masked, and who gives a reason sees them all in one list.
package numbers

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/ident"
)

// A Reader finds numbers in cases.
type Reader struct {
	Office *casework.Office
	// Not names fields whose numbers are opened elsewhere, by the name of their type and their own.
	Not []string
	// Sealed names flags of inputs, likewise: where one is set, only those see the input who may read texts of the case.
	Sealed []string
}

// Source makes the source of the numbers of all cases of a chart. Without a link its page is not offered on that of
// the case, because another source of the chart stands there.
func (r *Reader) Source(chart string, linked bool) unmask.Source {
	return unmask.Source{Kind: "case-" + chart, Chart: chart, Unlinked: !linked, Title: web.Text{"显示案件中的号码", "Show the numbers in the case"},
		Numbers: func(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) ([]unmask.Number, error) {
			k, err := r.Office.Get(ctx, tx, by, id)
			if err != nil || k.Chart != chart || by.Party != 0 || !r.Office.Policy.May(by.Subject, casework.ActForm, k.Object()) {
				if err == nil || fault.KindOf(err) == fault.Missing {
					err = unmask.Missing()
				}
				return nil, err
			}
			return r.of(ctx, tx, k, r.Office.Policy.May(by.Subject, casework.ActText, k.Object()))
		}}
}

// of reads all inputs of a case.
func (r *Reader) of(ctx context.Context, tx *store.Tx, k *casework.Case, texts bool) ([]unmask.Number, error) {
	events, err := r.Office.Events(ctx, tx, k.Center, k.ID)
	if err != nil {
		return nil, err
	}
	l := &list{Reader: r, texts: texts}
	chart := r.Office.ChartOf(k.Chart)
	for _, e := range events {
		m := chart.Move(e.Move)
		if m == nil {
			continue
		}
		in := m.Do.New()
		if err := r.Office.InputOf(ctx, tx, e, in); err != nil {
			return nil, err
		}
		l.step = web.Text{m.Title, m.English}
		l.look(reflect.ValueOf(in), field{})
	}
	return l.found, nil
}

// A list is the numbers found so far.
type list struct {
	*Reader
	texts bool
	step  web.Text
	found []unmask.Number
}

// A field is where a text stands.
type field struct {
	label web.Text
	whose string
	whole bool // the field says how somebody is reached, or which paper somebody has
}

// look finds the numbers in a value and in what it holds.
func (l *list) look(v reflect.Value, at field) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			l.look(v.Elem(), at)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return // the content of a file
		}
		for i := range v.Len() {
			l.look(v.Index(i), at)
		}
	case reflect.Struct:
		l.fields(v, at)
	case reflect.String:
		l.text(v.String(), at)
	}
}

// fields looks at the fields of an input or of a part of one.
func (l *list) fields(v reflect.Value, at field) {
	t := v.Type()
	name := t.Name() + "."
	for i := range t.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Bool && f.Bool() && slices.Contains(l.Sealed, name+t.Field(i).Name) && !l.texts {
			return
		}
	}
	whose := named(v)
	if whose == "" {
		whose = at.whose
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || slices.Contains(l.Not, name+f.Name) {
			continue
		}
		next := field{label: at.label, whose: whose}
		if zh := f.Tag.Get("label"); zh != "" {
			en := f.Tag.Get("en")
			next.label, next.whole = web.Text{zh, en}, Takes(f.Tag)
		}
		l.look(v.Field(i), next)
	}
}

// named is whose particulars stand together in a part of a form.
func named(v reflect.Value) string {
	for _, n := range []string{"Name", "Requester", "Who", "Person", "Holder", "Receiver"} {
		if f := v.FieldByName(n); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
			return f.String()
		}
	}
	return ""
}

// Takes reports whether a field of a form asks for a telephone, a mail address or the number of a paper of a person.
func Takes(tag reflect.StructTag) bool {
	label := tag.Get("label")
	for _, word := range []string{"电话", "手机", "邮箱", "证件号", "身份证号", "联系人与", "答复寄往"} {
		if strings.Contains(label, word) {
			return true
		}
	}
	return slices.Contains([]string{"phone", "email", "idcard"}, tag.Get("rule")) || slices.Contains([]string{"phone", "email"}, tag.Get("widget"))
}

// text adds the numbers in a text: of a field that asks for one all it says, otherwise those that stand in it.
func (l *list) text(s string, at field) {
	if at.whole && strings.ContainsAny(s, "0123456789@") {
		l.add(strings.TrimSpace(s), at)
		return
	}
	for _, f := range ident.Find(s) {
		l.add(s[f.From:f.To], at)
	}
}

// add adds a number that was not found for the same person before.
func (l *list) add(value string, at field) {
	if _, err := ident.ParseUSCC(value); err == nil {
		return // of an organisation, and public
	}
	if slices.ContainsFunc(l.found, func(n unmask.Number) bool { return n.Value == value && n.Whose == at.whose }) {
		return
	}
	l.found = append(l.found, unmask.Number{Whose: at.whose, What: web.Text{l.step[0] + "：" + at.label[0], l.step[1] + ": " + at.label[1]}, Value: value})
}
