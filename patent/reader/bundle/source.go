package bundle

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"zhibao/internal/fault"
)

// A File is one file that somebody chose in an upload of several. Open is called when the file
// is read, and again if it is read again.
type File struct {
	Name string
	Size int64 // -1 if unknown
	Open func() (io.ReadCloser, error)
}

// Memory returns a file with the given content.
func Memory(name string, data []byte) File {
	return File{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return memory{bytes.NewReader(data)}, nil }}
}

// memory is content that can be read anywhere.
type memory struct{ *bytes.Reader }

// Close does nothing.
func (memory) Close() error { return nil }

// Most is how many bytes a file of that name may have: an archive is never in memory as a whole, and its
// entries have the limit of other files.
func (l Limits) Most(name string) int64 {
	if strings.EqualFold(path.Ext(name), ".zip") {
		return max(l.Archive, l.Entry)
	}
	return l.Entry
}

// Files makes a set of single files. Names follow the same rules as in an archive.
func Files(ctx context.Context, files []File, lim Limits) (*Set, error) {
	lim = lim.Filled()
	if len(files) > lim.Entries {
		return nil, many("上传的文件", lim)
	}
	s := &Set{Limits: lim}
	seen := map[string]bool{}
	var total int64
	for _, f := range files {
		name, err := cleanName(f.Name, lim.Name)
		if err != nil {
			return nil, err
		}
		if seen[strings.ToLower(name)] {
			return nil, refuse(name, "duplicate", "有两个同名文件“%s”，无法确定以哪个为准。请删除多余的一个后重新上传", clip(name))
		}
		seen[strings.ToLower(name)] = true
		if most := lim.Most(name); f.Size > most {
			return nil, large(name, most)
		}
		if total += max(f.Size, 0); total > lim.Total {
			return nil, fault.New(fault.TooLarge, "reader.total", "文件合计超过 %d MB，不予读取。请压缩图片后重新上传", lim.Total>>20).At(name)
		}
		s.Entries = append(s.Entries, &Entry{Name: name, Size: max(f.Size, 0), open: f.Open})
	}
	return s, ctx.Err()
}

// Folder makes a set of the files below a directory, in lexical order. Links are refused.
func Folder(ctx context.Context, dir string, lim Limits) (*Set, error) {
	lim = lim.Filled()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var files []File
	err = fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() {
			return refuse(p, "special", "文件夹内的“%s”是链接或设备，不是普通文件，不予读取。请删除后再试", clip(p))
		}
		if len(files) >= lim.Entries {
			return many("文件夹", lim)
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		full := filepath.Join(dir, filepath.FromSlash(p))
		files = append(files, File{Name: p, Size: st.Size(), Open: func() (io.ReadCloser, error) { return os.Open(full) }})
		return nil
	})
	if err != nil {
		return nil, err
	}
	s, err := Files(ctx, files, lim)
	if err != nil {
		return nil, err
	}
	for _, e := range s.Entries {
		if err := nested(e.Name); err != nil {
			return nil, err
		}
	}
	s.Archive = true
	return s, nil
}

// Beside returns the set with the files that were uploaded beside the archive. Where a name is in
// both the upload is refused.
func (s *Set) Beside(files []*Entry) (*Set, error) {
	out := *s
	out.Entries = slices.Clone(s.Entries)
	for _, e := range files {
		if s.Find(e.Name) != nil {
			return nil, refuse(e.Name, "duplicate", "压缩包内外各有一个“%s”，无法确定以哪个为准。请删除多余的一个后重新上传", clip(e.Name))
		}
		out.Entries = append(out.Entries, e)
	}
	return &out, nil
}

// headSize is how much of a file tells what it is.
const headSize = 4096

// Inner opens an uploaded file as an archive, if the first bytes of it say that it is one. The result is nil
// where they do not. The archive is read from where it lies, and closed by the caller when it needs no entry
// any more; a file that cannot be read anywhere is read into memory, within the limit of an entry.
func (s *Set) Inner(ctx context.Context, e *Entry, archive func(name string, head []byte) bool) (in *Set, done io.Closer, err error) {
	f, err := e.open()
	if err != nil {
		return nil, nil, damaged(e.Name, err)
	}
	defer func() {
		if in == nil {
			err = errors.Join(err, f.Close())
		}
	}()
	head := make([]byte, headSize)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, nil, damaged(e.Name, err)
	}
	if !archive(e.Name, head[:n]) {
		return nil, nil, nil
	}
	at, anywhere := f.(io.ReaderAt)
	size := e.Size
	if !anywhere || size == 0 {
		data, err := s.Bytes(ctx, e)
		if err != nil {
			return nil, nil, err
		}
		at, size = bytes.NewReader(data), int64(len(data))
	}
	in, err = Zip(ctx, e.Name, at, size, s.Limits)
	return in, f, err
}
