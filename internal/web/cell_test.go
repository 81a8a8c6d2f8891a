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
		`{{define "old-options"}}{{range .}}<option value="{{.Value}}"{{han .Label}}{{if .Picked}} selected{{end}}>{{word .Label}}</option>{{end}}{{end}}`)}}
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
		same("old-options", choices, string(p.options(choices)), nil)
		if all, _ := p.boxes(boxes); !strings.Contains(string(all), `href="#ZgotmplZ"`) {
			t.Error("a dangerous address was not taken out")
		}
	}
}
