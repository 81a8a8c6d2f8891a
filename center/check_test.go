package center_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhibao/center"
	"zhibao/center/demo/text"
	"zhibao/internal/ocr"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/sharedata"
	"zhibao/patent/annotate"
	"zhibao/patent/filing"
)

// good is a text without a finding that forbids passing, bad one with two full stops.
const (
	good = "发明名称\n一种水壶\n权利要求书\n1. 一种水壶，其特征在于，包括壶体和壶盖，所述壶盖铰接于所述壶体。\n说明书摘要\n本发明公开了一种水壶，涉及日用品领域，为解决壶盖易丢失的问题，壶盖铰接于壶体，用于盛水。\n说明书\n" +
		"一种水壶\n技术领域\n本发明涉及日用品，尤其涉及一种水壶。\n背景技术\n现有的水壶的壶盖与壶体分离，壶盖容易丢失。\n发明内容\n本发明要解决的技术问题是壶盖容易丢失。一种水壶，包括壶体和壶盖，所述壶盖铰接于所述壶体。有益效果：壶盖不会丢失。\n" +
		"具体实施方式\n水壶包括壶体和壶盖，壶盖铰接于壶体，铰接处设有销轴，壶盖绕销轴转动。\n"
	bad = "权利要求书\n1. 一种水壶，其特征在于，包括壶体。所述壶体为金属。\n"
)

// line is what the tests read of a line of JSON.
type line struct {
	File, Type   string
	RulesVersion string `json:"rules_version"`
	On           string
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

func checked(t *testing.T, opt center.CheckOptions, paths ...string) (out, errs string, code int) {
	t.Helper()
	opt.Now = func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }
	if opt.Format == "" {
		opt.Format = "json"
	}
	var o, e bytes.Buffer
	code = center.Check(t.Context(), &o, &e, opt, paths)
	return o.String(), e.String(), code
}

func lines(t *testing.T, out string) (all []line) {
	t.Helper()
	for l := range strings.Lines(out) {
		var one line
		if err := json.Unmarshal([]byte(l), &one); err != nil {
			t.Fatalf("%v: %.200s", err, l)
		}
		all = append(all, one)
	}
	return all
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCheckExitCodes(t *testing.T) {
	dir := t.TempDir()
	fine, faulty := write(t, dir, "好.txt", []byte(good)), write(t, dir, "坏.txt", []byte(bad))
	broken, empty := write(t, dir, "b.zip", []byte("PK\x03\x04 cut off")), write(t, dir, "e.xml", nil)
	nothing := filepath.Join(dir, "没有")
	if err := os.Mkdir(nothing, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		paths []string
		opt   center.CheckOptions
		code  int
		files int
		says  string
	}{
		{"nothing found", []string{fine}, center.CheckOptions{}, 0, 1, ""},
		{"something found", []string{faulty}, center.CheckOptions{}, 1, 1, ""},
		{"one of two", []string{fine, faulty}, center.CheckOptions{}, 1, 2, ""},
		{"broken before good", []string{broken, fine}, center.CheckOptions{}, 2, 1, "b.zip：文件“b.zip”已损坏"},
		{"broken wins over found", []string{faulty, broken}, center.CheckOptions{}, 2, 1, "损坏"},
		{"empty file", []string{empty}, center.CheckOptions{}, 2, 0, "空"},
		{"no such path", []string{filepath.Join(dir, "x")}, center.CheckOptions{}, 2, 0, "没有这个文件"},
		{"folder without applications", []string{nothing}, center.CheckOptions{}, 2, 0, "没有可以检查的申请文件"},
		{"wrong day", []string{fine}, center.CheckOptions{On: "2026-13-01"}, 2, 0, "--on"},
		{"wrong format", []string{fine}, center.CheckOptions{Format: "pdf"}, 2, 0, "--format"},
		{"wrong type", []string{fine}, center.CheckOptions{Kind: "商标"}, 2, 0, "--type"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, errs, code := checked(t, c.opt, c.paths...)
			if code != c.code || len(lines(t, out)) != c.files || !strings.Contains(errs, c.says) || c.says == "" && errs != "" {
				t.Errorf("code %d, %d files, said %q\n%.600s", code, len(lines(t, out)), errs, out)
			}
		})
	}
}

