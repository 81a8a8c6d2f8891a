package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/web/lang"
)

type day struct{ s string }

func (d *day) UnmarshalText(b []byte) error {
	if len(b) != 10 {
		return errors.New("no day")
	}
	d.s = string(b)
	return nil
}
func (d day) MarshalText() ([]byte, error) { return []byte(d.s), nil }

type row struct {
	Name string `json:"name" label:"名称" en:"Name" required:"true" max:"10"`
	Kind string `json:"kind" label:"类别" en:"Kind" options:"甲=A,乙=B"`
}

type base struct {
	ID string `json:"id" widget:"hidden"`
}

type sample struct {
	base
	Base
	Text  string   `json:"text" label:"文字" en:"Text" max:"10" min:"2"`
	Long  string   `json:"long" label:"长文" en:"Long" widget:"textarea" secret:"true"`
	Num   int      `json:"num" label:"数量" en:"Count" min:"1" max:"99"`
	Share float64  `json:"share" label:"比例" en:"Share"`
	Fee   int64    `json:"fee" label:"金额" en:"Fee" widget:"money"`
	Yes   bool     `json:"yes" label:"同意" en:"Agreed"`
	One   string   `json:"one" label:"单选" en:"One" options:"a=甲=A,b=乙=B"`
	Many  []string `json:"many" label:"多选" en:"Many" options:"x=甲=X,y=乙=Y,z=丙=Z" max:"2"`
	On    string   `json:"on" label:"日期" en:"Date" widget:"date"`
	Day   day      `json:"day" label:"日" en:"Day" widget:"date"`
	Code  string   `json:"code" label:"代码" en:"Code" widget:"code" rule:"even"`
	Mail  string   `json:"mail" label:"邮箱" en:"E-mail" widget:"email"`
	Rows  []row    `json:"rows" label:"行" en:"Rows" max:"3"`
	Skip  string   `json:"-"`
}

// Base is embedded and exported.
type Base struct {
	Unit string `json:"unit" label:"单位" en:"Unit"`
}

var rules = Rules{"even": func(v string) lang.Text {
	if len(v)%2 == 1 {
		return lang.Text{"代码应为偶数位", "The code has an even number of characters"}
	}
	return lang.Text{}
}}

