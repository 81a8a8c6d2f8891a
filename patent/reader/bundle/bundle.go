// Package bundle (案卷包) opens what somebody uploaded – a ZIP archive, a folder, several files –
// as one bounded list of entries, and refuses what is dangerous before anything is unpacked.
//
// Notice 1.2.1: the request is submitted as a filing package. Nothing is written to disk, no
// entry is read twice at the same time, and an entry is read only when somebody asks for it.
package bundle

import (
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent/reader/figure"
	"zhibao/patent/reader/xmltree"
)

// Limits bound one submission. A zero field means the standard. They protect memory and time of
// the server; how much a center accepts is a rule of its own.
type Limits struct {
	Archive int64 // bytes of the archive
	Entries int
	Entry   int64 // bytes of one entry
	Total   int64 // bytes of all entries
	Ratio   int64 // uncompressed to compressed, of an entry over 1 MB
	Name    int   // bytes of a path
	XML     xmltree.Limits
	Figure  figure.Limits
}

// Standard returns the limits for uploads.
func Standard() Limits {
	// 400 to 1 is beyond any text or picture; archives made to burst have ratios of thousands.
	return Limits{Archive: 200 << 20, Entries: 2000, Entry: 64 << 20, Total: 400 << 20, Ratio: 400, Name: 1024,
		XML: xmltree.Standard(), Figure: figure.Standard()}
}

// Filled returns the limits with the standard for every zero field.
func (l Limits) Filled() Limits {
	s := Standard()
	if l.Archive == 0 {
		l.Archive = s.Archive
	}
	if l.Entries == 0 {
		l.Entries = s.Entries
	}
	if l.Entry == 0 {
		l.Entry = s.Entry
	}
	if l.Total == 0 {
		l.Total = s.Total
	}
	if l.Ratio == 0 {
		l.Ratio = s.Ratio
	}
	if l.Name == 0 {
		l.Name = s.Name
	}
	if l.XML == (xmltree.Limits{}) {
		l.XML = s.XML
	}
	if eyes := l.Figure.Eyes; l.Figure == (figure.Limits{Eyes: eyes}) {
		l.Figure = s.Figure
		l.Figure.Eyes = eyes
	}
	return l
}

// A Set is the entries of one submission, in the order of the archive.
type Set struct {
	Entries []*Entry
	Limits  Limits
	Archive bool // the source is an archive or a folder, not a choice of single files
}

// An Entry is one file. Name has forward slashes, is relative and never leaves the submission.
type Entry struct {
	Name string
	Size int64                         // as declared; Bytes verifies it
	open func() (io.ReadCloser, error) // may be called again
}

// Find returns the entry with the name, compared without regard to case, or nil.
func (s *Set) Find(name string) *Entry {
	name = path.Clean(strings.ReplaceAll(name, `\`, "/"))
	// By name without case, because Windows made the references as well as the files.
	for _, e := range s.Entries {
		if strings.EqualFold(e.Name, name) {
			return e
		}
	}
	return nil
}

// Bytes reads an entry. It fails with a fault if the entry is damaged, encrypted or bigger than
// it said.
func (s *Set) Bytes(ctx context.Context, e *Entry) (data []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if e.Size > s.Limits.Entry {
		return nil, large(e.Name, s.Limits.Entry)
	}
	rc, err := e.open()
	if err != nil {
		return nil, damaged(e.Name, err)
	}
	defer rc.Close()
	data, err = readAll(ctx, rc, e.Size, s.Limits.Entry)
	switch {
	case errors.Is(err, errLarge):
		return nil, large(e.Name, s.Limits.Entry)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, damaged(e.Name, err)
	}
	return data, nil
}

// Copy writes an entry somewhere without having it in memory. It fails like Bytes.
func (s *Set) Copy(ctx context.Context, w io.Writer, e *Entry) error {
	if e.Size > s.Limits.Entry {
		return large(e.Name, s.Limits.Entry)
	}
	rc, err := e.open()
	if err != nil {
		return damaged(e.Name, err)
	}
	defer rc.Close()
	buf := make([]byte, 256<<10)
	for n := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		got, err := rc.Read(buf)
		if n += int64(got); n > s.Limits.Entry {
			return large(e.Name, s.Limits.Entry)
		}
		if _, failed := w.Write(buf[:got]); failed != nil {
			return failed
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return damaged(e.Name, err)
		}
	}
}

var errLarge = errors.New("larger than allowed")

// readAll reads in steps, so that a cancelled request stops a long inflation.
func readAll(ctx context.Context, r io.Reader, hint, limit int64) ([]byte, error) {
	// The declared size is a hint only: it may be a lie, so the buffer grows with what really comes.
	buf := make([]byte, 0, min(max(hint, 512), limit, 1<<20)+1)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(buf) == cap(buf) {
			grown := make([]byte, len(buf), min(int64(cap(buf))*2, limit+1))
			copy(grown, buf)
			buf = grown
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), len(buf)+256<<10)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > limit {
			return nil, errLarge
		}
		if errors.Is(err, io.EOF) {
			return buf, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// refuse makes the fault for an entry that is not accepted.
func refuse(name, code, format string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, "reader."+code, format, args...).At(name)
}

// large makes the fault for an entry over its limit.
func large(name string, limit int64) error {
	return fault.New(fault.TooLarge, "reader.too_large", "文件“%s”超过 %d MB，不予读取。请压缩图片或拆分后重新上传", clip(name), limit>>20).At(name)
}

// damaged makes the fault for what cannot be unpacked; the cause is for the log.
func damaged(name string, cause error) error {
	return refuse(name, "damaged", "文件“%s”已损坏，无法读取。请重新打包后再上传", clip(name)).Because(cause)
}

// clip makes a name from outside fit for a message: short, without control characters.
func clip(s string) string {
	s = strings.Map(func(c rune) rune {
		// U+202A to U+202E and U+2066 to U+2069 turn the direction of what follows.
		if c < 0x20 || c == 0x7f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 {
			return '·'
		}
		return c
	}, s)
	if r := []rune(s); len(r) > 80 {
		s = string(r[:40]) + "…" + string(r[len(r)-30:])
	}
	return s
}
