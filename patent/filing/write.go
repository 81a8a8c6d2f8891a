package filing

import (
	"archive/zip"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhibao/internal/fault"
)

// Write writes the package of an application as a ZIP archive.
//
// It fails with fault.Invalid if a text holds a character that XML cannot carry, and with the
// writer's own error.
func Write(w io.Writer, a *Application, opt Options) (err error) {
	defer fault.Wrap(&err, "write a filing package")
	docs, err := a.documents(opt)
	if err != nil {
		return err
	}
	files, err := a.files(docs, opt)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, f := range files {
		if err := opt.entry(z, f); err != nil {
			return err
		}
	}
	return z.Close()
}

// documents returns every document that has content, the request form first.
func (a *Application) documents(opt Options) ([]*document, error) {
	var docs []*document
	add := func(d *document, err error) error {
		if n, ok := opt.Pages[d.code]; ok {
			d.pages = n
		}
		docs = append(docs, d)
		return err
	}
	// The order is that of the form codes' groups: application, then what goes with it.
	makers := []struct {
		on   bool
		make func(Options) (*document, error)
	}{
		{len(a.Claims) > 0, plain(a.claims)},
		{len(a.Sections) > 0, a.description},
		{len(a.Figures) > 0 && a.Kind != Design, a.drawings},
		{len(a.Abstract) > 0, a.abstract},
		{len(a.Figures) > 0 && a.Kind == Design, a.pictures},
		{len(a.Brief) > 0, a.brief},
		{a.Examination != nil, plain(a.Examination.document)},
		{a.Mandate != nil, plain(a.Mandate.document)},
	}
	for _, m := range makers {
		if !m.on {
			continue
		}
		if err := add(m.make(opt)); err != nil {
			return nil, err
		}
	}
	for _, o := range a.Others {
		add(&document{code: o.Code, name: o.Name, pages: 1, files: []file{{o.File, o.Data}}}, nil)
	}
	if a.NoRequest {
		return docs, nil
	}
	r := a.request(docs)
	if n, ok := opt.Pages[r.code]; ok {
		r.pages = n
	}
	return slices.Insert(docs, 0, r), nil
}

// plain gives a document that needs no options the form of one that does.
func plain(f func() *document) func(Options) (*document, error) {
	return func(Options) (*document, error) { return f(), nil }
}

// folder is the folder of a document inside the package.
func (d *document) folder() string {
	if d.code == "" {
		return "other"
	}
	return d.code
}

// files lays the documents out as entries.
func (a *Application) files(docs []*document, opt Options) ([]file, error) {
	var out []file
	root := ""
	if opt.Layout == Bundle {
		root = opt.Folder
		if root == "" {
			root = a.Request.InternalNo
		}
		if root == "" {
			root = "anjuan"
		}
		root += "/"
	}
	if opt.Dirs && root != "" {
		out = append(out, file{name: root})
	}
	for _, d := range docs {
		if slices.Contains(opt.Omit, d.code) {
			continue
		}
		if opt.Dirs {
			out = append(out, file{name: root + d.folder() + "/"})
		}
		if d.text != nil {
			data, err := d.text.bytes(d.code+".xml", opt)
			if err != nil {
				return nil, err
			}
			out = append(out, file{root + d.folder() + "/" + d.code + ".xml", data})
		}
		for _, f := range d.files {
			out = append(out, file{root + d.folder() + "/" + f.name, f.data})
		}
	}
	if opt.Layout == Bundle && !opt.NoList {
		data, err := a.list(docs).bytes("List.xml", opt)
		if err != nil {
			return nil, err
		}
		out = append(out, file{root + "List.xml", data})
	}
	return out, nil
}

// packed is the time of every entry, fixed so that equal applications give equal packages.
func packed() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// entry writes one file with its name in the wanted coding.
func (o Options) entry(z *zip.Writer, f file) error {
	name := f.name
	if o.Backslash {
		name = strings.ReplaceAll(name, "/", `\`)
	}
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: packed()}
	if o.GBKNames {
		gbk, err := simplifiedchinese.GBK.NewEncoder().String(name)
		if err != nil {
			return fault.New(fault.Invalid, "filing.name", "文件名 %s 中有 GBK 没有的字，请改名后重试", f.name).At(f.name)
		}
		h.Name, h.NonUTF8 = gbk, true
	}
	if strings.HasSuffix(f.name, "/") {
		h.Method = zip.Store
	}
	w, err := z.CreateHeader(h)
	if err != nil || f.data == nil {
		return err
	}
	_, err = w.Write(f.data)
	return err
}

// extension is in capitals as List.xml has it.
func extension(name string) string { return strings.ToUpper(path.Ext(name)) }