// written makes a Word document of the lines.
func written(t *testing.T, text string) []byte {
	t.Helper()
	p := paper.Paper{Style: paper.Report, Title: "草稿"}
	for l := range strings.Lines(text) {
		p.Body = append(p.Body, paper.P(strings.TrimSpace(l)))
	}
	var buf bytes.Buffer
	if err := docx.Write(&buf, p); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestCheckNotes: the findings become comments in a copy of a Word file; the original stays, and what
// is there is not overwritten.
func TestCheckNotes(t *testing.T) {
	dir := t.TempDir()
	draft := written(t, bad)
	path := write(t, dir, "稿.docx", draft)
	notes := filepath.Join(dir, "批注")
	if _, errs, code := checked(t, center.CheckOptions{Notes: notes}, path); code != 2 || !strings.Contains(errs, "文件夹不存在") {
		t.Errorf("code %d: %s", code, errs)
	}
	if err := os.Mkdir(notes, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := checked(t, center.CheckOptions{Notes: notes}, path); code != 1 || !strings.Contains(errs, "批注已写入") {
		t.Fatalf("code %d: %s", code, errs)
	}
	copied, err := os.ReadFile(filepath.Join(notes, "稿-批注.docx"))
	if err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, draft) {
		t.Errorf("the original has changed: %v", err)
	}
	if err := annotate.Same(draft, copied); err != nil || bytes.Equal(draft, copied) {
		t.Errorf("the copy: %v", err)
	}
	if _, errs, code := checked(t, center.CheckOptions{Notes: notes}, path); code != 2 || !strings.Contains(errs, "同名文件已存在") {
		t.Errorf("overwritten, code %d: %s", code, errs)
	}
}

// TestCheckWords: with an engine on this machine the words in drawings are read when asked for, and
// without one asking is refused; unasked, the report says what it did not look at.
func TestCheckWords(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	if err := filing.Write(&b, text.New(0).Filing(), filing.Options{}); err != nil {
		t.Fatal(err)
	}
	path := write(t, dir, "包.zip", b.Bytes())
	unread := func(l line) bool {
		return slices.ContainsFunc(l.NotEvaluated, func(n struct{ Rule, Why string }) bool {
			return n.Rule == "DRW-003" && n.Why == "未启用本机文字识别"
		})
	}
	out, _, _ := checked(t, center.CheckOptions{}, path)
	if !unread(lines(t, out)[0]) {
		t.Error("the report does not say that words were not read")
	}
	empty := t.TempDir()
	t.Run("absent", func(t *testing.T) {
		t.Setenv("PATH", empty)
		if _, errs, code := checked(t, center.CheckOptions{Words: true}, path); code != 2 || !strings.Contains(errs, "没有安装文字识别程序") {
			t.Errorf("code %d: %s", code, errs)
		}
	})
	if _, err := ocr.Find(t.Context()); err != nil {
		t.Skip("no engine here: ", err)
	}
	out, errs, code := checked(t, center.CheckOptions{Words: true}, path)
	if code == 2 || errs != "" || unread(lines(t, out)[0]) {
		t.Errorf("code %d: %s", code, errs)
	}
}

// TestCheckFolder: what is broken between good ones is named and the rest is checked; an unpacked
// package and a folder of views are one application each.
func TestCheckFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "1.txt", []byte(good))
	write(t, dir, "2.docx", []byte("no archive at all"))
	write(t, dir, "3/深/4.md", []byte(strings.Replace(good, "发明名称", "# 发明名称", 1)))
	write(t, dir, "说明.pdf", []byte("%PDF-1.7"))
	write(t, dir, "invoice.xml", []byte(`<?xml version="1.0"?><invoice/>`))
	var b bytes.Buffer
	design := text.New(text.IndexOf(filing.Design, "")[0]).Filing()
	for i, f := range design.Figures {
		data, err := f.Art.Encode(filing.JPEG, 80)
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, fmt.Sprintf("视图/%d-%s.jpg", i+1, f.Label), data)
	}
	if err := filing.Write(&b, text.New(0).Filing(), filing.Options{}); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "包.zip", b.Bytes())
	out, errs, code := checked(t, center.CheckOptions{}, dir)
	var got []string
	for _, l := range lines(t, out) {
		got = append(got, filepath.Base(l.File)+" "+l.Type)
	}
	if want := "1.txt 发明|4.md 发明|包.zip 发明|视图 外观设计"; strings.Join(got, "|") != want || code != 2 {
		t.Errorf("%v, code %d, want %s", got, code, want)
	}
	for _, w := range []string{"2.docx：", "invoice.xml：不是申请文件，跳过"} {
		if !strings.Contains(errs, w) {
			t.Errorf("%q is missing in %q", w, errs)
		}
	}
}