func TestDecode(t *testing.T) {
	s := Describe(sample{}, rules)
	for _, c := range []struct {
		name, field, in string
		want            any    // value of the field; nil: an error
		text            string // part of the Chinese message
	}{
		{"text", "text", "  文字\u3000", "文字", ""},
		{"10 characters of 4 bytes", "text", strings.Repeat("𠮷", 10), strings.Repeat("𠮷", 10), ""},
		{"11 characters", "text", strings.Repeat("𠮷", 11), nil, "不能超过 10 个字，现有 11 个字"},
		{"too short", "text", "一", nil, "至少 2 个字"},
		{"compatibility ideograph stays", "text", "\uFA0E\uF900", "\uFA0E\uF900", ""},
		{"combining stays", "text", "e\u0301e", "e\u0301e", ""},
		{"line break", "text", "a\nb", nil, "一行"},
		{"NUL", "text", "a\x00b", nil, "控制字符"},
		{"bidi", "text", "a\u202eb", nil, "控制字符"},
		{"broken UTF-8", "text", "a\xffb", nil, "控制字符"},
		{"CRLF", "long", "a\r\nb", "a\nb", ""},
		{"number", "num", "１２", 12, ""},
		{"number with comma", "num", "1,2", 12, ""},
		{"number too large", "num", "100", nil, "不能大于 99"},
		{"number too small", "num", "0", nil, "不能小于 1"},
		{"no number", "num", "1.5", nil, "整数"},
		{"float", "share", "0.25", 0.25, ""},
		{"NaN", "share", "NaN", nil, "数字"},
		{"money", "fee", "1,200.5", int64(120050), ""},
		{"money negative", "fee", "-0.05", int64(-5), ""},
		{"money three decimals", "fee", "1.005", nil, "两位小数"},
		{"money huge", "fee", strings.Repeat("9", 20), nil, "金额"},
		{"bool", "yes", "true", true, ""},
		{"bool other", "yes", "maybe", nil, "选项"},
		{"choice", "one", "b", "b", ""},
		{"foreign choice", "one", "c", nil, "列出的选项"},
		{"date", "on", "2026-11-23", "2026-11-23", ""},
		{"date slashes", "on", "2026/1/2", "2026-01-02", ""},
		{"date Chinese", "on", "２０２６年１月２日", "2026-01-02", ""},
		{"date bare", "on", "20260102", "2026-01-02", ""},
		{"date impossible", "on", "2026-02-30", nil, "YYYY-MM-DD"},
		{"date ambiguous", "on", "2026123", nil, "YYYY-MM-DD"},
		{"day", "day", "2026.11.23", day{"2026-11-23"}, ""},
		{"code", "code", "ａb-1 2", "AB12", ""},
		{"code rule", "code", "abc", nil, "偶数"},
		{"mail", "mail", "a@b.cn", "a@b.cn", ""},
		{"mail wrong", "mail", "a@b", nil, "name@example.cn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var v sample
			errs := s.Decode(Input{Values: url.Values{c.field: {c.in}}}, &v)
			f := s.Field(c.field)
			got := reflect.ValueOf(v).FieldByIndex(f.index).Interface()
			if c.want == nil {
				if len(errs) != 1 || errs[0].Field != c.field || !strings.Contains(errs[0].Text[0], c.text) {
					t.Fatalf("errors %v", errs)
				}
				if lang.HasHan(errs[0].Text[1]) || errs[0].Text[1] == "" || !strings.Contains(errs[0].Text[0], f.Label[0]) && c.text != "偶数" && c.text != "name@example.cn" {
					t.Errorf("the message does not name the field, or is not in both languages: %q", errs[0].Text)
				}
				return
			}
			if len(errs) > 0 || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %#v, %v", got, errs)
			}
		})
	}
}

func TestUnknownNamesAreRefused(t *testing.T) {
	s := Describe(sample{}, rules)
	for _, v := range []url.Values{{"role": {"admin"}}, {"Skip": {"x"}}, {"rows.0.secret": {"x"}}, {"rows.-1.name": {"x"}}, {"text.x": {"y"}}, {"rows.00001.name": {"x"}}} {
		var out sample
		if errs := s.Decode(Input{Values: v}, &out); len(errs) != 1 || errs[0].Field != "" {
			t.Errorf("%v: %v", v, errs)
		}
	}
	var out sample
	if errs := s.Decode(Input{Values: url.Values{"_csrf": {"x"}, "_idem": {"y"}}}, &out); len(errs) > 0 {
		t.Errorf("the plumbing's names are refused: %v", errs)
	}
	if errs := s.Decode(Input{Values: url.Values{"text": {"aa", "bb"}}}, &out); len(errs) != 1 {
		t.Errorf("two values for one field: %v", errs)
	}
	if errs := s.Decode(Input{Files: map[string][]File{"evil": nil}}, &out); len(errs) != 1 {
		t.Errorf("a file for an unknown field: %v", errs)
	}
}

func TestRequired(t *testing.T) {
	type all struct {
		A string   `json:"a" label:"甲" en:"A" required:"true"`
		B string   `json:"b" label:"乙" en:"B" required:"true" options:"x=x"`
		C bool     `json:"c" label:"丙" en:"C" required:"true"`
		D []string `json:"d" label:"丁" en:"D" required:"true" options:"x=x"`
		E []row    `json:"e" label:"戊" en:"E" required:"true"`
		F File     `json:"f" label:"己" en:"F" required:"true"`
		G int      `json:"g" label:"庚" en:"G" required:"true"`
	}
	var v all
	errs := Describe(v, nil).Decode(Input{Values: url.Values{"a": {" \u3000"}, "e.0.name": {" "}}}, &v)
	var got []string
	for _, e := range errs {
		got = append(got, e.Field)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d", "e", "f", "g"}, got); diff != "" {
		t.Error(diff)
	}
	if k := fault.KindOf(errs); k != fault.Invalid {
		t.Errorf("kind %v", k)
	}
	if strings.Contains(errs.Error(), "甲") {
		t.Error("the log shows more than names")
	}
}

