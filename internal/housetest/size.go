package housetest

import (
	"fmt"
	"go/ast"
	"go/token"
)

// longFuncs counts from brace to brace. Lines inside composite literals are tables and do not
// count; a function literal inside a table is counted by itself.
func longFuncs(h *House) (out []Finding) {
	h.product(func(_ *Package, f *File) {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			var body *ast.BlockStmt
			name := "a function literal"
			switch n := n.(type) {
			case *ast.FuncDecl:
				body, name = n.Body, n.Name.Name
			case *ast.FuncLit:
				body = n.Body
			}
			if body == nil {
				return true
			}
			if lines := h.span(body) - h.tableLines(body); lines > maxFunc {
				out = append(out, Finding{f.Path, h.line(body.Pos()), f.Path + ":" + name,
					fmt.Sprintf("%s has %d lines; cut it at a sentence, at most %d", name, lines, maxFunc)})
			}
			return true
		})
	})
	return out
}

// span returns the number of lines that a node touches.
func (h *House) span(n ast.Node) int { return h.line(n.End()) - h.line(n.Pos()) + 1 }

// tableLines counts the lines that lie wholly inside the outermost composite literals of body.
func (h *House) tableLines(body *ast.BlockStmt) int {
	sum := 0
	ast.Inspect(body, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if ok {
			sum += max(0, h.span(lit)-2)
		}
		return !ok
	})
	return sum
}

// longFiles leaves out files that hold nothing but a table: a table is read by looking up, not
// from top to bottom.
func longFiles(h *House) (out []Finding) {
	h.product(func(_ *Package, f *File) {
		if f.Lines > maxFile && !isTable(f) {
			out = append(out, Finding{f.Path, 0, f.Path,
				fmt.Sprintf("%d lines; one file holds one subject, at most %d lines", f.Lines, maxFile)})
		}
	})
	return out
}

// isTable reports whether a file declares nothing but variables: the data of a table.
func isTable(f *File) bool {
	for _, d := range f.AST.Decls {
		if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.VAR && g.Tok != token.IMPORT {
			return false
		}
	}
	return true
}

// longPackages counts what a newcomer has to read to know a package, so tests do not count.
func longPackages(h *House) (out []Finding) {
	for _, p := range h.Packages {
		sum := 0
		for _, f := range p.Product() {
			sum += f.Lines
		}
		if sum > maxPackage {
			out = append(out, Finding{p.Dir, 0, p.Dir,
				fmt.Sprintf("%d lines; move a part that stands for itself into a sub-package, at most %d", sum, maxPackage)})
		}
	}
	return out
}

// wideInterfaces counts an embedded interface as one method. It also looks at the parameters of
// the methods, which every implementation has to repeat.
func wideInterfaces(h *House) (out []Finding) {
	h.product(func(_ *Package, f *File) {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			it, ok := n.(*ast.InterfaceType)
			if !ok {
				return true
			}
			if n := it.Methods.NumFields(); n > maxMethods {
				out = append(out, Finding{f.Path, h.line(it.Pos()), f.Path,
					fmt.Sprintf("interface of %d methods; ask for what the caller uses, at most %d", n, maxMethods)})
			}
			for _, m := range it.Methods.List {
				if ft, ok := m.Type.(*ast.FuncType); ok && params(ft) > maxParams {
					out = append(out, h.tooMany(f, m.Names[0], ft))
				}
			}
			return true
		})
	})
	return out
}

// manyParams looks at every declared function, exported or not.
func manyParams(h *House) (out []Finding) {
	h.product(func(_ *Package, f *File) {
		for _, d := range f.AST.Decls {
			if fd, ok := d.(*ast.FuncDecl); ok && params(fd.Type) > maxParams {
				out = append(out, h.tooMany(f, fd.Name, fd.Type))
			}
		}
	})
	return out
}

// tooMany is the finding for one function or method.
func (h *House) tooMany(f *File, name *ast.Ident, ft *ast.FuncType) Finding {
	return Finding{f.Path, h.line(name.Pos()), f.Path + ":" + name.Name,
		fmt.Sprintf("%s takes %d parameters; put what belongs together into a struct, at most %d", name.Name, params(ft), maxParams)}
}

// params counts the parameters of ft without a context.Context in the first place.
func params(ft *ast.FuncType) int {
	n := 0
	for i, p := range ft.Params.List {
		if sel, ok := p.Type.(*ast.SelectorExpr); ok && i == 0 && sel.Sel.Name == "Context" {
			continue
		}
		n += max(1, len(p.Names))
	}
	return n
}