// TestCheckLine holds the line of JSON to what it promises, and --type and --on to what they change.
// TestCheckFolderOfAClumsyUser: what programs leave behind is passed over, links to files are followed,
// a draft in a form that cannot be read is a failure and not silence, and a pipe does not hang.
func TestCheckFolderOfAClumsyUser(t *testing.T) {
	dir := t.TempDir()
	inside := filepath.Join(dir, "申请")
	write(t, inside, "1.txt", []byte(good))
	write(t, inside, "2.markdown", []byte(good))
	write(t, inside, "~$1.docx", []byte("\x05user"))
	write(t, inside, "._1.txt", []byte("\x00\x05\x16\x07"))
	write(t, inside, ".git/3.txt", []byte(good))
	write(t, inside, "证书.pdf", []byte("%PDF-1.7"))
	elsewhere := write(t, dir, "4.txt", []byte(good))
	links := map[string]string{"4.txt": elsewhere, "up": "..", "../全部": "申请"}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(inside, name)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	out, errs, code := checked(t, center.CheckOptions{}, filepath.Join(dir, "全部"))
	if len(lines(t, out)) != 3 || code != 0 || !strings.Contains(errs, "up：是指向文件夹的链接") || !strings.Contains(errs, "证书.pdf：PDF 未检查") || strings.Count(errs, "\n") != 2 {
		t.Errorf("code %d, %s\n%s", code, errs, out)
	}
	write(t, inside, "旧稿.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	if _, errs, code := checked(t, center.CheckOptions{}, inside); code != 2 || !strings.Contains(errs, "旧稿.doc") {
		t.Errorf("a draft of old Word: code %d, %s", code, errs)
	}
	pipe := filepath.Join(dir, "p.txt")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes here:", err)
	}
	if _, errs, code := checked(t, center.CheckOptions{}, pipe); code != 2 || !strings.Contains(errs, "不是普通文件") {
		t.Errorf("a pipe: code %d, %s", code, errs)
	}
}

