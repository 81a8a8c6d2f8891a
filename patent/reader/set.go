package reader

import (
	"bytes"
	"context"
	"io"
	"path"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/cnxml"
	"zhibao/patent/reader/contents"
	"zhibao/patent/reader/designs"
	"zhibao/patent/reader/docx"
	"zhibao/patent/reader/filing"
	"zhibao/patent/reader/text"
	"zhibao/patent/reader/xmltree"
)

// sized makes bytes in memory readable as an archive.
func sized(data []byte) io.ReaderAt { return bytes.NewReader(data) }

// readSet reads a set of files as one submission.
func readSet(ctx context.Context, name string, s *bundle.Set, opt Options) (*patent.Application, error) {
	// One coded document is enough: packages of converters have no list, and people upload single
	// documents to have them checked.
	if filing.Match(s) {
		a, err := filing.Read(ctx, s)
		if err != nil {
			return nil, err
		}
		r := &mixed{ctx: ctx, set: s, a: a, opt: opt}
		if err := r.beside(); err != nil {
			return nil, err
		}
		return kinded(a, opt), nil
	}
	r := &mixed{ctx: ctx, set: s, a: &patent.Application{Texts: map[patent.Part]*patent.Text{}}, list: contents.New(s), opt: opt}
	for _, e := range s.Entries {
		if err := r.entry(e); err != nil {
			return nil, err
		}
		// Then the whole set is read once more as a filing; publications and filings do not mix.
		if r.filing {
			return readLoose(ctx, s, opt)
		}
	}
	r.pictures()
	return settle(ctx, r.a, r.list, opt)
}

// readLoose reads XML documents of a filing that are named otherwise than by code.
func readLoose(ctx context.Context, s *bundle.Set, opt Options) (*patent.Application, error) {
	a, err := filing.Read(ctx, s)
	if err != nil {
		return nil, err
	}
	return kinded(a, opt), nil
}

// settle finishes an application that is no filing package: the files are listed, the pictures
// looked at, the kind decided. Where no reader found anything the upload is refused.
func settle(ctx context.Context, a *patent.Application, l *contents.List, opt Options) (*patent.Application, error) {
	if err := l.Finish(ctx, a); err != nil {
		return nil, err
	}
	if len(a.Texts) == 0 && len(a.Figures) == 0 && len(a.Views) == 0 {
		return nil, fault.New(fault.Invalid, "reader.nothing", "没有找到可以读取的申请文件。请上传案卷包（ZIP）、XML、DOCX 或文本文件")
	}
	if traditional(a) {
		return nil, fault.New(fault.Invalid, "reader.traditional", "文件使用繁体字，无法识别权利要求书和说明书。申请文件的汉字以国家公布的简化字为准，请转换为简体字后重新上传")
	}
	return kinded(a, opt), nil
}

// traditional reports a text whose headings are in traditional characters: no part of it was found,
// and every rule would look for words that it writes otherwise.
func traditional(a *patent.Application) bool {
	if a.Texts[patent.Claims] != nil {
		return false
	}
	for _, t := range a.Texts {
		if strings.Contains(t.Text, "權利要求") || strings.Contains(t.Text, "說明書") || strings.Contains(t.Text, "技術領域") {
			return true
		}
	}
	return false
}

// kinded settles the kind: given, stated by a form or publication, else told by the files – views
// without claims are a design – and by what the texts call their subject. It may stay unknown.
func kinded(a *patent.Application, opt Options) *patent.Application {
	switch {
	case opt.Kind != "":
		a.Kind = opt.Kind
	case a.Kind != "":
	case len(a.Views) > 0 && !a.Has(patent.Claims):
		a.Kind = patent.Design
	default:
		a.Kind = canon.KindOf(a)
	}
	return a
}

// mixed reads files of several sorts into one application.
type mixed struct {
	ctx    context.Context
	set    *bundle.Set
	a      *patent.Application
	list   *contents.List
	opt    Options
	filing bool // an XML document of a filing was met
}

// entry reads one file if it can hold text. In an archive, files of a kind that no reader knows are
// only listed; a single file that cannot be read is refused, because the applicant must know.
func (r *mixed) entry(e *bundle.Entry) error {
	if bundle.Noise(e.Name) || bundle.Picture(e.Name) {
		return nil
	}
	data, err := r.set.Bytes(r.ctx, e)
	if err != nil {
		return err
	}
	kind := Detect(e.Name, data[:min(len(data), 4096)])
	// Somebody who chose a file wants it read; what lies in an archive may be there by chance. A
	// program is refused either way.
	if !r.set.Archive || kind == "program" {
		if err := acceptable(e.Name, kind); err != nil {
			return err
		}
	} else if err := wrongName(e.Name, kind); err != nil {
		return err
	}
	switch kind {
	case "xml":
		return r.xml(e, data)
	case "docx", "zip":
		return r.word(e, data)
	case "text", "markdown":
		r.list.Use(e.Name, "document")
		return text.Read(r.a, e.Name, data, kind == "markdown")
	}
	return nil
}

