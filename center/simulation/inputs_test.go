package simulation

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"maps"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/center/demo/text"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/filing"
)

// inputs makes what moves are made with: recorded inputs with the ids of this world, changed by chance.
type inputs struct {
	w        *world
	recorded map[string][]json.RawMessage
	packages []form.File
	picture  []byte
	worked   map[string][]url.Values // inputs that were taken, by procedure and move
	draft    string                  // template of the draft that the form is about
	party    int                     // number of the one that names and codes stand for, drawn anew for each input
}

func readInputs(w *world) (in inputs, err error) {
	in.w, in.worked = w, map[string][]url.Values{}
	b, err := os.ReadFile(inputsFile)
	if err != nil {
		return in, err
	}
	if err := json.Unmarshal(b, &in.recorded); err != nil {
		return in, err
	}
	for i, e := range enterprises {
		var b bytes.Buffer
		a := text.New(i).For(filing.Applicant{Name: e.name, Code: e.code, Province: "浙江省", City: "杭州市", Street: "模拟路 1 号", Postcode: "310000"}, nil)
		if err := filing.Write(&b, a.Filing(), filing.Options{}); err != nil {
			return in, err
		}
		in.packages = append(in.packages, form.Bytes("NB-1.zip", b.Bytes()))
	}
	var p bytes.Buffer
	err = png.Encode(&p, image.NewGray(image.Rect(0, 0, 64, 64)))
	in.picture = p.Bytes()
	return in, err
}

// nonsense is an input of which nothing is known but the kinds of its fields. No form would send it.
func (in *inputs) nonsense(m *casework.Move) any {
	out := m.Do.New()
	in.fill(reflect.ValueOf(out).Elem(), 3)
	return out
}

// owner is the number of the party whose case it is, -1 for somebody else's.
func (w *world) owner(k *casework.Case) int {
	if k == nil {
		return -1
	}
	return slices.Index(w.parties, k.Owner)
}

// someone draws the party that names and codes stand for: mostly that of the case or who acts.
func (in *inputs) someone(k *casework.Case, by casework.Actor) {
	in.party = in.w.rng.IntN(len(enterprises))
	i := in.w.owner(k)
	if k == nil && by.Party != 0 {
		i = slices.Index(in.w.parties, by.Party)
	}
	if i >= 0 && in.w.rng.IntN(10) > 0 {
		in.party = i
	}
}

// resolved puts ids of this world for the words of a recorded input.
func (in *inputs) resolved(v any, k *casework.Case) any {
	switch v := v.(type) {
	case map[string]any:
		for _, n := range slices.Sorted(maps.Keys(v)) { // in one order, for each draws from the same numbers
			v[n] = in.resolved(v[n], k)
		}
	case []any:
		for i, x := range v {
			v[i] = in.resolved(x, k)
		}
	case string:
		if number, ok := strings.CutPrefix(v, "@#"); ok {
			return json.Number(strconv.FormatInt(in.id(number, k), 10))
		}
		switch v {
		case "@name":
			return enterprises[in.party].name
		case "@code":
			return enterprises[in.party].code
		}
		if word, ok := strings.CutPrefix(v, "@"); ok {
			return strconv.FormatInt(in.id(word, k), 10)
		}
		// Days of the record are as far from today as they were from its present.
		if d, err := calendar.ParseDay(v); err == nil && in.w.rng.IntN(4) > 0 {
			return (d + in.w.Office.Today() - calendar.MustDay("2026-11-23")).String()
		}
	}
	return v
}

// id finds something of a kind.
func (in *inputs) id(word string, k *casework.Case) int64 {
	kind, of, _ := strings.Cut(word, ":")
	switch kind {
	case "party":
		if k != nil && k.Owner != 0 && in.w.rng.IntN(2) == 0 {
			return k.Owner
		}
		return in.w.parties[in.w.rng.IntN(len(in.w.parties))]
	case "account":
		for range 20 {
			if p := in.w.people[in.w.rng.IntN(len(in.w.people))]; p.Is(casework.Role(of)) {
				return p.Account
			}
		}
	case "case":
		if ids := in.w.shadow.byChart[of]; len(ids) > 0 {
			return ids[in.w.rng.IntN(len(ids))]
		}
	}
	return 0
}

func (in *inputs) file(name string) form.File {
	if strings.HasSuffix(name, ".zip") {
		return in.packages[in.party]
	}
	return form.Bytes(name, in.picture)
}

// fill gives the fields of an input values of which nothing is known but their kind.
func (in *inputs) fill(v reflect.Value, depth int) {
	if depth == 0 || v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Anonymous {
			in.fill(v.Field(i), depth)
		} else if f.Tag.Get("required") != "" || in.w.rng.IntN(3) == 0 {
			in.set(v.Field(i), f.Tag, depth)
		}
	}
}

func (in *inputs) set(v reflect.Value, tag reflect.StructTag, depth int) {
	rng := in.w.rng
	switch {
	case v.Type() == reflect.TypeFor[calendar.Day]():
		v.SetInt(int64(in.w.Office.Today()) + rng.Int64N(60) - 30)
	case v.Type() == reflect.TypeFor[form.File]():
		v.Set(reflect.ValueOf(in.file("照片.png")))
	case v.Kind() == reflect.String:
		v.SetString(in.word(tag))
	case v.CanInt():
		v.SetInt(rng.Int64N(12) - 1)
	case v.Kind() == reflect.Bool:
		v.SetBool(rng.IntN(2) == 0)
	case v.Kind() == reflect.Struct:
		in.fill(v, depth-1)
	case v.Kind() == reflect.Slice:
		s := reflect.MakeSlice(v.Type(), 1, 1)
		in.set(s.Index(0), tag, depth)
		v.Set(s)
	}
}

// word is one of the options, an id or some words.
func (in *inputs) word(tag reflect.StructTag) string {
	rng := in.w.rng
	if o := tag.Get("options"); o != "" && o != "*" {
		all := strings.Split(o, ",")
		code, _, _ := strings.Cut(all[rng.IntN(len(all))], "=")
		return code
	}
	return []string{"模拟的内容，案件办理中的说明。", "2026", "其他", strconv.FormatInt(in.id("party", nil), 10), ""}[rng.IntN(5)]
}

// change gives one field another value.
func (in *inputs) change(v reflect.Value) {
	if v.Kind() != reflect.Struct || v.NumField() == 0 {
		return
	}
	i := in.w.rng.IntN(v.NumField())
	if f := v.Type().Field(i); f.Anonymous {
		in.change(v.Field(i))
	} else if f.IsExported() {
		in.set(v.Field(i), f.Tag, 2)
	}
}
