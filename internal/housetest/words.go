package housetest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	vague     = regexp.MustCompile(`^(utils?|commons?|helpers?|managers?|mocks?|misc)$`)
	vagueType = regexp.MustCompile(`(Util|Utils|Helper|Helpers|Manager|Mock)$|^[Mm]ock[A-Z]`)
	starred   = regexp.MustCompile(`(?i)\bselect\s+(distinct\s+)?([a-z_][a-z0-9_]*\.)?\*`)
	leftover  = regexp.MustCompile(`\b(TO[D]O|FIX[M]E|HA[C]K)\b`)
	// The bracketed letters keep this list from finding itself.
	foreign = regexp.MustCompile(`(?i)/wor[k]/(?:main|shared|[.])|/tmp/z[b]|shared/desig[n]|brief\.m[d]\b|\bclaud[e]\b|anthropi[c]|` +
		`chatgp[t]|openai\.co[m]|\bsub-?agen[t]s?\b|large language mode[l]|as an a[i]\b|this sessio[n] of|` +
		`proxy\.golan[g]\.org|registry\.npmj[s]\.org|sum\.golan[g]\.org`)
)

// vagueNames looks at folders, packages, files and types, not at variables.
func vagueNames(h *House) (out []Finding) {
	const say = "the name says nothing; name it after what it is"
	for _, p := range h.Packages {
		if vague.MatchString(p.Name) || vague.MatchString(path.Base(p.Dir)) {
			out = append(out, Finding{p.Dir, 0, p.Dir, "package " + p.Name + ": " + say})
		}
		for _, f := range p.Files {
			base := strings.TrimSuffix(path.Base(f.Path), ".go")
			if slices.ContainsFunc(strings.Split(base, "_"), vague.MatchString) {
				out = append(out, Finding{f.Path, 0, f.Path, say})
			}
			for _, d := range f.AST.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.TYPE {
					continue
				}
				for _, s := range g.Specs {
					if ts := s.(*ast.TypeSpec); vagueType.MatchString(ts.Name.Name) {
						out = append(out, Finding{f.Path, h.line(ts.Pos()), ts.Name.Name, "type " + ts.Name.Name + ": " + say})
					}
				}
			}
		}
	}
	return out
}

// packageDocs accepts any sentence before package main, which is documented as a command.
func packageDocs(h *House) (out []Finding) {
	for _, p := range h.Packages {
		files := slices.DeleteFunc(slices.Clone(p.Files), func(f *File) bool { return f.Test })
		if len(files) == 0 {
			continue
		}
		found := slices.ContainsFunc(files, func(f *File) bool {
			doc := f.AST.Doc.Text()
			return strings.HasPrefix(doc, "Package "+p.Name+" ") || p.Name == "main" && doc != ""
		})
		if !found {
			out = append(out, Finding{p.Dir, 0, p.Dir,
				fmt.Sprintf("no package comment; begin one with \"Package %s (中文名) is …\" and its clause of the notice", p.Name)})
		}
	}
	return out
}

// business are the folders in which every exported name is documented.
var business = []string{"protection", "examination", "cooperation", "industry", "governance", "casework", "law", "patent"}

// plain are methods whose name is their documentation.
var plain = []string{"String", "Error", "Unwrap", "Is", "Len", "Less", "Swap", "MarshalText", "UnmarshalText", "MarshalJSON", "UnmarshalJSON"}

// exportedDocs looks at functions, methods of exported types, types, constants and variables.
func exportedDocs(h *House) (out []Finding) {
	h.product(func(p *Package, f *File) {
		if !slices.ContainsFunc(business, func(b string) bool { return below(p.Dir, b) }) {
			return
		}
		missing := func(id *ast.Ident) {
			out = append(out, Finding{f.Path, h.line(id.Pos()), f.Path + ":" + id.Name,
				id.Name + " is exported and undocumented; say what it does for its user, with shape, unit, errors and source"})
		}
		for _, d := range f.AST.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				own := d.Recv == nil || ast.IsExported(receiver(d)) && !slices.Contains(plain, d.Name.Name)
				if d.Name.IsExported() && d.Doc == nil && own {
					missing(d.Name)
				}
			case *ast.GenDecl:
				for _, id := range undocumented(d) {
					missing(id)
				}
			}
		}
	})
	return out
}

