// Package reader (读取) turns what an applicant hands in – a filing package, published XML, a
// Word document, plain text, a folder of views – into one patent.Application with positions.
//
// Notice 1.2.1 and 1.2.3. The file is never altered; what could not be carried over is listed in
// Losses. Every reader is bounded in size, depth, number and time, and refuses what is dangerous
// with a fault that names the entry, the reason and the remedy.
//
// The parts of the work are packages of their own: bundle opens archives and folders, xmltree
// reads XML, filing the package of the filing client, cnxml publications, docx and text what
// authors write, designs views and brief explanations, figure the facts of a picture, contents
// the list of files, canon the canonical text that all of them make.
package reader

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/docx"
	"zhibao/patent/reader/figure"
)

// Limits bound one submission; zero fields mean the standard. The standard admits an archive of
// 200 MB with 2,000 entries of 64 MB and 400 MB together, and single files of 64 MB.
type Limits = bundle.Limits

// File is one file of an upload of several. Its name decides the part where the words do not.
type File = bundle.File

// Options says how to read.
type Options struct {
	Kind   patent.Kind // overrides what the papers say; empty to find out
	Limits Limits
	Eyes   figure.Eyes // reads the words in drawings and views, nil for none
}

// filled returns the options with every limit.
func (o Options) filled() Options {
	o.Limits = o.Limits.Filled()
	o.Limits.Figure.Eyes = o.Eyes
	return o
}

// ReadFile reads a file or a folder. It fails with a fault of kind Missing if there is nothing at
// the path, and like Read otherwise.
func ReadFile(ctx context.Context, path string, opt Options) (*patent.Application, error) {
	opt = opt.filled()
	st, err := os.Stat(path)
	if err != nil {
		return nil, fault.New(fault.Missing, "reader.missing", "找不到文件“%s”，请核对路径", filepath.Base(path)).Because(err)
	}
	if st.IsDir() {
		s, err := bundle.Folder(ctx, path, opt.Limits)
		if err != nil {
			return nil, err
		}
		return readSet(ctx, filepath.Base(path), s, opt)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.New(fault.Missing, "reader.missing", "无法打开文件“%s”，请检查路径和权限", filepath.Base(path)).Because(err)
	}
	defer f.Close()
	return Read(ctx, filepath.Base(path), f, st.Size(), opt)
}

// Read reads one file. The name decides nothing that the content can decide.
//
// It fails with a fault of kind Invalid for what is no application or is dangerous, of kind
// TooLarge for what is over a limit, and with the context's error when that ends. The fault's
// Field is the entry that is wrong.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64, opt Options) (*patent.Application, error) {
	opt = opt.filled()
	lim := opt.Limits
	if size == 0 {
		return nil, fault.New(fault.Invalid, "reader.empty", "文件“%s”是空的。请检查后重新上传", name).At(name)
	}
	head := make([]byte, 1024)
	n, err := r.ReadAt(head, 0)
	if n == 0 && err != nil {
		return nil, fault.New(fault.Invalid, "reader.damaged", "文件“%s”无法读取。请检查文件能否打开，再重新上传", name).At(name).Because(err)
	}
	kind := Detect(name, head[:n])
	if err := acceptable(name, kind); err != nil {
		return nil, err
	}
	if kind == "zip" || kind == "docx" {
		s, err := bundle.Zip(ctx, name, r, size, lim)
		if err != nil {
			return nil, err
		}
		// A Word document is one file of the submission, not a bundle of files.
		if !docx.Match(s) {
			return readSet(ctx, name, s, opt)
		}
	}
	single := File{Name: name, Size: size, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(r, 0, size)), nil
	}}
	return ReadFiles(ctx, []File{single}, opt)
}

// ReadFiles reads an upload of several files as one submission: the parts in files of their own,
// loose drawings, the views of a design. One archive among them is opened, and the other files
// count as lying beside its entries; two archives are refused, because it could not be told which
// of them is meant.
func ReadFiles(ctx context.Context, files []File, opt Options) (*patent.Application, error) {
	opt = opt.filled()
	if len(files) == 0 {
		return nil, fault.New(fault.Invalid, "reader.empty", "没有选择文件。请选择案卷包或申请文件后再上传")
	}
	s, err := bundle.Files(ctx, files, opt.Limits)
	if err != nil {
		return nil, err
	}
	s, done, err := opened(ctx, s)
	if err != nil {
		return nil, err
	}
	defer done()
	return readSet(ctx, s.Entries[0].Name, s, opt)
}

// archive reports whether a file opens as an archive.
func archive(name string, head []byte) bool {
	kind := Detect(name, head)
	return kind == "zip" || kind == "docx"
}

// opened replaces the one archive among uploaded files by its entries, which can be read until done is called.
// Word documents are archives too but files of the submission.
func opened(ctx context.Context, s *bundle.Set) (_ *bundle.Set, done func(), err error) {
	var in *bundle.Set
	var rest []*bundle.Entry
	var open []io.Closer
	shut := func() {
		for _, f := range open {
			_ = f.Close() // it was read to where it was needed
		}
	}
	defer func() {
		if err != nil {
			shut()
		}
	}()
	for _, e := range s.Entries {
		if bundle.Picture(e.Name) {
			rest = append(rest, e)
			continue
		}
		z, f, err := s.Inner(ctx, e, archive)
		if err != nil {
			return nil, nil, err
		}
		if z != nil {
			open = append(open, f)
		}
		switch {
		case z == nil || docx.Match(z):
			rest = append(rest, e)
		case in != nil:
			return nil, nil, fault.New(fault.Invalid, "reader.two", "一次只能上传一个压缩包，“%s”是第二个。请分别上传", e.Name).At(e.Name)
		default:
			in = z
		}
	}
	if in == nil {
		return s, shut, nil
	}
	s, err = in.Beside(rest)
	return s, shut, err
}

// Detect names what a file is by its first bytes, and by its name only where bytes cannot tell:
// "zip", "docx", "xml", "pdf", "ole" (old or encrypted Word), "rar", "7z", "gzip", "program",
// "html", "svg", "rtf", a picture's format, "markdown", "text", or "" for anything else.
func Detect(name string, head []byte) string {
	if f := figure.Format(head); f != "" {
		return f
	}
	return detect(name, head)
}
