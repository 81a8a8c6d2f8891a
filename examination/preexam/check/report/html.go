package report

import (
	"embed"
	"html/template"
	"io"
	"path/filepath"
	"strings"
	"sync"

	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed view
var files embed.FS

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report.html").Funcs(template.FuncMap{
		"class": class, "join": strings.Join, "kind": func(k patent.BlockKind) string { return string(k) },
	}).ParseFS(files, "view/report.html"))
})

var style = sync.OnceValue(func() template.CSS {
	b, err := files.ReadFile("view/report.css")
	if err != nil {
		panic("report: embedded style: " + err.Error())
	}
	return template.CSS(b)
})

// A total is one figure of the summary.
type total struct {
	Class string
	N     int
	Word  string
}

// A sheet is everything that the page shows of one file.
type sheet struct {
	*View
	P       string // goes before every id of the file, so that several files stand in one page
	Many    bool
	Style   template.CSS
	L       labels
	Kind    string
	Items   []Item
	Asked   []Item // questions, which are no findings
	Parts   []Part
	Totals  []total
	Reasons []reason
	Verdict string
	Name    string // last element of the file's path
}

// A Page is an HTML page to which checked files are added one after the other. Nothing of a file is
// kept but its name and how many findings it had, so that a folder may hold any number.
type Page struct {
	w     io.Writer
	l     labels
	many  bool
	begun bool
	seen  []entry
}

// An entry is one file in the list at the end of a page of several.
type entry struct {
	P, Name, Verdict string
	Grave            int // findings that forbid passing
}

// NewPage begins a page. many says that there can be several files: then each has its own ids, and
// the page ends with a list of all.
func NewPage(w io.Writer, english, many bool) *Page {
	return &Page{w: w, l: words(english), many: many}
}

// Add writes the check of one file: the papers left, the findings right, linked both ways, without
// script and without a request to anywhere.
func (p *Page) Add(v *View) error {
	s := sheet{View: v, Many: p.many, Style: style(), L: p.l, Name: filepath.Base(v.File), Kind: string(v.App.Kind), Items: v.Items(), Asked: v.Asked(), Reasons: skippedByReason(v)}
	if p.many {
		s.P = "d" + digits(len(p.seen)+1) + "-"
	}
	s.Parts = Layout(v.App, s.Items)
	if v.English {
		s.Kind = v.App.Kind.English()
	}
	if s.Kind == "" {
		s.Kind = p.l.Unknown
	}
	for _, k := range severities() {
		s.Totals = append(s.Totals, total{class(k), v.Report.Count(k), p.l.Severity[k]})
	}
	s.Totals = append(s.Totals, total{"ok", len(v.Report.Passed), p.l.Passed})
	s.Verdict = p.l.Clean
	if n := len(s.Items); n > 0 {
		s.Verdict = strings.ReplaceAll(p.l.Found, "#", digits(n))
	}
	p.seen = append(p.seen, entry{s.P, v.File, s.Verdict, v.Report.Count(rule.Fatal) + v.Report.Count(rule.Error)})
	if !p.begun {
		p.begun = true
		if err := page().ExecuteTemplate(p.w, "head", s); err != nil {
			return err
		}
	}
	return page().ExecuteTemplate(p.w, "file", s)
}

// Close ends the page. A page without files stays empty.
func (p *Page) Close() error {
	if !p.begun {
		return nil
	}
	return page().ExecuteTemplate(p.w, "foot", struct {
		Many bool
		L    labels
		Seen []entry
	}{p.many, p.l, p.seen})
}

// HTML writes the check of one file as one HTML page.
func HTML(w io.Writer, v *View) error {
	p := NewPage(w, v.English, false)
	if err := p.Add(v); err != nil {
		return err
	}
	return p.Close()
}

// labels are the words of the page in one language.
type labels struct {
	Lang, Report, Skip, Papers, Findings, Found, Clean, Passed, Basis, Advice, Jump, See, Back  string
	Skipped, Losses, Version, On, Since, Unknown, Whole, Picture, Absent, Note, All, Grave, Ask string
	Severity                                                                                    map[rule.Severity]string
}

func words(english bool) labels {
	if english {
		return labels{Lang: "en", Report: "Pre-examination report", Skip: "Skip to the findings", Papers: "Application papers", Findings: "Findings of the pre-examination",
			Found: "# findings", Clean: "No findings", Passed: "Passed", Basis: "Basis: ", Advice: "Remedy: ", Jump: "Show in the text", See: "See finding ", Back: "Back to the findings",
			Skipped: "Rules not evaluated", Losses: "What could not be read", Version: "Rules ", On: "checked for ", Since: "in force since ", Unknown: "kind not known",
			Whole: "About this part: ", Picture: "Picture", Absent: "not submitted", Note: "The report reproduces the text of the papers unchanged.", All: "All files", Grave: "forbid passing", Ask: "What a person has to judge (no defects)",
			Severity: map[rule.Severity]string{rule.Fatal: "Fatal", rule.Error: "Must correct", rule.Warning: "Should change", rule.Info: "Note"}}
	}
	l := labels{Lang: "zh-CN", Report: "预审检查报告", Skip: "跳到检查结果", Papers: "申请文件", Findings: "检查发现的问题",
		Found: "发现 # 处问题", Clean: "没有发现问题", Passed: "已通过", Basis: "依据：", Advice: "建议：", Jump: "定位到原文", See: "查看问题 ", Back: "回到检查结果",
		Skipped: "未检查的规则", Losses: "读取时的说明", Version: "规则版本 ", On: "检查日 ", Since: "施行日 ", Unknown: "类型未识别",
		Whole: "关于本部分：", Picture: "图片", Absent: "文件中没有", Note: "报告按原文显示申请文件，未作任何改动。", All: "全部文件", Grave: "处须改正", Ask: "须由人判断的问题（不是缺陷）", Severity: map[rule.Severity]string{}}
	for _, s := range severities() {
		l.Severity[s] = s.Title()
	}
	return l
}
