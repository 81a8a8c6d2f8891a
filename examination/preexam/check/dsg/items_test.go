package dsg

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/filing"
	"zhibao/patent/reader"
)

// A submission is the views of a design by name and its brief explanation, to be handed in as a package
// or as a plain folder.
type submission struct {
	views map[string]filing.Art
	brief string
	form  filing.Request
}

const soundBrief = "1.本外观设计产品的名称：台灯。\n2.本外观设计产品的用途：用于照明。\n3.本外观设计的设计要点：形状。\n4.最能表明设计要点的图片或照片：立体图。"

func sound() submission {
	s := submission{views: map[string]filing.Art{}, brief: soundBrief, form: filing.Request{Title: "台灯"}}
	for name, face := range map[string]string{"主视图": "front", "后视图": "back", "左视图": "left", "右视图": "right", "俯视图": "top", "仰视图": "bottom", "立体图": "oblique"} {
		s.views[name] = filing.Art{Style: filing.View, Seed: 3, Face: face, Width: 100, Height: 100}
	}
	return s
}

// folder hands the submission in as loose files, the explanation as text.
func (s submission) folder(t *testing.T) *patent.Application {
	t.Helper()
	files := []reader.File{loose("简要说明.txt", []byte(s.brief))}
	for name, art := range s.views {
		data, err := art.Encode(filing.JPEG, 85)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, loose(name+".jpg", data))
	}
	a, err := reader.ReadFiles(t.Context(), files, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func loose(name string, data []byte) reader.File {
	return reader.File{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// bundle hands it in as a filing package of 130101, 130001 and 130002.
func (s submission) bundle(t *testing.T) *patent.Application {
	t.Helper()
	f := &filing.Application{Kind: filing.Design, Request: s.form}
	for line := range strings.SplitSeq(s.brief, "\n") {
		f.Brief = append(f.Brief, filing.Paragraph{Text: line})
	}
	for _, name := range slices.Sorted(maps.Keys(s.views)) {
		f.Figures = append(f.Figures, filing.Figure{Label: name, Art: s.views[name]})
	}
	var b bytes.Buffer
	if err := filing.Write(&b, f, filing.Options{}); err != nil {
		t.Fatal(err)
	}
	a, err := reader.Read(t.Context(), "a.zip", bytes.NewReader(b.Bytes()), int64(b.Len()), reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// busy is a photograph without a plain ground.
func busy() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 600, 600))
	for y := 0; y < 600; y += 20 {
		for x := 0; x < 600; x += 20 {
			draw.Draw(img, image.Rect(x, y, x+20, y+20), image.NewUniform(color.RGBA{byte(x * 7), byte(y * 5), byte((x + y) * 3), 255}), image.Point{}, draw.Src)
		}
	}
	return encode(img)
}

// TestEveryItem: each thing that can be wrong with the papers of a design is found in a package as well
// as in a plain folder, and by no other name where nothing is wrong.
func TestEveryItem(t *testing.T) {
	art := func(name string, edit func(*filing.Art)) func(*submission) {
		return func(s *submission) {
			a := s.views[name]
			edit(&a)
			s.views[name] = a
		}
	}
	second := func(edit func(string, *filing.Art)) func(*submission) {
		return func(s *submission) {
			for _, name := range slices.Collect(maps.Keys(s.views)) {
				a := s.views[name]
				s.views["设计1"+name] = a
				delete(s.views, name)
				edit(name, &a)
				s.views["设计2"+name] = a
			}
			s.form.SimilarDesigns = 2
			s.brief = strings.Replace(s.brief, "：立体图", "：设计1立体图", 1) + "\n5.设计1为基本设计。"
		}
	}
	for _, c := range []struct {
		name, want string
		spoil      func(*submission)
		formOnly   bool // the statement is in the request form, which a folder has not
	}{
		{"sound", "", func(*submission) {}, false},
		{"a view is missing", "DSG-006", func(s *submission) { delete(s.views, "仰视图") }, false},
		{"a view of another name", "DSG-009", func(s *submission) { s.views["侧视图"] = s.views["左视图"] }, false},
		{"a blank view", "DSG-012", art("后视图", func(a *filing.Art) { *a = filing.Art{Style: filing.Blank, Width: 100, Height: 100} }), false},
		{"a restless ground", "DSG-012", art("立体图", func(a *filing.Art) { a.Data = busy() }), false},
		{"views of two scales", "DSG-010", art("后视图", func(a *filing.Art) { a.Width, a.Height = 60, 60 }), false},
		{"a view too large", "DSG-013", art("主视图", func(a *filing.Art) { a.Width, a.Height = 250, 250 }), false},
		{"a view too small", "DSG-013", art("主视图", func(a *filing.Art) { a.Width, a.Height = 20, 20 }), false},
		{"too few dots", "DSG-013", art("主视图", func(a *filing.Art) { a.DPI = 40 }), false},
		{"a frame", "DSG-011", func(s *submission) {
			for name, a := range s.views {
				a.Frame = true
				s.views[name] = a
			}
		}, false},
		{"colour claimed, pictures without", "DSG-014", func(s *submission) { s.brief += "\n5.请求保护的外观设计包含色彩。" }, false},
		{"no use stated", "DSG-015", func(s *submission) {
			s.brief = strings.Replace(s.brief, "2.本外观设计产品的用途：用于照明。\n", "", 1)
		}, false},
		{"nothing designated", "DSG-015", func(s *submission) {
			s.brief = strings.Replace(s.brief, "\n4.最能表明设计要点的图片或照片：立体图。", "", 1)
		}, false},
		{"a picture designated that is not there", "DSG-016", func(s *submission) { s.brief = strings.Replace(s.brief, "：立体图", "：展开图", 1) }, false},
		{"advertising", "DSG-017", func(s *submission) { s.brief = strings.Replace(s.brief, "：形状", "：国际领先的形状", 1) }, false},
		{"no basic design", "DSG-018", func(s *submission) {
			second(func(string, *filing.Art) {})(s)
			s.brief = strings.Replace(s.brief, "\n5.设计1为基本设计。", "", 1)
		}, false},
		{"similar designs that are one", "DSG-028", second(func(string, *filing.Art) {}), false},
		{"several designs without prefixes", "DSG-020", func(s *submission) { s.form.SetProducts = 2 }, true},
		{"a set to judge", "DSG-019", func(s *submission) {
			second(func(string, *filing.Art) {})(s)
			for name, a := range maps.Clone(s.views) {
				delete(s.views, name)
				s.views[strings.Replace(name, "设计", "套件", 1)] = a
			}
		}, false},
	} {
		s := sound()
		c.spoil(&s)
		for where, read := range map[string]func(*testing.T) *patent.Application{"folder": s.folder, "package": s.bundle} {
			if c.formOnly && where == "folder" {
				continue
			}
			a := read(t)
			if a.Kind != patent.Design {
				t.Fatalf("%s, %s: read as %s", c.name, where, a.Kind)
			}
			rep := check.Run(check.Input{App: a, On: calendar.MustDay("2026-11-23"), Facts: check.Facts{Gallery: &check.GalleryFacts{}}}, Rules())
			var got []string
			for _, f := range rep.Findings {
				got = append(got, f.Rule)
			}
			for _, f := range rep.Questions {
				// What is asked of every design is no finding.
				if c.want == f.Rule {
					got = append(got, f.Rule)
				}
			}
			if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
				t.Errorf("%s, %s: %v, want %s %s", c.name, where, got, c.want, fmt.Sprint(rep.Findings))
			}
		}
	}
}
