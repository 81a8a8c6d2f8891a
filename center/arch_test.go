package center_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"zhibao/internal/housetest"
)

// A row says what the packages below a folder may import from this module. The row with the
// longest folder decides. "own" stands for the procedure itself, the first two elements of the
// folder. Changing the table is a commit of its own that says why.
type row struct {
	folder string
	may    []string
	not    []string // exceptions from may
	std    bool     // nothing but the standard library beside that
}

var procedure = []string{"own", "casework", "patent", "law", "internal"}

// inputs is what a package of the kernel may know whose moves ask for files.
var inputs = []string{"casework", "law", "internal/access", "internal/blob", "internal/fault", "internal/office", "internal/seal", "internal/store", "internal/web/form", "internal/web/lang"}

// imports is the house from the door to the cellar.
var imports = []row{
	{folder: "cmd", may: []string{"cmd", "center", "internal"}},
	{folder: "center", may: []string{"center", "protection", "examination", "cooperation", "industry", "governance", "casework", "patent", "law", "internal"}},
	{folder: "center/demo/text", may: []string{"center/demo/text", "patent/filing", "internal/fault"}},

	{folder: "protection", may: procedure},
	{folder: "examination", may: procedure},
	{folder: "cooperation", may: procedure},
	{folder: "industry", may: procedure},
	{folder: "governance", may: procedure},
	// The rules judge files and given facts, so that they run without a case and off line.
	{folder: "examination/preexam/check", may: []string{"examination/preexam/check", "patent", "law", "internal"}},

	// The kernel has no pages and starts no jobs.
	{folder: "casework", may: []string{"casework", "law", "internal"}, not: []string{"internal/web", "internal/job"}},
	{folder: "casework/worklist", may: []string{"casework", "law", "internal"}},
	{folder: "casework/status", may: []string{"casework", "law", "internal"}},
	// What is handed in with a move is a file, and the type of a file in an input is that of the form. Of
	// the pages these packages know nothing: their own stand below casework/worklist.
	{folder: "casework/evidence", may: inputs},
	{folder: "casework/hearing", may: inputs},
	{folder: "casework/caseworktest", may: []string{"casework", "law", "internal"}},

	{folder: "patent", may: []string{"patent", "law", "internal/fault", "internal/imagery", "internal/office"}},
	// The writer of packages is tested against the readers and must not know them.
	{folder: "patent/filing", may: []string{"patent/filing", "internal/fault"}},

	{folder: "law", may: []string{"law"}, std: true},
	{folder: "internal", may: []string{"internal"}},
}

// forTests may be imported by tests everywhere.
var forTests = []string{"internal/sharedata", "internal/housetest"}

