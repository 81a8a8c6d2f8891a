// Package filing (案卷包) reads the package of coded XML documents that CNIPA's filing client
// makes: request form, claims, description, drawings, abstract, and what goes with them.
//
// Notice 1.2.1: what is pre-examined is what will be filed. Layouts met in practice – a folder
// for each code or all files together, List.xml or none, forward or backward slashes – read alike.
//
// A document is known by its form code: as List.xml gives it, else by the folder or file name,
// else by its root element. The text parts follow cn-application-body-20080416.dtd and are read by
// cnxml; forms have Chinese element names and become one block for each filled field, whose ID is
// the path of element names, so that a finding can point at it. The identity numbers in them are
// in the model as stated; whoever stores it must encrypt them.
package filing

import (
	"context"
	"path"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/cnxml"
	"zhibao/patent/reader/contents"
	"zhibao/patent/reader/xmltree"
)

// Match reports whether the set holds a coded document or a list.
func Match(s *bundle.Set) bool {
	for _, e := range s.Entries {
		if bundle.Extension(e.Name) != "xml" {
			continue
		}
		if codeOf(e.Name) != "" || strings.EqualFold(path.Base(e.Name), "list.xml") {
			return true
		}
	}
	return false
}

// Root reports whether an XML document belongs to a filing, whatever its file is called.
func Root(root *xmltree.Node) bool {
	// The root elements of the document types of CNIPA's client, without hyphens and prefix.
	switch root.Plain() {
	case "cnapplicationbody", "databus", "cndesignapplicationbody", "cnbrief", "cnotherfile":
		return true
	}
	return strings.Contains(root.Name, "请求书") || strings.Contains(root.Name, "委托书")
}

// Read reads the package. A document that is not well-formed becomes a loss; a dangerous one is
// refused, and so is a package of which nothing can be read.
func Read(ctx context.Context, s *bundle.Set) (*patent.Application, error) {
	r := &reader{ctx: ctx, set: s, list: contents.New(s), declared: map[string]listed{},
		a: &patent.Application{Package: s.Archive, Reader: "cnipa-package", Texts: map[patent.Part]*patent.Text{}}}
	r.list.Code, r.list.Declared = r.code, func(name string) bool { _, ok := r.declared[strings.ToLower(name)]; return ok }
	// The list first: it alone knows the codes of files that have odd names.
	r.readList()
	if r.err != nil {
		return nil, r.err
	}
	// In the order of the archive; the list has been read, so every code is known.
	for _, e := range s.Entries {
		if r.document(e); r.err != nil {
			return nil, r.err
		}
	}
	r.loose()
	if err := r.list.Finish(ctx, r.a); err != nil {
		return nil, err
	}
	a := r.a
	if len(a.Texts) == 0 && len(a.Figures) == 0 && len(a.Views) == 0 && a.Request == nil {
		// A single unreadable file is its own explanation.
		if len(a.Losses) == 1 {
			why := fault.Say("%s", a.Losses[0].What)
			if r.broken != nil {
				why = fault.Say(r.broken.Format, r.broken.Args...)
			}
			return nil, fault.New(fault.Invalid, "reader.nothing", "%s", why).At(a.Losses[0].Entry)
		}
		return nil, fault.New(fault.Invalid, "reader.nothing", "案卷包内没有可以读取的申请文件。请用国家知识产权局客户端重新导出后再上传")
	}
	finish(a)
	return a, nil
}

// finish settles what depends on all documents together.
func finish(a *patent.Application) {
	// The request form decides kind and title; the rest of the package may contradict it, which is
	// for the rules to say.
	if r := a.Request; r != nil {
		a.Kind = codes[r.Code].kind
		if r.Title != "" {
			a.Title = r.Title
		}
		// Since 2023 the form names the figure of the abstract; before, the abstract carried it.
		if a.Abstract.Figure == "" {
			a.Abstract.Figure = figureName(r.AbstractFigure)
			if a.Abstract.Count == 0 && r.AbstractFigure != "" {
				a.Abstract.Count = len(strings.FieldsFunc(r.AbstractFigure, func(c rune) bool { return strings.ContainsRune("、，,;； ", c) }))
			}
		}
	}
	if a.Kind == "" && len(a.Views) > 0 {
		a.Kind = patent.Design
	}
	// Without a request form there is only what the texts call their subject, 本发明 or 本实用新型.
	if a.Kind == "" {
		a.Kind = canon.KindOf(a)
	}
}

// figureName turns the bare number of a form, "1", into the figure's name.
func figureName(s string) string {
	if s = canon.Squeeze(s); s == "" {
		return ""
	}
	if _, err := strconv.Atoi(canon.Narrow(s)); err == nil {
		return "图" + canon.Narrow(s)
	}
	return s
}

// reader is the state while one package is read.
type reader struct {
	ctx      context.Context
	set      *bundle.Set
	list     *contents.List
	a        *patent.Application
	declared map[string]listed // by lower-case path of the list
	broken   *fault.Error      // why the last entry could not be read
	err      error
}