func TestRows(t *testing.T) {
	s := Describe(sample{}, rules)
	v := url.Values{"rows.0.name": {"一"}, "rows.0.kind": {"甲"}, "rows.1.name": {""}, "rows.1.kind": {""}, "rows.2.name": {"三"}}
	var out sample
	if errs := s.Decode(Input{Values: v}, &out); len(errs) > 0 || len(out.Rows) != 2 || out.Rows[1].Name != "三" {
		t.Fatalf("%v %v", out.Rows, errs)
	}
	v.Set("rows.2.kind", "丙")
	if errs := s.Decode(Input{Values: v}, &out); len(errs) != 1 || errs[0].Field != "rows.2.kind" {
		t.Errorf("%v", errs)
	}
	v.Set("rows.9.name", "十")
	if errs := s.Decode(Input{Values: v}, &out); len(errs) < 1 || errs[0].Field != "rows" {
		t.Errorf("too many rows: %v", errs)
	}
	added, ok := s.editRows(url.Values{"_add": {"rows"}, "rows.0.name": {"一"}})
	if !ok || rowCount(added, "rows") != 2 {
		t.Errorf("add: %v %v", added, ok)
	}
	gone, ok := s.editRows(url.Values{"_del": {"rows.0"}, "rows.0.name": {"一"}, "rows.1.name": {"二"}, "text": {"x"}})
	if !ok || gone.Get("rows.0.name") != "二" || rowCount(gone, "rows") != 1 || gone.Get("text") != "x" {
		t.Errorf("remove: %v %v", gone, ok)
	}
	for _, bad := range []url.Values{{"_add": {"text"}}, {"_add": {"none"}}, {"_del": {"rows"}}, {"_del": {"rows.x"}}, {"_del": {"text.0"}}} {
		if _, ok := s.editRows(bad); ok {
			t.Errorf("%v is taken for an edit", bad)
		}
	}
}

// TestRoundTrip: what Encode writes, Decode reads, and through JSON too.
func TestRoundTrip(t *testing.T) {
	s := Describe(sample{}, rules)
	text := rapid.StringMatching(`[a-z0-9一-龥𠮷𬱖·]{2,10}`)
	rapid.Check(t, func(t *rapid.T) {
		in := sample{Text: text.Draw(t, "text"), Long: rapid.StringMatching(`[a-z一-龥][a-z一-龥\n ]{0,50}[a-z]`).Draw(t, "long"),
			Num: rapid.IntRange(1, 99).Draw(t, "num"), Fee: rapid.Int64Range(-1e12, 1e12).Draw(t, "fee"), Yes: rapid.Bool().Draw(t, "yes"),
			Share: rapid.Float64Range(-1e6, 1e6).Draw(t, "share"), One: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "one"),
			On: "2026-11-23", Day: day{"2024-02-29"}, Base: Base{Unit: text.Draw(t, "unit")}, Many: []string{}, Rows: []row{}}
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			in.Rows = append(in.Rows, row{Name: text.Draw(t, "name"), Kind: "甲"})
		}
		if rapid.Bool().Draw(t, "many") {
			in.Many = []string{"x", "z"}
		}
		var out sample
		if errs := s.Decode(Input{Values: s.Encode(in)}, &out); len(errs) > 0 {
			t.Fatalf("%v", errs)
		}
		opt := cmp.AllowUnexported(sample{}, day{}, base{})
		if diff := cmp.Diff(in, out, opt); diff != "" {
			t.Fatal(diff)
		}
		b, err := json.Marshal(map[string]any{"text": in.Text, "num": in.Num, "yes": in.Yes, "many": in.Many, "rows": jsonRows(in.Rows), "unit": in.Unit, "long": nil})
		if err != nil {
			t.Fatal(err)
		}
		ji, err := FromJSON(b)
		if err != nil {
			t.Fatal(err)
		}
		var viaJSON sample
		if errs := s.Decode(ji, &viaJSON); len(errs) > 0 {
			t.Fatalf("JSON: %v", errs)
		}
		if diff := cmp.Diff(in.Rows, viaJSON.Rows); diff != "" || viaJSON.Num != in.Num || viaJSON.Text != in.Text || viaJSON.Yes != in.Yes {
			t.Fatalf("%s %+v", diff, viaJSON)
		}
	})
}

