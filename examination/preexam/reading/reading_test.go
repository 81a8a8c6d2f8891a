package reading_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/examination/preexam/reading"
	"zhibao/patent"
)

func gallery() reading.Gallery {
	return reading.Gallery{Absent: "缺", Address: func(i int) string { return fmt.Sprintf("/f/%d", i) }}
}

func words(ss []reading.Segment) (s string) {
	for _, x := range ss {
		s += x.Text
	}
	return s
}

// form makes a request form out of paths and values.
func form(fields ...[2]string) *patent.Text {
	t := &patent.Text{Part: patent.RequestForm}
	for _, f := range fields {
		path := strings.Split(strings.TrimSuffix(f[0], "/附加"), "/")
		i := t.Append(patent.Field, "", path[len(path)-1]+"："+f[1])
		t.Blocks[i].ID = f[0]
	}
	return t
}

func TestTheFormComesLastAndGrouped(t *testing.T) {
	claims := &patent.Text{Part: patent.Claims}
	claims.Append(patent.ClaimText, "1", "1.一种支架。")
	app := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Claims: claims, patent.RequestForm: form(
		[2]string{"发明名称", "一种支架"}, [2]string{"发明人/第一发明人/姓名", "甲"}, [2]string{"发明人/第一发明人/身份证号", "11010519491231002X"},
		[2]string{"发明人/其他发明人[1]/姓名", "乙"}, [2]string{"申请人/第一申请人/姓名或名称", "某厂"}, [2]string{"申请人/第一申请人/电话", "0571"},
		[2]string{"提前公开/请求早日公布该专利申请/附加", "1"})}}
	got := reading.Papers(app, nil, gallery())
	if len(got) != 2 || got[0].Title != "权利要求书" || got[1].Title != "请求书" {
		t.Fatalf("%+v", got)
	}
	var lines []string
	for _, g := range got[1].Groups {
		lines = append(lines, g.Title+"|"+strings.Join(g.Head, ","))
		for _, row := range g.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.Name+"="+words(c.Segments))
			}
			lines = append(lines, "  "+strings.Join(cells, " "))
		}
	}
	want := []string{"|", "  发明名称=一种支架", "发明人|姓名,身份证号", "  姓名=甲 身份证号=110***********002X", "  姓名=乙 =",
		"申请人|", "  姓名或名称=某厂 电话=0571", "提前公开|", "  请求早日公布该专利申请=是"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

// A number with a finding on it is shown whole to the applicant, because the finding is about its characters, and masked
// to everybody else; so are telephones and mail addresses. The code of an organisation is public.
func TestAFieldWithAFindingIsShownWhole(t *testing.T) {
	f := form([2]string{"发明人/第一发明人/身份证号", "110105194912310021"})
	at := strings.Index(f.Text, "1101")
	app := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.RequestForm: f}}
	marks := []reading.Mark{{N: 1, ID: 7, Part: patent.RequestForm, Start: at, End: len(f.Text), Class: "e"}}
	if s := words(reading.Papers(app, marks, gallery())[0].Groups[0].Rows[0][0].Segments); s != "110***********0021" {
		t.Errorf("shown to the examiner as %q", s)
	}
	for value, want := range map[string]string{"13800138000": "138****8000", "0571-88886666": "0571-******66", "zhang@example.cn": "z****@example.cn", "91440300708461136T": "91440300708461136T", "E12345678": "E12****78", "无": "无"} {
		if got := reading.Hidden(value); got != want {
			t.Errorf("%q is shown as %q", value, got)
		}
	}
	open := gallery()
	open.Open = true
	parts := reading.Papers(app, marks, open)
	if s := words(parts[0].Groups[0].Rows[0][0].Segments); s != "110105194912310021" {
		t.Errorf("shown as %q", s)
	}
	if !reading.Placed(parts)[7] {
		t.Error("the finding has no place")
	}
}

func TestViewsAreShownAsPictures(t *testing.T) {
	text := &patent.Text{Part: patent.Pictures}
	for i, label := range []string{"主视图", "后视图"} {
		text.Append(patent.Picture, "", label)
		text.Blocks[i].File = fmt.Sprintf("%d.jpg", i)
	}
	app := &patent.Application{Kind: patent.Design, Texts: map[patent.Part]*patent.Text{patent.Pictures: text},
		Figures: []patent.Figure{{Label: "图1"}}, Views: []patent.Figure{{Label: "主视图", File: "0.jpg", Present: true}, {Label: "后视图", File: "1.jpg"}}}
	parts := reading.Papers(app, nil, gallery())
	if parts[0].Title != "图片或照片" || !parts[0].Wall || len(parts[0].Blocks) != 0 {
		t.Fatalf("%+v", parts[0])
	}
	// The second figure of the application, because the drawings are counted before the views.
	if ps := parts[0].Pictures; len(ps) != 2 || ps[0].Src != "/f/1" || words(ps[0].Segments) != "主视图" || ps[1].Src != "" || ps[1].Problem != "缺" {
		t.Errorf("%+v", ps)
	}
}

// Marks of any kind neither lose nor double a character, and every mark that lies over words
// begins exactly once in each block that it reaches.
func TestMarksKeepTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := &patent.Text{Part: patent.Description}
		for i, s := range rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("甲乙丙，。a1𠮷")), 1, 12, -1), 1, 5).Draw(t, "paragraphs") {
			text.Append(patent.Paragraph, fmt.Sprintf("%04d", i+1), s)
		}
		edges := []int{0}
		for i := range text.Text {
			edges = append(edges, i)
		}
		edges = append(edges, len(text.Text))
		var marks []reading.Mark
		for i := range rapid.IntRange(0, 6).Draw(t, "marks") {
			a, b := rapid.SampledFrom(edges).Draw(t, "from"), rapid.SampledFrom(edges).Draw(t, "to")
			marks = append(marks, reading.Mark{N: i + 1, ID: int64(i + 1), Part: patent.Description, Start: min(a, b), End: max(a, b), Class: rapid.SampledFrom([]string{"e", "w", "i"}).Draw(t, "class")})
		}
		app := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Description: text}}
		parts := reading.Papers(app, marks, gallery())
		for i, b := range parts[0].Blocks {
			if words(b.Segments) != text.Of(text.Blocks[i]) {
				t.Fatalf("%q became %q", text.Of(text.Blocks[i]), words(b.Segments))
			}
			for _, m := range marks {
				begins := 0
				for _, s := range b.Segments {
					if slices.ContainsFunc(s.First, func(x reading.Begun) bool { return x.ID == m.ID }) {
						begins++
					}
				}
				over := m.Start < m.End && m.Start < text.Blocks[i].End && m.End > text.Blocks[i].Start
				if over != (begins == 1) || begins > 1 {
					t.Fatalf("mark %+v begins %d times in block %d", m, begins, i)
				}
			}
		}
	})
}