// receiver returns the name of the type to which a method belongs.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if s, ok := t.(*ast.StarExpr); ok {
		t = s.X
	}
	if x, ok := t.(*ast.IndexExpr); ok {
		t = x.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// undocumented trusts the first name of a line with several. It returns the exported names of d that neither the group nor the line explains.
func undocumented(d *ast.GenDecl) (out []*ast.Ident) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				out = append(out, s.Name)
			}
		case *ast.ValueSpec:
			if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				out = append(out, s.Names[0])
			}
		}
	}
	return out
}

// commentShare leaves small packages alone, where a few lines decide. A package is silent if too
// few of its lines carry a comment, and chatty if too many are nothing but comment: words behind
// the fields of a table are never too many.
func commentShare(h *House) (out []Finding) {
	for _, p := range h.Packages {
		whole, any, lines := 0, 0, 0
		for _, f := range p.Product() {
			w, a, n := h.countLines(f)
			// One share for the package: a table needs few words, the rule that reads it many.
			whole, any, lines = whole+w, any+a, lines+n
		}
		if lines < commentsCount {
			continue
		}
		if 100*any < minComment*lines || 100*whole > maxComment*lines {
			out = append(out, Finding{p.Dir, 0, p.Dir,
				fmt.Sprintf("%d %% of %d lines carry a comment, %d %% are comment; wanted is %d to %d %%: say why and what for, not what",
					100*any/lines, lines, 100*whole/lines, minComment, maxComment)})
		}
	}
	return out
}

// text returns the source of a Go file that Load has read.
func (h *House) text(p string) []byte {
	i := slices.IndexFunc(h.Texts, func(t Text) bool { return t.Path == p })
	return h.Texts[i].Data
}

// countLines counts the lines of a file that are nothing but comment, those that carry one, and
// those that are not blank.
func (h *House) countLines(f *File) (whole, any, lines int) {
	carries := map[int]bool{}
	for _, g := range f.AST.Comments {
		for _, c := range g.List {
			for n := h.line(c.Pos()); n <= h.line(c.End()); n++ {
				carries[n] = true
			}
		}
	}
	n := 0
	for line := range bytes.Lines(h.text(f.Path)) {
		n++
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines++
		}
		if bytes.HasPrefix(line, []byte("//")) {
			whole++
		}
	}
	return whole, len(carries), lines
}

// selectStar reads queries in Go as well as in schema files.
func selectStar(h *House) []Finding {
	return h.grep(starred, func(p string) bool {
		ext := path.Ext(p)
		return !isData(p) && (ext == ".go" || ext == ".sql")
	}, "a query over all columns breaks when one is added; name the columns")
}

// leftovers looks at the comments of Go files only, because rules about texts may rightly search
// for such words in what applicants write.
func leftovers(h *House) (out []Finding) {
	for _, p := range h.Packages {
		for _, f := range p.Files {
			for _, g := range f.AST.Comments {
				for _, c := range g.List {
					if m := leftover.FindString(c.Text); m != "" {
						out = append(out, Finding{f.Path, h.line(c.Pos()), f.Path, m + ": do it, or write an issue"})
					}
				}
			}
		}
	}
	source := []string{".sql", ".js", ".css", ".html", ".tmpl", ".sh"}
	return append(out, h.grep(leftover, func(p string) bool {
		return !isData(p) && slices.Contains(source, path.Ext(p))
	}, "do it, or write an issue")...)
}

// foreignWords reads every text of the repository but the samples of this package.
func foreignWords(h *House) []Finding {
	return h.grep(foreign, func(p string) bool {
		return !strings.HasPrefix(p, "internal/housetest/testdata/")
	}, "speaks of something outside the product; say what the product does")
}

// grep returns one finding for each line of the wanted texts in which the expression matches.
func (h *House) grep(re *regexp.Regexp, want func(path string) bool, say string) (out []Finding) {
	for _, t := range h.Texts {
		if !want(t.Path) {
			continue
		}
		for _, m := range re.FindAllIndex(t.Data, -1) {
			line := 1 + bytes.Count(t.Data[:m[0]], []byte("\n"))
			word := strings.Map(func(r rune) rune {
				if unicode.IsControl(r) {
					return ' '
				}
				return r
			}, string(t.Data[m[0]:m[1]]))
			out = append(out, Finding{t.Path, line, t.Path, fmt.Sprintf("%q: %s", word, say)})
		}
	}
	return out
}
