package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

const assetPrefix = "/-/static/"

// assets are the static files of all modules. Their addresses carry the hash of the content,
// so browsers keep them for ever and a new version is a new address.
type assets struct {
	byPath map[string]asset  // address → file
	byName map[string]string // name in templates → address
}

type asset struct {
	kind       string
	plain, zip []byte
}

var assetKinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".png": "image/png", ".ico": "image/x-icon", ".txt": "text/plain; charset=utf-8",
}

func newAssets(modules []Module) *assets {
	a := &assets{byPath: map[string]asset{}, byName: map[string]string{}}
	a.load("", sharedStatic)
	for _, m := range modules {
		if m.Assets != nil {
			a.load(m.Name+"/", m.Assets)
		}
	}
	return a
}

// load reads, compresses and names the files of one module.
func (a *assets) load(prefix string, fsys fs.FS) {
	names, err := fs.Glob(fsys, "static/*")
	if err != nil {
		panic("web: " + err.Error())
	}
	for _, file := range names {
		b, err := fs.ReadFile(fsys, file)
		if err != nil {
			panic("web: " + err.Error())
		}
		kind, ok := assetKinds[path.Ext(file)]
		if !ok {
			panic(fmt.Sprintf("web: static file %s has no known type", file))
		}
		var z bytes.Buffer
		w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
		if _, err := w.Write(b); err != nil {
			panic("web: " + err.Error())
		}
		w.Close()
		sum := sha256.Sum256(b)
		name := prefix + path.Base(file)
		at := assetPrefix + hex.EncodeToString(sum[:8]) + "/" + name
		a.byName[name], a.byPath[at] = at, asset{kind, b, z.Bytes()}
	}
}

// path returns the address of a static file. Templates that name a file that is not there
// fail when they are executed at start.
func (a *assets) path(name string) (string, error) {
	at, ok := a.byName[name]
	if !ok {
		return "", fmt.Errorf("no static file %q", name)
	}
	return at, nil
}

// serve answers a request for a static file and reports whether it was one.
func (a *assets) serve(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/favicon.ico" {
		r.URL.Path = a.byName["icon.svg"]
	}
	f, ok := a.byPath[r.URL.Path]
	if !ok || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	if len(f.zip) < len(f.plain) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body = f.zip
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
	return true
}
