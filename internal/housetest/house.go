package housetest

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A House is the source tree of one module, parsed once and then read by every check.
type House struct {
	Module   string // module path from go.mod
	Requires []string
	Fset     *token.FileSet
	Packages []*Package
	Texts    []Text // every text file of the tree, Go files included
	Broken   []Finding
}

// A Package is one folder with Go files.
type Package struct {
	Dir   string // path below the module root, "." for the root itself
	Name  string // name in the package clause, without _test
	Files []*File
}

// A File is one parsed Go file.
type File struct {
	Path      string
	Test      bool // _test.go
	Generated bool
	Lines     int
	AST       *ast.File
}

// A Text is one file as it stands on disk.
type Text struct {
	Path string
	Data []byte
}

// A Finding is one breach of a rule: where, and what to do about it.
type Finding struct {
	Path string
	Line int    // 0 where the whole file or package is meant
	On   string // what an exception must name: a path, a table, a package
	Say  string
}

// String returns the finding in the form that editors understand.
func (f Finding) String() string {
	if f.Line == 0 {
		return f.Path + ": " + f.Say
	}
	return fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.Say)
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// maxText bounds the files that are read as text; larger ones are data.
const maxText = 2 << 20

// Load reads the module whose go.mod lies at the root of fsys. Folders named testdata and those
// that begin with a dot or an underscore are read as text, not as Go. A file that does not parse
// becomes a finding of House.Broken, so that one bad file does not hide the rest.
func Load(fsys fs.FS) (*House, error) {
	h := &House{Fset: token.NewFileSet()}
	mod, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return nil, fmt.Errorf("read the module file: %w", err)
	}
	h.readModule(mod)
	byDir := map[string]*Package{}
	var nested []string // folders with a module of their own: other houses, read as text only
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name := d.Name(); name != "." && (name[0] == '.' && name != ".ci" || name == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxText || p == ".git" { // a file in a second working tree
			return err
		}
		if path.Base(p) == "go.mod" && p != "go.mod" {
			nested = append(nested, path.Dir(p))
		}
		return h.readFile(fsys, p, byDir)
	})
	if err != nil {
		return nil, err
	}
	for _, p := range byDir {
		if !slices.ContainsFunc(nested, func(dir string) bool { return below(p.Dir, dir) }) {
			h.Packages = append(h.Packages, p)
		}
	}
	slices.SortFunc(h.Packages, func(a, b *Package) int { return cmp.Compare(a.Dir, b.Dir) })
	return h, nil
}

// readModule takes the module path and the required modules from a go.mod file.
func (h *House) readModule(mod []byte) {
	sc := bufio.NewScanner(bytes.NewReader(mod))
	inRequire := false
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		switch {
		case len(f) == 0:
		case f[0] == "module" && len(f) > 1:
			h.Module = f[1]
		case f[0] == "require" && len(f) > 1 && f[1] == "(":
			inRequire = true
		case f[0] == "require" && len(f) > 2:
			h.Requires = append(h.Requires, f[1])
		case f[0] == ")":
			inRequire = false
		case inRequire && !strings.HasPrefix(f[0], "//"):
			h.Requires = append(h.Requires, f[0])
		}
	}
}

// readFile keeps every text and parses what the go command would compile.
func (h *House) readFile(fsys fs.FS, p string, byDir map[string]*Package) error {
	data, err := fs.ReadFile(fsys, p)
	if err != nil {
		return err
	}
	if bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 {
		return nil
	}
	h.Texts = append(h.Texts, Text{p, data})
	if path.Ext(p) != ".go" || isData(p) {
		return nil
	}
	f, err := parser.ParseFile(h.Fset, p, data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		h.Broken = append(h.Broken, Finding{Path: p, On: p, Say: "does not parse: " + err.Error()})
		return nil
	}
	dir := path.Dir(p)
	if byDir[dir] == nil {
		byDir[dir] = &Package{Dir: dir}
	}
	pkg := byDir[dir]
	if name := strings.TrimSuffix(f.Name.Name, "_test"); pkg.Name == "" || !strings.HasSuffix(p, "_test.go") {
		pkg.Name = name
	}
	pkg.Files = append(pkg.Files, &File{
		Path:      p,
		Test:      strings.HasSuffix(p, "_test.go"),
		Generated: generated.Match(data),
		Lines:     bytes.Count(data, []byte("\n")),
		AST:       f,
	})
	return nil
}

// isData reports whether the go command ignores the folder of p.
func isData(p string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(p), "/"), func(s string) bool {
		return s == "testdata" || s == "vendor" || len(s) > 1 && (s[0] == '_' || s[0] == '.')
	})
}

// Product returns the files of p that are neither tests nor generated.
func (p *Package) Product() []*File {
	return slices.DeleteFunc(slices.Clone(p.Files), func(f *File) bool { return f.Test || f.Generated })
}

// Imports returns the import paths of f with the line of each.
func (h *House) Imports(f *File) map[string]int {
	out := map[string]int{}
	for _, spec := range f.AST.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			out[name] = h.line(spec.Pos())
		}
	}
	return out
}

// line returns the line of a position; the file is known to the caller.
func (h *House) line(p token.Pos) int { return h.Fset.Position(p).Line }

// product calls visit for every product file of the house.
func (h *House) product(visit func(*Package, *File)) {
	for _, p := range h.Packages {
		for _, f := range p.Product() {
			visit(p, f)
		}
	}
}

// below reports whether dir is the folder root or lies in it.
func below(dir, root string) bool { return dir == root || strings.HasPrefix(dir, root+"/") }
