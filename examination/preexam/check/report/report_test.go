package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/examination/preexam/check/sample"
	"zhibao/law/rule"
	"zhibao/patent"
)

const claims = `1. 一种<b>折叠支架</b>，其特征在于，包括底座（1）和立杆（2），例如钢杆等。
2. 根据权利要求1和2所述的折叠支架𠮷，其特征在于，所述弹簧由橡胶制成
4. 一种使用权利要求1或2所述的折叠支架的方法，其特征在于，展开所述立杆。`

// app makes an application with defects, characters beyond the basic plane and markup.
func app() *patent.Application {
	a := &patent.Application{Kind: patent.Invention, Title: "一种折叠支架", Reader: "text", Texts: map[patent.Part]*patent.Text{}}
	c := &patent.Text{Part: patent.Claims}
	for _, l := range strings.Split(claims, "\n") {
		c.Append(patent.ClaimText, l[:1], l)
	}
	d := &patent.Text{Part: patent.Description}
	d.Append(patent.TitleLine, "", "一种折叠支架")
	d.Append(patent.Heading, "", "技术领域")
	d.Append(patent.Paragraph, "0001", "本发明涉及支撑装置，具有革命性的效果。")
	a.Texts[patent.Claims], a.Texts[patent.Description] = c, d
	a.Figures = []patent.Figure{{Label: "图1", File: "0001.jpg"}}
	a.Losses = []patent.Loss{{Part: patent.Description, What: "一处公式没有读出"}}
	return a
}

func view() *View {
	a := app()
	rules := catalogue.Rules()
	rep := check.Run(check.Input{App: a, On: sample.On()}, rules)
	return &View{File: "支架.docx", App: a, Report: rep, Rules: rules, Elapsed: 1500 * time.Microsecond}
}

func TestJSON(t *testing.T) {
	v := view()
	var b bytes.Buffer
	if err := JSON(&b, v); err != nil {
		t.Fatal(err)
	}
	if bytes.Count(b.Bytes(), []byte("\n")) != 1 || b.Bytes()[b.Len()-1] != '\n' {
		t.Error("not one line")
	}
	var out struct {
		File, Type   string
		RulesVersion string `json:"rules_version"`
		Application  struct {
			Title  string
			Claims []struct {
				Number      int
				DependsOn   [][]int `json:"depends_on"`
				Independent bool
			}
			Parts []struct{ Part, Text string }
		}
		Findings []struct {
			Rule, Severity, Level, Basis, Part, Quote, Message, Suggestion string
			Claim                                                          *int
			Start, End                                                     int
		}
		NotEvaluated []struct{ Rule, Why string } `json:"not_evaluated"`
		Elapsed      float64                      `json:"elapsed_ms"`
	}
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	texts := map[string][]rune{}
	for _, p := range out.Application.Parts {
		texts[p.Part] = []rune(p.Text)
	}
	if len(out.Findings) < 8 || len(out.NotEvaluated) == 0 || out.Elapsed != 1.5 || out.Type != "发明" {
		t.Errorf("%d findings, %d not evaluated, %v ms, %s", len(out.Findings), len(out.NotEvaluated), out.Elapsed, out.Type)
	}
	for _, f := range out.Findings {
		if f.End > 0 && string(texts[f.Part][f.Start:f.End]) != f.Quote {
			t.Errorf("%s: %q does not stand at [%d, %d)", f.Rule, f.Quote, f.Start, f.End)
		}
		if f.Message == "" || f.Suggestion == "" || f.Basis == "" || f.Severity == "" || f.Level == "" {
			t.Errorf("%+v", f)
		}
		if f.Claim != nil && *f.Claim == 0 {
			t.Errorf("%s: claim 0", f.Rule)
		}
	}
	if got := fmt.Sprint(out.Application.Claims); got != "[{1 [] true} {2 [[1 2]] false} {4 [[1] [2]] true}]" {
		t.Error(got)
	}
}

