package intake

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	slash "path"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// beside opens a file that lies beside a document, as the document names it; nil where nothing does.
type beside func(name string) (io.ReadCloser, error)

// folder opens what lies in a folder of the server, and nothing outside of it.
func folder(dir string) beside {
	return func(name string) (io.ReadCloser, error) {
		name = filepath.FromSlash(strings.ReplaceAll(name, `\`, "/"))
		if !filepath.IsLocal(name) {
			return nil, fs.ErrNotExist
		}
		return os.Open(filepath.Join(dir, name))
	}
}

// An archive is the files of one by their names in small letters: who writes packages and who writes
// documents do not always agree on them.
type archive map[string]*zip.File

// within lists the files of an archive.
func within(z *zip.Reader) archive {
	out := archive{}
	for _, f := range z.File {
		if !readable[strings.ToLower(slash.Ext(f.Name))] {
			out[strings.ToLower(f.Name)] = f
		}
	}
	return out
}

// at opens what lies beside a file of the archive.
func (a archive) at(doc string) beside {
	return func(name string) (io.ReadCloser, error) {
		f := a[strings.ToLower(slash.Join(slash.Dir(doc), strings.ReplaceAll(name, `\`, "/")))]
		if f == nil {
			return nil, fmt.Errorf("%w: %s", fs.ErrNotExist, name)
		}
		return f.Open()
	}
}

// held is a file that is open as long as somebody needs it: who goes through it, and the documents of which
// the pictures were not read yet.
type held struct {
	n     atomic.Int64
	close func() error
}

func hold(close func() error) *held {
	h := &held{close: close}
	h.n.Store(1)
	return h
}

// more holds it once more, for one who holds it now.
func (h *held) more() *held {
	if h != nil {
		h.n.Add(1)
	}
	return h
}

// release lets go of it. Nothing was written, so what closing says is of no interest.
func (h *held) release() {
	if h != nil && h.n.Add(-1) == 0 {
		h.close() //nolint:errcheck // it was only read
	}
}
