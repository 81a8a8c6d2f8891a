package housetest

import (
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// initFuncs looks into tests as well: an order of start-up that nobody sees hurts there too.
func initFuncs(h *House) (out []Finding) {
	for _, p := range h.Packages {
		for _, f := range p.Files {
			for _, d := range f.AST.Decls {
				if fd, ok := d.(*ast.FuncDecl); ok && fd.Recv == nil && fd.Name.Name == "init" {
					out = append(out, Finding{f.Path, h.line(fd.Pos()), f.Path,
						"init runs unasked; give the work a name and let the caller ask for it"})
				}
			}
		}
	}
	return out
}

// mutableVars finds package variables that are assigned, counted, cleared, copied into or whose
// address is taken after their declaration, and those that are locks.
func mutableVars(h *House) (out []Finding) {
	for _, p := range h.Packages {
		m := h.resolve(p)
		for _, f := range p.Product() {
			m.file = f
			ast.Inspect(f.AST, func(n ast.Node) bool {
				m.visit(n)
				return true
			})
		}
		out = append(out, m.found...)
	}
	return out
}

// A mutation search knows what each identifier of one package stands for.
type mutation struct {
	house *House
	scope *types.Scope
	uses  map[*ast.Ident]types.Object
	file  *File
	found []Finding
}

// resolve binds the identifiers of p. Imported packages are left empty: only the package's own
// names matter here, so errors about foreign ones are of no interest.
func (h *House) resolve(p *Package) *mutation {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: empty{}, Error: func(error) {}, DisableUnusedImportCheck: true}
	var files []*ast.File
	for _, f := range p.Product() {
		files = append(files, f.AST)
	}
	pkg, _ := conf.Check(p.Dir, h.Fset, files, info)
	return &mutation{house: h, scope: pkg.Scope(), uses: info.Uses}
}

// empty is an importer of packages without content.
type empty struct{}

// Import returns an empty package of the path's last element.
func (empty) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return importer.Default().Import(path)
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	pkg := types.NewPackage(path, name)
	pkg.MarkComplete()
	return pkg, nil
}

// visit looks at one node. Reading a variable is always fine, so only the forms of statements
// and expressions that can change one are of interest.
func (m *mutation) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, e := range n.Lhs {
				m.report(e, "is assigned")
			}
		}
	case *ast.IncDecStmt:
		m.report(n.X, "is counted")
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			m.report(n.Key, "is assigned")
			m.report(n.Value, "is assigned")
		}
	case *ast.UnaryExpr:
		if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND {
			m.report(id, "is handed out by address")
		}
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && slices.Contains([]string{"delete", "clear", "copy"}, id.Name) {
			m.report(n.Args[0], "is changed")
		}
	case *ast.GenDecl:
		if n.Tok == token.VAR {
			m.locks(n)
		}
	}
}

// report walks from an expression such as a.b[i].c to its root and adds a finding if e is rooted in a variable of this package, or of another one.
func (m *mutation) report(e ast.Expr, how string) {
	var id *ast.Ident
	for e != nil {
		// Each step peels one layer; a call in between ends the search, its result is nobody's.
		switch x := ast.Unparen(e).(type) {
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.SelectorExpr:
			if q, ok := x.X.(*ast.Ident); ok && m.isImport(q) {
				m.add(x.Pos(), q.Name+"."+x.Sel.Name, how)
				return
			}
			e = x.X
		case *ast.Ident:
			id, e = x, nil
		default:
			return
		}
	}
	if id == nil {
		return
	}
	if v, ok := m.uses[id].(*types.Var); ok && v.Parent() == m.scope {
		m.add(id.Pos(), id.Name, how)
	}
}

// isImport tells b.Limit of a package b from the field of a local variable b.
func (m *mutation) isImport(id *ast.Ident) bool {
	_, ok := m.uses[id].(*types.PkgName)
	return ok
}

// add names the variable as an exception would have to.
func (m *mutation) add(pos token.Pos, name, how string) {
	m.found = append(m.found, Finding{m.file.Path, m.house.line(pos), m.file.Path + ":" + name,
		"package variable " + name + " " + how + "; hold it in a value that is passed to those who need it"})
}

// locks reports package variables whose very type says that they change.
func (m *mutation) locks(d *ast.GenDecl) {
	for _, s := range d.Specs {
		vs := s.(*ast.ValueSpec)
		sel, ok := vs.Type.(*ast.SelectorExpr)
		if !ok || m.scope.Lookup(vs.Names[0].Name) == nil || m.scope.Lookup(vs.Names[0].Name).Pos() != vs.Names[0].Pos() {
			continue
		}
		if q, ok := sel.X.(*ast.Ident); ok && (q.Name == "sync" || q.Name == "atomic") {
			m.add(vs.Pos(), vs.Names[0].Name, "is shared state of the process")
		}
	}
}

// clockReaders finds every use of the time of day, as a call or as a value.
func clockReaders(h *House) (out []Finding) {
	h.product(func(p *Package, f *File) {
		if below(p.Dir, "cmd") || below(p.Dir, "center") {
			return
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			q, ok := sel.X.(*ast.Ident)
			if ok && q.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				out = append(out, Finding{f.Path, h.line(sel.Pos()), f.Path,
					"time." + sel.Sel.Name + " outside cmd and center; take the time as a parameter or a Now field"})
			}
			return true
		})
	})
	return out
}