var (
	ids  = regexp.MustCompile(` id="([^"]+)"`)
	refs = regexp.MustCompile(` href="#([^"]+)"`)
)

func TestHTML(t *testing.T) {
	for _, english := range []bool{false, true} {
		v := view()
		v.English = english
		var b bytes.Buffer
		if err := HTML(&b, v); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if out := os.Getenv("ZHIBAO_PAGE"); out != "" {
			if err := os.WriteFile(fmt.Sprintf("%s-%v.html", out, english), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				t.Errorf("id %s twice", m[1])
			}
			seen[m[1]] = true
		}
		linked := map[string]bool{}
		for _, m := range refs.FindAllStringSubmatch(page, -1) {
			linked[m[1]] = true
			if !seen[m[1]] {
				t.Errorf("link to %s, which is nowhere", m[1])
			}
		}
		for i := range v.Report.Findings {
			if f, m := fmt.Sprintf("f%d", i+1), fmt.Sprintf("t%d", i+1); !linked[f] || !linked[m] {
				t.Errorf("finding %d is not linked both ways", i+1)
			}
		}
		for _, bad := range []string{"<b>折叠", "<script", "http://", "https://", "src="} {
			if strings.Contains(page, bad) {
				t.Errorf("page holds %q", bad)
			}
		}
		if want := map[bool]string{false: "必须补正", true: "Must correct"}[english]; !strings.Contains(page, want) {
			t.Errorf("page does not say %q", want)
		}
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, view()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"支架.docx  发明  一种折叠支架\n", "\n权利要求书\n", "E CLM-009  权利要求2 “权利要求1和2”", "建议：", "依据：", "未检查的规则", "一处公式没有读出"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestEmpty(t *testing.T) {
	v := &View{File: "空", App: &patent.Application{}, Report: &check.Report{}}
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return JSON(b, v) },
		func(b *bytes.Buffer) error { return Text(b, v) },
		func(b *bytes.Buffer) error { return HTML(b, v) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil || b.Len() == 0 {
			t.Error(err, b.Len())
		}
	}
}

// TestLayout lays findings of any place over a text: no word is lost or doubled, and every
// finding begins once and ends once.
func TestLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := &patent.Text{Part: patent.Claims}
		for range rapid.IntRange(1, 4).Draw(t, "blocks") {
			text.Append(patent.ClaimText, "", rapid.StringMatching(`[甲乙a丙]{1,6}`).Draw(t, "words"))
		}
		a := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Claims: text}}
		var items []Item
		var marks []int
		for i, r := range text.Text {
			if r != '\n' {
				marks = append(marks, i)
			}
		}
		for n := range rapid.IntRange(0, 5).Draw(t, "findings") {
			i := rapid.IntRange(0, len(marks)-1).Draw(t, "start")
			j := rapid.IntRange(i, len(marks)-1).Draw(t, "end")
			end := len(text.Text)
			if j+1 < len(marks) {
				end = marks[j+1]
				if text.Text[end-1] == '\n' {
					end--
				}
			}
			items = append(items, Item{N: n + 1, Positioned: true, Finding: check.Finding{Part: patent.Claims, Start: marks[i], End: end, Severity: rule.Error}})
		}
		begins, ends := map[int]int{}, map[int]int{}
		var lines []string
		for _, p := range Layout(a, items) {
			for _, l := range p.Lines {
				var b strings.Builder
				for _, q := range l.Pieces {
					b.WriteString(q.Text)
					for _, n := range q.Begins {
						begins[n]++
					}
					for _, n := range q.Ends {
						ends[n]++
					}
				}
				lines = append(lines, b.String())
			}
		}
		if got := strings.Join(lines, "\n"); got != text.Text {
			t.Fatalf("%q, want %q", got, text.Text)
		}
		for _, it := range items {
			if begins[it.N] != 1 || ends[it.N] != 1 {
				t.Fatalf("finding %d [%d, %d) of %q begins %d times and ends %d times", it.N, it.Start, it.End, text.Text, begins[it.N], ends[it.N])
			}
		}
	})
}