// tree reads an entry as XML. What is malformed becomes a loss and nil.
func (r *reader) tree(e *bundle.Entry, p patent.Part) *xmltree.Node {
	data, err := r.set.Bytes(r.ctx, e)
	if err != nil {
		r.err = err
		return nil
	}
	doc, err := xmltree.Parse(r.ctx, e.Name, data, r.set.Limits.XML)
	switch {
	case err == nil:
	// What is only broken is a defect for the report; what is dangerous ends the reading.
	case xmltree.Malformed(err) || fault.CodeOf(err) == "reader.charset":
		r.broken = fault.Of(err)
		r.a.Losses = append(r.a.Losses, patent.Loss{Part: p, Entry: e.Name, What: fault.MessageOf(err)})
		return nil
	default:
		r.err = err
		return nil
	}
	// XML 1.0 knows no control characters, but documents pasted from elsewhere have them.
	if doc.Replaced > 0 {
		r.a.Losses = append(r.a.Losses, patent.Loss{Part: p, Entry: e.Name, Runes: doc.Replaced,
			What: "文件“" + e.Name + "”中有 " + strconv.Itoa(doc.Replaced) + " 个控制字符，按空格读入，请在原文中删除"})
	}
	return doc.Root
}

// document reads one entry if it is a coded XML document.
func (r *reader) document(e *bundle.Entry) {
	if bundle.Extension(e.Name) != "xml" || bundle.Noise(e.Name) || r.list.Used(e.Name) != "" {
		return
	}
	// An attachment that another document named, such as a picture, is not read as a document.
	code := r.code(e.Name)
	k, known := codes[code]
	root := r.tree(e, k.part)
	if r.err != nil {
		return
	}
	// A document that cannot be parsed is a document all the same.
	r.list.Use(e.Name, "document")
	if code == "" && root != nil {
		code = codeByRoot(root)
		k, known = codes[code]
	}
	if code != "" {
		f := patent.Form{Code: code, Name: k.name, Entry: e.Name, Known: known}
		if l, ok := r.declared[strings.ToLower(e.Name)]; ok {
			f.Pages, f.Items = l.pages, l.items
			if l.name != "" {
				f.Name = l.name
			}
		}
		r.a.Forms = append(r.a.Forms, f)
	}
	if root == nil {
		return
	}
	r.content(e, code, k, root)
}

// content reads a document by its code or, without one, by its root element.
func (r *reader) content(e *bundle.Entry, code string, k known, root *xmltree.Node) {
	src := cnxml.Source{Entry: e.Name, Millimetres: true, Resolve: r.resolver(e.Name, k.part, code)}
	switch {
	// From the most to the least certain sign. The text parts come last, because their root element
	// is shared by all of them.
	case k.part == patent.RequestForm || strings.HasSuffix(root.Name, "专利请求书"):
		r.request(e, code, root)
	case k.part == patent.Mandate:
		r.form(patent.Mandate, root)
	case code == "110401" || code == "100008":
		r.notes(code, root)
	case k.part == patent.Pictures:
		r.pictures(src, root)
	case k.part == patent.Brief || root.Plain() == "cnbrief" || root.Find("cnbrief") != nil && k.part == "":
		r.brief(src, root)
	case code == "100005":
		r.shown(src, root)
	case root.Plain() == "cnapplicationbody" || k.part != "":
		cnxml.Body(r.a, root, src)
	case root.Plain() == "cndesignapplicationbody":
		r.pictures(src, root)
		r.brief(src, root)
	}
}

// codeByRoot tells the code of a document whose file name does not.
func codeByRoot(root *xmltree.Node) string {
	switch {
	case strings.Contains(root.Name, "实用新型专利请求书"):
		return "120101"
	case strings.Contains(root.Name, "外观设计专利请求书"):
		return "130101"
	case strings.Contains(root.Name, "发明专利请求书"):
		return "110101"
	case strings.Contains(root.Name, "实质审查请求书"):
		return "110401"
	case strings.Contains(root.Name, "专利代理委托书"):
		return "100007"
	case root.Plain() == "cnbrief" || root.Find("cnbrief") != nil:
		return "130002"
	// The text parts share one root and differ in what it holds.
	case root.Plain() == "cnapplicationbody":
		for i, name := range []string{"cnclaims", "description", "cndrawings", "cnabstract"} {
			if root.First(name) != nil {
				return "10000" + strconv.Itoa(i+1)
			}
		}
	}
	return ""
}

// resolver finds pictures for a document. A figure that is absent says so itself; a picture
// inside the text has no other place than the losses.
func (r *reader) resolver(doc string, p patent.Part, code string) func(string) (string, bool) {
	return func(file string) (string, bool) {
		name, ok := r.list.Resolve(doc, file)
		if !ok && p != patent.Drawings && p != patent.Pictures && code != "100005" {
			r.a.Losses = append(r.a.Losses, patent.Loss{Part: p, Entry: name,
				What: "文件“" + doc + "”引用的图片“" + canon.Clip(file, 60) + "”不在案卷包内，请补充后重新导出"})
		}
		return name, ok
	}
}
