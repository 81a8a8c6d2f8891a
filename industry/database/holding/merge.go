package holding

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"slices"

	"zhibao/internal/sorting"
	"zhibao/patent/literature"
)

// merge is a document after another source, or a later state of the same, has told of it. What the newcomer
// does not say stays. What it says counts when its data is not older than what is held; older data only
// fills gaps. Events and citations are gathered: one source leaving one out does not undo it. It returns
// the fields that changed with what they said before, as JSON.
func merge(have, in literature.Document) (out literature.Document, before map[string]string) {
	out, before = have, map[string]string{}
	newer := in.Source.AsOf >= have.Source.AsOf
	was, now, said := reflect.ValueOf(&have).Elem(), reflect.ValueOf(&out).Elem(), reflect.ValueOf(&in).Elem()
	for i := range said.NumField() {
		name := said.Type().Field(i).Name
		switch v := said.Field(i); {
		case name == "Number" || name == "Source" || v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0:
			continue
		case name == "Grant":
			now.Field(i).SetBool(true)
		case v.Type() == reflect.TypeFor[[]literature.Text]():
			now.Field(i).Set(reflect.ValueOf(texts(was.Field(i).Interface().([]literature.Text), v.Interface().([]literature.Text), newer)))
		case name == "Cites":
			out.Cites = citations(have.Cites, in.Cites)
		case name == "Events":
			out.Events = events(have.Events, in.Events)
		case newer || was.Field(i).IsZero():
			now.Field(i).Set(v)
		}
		// Compared as they are stored: nil and empty are the same there.
		a, b := asJSON(was.Field(i)), asJSON(now.Field(i))
		if !bytes.Equal(a, b) {
			before[name] = string(a)
		}
	}
	if newer {
		out.Source = in.Source
	}
	return out, before
}

func asJSON(v reflect.Value) []byte {
	if v.Kind() == reflect.Slice && v.Len() == 0 {
		return []byte("null")
	}
	out, _ := json.Marshal(v.Interface()) // plain structures
	return out
}

// texts puts the texts of each language in place of those held; of a language that is not known it stands
// for the first.
func texts(have, in []literature.Text, newer bool) []literature.Text {
	out := slices.Clone(have)
	for _, t := range in {
		at := slices.IndexFunc(out, func(o literature.Text) bool { return o.Language == t.Language || o.Language == "" || t.Language == "" })
		switch {
		case at < 0:
			out = append(out, t)
		case newer:
			out[at] = literature.Text{Language: cmp.Or(t.Language, out[at].Language), Words: t.Words}
		case out[at].Language == "":
			out[at].Language = t.Language
		}
	}
	return out
}

// citations gathers what is cited, each once.
func citations(have, in []literature.Citation) []literature.Citation {
	out := slices.Clone(have)
	seen := map[string]bool{}
	key := func(c literature.Citation) string {
		if c.Number != "" {
			return literature.Root(c.Number)
		}
		return "~" + c.Words
	}
	for _, c := range out {
		seen[key(c)] = true
	}
	for _, c := range in {
		if k := key(c); !seen[k] {
			seen[k] = true
			out = append(out, c)
		}
	}
	return out
}

// events gathers what happened, each once, by day.
func events(have, in []literature.Event) []literature.Event {
	out := slices.Clone(have)
	for _, e := range in {
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	sorting.Stable(out, func(a, b literature.Event) int { return cmp.Compare(a.Day, b.Day) })
	return out
}
