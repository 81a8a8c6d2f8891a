package simulation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
)

// An offer is the form of a move as somebody would see it now, with the choices that the pages give and
// what is known already. Chance fills it in; where it is refused, chance reads what was said and corrects
// the field that was named, as a person would.
type offer struct {
	in     *inputs
	name   string // "chart.move"
	m      *casework.Move
	k      *casework.Case
	form   *form.Form
	fields map[string]form.FieldView // by name, those in rows as "rows.field"
	order  []string                  // names of the fields at the top
	known  url.Values                // what the page knows already
	lost   bool                      // the case has nothing from which the form is reached
	values url.Values
	files  map[string][]form.File
}

// Lang is what a form asks of its request.
func (o *offer) Lang() lang.Lang { return lang.ZH }

// Hidden has no plumbing.
func (o *offer) Hidden() template.HTML { return "" }

// Sent is what chance has filled in.
func (o *offer) Sent() (form.Input, bool, error) {
	return form.Input{Values: o.values, Files: o.files}, true, nil
}

// Invalid is told to nobody: Read is asked for it.
func (o *offer) Invalid([]form.Listed) {}

// ExplainAll is asked of pages alone.
func (o *offer) ExplainAll(error) lang.Text { return lang.Text{} }

// offer puts a form together for somebody, and fills it in.
func (in *inputs) offer(ctx context.Context, chart *casework.Chart, m *casework.Move, k *casework.Case, by casework.Actor) (*offer, error) {
	o := &offer{in: in, name: chart.Code + "." + m.Code, m: m, k: k, fields: map[string]form.FieldView{}, values: url.Values{}, files: map[string][]form.File{}}
	s := in.w.Pages.Schema(chart.Act(m.Code))
	o.form = form.New(o, s)
	h := in.w.Pages.Hooks[chart.Code]
	err := in.w.DB.Read(ctx, func(tx *store.Tx) error {
		named, needed, err := in.address(ctx, tx, m, k)
		if err != nil {
			return err
		}
		o.known, o.lost = named, needed && len(named) == 0
		c := &web.Ctx{R: httptest.NewRequest("GET", "/?"+named.Encode(), nil).WithContext(ctx), Actor: by}
		if h.Prefill != nil {
			v, err := h.Prefill(c, tx, k, m.Code)
			if err != nil {
				return err
			}
			if v != nil {
				o.form.Fill(v)
				o.known = s.Encode(v)
				maps.Copy(o.known, named)
			}
		}
		if h.Options != nil {
			return h.Options(c, tx, k, m.Code, o.form)
		}
		return nil
	})
	if err != nil && fault.Of(err) == nil {
		return nil, fmt.Errorf("form of %s: %w", o.name, err)
	}
	o.behalf(chart, by)
	for _, v := range o.form.Fields() {
		o.fields[v.Name], o.order = v, append(o.order, v.Name)
		if len(v.Rows) > 0 {
			for _, f := range v.Rows[0].Fields {
				f.Name = v.Name + "." + f.Name[strings.LastIndexByte(f.Name, '.')+1:]
				o.fields[f.Name] = f
			}
		}
	}
	if err := o.recorded(s, o.known); err != nil {
		return nil, err
	}
	for _, name := range o.order {
		o.field(name)
	}
	return o, nil
}

// errNothing says that a form cannot be filled in now.
var errNothing = errors.New("there is nothing to choose from")

// hopeless reports whether nobody could fill in the form now: it needs a choice and offers none, or is reached
// from a thing of which the case has none. A few try all the same.
func (o *offer) hopeless() bool {
	if o.in.w.rng.IntN(20) == 0 {
		return false
	}
	return o.lost || slices.ContainsFunc(o.order, func(name string) bool {
		v := o.fields[name]
		if !v.Required || len(v.Choices) > 0 || !slices.Contains([]string{"select", "radio", "checkboxes"}, v.Widget) {
			return false
		}
		_, told := o.hint(name)
		return !told
	})
}

// behalf offers, to whoever makes a party's move at the counter, the parties for which it can be made.
func (o *offer) behalf(chart *casework.Chart, by casework.Actor) {
	switch {
	case o.k == nil:
	case by.Party != 0:
		for _, name := range casework.BehalfFields() {
			o.form.Without(name)
		}
	case len(o.m.Counter) > 0:
		var choices []form.Option
		for _, id := range chart.PartiesOf(o.m, o.k) {
			choices = append(choices, form.Option{Value: strconv.FormatInt(id, 10)})
		}
		o.form.Options("behalf", choices)
	}
}

// recorded begins with an input that was used once, or worked here before, and with what is known.
func (o *offer) recorded(s *form.Schema, known url.Values) error {
	rng := o.in.w.rng
	if old := o.in.worked[o.name]; len(old) > 0 && rng.IntN(3) == 0 {
		o.values = cloned(old[rng.IntN(len(old))])
	} else if all := o.in.recorded[o.name]; len(all) > 0 && rng.IntN(6) > 0 {
		d := json.NewDecoder(bytes.NewReader(all[rng.IntN(len(all))]))
		d.UseNumber()
		var raw any
		if err := d.Decode(&raw); err != nil {
			return err
		}
		b, err := json.Marshal(o.in.resolved(raw, o.k))
		if err != nil {
			return err
		}
		v := o.m.Do.New()
		if err := json.Unmarshal(b, v); err != nil {
			return fmt.Errorf("%s: %w", b, err)
		}
		o.values = s.Encode(v)
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if top, _, _ := strings.Cut(name, "."); o.fields[top].Widget == "hidden" || rng.IntN(8) > 0 {
			o.values[name] = known[name]
		}
	}
	for name := range o.values { // what this form does not have
		top, rest, rows := strings.Cut(name, ".")
		if rows {
			top += "." + rest[strings.IndexByte(rest, '.')+1:]
		}
		if _, ok := o.fields[top]; !ok {
			delete(o.values, name)
		}
	}
	return nil
}

func cloned(v url.Values) url.Values {
	out := url.Values{}
	for name, all := range v {
		out[name] = slices.Clone(all)
	}
	return out
}

// read is the input as the form reads it. Where the form refuses it, what it says is an error.
func (o *offer) read() (any, error) {
	in := o.m.Do.New()
	ok, err := o.form.Read(in)
	if err == nil && !ok {
		if err = o.form.Errors(); len(o.form.Errors()) == 0 {
			err = errors.New("a form was not read, and does not say why")
		}
	}
	return in, err
}

// mend corrects what a refusal names, and reports whether it names anything.
func (o *offer) mend(err error) bool {
	var list form.Errors
	if errors.As(err, &list) {
		for _, p := range list[:min(len(list), 6)] {
			o.correct(p.Field, p.Text[0])
		}
		return true
	}
	f := fault.Of(err)
	if f == nil || f.Field == "" || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return false
	}
	o.correct(f.Field, f.Error())
	return true
}

// kept remembers an input that worked, for the next of its kind.
func (o *offer) kept() {
	w := o.in.worked
	if len(w[o.name]) < 6 {
		w[o.name] = append(w[o.name], cloned(o.values))
	} else {
		w[o.name][o.in.w.rng.IntN(6)] = cloned(o.values)
	}
}

// spoilt gives one field of an input another value past the form, whatever that may be.
func (in *inputs) spoilt(v any) { in.change(reflect.ValueOf(v).Elem()) }
