package web

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// What is drawn without the templates is, to the byte, what the templates draw.
func TestPainterDrawsAsTemplates(t *testing.T) {
	old := fstest.MapFS{"view/old.html": {Data: []byte(`{{define "old-boxes"}}{{range .}}<td class="{{if .Number}}num {{end}}{{if .Tight}}n {{end}}{{if .Over}}over {{end}}{{if .Soon}}soon {{end}}{{if .Brief}}brief{{end}}" data-l="{{.Label}}">{{template "cell" .}}</td>{{end}}{{end}}` +
		`{{define "old-options"}}{{range .}}<option value="{{.Value}}"{{han .Label}}{{if .Picked}} selected{{end}}>{{word .Label}}</option>{{end}}{{end}}` +
		`{{define "old-lines"}}{{$t := .}}{{range .Rows}}<tr>{{range $i, $c := .}}<td class="{{if $t.Number $i}}num {{end}}{{if .Over}}over {{end}}{{if .Soon}}soon{{end}}"{{with $t.Label $i}} data-l="{{.}}{{t "：" ": "}}"{{end}}>{{cell .}}</td>{{end}}</tr>{{end}}{{end}}`)}}
	texts := []string{"", "发明", "a+b", `<b>"'&</b>`, "2026-11-29", "2026-11-29（暂定）", "2026-13-40", "Ünïcode\x00\xff", "12"}
	hrefs := []string{"", "/case/1", "/work?view=all&kind=%E5%8F%91", "/work?q=发明", "//evil.example", "javascript:alert(1)", "/a%zz", "/a+b", "/a b", `/a"b`, "tel:12330", "https://x.example/"}
	var boxes []Box
	var choices []form.Choice
	var ways []Way
	for i, text := range texts {
		for j, href := range hrefs {
			boxes = append(boxes, Box{Cell: Cell{Text: text, Href: href, Over: i%2 == 0, Soon: j%2 == 0}, Label: text, Number: j%3 == 0, Tight: i%3 == 0, Brief: i%2 == 1})
			ways = append(ways, Way{href, text, j == 1})
		}
		boxes = append(boxes, Box{Cell: Cell{Text: text, Law: true}}, Box{Cell: Cell{Tag: Tag{Tone: Red, Text: text}, Text: text}}, Box{Cell: Cell{Text: text, Sub: []string{text}, Why: []string{text}, More: text}},
			Box{Cell: Cell{Text: text, Href: "/x", Links: []Link{{Href: "/y", Label: text}}, Meters: []Meter{{Name: text, Percent: 3}}}})
		choices = append(choices, form.Choice{Value: text, Label: text, Picked: i == 2})
	}
	for _, l := range []Lang{ZH, EN} {
		s := speaker{l, fault.Catalogue{"发明": "Invention <1>"}, nil}
		set := mustViews(s, newAssets(nil), []fs.FS{old})
		p := painter{s, set}
		same := func(name string, data any, got string, err error) {
			t.Helper()
			want, failed := execute(set, name, data)
			if failed != nil || err != nil || got != string(want) {
				t.Errorf("%s %s: %v %v\n%s\n%s", l.Tag(), name, failed, err, got, want)
			}
		}
		for _, b := range boxes {
			got, err := p.boxes([]Box{b})
			same("old-boxes", []Box{b}, string(got), err)
		}
		for _, w := range ways {
			got, err := p.ways([]Way{w})
			same("ways", []Way{w}, string(got), err)
		}
		for _, w := range ways {
			items := []Item{{Href: w.Href, Label: w.Label, Count: len(w.Label) - 1}, {Href: w.Href, Label: "x", Count: -1}}
			for _, now := range []string{"/case/1", w.Href} {
				got, err := p.items(items, now)
				same("items", struct {
					Items []Item
					Now   string
				}{items, now}, string(got), err)
			}
		}
		for columns := range 8 {
			table := Table{Numbers: []int{2}[:columns%2], Rows: [][]Cell{nil}}
			for i := range columns {
				table.Head = append(table.Head, texts[i])
			}
			for _, b := range boxes {
				table.Rows[0] = append(table.Rows[0], b.Cell)
			}
			got, err := p.lines(table)
			same("old-lines", table, string(got), err)
		}
		same("old-options", choices, string(p.options(choices)), nil)
		if all, _ := p.boxes(boxes); !strings.Contains(string(all), `href="#ZgotmplZ"`) {
			t.Error("a dangerous address was not taken out")
		}
	}
}

// Texts that stand in the parsed templates are those that the templates would ask for.
func TestFixedTexts(t *testing.T) {
	for in, want := range map[string]string{
		`a{{t "保存" "Save"}}b`: "aSaveb", `{{t "一" "one"}}{{t "二" "two"}}`: "onetwo", `{{t "和" "a & b"}}`: `{{t "和" "a & b"}}`, `{{t "引" "it's"}}`: `{{t "引" "it's"}}`,
		`{{t .Zh .En}}`: `{{t .Zh .En}}`, `{{if t "一" "one"}}x{{end}}`: `{{if t "一" "one"}}x{{end}}`, `{{t "甲" "say \"x\""}}`: `{{t "甲" "say \"x\""}}`,
	} {
		if got := fixed(EN, in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	if got := fixed(ZH, `{{t "保存" "Save"}}`); got != "保存" {
		t.Errorf("Chinese: %s", got)
	}
}
