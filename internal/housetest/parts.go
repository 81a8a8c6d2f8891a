package housetest

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// moduleOf returns the required module that provides an import path, or "".
func (h *House) moduleOf(imp string) string {
	best := ""
	for _, m := range h.Requires {
		if below(imp, m) && len(m) > len(best) {
			best = m
		}
	}
	return best
}

// directModules counts the modules that are really imported, tests included; the comments of
// go.mod play no part.
func directModules(h *House) []Finding {
	used := map[string]bool{}
	for _, p := range h.Packages {
		for _, f := range p.Files {
			for imp := range h.Imports(f) {
				if m := h.moduleOf(imp); m != "" {
					used[m] = true
				}
			}
		}
	}
	if len(used) <= maxModules {
		return nil
	}
	return []Finding{{"go.mod", 0, "go.mod",
		fmt.Sprintf("%d modules are imported directly; prefer the standard library, at most %d", len(used), maxModules)}}
}

// forTests are modules that no user's binary contains.
var forTests = []string{"github.com/chromedp", "pgregory.net/rapid", "github.com/google/go-cmp", "github.com/getkin/kin-openapi"}

// testModules looks at product files. A package that imports testing serves tests; it may use
// those modules, and no product package may import it.
func testModules(h *House) (out []Finding) {
	// First who serves tests, then who leans on them.
	serves := map[string]bool{}
	for _, p := range h.Packages {
		for _, f := range p.Product() {
			if h.Imports(f)["testing"] > 0 {
				serves[h.Module+"/"+p.Dir] = true
			}
		}
	}
	h.product(func(p *Package, f *File) {
		if serves[h.Module+"/"+p.Dir] {
			return
		}
		for imp, line := range h.Imports(f) {
			if slices.ContainsFunc(forTests, func(m string) bool { return below(imp, m) }) || serves[imp] {
				out = append(out, Finding{f.Path, line, f.Path, imp + " is for tests; the product must do without it"})
			}
		}
	})
	return out
}

// A table is one CREATE TABLE statement of a package's schema.
type table struct {
	name, body, file, pkg string
	line                  int
}

var createTable = regexp.MustCompile(`(?i)create\s+table\s+(?:if\s+not\s+exists\s+)?"?([a-z_][a-z0-9_]*)"?\s*\(`)

// tables reads every schema/*.sql. The owner is the folder above schema.
func (h *House) tables() (out []table) {
	for _, t := range h.Texts {
		dir := path.Dir(t.Path)
		if path.Ext(t.Path) != ".sql" || path.Base(dir) != "schema" || isData(t.Path) {
			continue
		}
		src := string(t.Data)
		for _, m := range createTable.FindAllStringSubmatchIndex(src, -1) {
			out = append(out, table{
				name: strings.ToLower(src[m[2]:m[3]]),
				body: columns(src[m[1]:]),
				file: t.Path,
				pkg:  path.Base(path.Dir(dir)),
				line: 1 + strings.Count(src[:m[0]], "\n"),
			})
		}
	}
	return out
}

// columns returns the text up to the bracket that closes the column list.
func columns(s string) string {
	// The opening bracket is already behind us.
	depth := 1
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s[:i]
			}
		}
	}
	return s
}

// tablePrefix asks that a table tells by its name who may touch it. The bare package name is
// enough for a package with one table.
func tablePrefix(h *House) (out []Finding) {
	for _, t := range h.tables() {
		if t.name != t.pkg && !strings.HasPrefix(t.name, t.pkg+"_") {
			out = append(out, Finding{t.file, t.line, t.name,
				fmt.Sprintf("table %s belongs to package %s; call it %s_%s", t.name, t.pkg, t.pkg, t.name)})
		}
	}
	return out
}

// A column of that name, not a mention inside a constraint.
var centerColumn = regexp.MustCompile(`(?im)^\s*"?center_id"?\s`)

// tableCenter asks for the column by which a distributed database spreads the tables.
func tableCenter(h *House) (out []Finding) {
	for _, t := range h.tables() {
		if !centerColumn.MatchString(t.body) {
			out = append(out, Finding{t.file, t.line, t.name,
				fmt.Sprintf("table %s has no center_id; add the column, or name the table and the reason in exceptions.txt", t.name)})
		}
	}
	return out
}

// The words after which SQL names a table.
var query = regexp.MustCompile(`(?i)\b(from|join|into|update|(?:create|alter|drop|truncate)\s+table)\s+"?([a-z_][a-z0-9_]*)`)

// foreignTables looks for queries in string literals of packages that do not own the table. A
// sub-package of the owner counts as the owner.
func foreignTables(h *House) (out []Finding) {
	owner := map[string]table{}
	for _, t := range h.tables() {
		owner[t.name] = t
	}
	h.product(func(p *Package, f *File) {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				return true
			}
			for _, m := range query.FindAllStringSubmatch(s, -1) {
				t, ok := owner[strings.ToLower(m[2])]
				if ok && !below(p.Dir, path.Dir(path.Dir(t.file))) {
					out = append(out, Finding{f.Path, h.line(lit.Pos()), f.Path,
						fmt.Sprintf("touches table %s of package %s; ask that package instead", t.name, t.pkg)})
				}
			}
			return true
		})
	})
	return out
}
