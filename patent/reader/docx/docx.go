// Package docx (Word 文档) reads the text of a DOCX: the final words in order, with tables,
// pictures, raised characters and automatic numbers, and it reports what a filing must not hold:
// tracked changes, comments, hidden words, macros, linked or embedded objects.
//
// Words that were deleted under revision or hidden are not read; inserted words are. That is the
// text that an editor shows as final, and what the official converter takes over. Comments,
// footnotes, headers and footers are no part of the papers; their characters are counted as lost.
//
// Nothing in the document is executed or fetched: relations to the outside, fields that start
// programs, macros and embedded objects make it unacceptable as a whole.
package docx

import (
	"context"
	"path"
	"regexp"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/text"
	"zhibao/patent/reader/xmltree"
)

// Match reports whether the archive is a DOCX.
func Match(s *bundle.Set) bool {
	return s.Find("[Content_Types].xml") != nil && mainPart(s) != ""
}

// numberedPart is how the editors on the web name the main part.
var numberedPart = regexp.MustCompile(`^word/document[0-9]?\.xml$`)

// mainPart returns the entry with the text, empty if there is none. Two of them would need the
// relations to tell which is meant; no editor writes two.
func mainPart(s *bundle.Set) (name string) {
	for _, e := range s.Entries {
		if numberedPart.MatchString(e.Name) {
			if name != "" {
				return ""
			}
			name = e.Name
		}
	}
	return name
}

// Read reads the document into a. The name is that of the file, by which messages speak of it.
// Entries of a are the parts of the archive.
func Read(ctx context.Context, a *patent.Application, name string, s *bundle.Set) error {
	// Safety first: nothing else is looked at in a document that could act.
	if err := safe(ctx, name, s); err != nil {
		return err
	}
	d := &document{ctx: ctx, name: name, set: s, a: a, rels: map[string]rel{}}
	root, err := d.tree(mainPart(s))
	if err != nil {
		return err
	}
	if root == nil || root.First("body") == nil {
		return fault.New(fault.Invalid, "reader.docx_body", "文件“%s”没有正文，无法读取。请在 Word 中另存为 .docx 后重新上传", name).At(name)
	}
	if err := d.relations(); err != nil {
		return err
	}
	if err := d.styles(); err != nil {
		return err
	}
	if err := d.numbering(); err != nil {
		return err
	}
	if a.Reader == "" {
		a.Reader = "docx"
	}
	if d.body(root.First("body")); d.err != nil {
		return d.err
	}
	if err := d.asides(); err != nil {
		return err
	}
	d.report()
	text.Assemble(a, name, d.lines)
	return nil
}

// document is the state while one document is read.
type document struct {
	ctx    context.Context
	name   string
	set    *bundle.Set
	a      *patent.Application
	rels   map[string]rel
	styled map[string]style
	nums   map[string]*numbered
	lines  []text.Line
	traces traces
	err    error // why the document is refused after all
}

// rel is a relation of the main part, to a picture for example.
// Target is the entry of the archive; kind is the last element of the relation's type.
type rel struct {
	kind, target string
	external     bool
}

// tree reads a part of the document, nil if there is none.
func (d *document) tree(part string) (*xmltree.Node, error) {
	e := d.set.Find(part)
	if e == nil {
		return nil, nil
	}
	data, err := d.set.Bytes(d.ctx, e)
	if err != nil {
		return nil, err
	}
	doc, err := xmltree.Parse(d.ctx, d.name+"/"+part, data, d.set.Limits.XML)
	if err != nil {
		return nil, err
	}
	return doc.Root, nil
}

// relations reads where the pictures are.
func (d *document) relations() error {
	root, err := d.tree("word/_rels/" + path.Base(mainPart(d.set)) + ".rels")
	if err != nil {
		return err
	}
	for _, k := range root.All("relationship") {
		r := rel{kind: path.Base(k.Attr("type")), target: k.Attr("target"), external: strings.EqualFold(k.Attr("targetmode"), "External")}
		if !r.external {
			// Targets are relative to the folder of the main part unless they begin at the root.
			if strings.HasPrefix(r.target, "/") {
				r.target = strings.TrimPrefix(r.target, "/")
			} else {
				r.target = path.Join("word", r.target)
			}
		}
		d.rels[k.Attr("id")] = r
	}
	return nil
}

// forbidden are parts that make a document a program or the carrier of one.
// Has is looked for in the lower-case name of every entry; what is shown is the entry's own name.
var forbidden = []struct {
	has, code string
	what      fault.Phrase
}{
	{"vbaproject", "macro", fault.Say("含有宏")},
	{"vbadata", "macro", fault.Say("含有宏")},
	{"activex", "activex", fault.Say("含有 ActiveX 控件")},
	{"word/embeddings/", "ole", fault.Say("嵌入了其他文件")},
	{"oleobject", "ole", fault.Say("嵌入了对象")},
	{"encryptedpackage", "encrypted", fault.Say("已加密")},
}

// safe refuses what could act: macros, embedded objects, links that Word follows by itself.
func safe(ctx context.Context, name string, s *bundle.Set) error {
	for _, e := range s.Entries {
		low := strings.ToLower(e.Name)
		for _, f := range forbidden {
			if strings.Contains(low, f.has) {
				return fault.New(fault.Invalid, "reader.docx_"+f.code, "文件“%s”%s（%s），不予接收。请在 Word 中删除后另存为 .docx 再上传", name, f.what, e.Name).At(name)
			}
		}
		if !strings.HasSuffix(low, ".rels") {
			continue
		}
		// Relations of every part count, not only those of the main one: headers have their own.
		data, err := s.Bytes(ctx, e)
		if err != nil {
			return err
		}
		doc, err := xmltree.Parse(ctx, name+"/"+e.Name, data, s.Limits.XML)
		if err != nil {
			return err
		}
		if err := links(name, doc.Root); err != nil {
			return err
		}
	}
	// The content type decides how Word opens the file, whatever its extension is.
	if e := s.Find("[Content_Types].xml"); e != nil {
		data, err := s.Bytes(ctx, e)
		if err != nil {
			return err
		}
		if strings.Contains(strings.ToLower(string(data)), "macroenabled") {
			return fault.New(fault.Invalid, "reader.docx_macro", "文件“%s”是启用宏的文档，不予接收。请在 Word 中另存为不含宏的 .docx 再上传", name).At(name)
		}
	}
	return nil
}

// links refuses external relations other than hyperlinks, which do nothing until clicked.
func links(name string, root *xmltree.Node) error {
	for _, k := range root.All("relationship") {
		if !strings.EqualFold(k.Attr("targetmode"), "External") {
			continue
		}
		switch kind := strings.ToLower(path.Base(k.Attr("type"))); kind {
		case "hyperlink":
		case "attachedtemplate":
			if local(k.Attr("target")) {
				continue
			}
			return fault.New(fault.Invalid, "reader.docx_template", "文件“%s”引用了外部模板，打开时会访问网络，不予接收。请在 Word 中改用 Normal 模板后另存再上传", name).At(name)
		default:
			return fault.New(fault.Invalid, "reader.docx_external", "文件“%s”引用了外部内容（%s），打开时会访问网络，不予接收。请把图片等内容嵌入文档后另存再上传", name, kind).At(name)
		}
	}
	return nil
}

// local reports a template on the author's own disk: Word writes that into ordinary documents.
func local(target string) bool {
	low := strings.ToLower(target)
	return strings.HasPrefix(low, "file:///") && !strings.HasPrefix(low, "file:////") && !strings.HasPrefix(low, `file:///\\`)
}