// xml reads a publication, or notes that the files are those of a filing.
func (r *mixed) xml(e *bundle.Entry, data []byte) error {
	doc, err := xmltree.Parse(r.ctx, e.Name, data, r.set.Limits.XML)
	if err != nil {
		return err
	}
	switch {
	case cnxml.Published(doc.Root):
		if r.a.Publication != nil {
			return fault.New(fault.Invalid, "reader.two", "一次只能读取一件专利文献，“%s”是第二件。请分别上传", e.Name).At(e.Name)
		}
		r.list.Use(e.Name, "document")
		a := cnxml.Publication(doc.Root, cnxml.Source{Entry: e.Name, Resolve: func(file string) (string, bool) { return r.list.Resolve(e.Name, file) }})
		r.a = a
	case filing.Root(doc.Root):
		r.filing = true
	default:
		return fault.New(fault.Invalid, "reader.xml_unknown", "文件“%s”是 XML，但不是专利申请或专利文献的格式（根元素 %s）。请上传案卷包或公布文本的 XML",
			e.Name, canon.Clip(doc.Root.Name, 40)).At(e.Name)
	}
	return nil
}

// word reads a Word document. The entries of its archive are not entries of the submission; its
// pictures are known as "document!entry".
func (r *mixed) word(e *bundle.Entry, data []byte) error {
	in, err := bundle.Zip(r.ctx, e.Name, sized(data), int64(len(data)), r.opt.Limits)
	if err != nil {
		return err
	}
	if !docx.Match(in) {
		return fault.New(fault.Invalid, "reader.nested", "“%s”是压缩包中的压缩包，不予展开。请把其中的文件直接上传", e.Name).At(e.Name)
	}
	if r.list != nil {
		r.list.Use(e.Name, "document")
	}
	sub := &patent.Application{}
	if err := docx.Read(r.ctx, sub, e.Name, in); err != nil {
		return err
	}
	if err := contents.New(in).Finish(r.ctx, sub); err != nil {
		return err
	}
	within(sub, e.Name)
	merge(r.a, sub)
	return nil
}

// beside reads what lies beside the coded documents of a package: an undertaking, for example.
func (r *mixed) beside() error {
	for _, e := range r.set.Entries {
		part := text.PartOf(e.Name)
		if part != patent.Undertaking || r.a.Has(part) {
			continue
		}
		data, err := r.set.Bytes(r.ctx, e)
		if err != nil {
			return err
		}
		switch Detect(e.Name, data[:min(len(data), 4096)]) {
		case "docx":
			if err := r.word(e, data); err != nil {
				return err
			}
		case "text":
			if err := text.Read(r.a, e.Name, data, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// pictures gives loose pictures their place: views by name, figures by label.
func (r *mixed) pictures() {
	var files []string
	for _, e := range r.set.Entries {
		if bundle.Picture(e.Name) && !bundle.Noise(e.Name) && r.list.Used(e.Name) == "" {
			files = append(files, e.Name)
		}
	}
	if len(r.a.Views) == 0 && !r.a.Has(patent.Claims) {
		named := slices.DeleteFunc(slices.Clone(files), func(f string) bool { _, ok := designs.ViewName(f); return !ok })
		if len(named) > 0 {
			designs.Folder(r.a, named)
			if r.a.Reader == "" {
				r.a.Reader = "pictures"
			}
		}
		for _, f := range named {
			r.list.Use(f, "picture")
		}
	}
	for _, f := range files {
		if r.list.Used(f) == "" {
			r.figure(f)
		}
	}
	// Markdown names pictures that may be among the uploaded files.
	for _, list := range [][]patent.Figure{r.a.Figures, r.a.Views} {
		for i := range list {
			if list[i].File != "" && !list[i].Present && !strings.Contains(list[i].File, "!") {
				list[i].File, list[i].Present = r.list.Resolve("", list[i].File)
			}
		}
	}
}

// figure attaches a picture whose file name begins with a figure's label, "图1_架构图.png".
func (r *mixed) figure(file string) {
	base := strings.TrimSuffix(path.Base(file), path.Ext(file))
	label, _, ok := canon.FigureLabel(base)
	if !ok {
		return
	}
	r.list.Use(file, "picture")
	for i := range r.a.Figures {
		if f := &r.a.Figures[i]; f.Label == label && f.File == "" {
			f.File, f.Present = file, true
			return
		}
	}
	r.a.Figures = append(r.a.Figures, patent.Figure{Label: label, File: file, Present: true})
}
