package sample

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/patent"
)

// Input builds what is checked. Lines of a part become blocks like this:
//
//   - 权利要求书: a line "12. …" begins a claim, further lines belong to it; a line before the
//     first claim, or one that begins with "# ", is a heading;
//   - 说明书: "# 名称" is the title line, a known section title or "## 标题" a heading, every
//     other line a paragraph numbered 0001, 0002 …; "[0007] …" sets the number;
//   - other parts: a line "标签：值" of a form (请求书, 专利代理委托书, 承诺书) is a field with
//     the ID 标签, every other line a paragraph without number;
//   - everywhere "!picture 名", "!table" and "!formula" are blocks without words.
//
// A request form given as JSON alone gets its text from the fields that are set.
func (v *Variant) Input() (in check.Input, err error) {
	in.App = &patent.Application{Kind: patent.Invention, Reader: "text"}
	in.On = On()
	for _, s := range v.Sections {
		switch s.Name {
		case "kind":
			in.App.Kind = patent.Kind(strings.TrimSpace(s.Text))
		case "on":
			in.On, err = calendar.ParseDay(strings.TrimSpace(s.Text))
		case "facts.json":
			err = strict(s.Text, &in.Facts)
		case "app.json":
			err = strict(s.Text, in.App)
		case "请求书.json":
			in.App.Request = &patent.Request{}
			err = strict(s.Text, in.App.Request)
		}
		if err != nil {
			return in, fmt.Errorf("%s/%s: %w", v.Name, s.Name, err)
		}
	}
	in.App.Texts = map[patent.Part]*patent.Text{}
	for _, part := range patent.Parts() {
		if s := v.Section(string(part)); s != "" {
			in.App.Texts[part] = textOf(part, s)
		}
	}
	if in.App.Request != nil && !in.App.Has(patent.RequestForm) {
		in.App.Texts[patent.RequestForm] = formOf(in.App.Request)
	}
	titles(in.App)
	return in, v.names()
}

// names reports a section that is none of the known ones.
func (v *Variant) names() error {
	known := map[string]bool{"kind": true, "on": true, "facts.json": true, "app.json": true, "请求书.json": true}
	for _, p := range patent.Parts() {
		known[string(p)] = true
	}
	for _, s := range v.Sections {
		if !known[s.Name] {
			return fmt.Errorf("%s/%s is no known section", v.Name, s.Name)
		}
	}
	return nil
}

func strict(text string, to any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(to)
}

var (
	claimStart = regexp.MustCompile(`^\s*([0-9０-９]+)\s*[.．、]`)
	paraNumber = regexp.MustCompile(`^\[([0-9]+[a-z]?)\]\s*`)
)

// sections are the titles of the parts of a description.
var sections = map[string]bool{"技术领域": true, "背景技术": true, "发明内容": true, "实用新型内容": true,
	"附图说明": true, "具体实施方式": true, "具体实施例": true}

func textOf(part patent.Part, s string) *patent.Text {
	t := &patent.Text{Part: part}
	n := 0
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\n")
		if line == "" || object(t, line) {
			continue
		}
		switch part {
		case patent.Claims:
			claimLine(t, line)
		case patent.Description:
			n = descriptionLine(t, line, n)
		case patent.RequestForm, patent.Mandate, patent.Undertaking:
			if label, _, ok := strings.Cut(line, "："); ok {
				t.Blocks[t.Append(patent.Field, "", line)].ID = label
				continue
			}
			t.Append(patent.Paragraph, "", line)
		default:
			t.Append(patent.Paragraph, "", line)
		}
	}
	return t
}

func object(t *patent.Text, line string) bool {
	kind, file, _ := strings.Cut(strings.TrimPrefix(line, "!"), " ")
	switch {
	case !strings.HasPrefix(line, "!"):
		return false
	case kind == "picture" || kind == "table" || kind == "formula":
		at := len(t.Text)
		t.Blocks = append(t.Blocks, patent.Block{Kind: patent.BlockKind(kind), File: file, Start: at, End: at})
		return true
	}
	return false
}

func claimLine(t *patent.Text, line string) {
	if m := claimStart.FindStringSubmatch(line); m != nil {
		t.Append(patent.ClaimText, m[1], line)
		return
	}
	if words, ok := strings.CutPrefix(line, "# "); ok || len(t.Blocks) == 0 {
		t.Append(patent.Heading, "", words)
		return
	}
	last := &t.Blocks[len(t.Blocks)-1]
	if last.Kind != patent.ClaimText {
		t.Append(patent.Paragraph, "", line)
		return
	}
	t.Text += "\n" + line
	last.End = len(t.Text)
}

func descriptionLine(t *patent.Text, line string, n int) int {
	if words, ok := strings.CutPrefix(line, "# "); ok {
		t.Append(patent.TitleLine, "", words)
		return n
	}
	words, ok := strings.CutPrefix(line, "## ")
	if ok || sections[strings.Join(strings.Fields(line), "")] {
		t.Append(patent.Heading, "", words)
		return n
	}
	number := fmt.Sprintf("%04d", n+1)
	if m := paraNumber.FindStringSubmatch(line); m != nil {
		number, line = m[1], line[len(m[0]):]
		if v, err := strconv.Atoi(m[1]); err == nil {
			n = v - 1
		}
	}
	t.Append(patent.Paragraph, number, line)
	return n + 1
}

// formOf writes the text of a request form: one field a line, in the order of patent.Request,
// with the path of the Go fields as ID ("Applicants[0].Name").
func formOf(r *patent.Request) *patent.Text {
	t := &patent.Text{Part: patent.RequestForm}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		default:
			if !v.IsZero() {
				i := t.Append(patent.Field, "", fmt.Sprint(v.Interface()))
				t.Blocks[i].ID = path
			}
		}
	}
	walk("", reflect.ValueOf(*r))
	return t
}

// titles fills the places that state the title, and the application's own title.
func titles(a *patent.Application) {
	add := func(p patent.Part, b patent.Block) {
		t := a.Text(p)
		a.Titles = append(a.Titles, patent.Titled{Part: p, Title: t.Of(b), Start: b.Start, End: b.End})
	}
	for _, b := range a.Text(patent.RequestForm).Blocks {
		if b.ID == "Title" {
			add(patent.RequestForm, b)
		}
	}
	for _, b := range a.Text(patent.Description).Blocks {
		if b.Kind == patent.TitleLine {
			add(patent.Description, b)
		}
	}
	if a.Title == "" && len(a.Titles) > 0 {
		a.Title = a.Titles[0].Title
	}
}