// TestImports holds the whole module against the table, tests included.
func TestImports(t *testing.T) {
	h, err := housetest.Load(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range breaches(h) {
		t.Error(line)
	}
}

// breaches returns one line for each import that the table does not allow.
func breaches(h *housetest.House) (out []string) {
	for _, p := range h.Packages {
		r, ok := rowOf(p.Dir)
		if !ok {
			out = append(out, p.Dir+": 不在依赖表中；先在 center/arch_test.go 的 imports 中为它立一行")
			continue
		}
		for _, f := range p.Files {
			for imp := range h.Imports(f) {
				if say := r.forbids(h.Module, p.Dir, imp, f.Test); say != "" {
					out = append(out, f.Path+": imports "+imp+"；"+say)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func rowOf(dir string) (best row, ok bool) {
	for _, r := range imports {
		if under(dir, r.folder) && len(r.folder) >= len(best.folder) {
			best, ok = r, true
		}
	}
	return best, ok
}

func under(dir, folder string) bool { return dir == folder || strings.HasPrefix(dir, folder+"/") }

// forbids returns what to do about an import, or "" if it is allowed.
func (r row) forbids(module, dir, imp string, test bool) string {
	target, ours := strings.CutPrefix(imp, module+"/")
	if !ours {
		if first, _, _ := strings.Cut(imp, "/"); r.std && !test && strings.Contains(first, ".") {
			return r.folder + " 只用标准库；把需要外部模块的部分移到 internal"
		}
		return ""
	}
	if test && slices.ContainsFunc(forTests, func(f string) bool { return under(target, f) }) || under(target, dir) {
		return ""
	}
	may := r.may
	if elems := strings.Split(dir, "/"); len(elems) >= 2 {
		may = append(slices.Clone(may), "-")
		for i, m := range may {
			if m == "own" {
				may[i] = elems[0] + "/" + elems[1]
			}
		}
	}
	if slices.ContainsFunc(r.not, func(m string) bool { return under(target, m) }) {
		return r.folder + " 不得引用 " + strings.Join(r.not, "、") + "；页面与作业由上层提供"
	}
	if slices.ContainsFunc(may, func(m string) bool { return under(target, m) }) {
		return ""
	}
	if isProcedure(dir) && isProcedure(target) {
		return "一个程序不得引用另一个程序：用事实 (casework/fact)、放行条件或由 center 交入的函数代替"
	}
	return r.folder + " 只可引用 " + strings.Join(r.may, "、") + "；把所需的东西作为参数交入，或向下移"
}

func isProcedure(dir string) bool {
	return slices.ContainsFunc(imports, func(r row) bool { return slices.Equal(r.may, procedure) && under(dir, r.folder) })
}

// TestImportsCanFail shows that each line of the rule bites.
func TestImportsCanFail(t *testing.T) {
	for _, c := range []struct {
		file, imp string
		want      string // part of the advice, empty if allowed
	}{
		{"protection/credit/a.go", "sample/casework", ""},
		{"protection/credit/a.go", "sample/protection/credit/view", ""},
		{"protection/credit/view/a.go", "sample/protection/credit", ""},
		{"protection/credit/a.go", "sample/protection/opinion", "另一个程序"},
		{"examination/preexam/a.go", "sample/protection/credit", "另一个程序"},
		{"examination/preexam/a_test.go", "sample/protection/credit", "另一个程序"},
		{"examination/preexam/check/clm/a.go", "sample/examination/preexam/check", ""},
		{"examination/preexam/check/clm/a.go", "sample/casework", "只可引用"},
		{"casework/a.go", "sample/examination/preexam", "只可引用"},
		{"casework/a.go", "sample/internal/web", "不得引用"},
		{"casework/a.go", "sample/internal/job", "不得引用"},
		{"casework/a.go", "sample/internal/store", ""},
		{"casework/worklist/a.go", "sample/internal/web", ""},
		{"casework/status/a.go", "sample/internal/web", ""},
		{"internal/web/a.go", "sample/law/term", "只可引用"},
		{"internal/web/a.go", "sample/internal/fault", ""},
		{"law/term/a.go", "sample/law/calendar", ""},
		{"law/term/a.go", "sample/internal/fault", "只可引用"},
		{"law/term/a.go", "golang.org/x/text/width", "标准库"},
		{"law/term/a_test.go", "pgregory.net/rapid", ""},
		{"law/term/a_test.go", "sample/internal/sharedata", ""},
		{"patent/xml/a.go", "sample/casework", "只可引用"},
		{"patent/filing/a.go", "sample/patent", "只可引用"},
		{"patent/filing/a_test.go", "sample/patent", "只可引用"},
		{"center/demo/text/a.go", "sample/examination/preexam/check", "只可引用"},
		{"center/a.go", "sample/protection/credit", ""},
		{"cmd/zhibao/main.go", "sample/protection/credit", "只可引用"},
		{"somewhere/a.go", "fmt", "立一行"},
	} {
		src := "package a\n\nimport _ \"" + c.imp + "\"\n"
		h, err := housetest.Load(fstest.MapFS{
			"go.mod": {Data: []byte("module sample\n")},
			c.file:   {Data: []byte(src)},
		})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(breaches(h), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s imports %s: %q, want %q", c.file, c.imp, got, c.want)
		}
	}
}
