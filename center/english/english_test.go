package english

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhibao/internal/housetest"
	"zhibao/internal/web/lang"
)

// A said is one Chinese text in the code that the person at the screen may read.
type said struct {
	text, where string
	whole       bool // a message by itself, not a part of one
}

// makers are the two functions that make messages, with the place of the format.
func makers() map[string]int { return map[string]int{"fault.New": 2, "fault.Say": 0} }

// A finder looks through one package.
type finder struct {
	h       *housetest.House
	t       *testing.T
	makers  map[string]int // by the name with which the package calls them
	formats map[string]bool
	parts   map[string]bool // of the makers, those that make a part of a message
	out     []said
}

// messages returns every message of the program, found through the functions that make them and
// through the packages' own functions that hand a format on to one.
func messages(t *testing.T, h *housetest.House) (out []said) {
	for _, p := range h.Packages {
		f := &finder{h: h, t: t, makers: makers(), formats: map[string]bool{}, parts: map[string]bool{"fault.Say": true}}
		for found := true; found; {
			found = false
			for _, file := range p.Files {
				found = !file.Test && f.wrappers(file.AST) || found
			}
		}
		for _, file := range p.Files {
			if !file.Test {
				ast.Inspect(file.AST, func(n ast.Node) bool { f.call(file.Path, n); return true })
			}
		}
		out = append(out, f.out...)
	}
	return out
}

// wrappers finds functions whose parameter becomes a format, and reports whether there were new ones.
func (f *finder) wrappers(file *ast.File) (found bool) {
	look := func(name string, ft *ast.FuncType, body *ast.BlockStmt) {
		index, i := map[string]int{}, 0
		for _, field := range ft.Params.List {
			for _, id := range field.Names {
				index[id.Name] = i
				i++
			}
		}
		ast.Inspect(body, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at, ok := f.makers[called(c)]
			if !ok || at >= len(c.Args) {
				return true
			}
			id, ok := c.Args[at].(*ast.Ident)
			if !ok {
				return true
			}
			if i, ok := index[id.Name]; ok && !f.formats[name+id.Name] {
				f.parts[name] = f.parts[called(c)]
				f.makers[name], f.formats[name+id.Name], f.formats[id.Name], found = i, true, true, true
			}
			return true
		})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncDecl:
			if x.Body != nil {
				look(x.Name.Name, x.Type, x.Body)
			}
		case *ast.AssignStmt:
			if fn, ok := x.Rhs[0].(*ast.FuncLit); ok {
				if id, ok := x.Lhs[0].(*ast.Ident); ok {
					look(id.Name, fn.Type, fn.Body)
				}
			}
		}
		return true
	})
	return found
}

// called is the name of what is called: New, fault.New.
func called(c *ast.CallExpr) string {
	switch x := c.Fun.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		if id, ok := x.X.(*ast.Ident); ok {
			return id.Name + "." + x.Sel.Name
		}
	}
	return ""
}

// call notes what a call says.
func (f *finder) call(path string, n ast.Node) {
	c, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	where := func(e ast.Expr) string { return fmt.Sprintf("%s:%d", path, f.h.Fset.Position(e.Pos()).Line) }
	if s, ok := c.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "On" && len(c.Args) == 1 {
		if text, ok := literal(c.Args[0]); ok && strings.HasPrefix(text, "本中心规定") {
			f.out = append(f.out, said{text, where(c.Args[0]), false})
		}
	}
	at, ok := f.makers[called(c)]
	if !ok || at >= len(c.Args) {
		return
	}
	text, ok := literal(c.Args[at])
	if id, isName := c.Args[at].(*ast.Ident); !ok && isName && f.formats[id.Name] {
		return // handed on; the callers are looked at
	}
	if s, isField := c.Args[at].(*ast.SelectorExpr); !ok && isField && s.Sel.Name == "Format" {
		return // that of another message
	}
	if !ok {
		f.t.Errorf("%s: the format must be a literal, so that it has an English", where(c.Args[at]))
		return
	}
	f.out = append(f.out, said{text, where(c.Args[at]), !f.parts[called(c)]})
	for _, a := range c.Args[at+1:] {
		if text, ok := literal(a); ok {
			f.out = append(f.out, said{text, where(a), false})
		}
	}
}

