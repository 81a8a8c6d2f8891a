package intake

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// An entry is a file among what was given, perhaps within an archive.
type entry struct {
	name string
	size int64
	sure bool // a person named it: if nothing can be read of it, that is said
	open func() (io.ReadCloser, error)
	near beside // the files that lie beside it
	kept *held  // as long as they can be opened
}

// readable are the ends of names of files that may hold documents. In folders everything else (pictures,
// schemas, papers) is passed over.
var readable = map[string]bool{".xml": true, ".sgm": true, ".sgml": true, ".txt": true, ".dat": true, ".greenbook": true, ".csv": true, ".tsv": true, ".xlsx": true, ".xls": true, ".htm": true, ".html": true, ".zip": true, ".gz": true}

// maxInner bounds an archive within an archive, which is read into memory.
const maxInner = 256 << 20

// A walk goes through what was given, always in the same order.
type walk struct {
	ctx   context.Context
	blobs *blob.Store
	key   seal.Key
	visit func(entry) error
}

// all visits the files of all items.
func (w *walk) all(items []Item) error {
	for _, i := range items {
		if err := w.item(i); err != nil {
			return err
		}
	}
	return nil
}

// item visits the files of one.
func (w *walk) item(i Item) error {
	if i.Path == "" {
		f, err := w.blobs.Open(w.ctx, w.key, i.Blob)
		if err != nil {
			return err
		}
		kept := hold(f.Close)
		defer kept.release()
		return w.file(entry{name: i.Name, size: i.Blob.Size, sure: true, kept: kept, open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(f, 0, i.Blob.Size)), nil
		}}, f)
	}
	st, err := os.Stat(i.Path)
	if err != nil {
		return fault.New(fault.Invalid, "intake.path", "服务器上没有“%s”，或没有读取权限；请核对路径", i.Path).Because(err)
	}
	if !st.IsDir() {
		return w.path(i.Path, i.Name, true)
	}
	return filepath.WalkDir(i.Path, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !d.Type().IsRegular() || !readable[strings.ToLower(filepath.Ext(p))] {
			return err
		}
		// Refusals name the file as below the folder that was given.
		name, err := filepath.Rel(i.Path, p)
		if err != nil {
			return err
		}
		return w.path(p, filepath.Join(i.Name, name), false)
	})
}

// path visits a file of the server.
func (w *walk) path(path, name string, sure bool) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.New(fault.Invalid, "intake.path", "服务器上没有“%s”，或没有读取权限；请核对路径", path).Because(err)
	}
	kept := hold(f.Close)
	defer kept.release()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	return w.file(entry{name: filepath.ToSlash(name), size: st.Size(), sure: sure, kept: kept, near: folder(filepath.Dir(path)), open: func() (io.ReadCloser, error) { return os.Open(path) }}, f)
}

// file visits a file, or what is in it when it is an archive. A workbook is an archive too, and is not
// taken apart.
func (w *walk) file(e entry, at io.ReaderAt) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	// What a file is its first bytes say, not its name.
	head := make([]byte, 4)
	at.ReadAt(head, 0) // a shorter file is no archive
	lower := strings.ToLower(e.name)
	switch {
	case bytes.Equal(head, []byte("PK\x03\x04")) && !strings.HasSuffix(lower, ".xlsx"):
		z, err := zip.NewReader(at, e.size)
		if err != nil {
			return w.visit(entry{name: e.name, size: e.size, sure: true, open: broken(e.name, err)})
		}
		return w.archive(e, z, 0)
	case head[0] == 0x1f && head[1] == 0x8b:
		open := e.open
		e.open = func() (io.ReadCloser, error) {
			r, err := open()
			if err != nil {
				return nil, err
			}
			g, err := gzip.NewReader(r)
			if err != nil {
				return nil, errors.Join(fault.New(fault.Invalid, "intake.archive", "压缩文件“%s”已损坏，请重新获取后再导入", e.name).Because(err), r.Close())
			}
			return both{g, r}, nil
		}
		e.name = strings.TrimSuffix(e.name, filepath.Ext(e.name))
	}
	return w.visit(e)
}

// both closes what is unpacked and what it is unpacked from.
type both struct {
	io.Reader
	io.Closer
}

// broken is the opening of a file that is none.
func broken(name string, cause error) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		return nil, fault.New(fault.Invalid, "intake.archive", "压缩文件“%s”已损坏，请重新获取后再导入", name).Because(cause)
	}
}

// archive visits the files of an archive. The offices' packages hold archives in turn, one level deep.
func (w *walk) archive(e entry, z *zip.Reader, depth int) error {
	near := within(z)
	for _, f := range z.File {
		ext := strings.ToLower(filepath.Ext(f.Name))
		if f.FileInfo().IsDir() || !readable[ext] {
			continue
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		inner := e.name + "/" + f.Name
		if ext != ".zip" {
			if err := w.visit(entry{name: inner, size: int64(f.UncompressedSize64), near: near.at(f.Name), kept: e.kept, open: f.Open}); err != nil {
				return err
			}
			continue
		}
		if depth > 0 {
			continue
		}
		if err := w.inner(inner, f, depth); err != nil {
			return err
		}
	}
	return nil
}

// inner visits an archive within an archive.
func (w *walk) inner(name string, f *zip.File, depth int) error {
	r, err := f.Open()
	if err != nil {
		return w.visit(entry{name: name, sure: true, open: broken(name, err)})
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxInner+1))
	if err == nil && len(data) > maxInner {
		err = errors.New("too large")
	}
	var z *zip.Reader
	if err == nil {
		z, err = zip.NewReader(bytes.NewReader(data), int64(len(data)))
	}
	if err != nil {
		return w.visit(entry{name: name, sure: true, open: broken(name, err)})
	}
	return w.archive(entry{name: name}, z, depth+1)
}