func jsonRows(rows []row) []map[string]string {
	out := []map[string]string{}
	for _, r := range rows {
		out = append(out, map[string]string{"name": r.Name, "kind": r.Kind})
	}
	return out
}

func TestFromJSONRefuses(t *testing.T) {
	for _, bad := range []string{``, `[]`, `"a"`, `{"a":1,"a":2}`, `{"a":{"b":1}}`, `{"a":[[1]]}`, `{"a":[{"b":[{"c":1}]}]}`, `{"a":1} x`, `{"_csrf":1}`,
		`{"a.b":1}`, `{"":1}`, `{"a":[null]}`, `{"a":`, `{"a":[{"b":1,"b":2}]}`, "{\"a\":\"\xff\"}", strings.Repeat(`{"a":[`, 20000)} {
		if _, err := FromJSON([]byte(bad)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%.40s: %v", bad, err)
		}
	}
}

type twice struct {
	A string `json:"a" label:"甲" en:"A"`
	Base2
}

// Base2 has a field of the same name.
type Base2 struct {
	A2 string `json:"a" label:"甲" en:"A"`
}

func TestDescribePanics(t *testing.T) {
	for name, v := range map[string]any{
		"no label": struct{ A string }{},
		"no English": struct {
			A string `label:"甲"`
		}{},
		"bad rule": struct {
			A string `label:"甲" en:"A" rule:"none"`
		}{},
		"bad widget": struct {
			A string `label:"甲" en:"A" widget:"none"`
		}{},
		"bad max": struct {
			A string `label:"甲" en:"A" max:"x"`
		}{},
		"bad type": struct {
			A map[string]string `label:"甲" en:"A"`
		}{},
		"reserved": struct {
			A string `json:"_a" label:"甲" en:"A"`
		}{},
		"doubled": twice{},
		"half help": struct {
			A string `label:"甲" en:"A" help:"x"`
		}{},
		"bad options": struct {
			A string `label:"甲" en:"A" options:"x"`
		}{},
		"no struct": 1,
		"nested rows": struct {
			A []struct {
				B []row `label:"乙" en:"B"`
			} `label:"甲" en:"A"`
		}{},
		"unknown With": nil,
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was accepted")
				}
			}()
			if name == "unknown With" {
				Describe(sample{}, rules).With("none", nil)
			}
			Describe(v, nil)
		})
	}
}

func TestJSONSchema(t *testing.T) {
	b, err := json.Marshal(Describe(sample{}, rules).JSON())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"additionalProperties":false`, `"enum":["a","b"]`, `"format":"date"`, `"maxItems":3`, `"x-secret":true`, `"maximum":99`, `"title":"文字"`, `"x-title-en":"Text"`} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("%s is missing in %s", want, b)
		}
	}
}

func TestCheckWhenAFieldIsLeft(t *testing.T) {
	for _, c := range []struct {
		names []string
		value string
		wrong bool
	}{{[]string{"even"}, "ab", false}, {[]string{"even"}, "abc", true}, {[]string{"phone", "even"}, "０５１２－１２３４５６７８", true},
		{[]string{"phone"}, "０５１２－１２３４５６７８", false}, {[]string{"even"}, "", false}, {[]string{"unknown"}, "abc", false}} {
		if got := rules.Check(c.names, c.value); (got != lang.Text{}) != c.wrong {
			t.Errorf("%v of %q says %q", c.names, c.value, got)
		}
	}
}