// literal returns a text that stands in the code as it is, also in parts.
func literal(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(x.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok := literal(x.X)
		b, ok2 := literal(x.Y)
		return a + b, ok && ok2
	}
	return "", false
}

func house(t *testing.T) *housetest.House {
	h, err := housetest.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestEveryMessageHasEnglish: whatever is refused is refused in English too.
func TestEveryMessageHasEnglish(t *testing.T) {
	all, c := messages(t, house(t)), Catalogue()
	if len(all) < 400 {
		t.Errorf("only %d messages found", len(all))
	}
	for _, m := range all {
		if lang.HasHan(m.text) && c[m.text] == "" {
			t.Errorf("%s: no English in po\nmsgid %q", m.where, m.text)
		}
	}
}

var verbs = regexp.MustCompile(`%(?:\[(\d+)\])?([-+ #0]*\d*(?:\.\d+)?[a-zA-Z])`)

// places are the verbs of a format by the value that they take.
func places(format string) map[int]string {
	out, next := map[int]string{}, 1
	for _, m := range verbs.FindAllStringSubmatch(format, -1) {
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		out[next] = m[2]
		next++
	}
	return out
}

// TestEnglishFits: the same values, no Chinese, and nothing that the code no longer says.
func TestEnglishFits(t *testing.T) {
	source := sources(t)
	c := Catalogue()
	for _, zh := range slices.Sorted(maps.Keys(c)) {
		en := c[zh]
		if !lang.HasHan(zh) && !strings.Contains(zh, "：") || lang.HasHan(en) || strings.ContainsAny(en, "，。；：（）") {
			t.Errorf("%q: %q is not English", zh, en)
		}
		if a, b := places(zh), places(en); !maps.Equal(a, b) {
			t.Errorf("%q takes %v, its English %q %v", zh, a, en, b)
		}
		// The name of a center's rule stands apart from the words that say what it is.
		said := strings.TrimPrefix(zh, "本中心规定")
		if !strings.Contains(source, said) && !strings.Contains(source, strings.Trim(strconv.Quote(zh), `"`)) {
			t.Errorf("%q is said nowhere any more; delete it", zh)
		}
	}
}

// sources is the text of the program.
func sources(t *testing.T) string {
	var b strings.Builder
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !slices.Contains([]string{".go", ".html"}, filepath.Ext(path)) {
			return err
		}
		text, err := os.ReadFile(path)
		b.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// A message that is written in two halves is one.
	return regexp.MustCompile("\"\\s*\\+\\s*\"").ReplaceAllString(b.String(), "")
}

// remedy are the words with which a message says what to do.
var remedy = regexp.MustCompile(`(?:^|[^申])请|应|须|可在|可以|才|改用|自动重试|不影响|；%s$`)

// empty are messages that say nothing.
var empty = regexp.MustCompile(`^(系统错误|系统异常|未知错误|参数错误|操作失败|提交失败|格式不正确|格式错误|非法请求|无效)[。！，]?$|格式不正确$|^.{0,6}失败$`)

// TestEveryMessageSaysWhatToDo: what is wrong, and what to do about it.
func TestEveryMessageSaysWhatToDo(t *testing.T) {
	for _, m := range messages(t, house(t)) {
		if !m.whole || !lang.HasHan(m.text) {
			continue
		}
		if !remedy.MatchString(m.text) || empty.MatchString(m.text) {
			t.Errorf("%s: %q does not say what to do", m.where, m.text)
		}
	}
}

func TestRead(t *testing.T) {
	for text, wrong := range map[string]bool{
		"msgid \"甲\"\nmsgstr \"a\"\n":                            false,
		"# a word\n\nmsgid \"乙\"\nmsgstr \"b %s\"\n":             false,
		"msgid \"甲\"\n":                                          true,
		"msgstr \"a\"\n":                                         true,
		"msgid \"甲\"\nmsgid \"乙\"\nmsgstr \"a\"\n":               true,
		"msgid 甲\nmsgstr \"a\"\n":                                true,
		"msgid \"甲\"\nmsgstr \"\"\n":                             true,
		"msgid \"丁\"\nmsgstr \"d\"\nmsgid \"丁\"\nmsgstr \"e\"\n": true,
	} {
		if err := read(map[string]string{}, text); (err != nil) != wrong {
			t.Errorf("%q: %v", text, err)
		}
	}
}