func TestCheckLine(t *testing.T) {
	dir := t.TempDir()
	const set = "权利要求书\n1. 一种水壶，其特征在于，包括壶体（1）。\n2. 根据权利要求1所述的水壶，其特征在于，所述壶体（1）为金属。\n3. 根据权利要求1或2所述的水壶，其特征在于，例如设有把手。\n4. 一种使用权利要求1所述的水壶的方法，其特征在于，注水。\n"
	path := write(t, dir, "a.txt", []byte(set))
	out, _, code := checked(t, center.CheckOptions{Kind: "实用新型"}, path)
	one := lines(t, out)[0]
	if code != 1 || one.Type != "实用新型" || one.On != "2026-11-23" || one.RulesVersion == "" || one.Elapsed < 0 || one.File != path || len(one.NotEvaluated) == 0 {
		t.Errorf("code %d: %+v", code, one)
	}
	if got := fmt.Sprint(one.Application.Claims); got != "[{1 [] true} {2 [[1]] false} {3 [[1] [2]] false} {4 [[1]] true}]" {
		t.Error(got)
	}
	parts, rules := map[string][]rune{}, map[string]bool{}
	for _, p := range one.Application.Parts {
		parts[p.Part] = []rune(p.Text)
	}
	for _, f := range one.Findings {
		rules[f.Rule] = true
		if string(parts[f.Part][f.Start:f.End]) != f.Quote || f.Message == "" || f.Suggestion == "" || f.Basis == "" || f.Level == "" || f.Claim != nil && *f.Claim == 0 {
			t.Errorf("%+v", f)
		}
	}
	if !rules["CLM-023"] || !rules["UM-002"] {
		t.Errorf("%v", rules)
	}
	if strings.Contains(out, `"claim":0`) || strings.Contains(out, `"claim":null`) {
		t.Error("a finding outside the claims has a claim")
	}
	out, _, _ = checked(t, center.CheckOptions{Kind: "发明"}, path)
	if strings.Contains(out, `"UM-002"`) {
		t.Error("an invention is judged as a utility model")
	}
	// The identity of all inventors is demanded from 2026-01-01 on.
	a := text.New(0)
	a.Request.Inventors[1].ID = ""
	var b bytes.Buffer
	if err := filing.Write(&b, a.Filing(), filing.Options{}); err != nil {
		t.Fatal(err)
	}
	pack := write(t, dir, "a.zip", b.Bytes())
	for day, want := range map[string]bool{"2025-12-31": false, "2026-01-01": true} {
		out, _, _ := checked(t, center.CheckOptions{On: day}, pack)
		if got := strings.Contains(out, `"rule":"REQ-012"`); got != want || !strings.Contains(out, `"on":"`+day+`"`) {
			t.Errorf("%s: REQ-012 %v", day, got)
		}
	}
}

// TestCheckPage: the HTML of several files is one page, whose ids are all different.
func TestCheckPage(t *testing.T) {
	dir := t.TempDir()
	a, b := write(t, dir, "a.txt", []byte(bad)), write(t, dir, "b.txt", []byte(good))
	out, _, code := checked(t, center.CheckOptions{Format: "html"}, a, b)
	if code != 1 || strings.Count(out, "<!doctype html>") != 1 || strings.Count(out, "</html>") != 1 || strings.Count(out, "<main>") != 1 {
		t.Errorf("code %d, %.300s", code, out)
	}
	seen := map[string]bool{}
	for _, id := range strings.Split(out, ` id="`)[1:] {
		id, _, _ = strings.Cut(id, `"`)
		if seen[id] {
			t.Errorf("id %s twice", id)
		}
		seen[id] = true
	}
	for _, ref := range strings.Split(out, `href="#`)[1:] {
		if ref, _, _ = strings.Cut(ref, `"`); !seen[ref] {
			t.Errorf("#%s leads nowhere", ref)
		}
	}
	out, _, _ = checked(t, center.CheckOptions{Format: "text"}, a, b)
	if !strings.Contains(out, "a.txt") || !strings.Contains(out, "b.txt") || !strings.Contains(out, "CLM-004") {
		t.Error(out)
	}
}

// TestCheckShared reads every real draft and publication; each quote stands where it is said to.
func TestCheckShared(t *testing.T) {
	dir := sharedata.Dir(t)
	paths, err := filepath.Glob(filepath.Join(dir, "patent-xml-standards", "data", "examples", "cn_*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	paths = append(paths, filepath.Join(dir, "cn-drafts-one-applicant"))
	out, errs, code := checked(t, center.CheckOptions{}, paths...)
	all := lines(t, out)
	if code != 1 || errs != "" || len(all) < 14 {
		t.Errorf("code %d, %d files, %s", code, len(all), errs)
	}
	for _, l := range all {
		parts := map[string][]rune{}
		for _, p := range l.Application.Parts {
			parts[p.Part] = []rune(p.Text)
		}
		for _, f := range l.Findings {
			if string(parts[f.Part][f.Start:f.End]) != f.Quote {
				t.Errorf("%s: %s: %q does not stand at [%d, %d)", l.File, f.Rule, f.Quote, f.Start, f.End)
			}
		}
	}
}
