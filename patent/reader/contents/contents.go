// Package contents (文件清单) lists every file of a submission with its hash and its use, finds
// the pictures that the documents point to, and takes the facts of each picture once.
package contents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"

	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/figure"
)

// A List gathers what the files of a set are used for.
type List struct {
	Set      *bundle.Set
	Code     func(name string) string // form code of an entry, may be nil
	Declared func(name string) bool   // whether a list names it, may be nil
	used     map[string]string
}

// New returns a list for the set in which nothing is used yet.
func New(s *bundle.Set) *List { return &List{Set: s, used: map[string]string{}} }

// Use notes what an entry is: "document", "list", "picture", "attachment".
func (l *List) Use(name, use string) { l.used[name] = use }

// Used returns what an entry is known to be, empty if nothing points to it.
func (l *List) Used(name string) string { return l.used[name] }

// Resolve returns the entry of a picture that a document names: beside the document, at the path
// from the root, or anywhere under that name if there is only one. Where there is none it
// returns the path at which it was expected, and false.
func (l *List) Resolve(doc, file string) (string, bool) {
	clean := path.Clean("/" + strings.ReplaceAll(file, `\`, "/"))[1:]
	for _, try := range []string{path.Join(path.Dir(doc), clean), clean} {
		if e := l.Set.Find(try); e != nil {
			l.used[e.Name] = "picture"
			return e.Name, true
		}
	}
	var only *bundle.Entry
	for _, e := range l.Set.Entries {
		if strings.EqualFold(path.Base(e.Name), path.Base(clean)) && !foreign(e.Name, doc) {
			if only != nil {
				only = nil
				break
			}
			only = e
		}
	}
	if only == nil {
		return path.Join(path.Dir(doc), clean), false
	}
	l.used[only.Name] = "picture"
	return only.Name, true
}

// foreign reports that a picture lies in the folder of another coded document under a name such
// as 0001.jpg that every document gives to its own pictures.
func foreign(name, doc string) bool {
	folder := path.Base(path.Dir(name))
	return len(folder) == 6 && strings.Trim(folder, "0123456789") == "" && folder != path.Base(path.Dir(doc)) &&
		!strings.HasPrefix(path.Base(name), folder)
}

// Finish reads every entry once: it fills a.Entries and the facts of the figures and views. A
// picture bomb is refused even where nothing points to it.
func (l *List) Finish(ctx context.Context, a *patent.Application) error {
	reader := figure.NewReader(l.Set.Limits.Figure)
	facts := map[string]*patent.Figure{}
	drawn := map[*patent.Figure]bool{} // the others are formulas and the like, which nobody looks at for words
	l.inside(a)
	for k, list := range [][]patent.Figure{a.Figures, a.Views, a.Images} {
		for i := range list {
			drawn[&list[i]] = k < 2
			// A figure of a document's own archive has its facts already and is no entry here.
			if list[i].SHA256 == "" && l.Set.Find(list[i].File) == nil {
				list[i].Present = false
			}
			if list[i].Present && facts[list[i].File] == nil {
				facts[list[i].File] = &list[i]
			}
		}
	}
	for _, e := range l.Set.Entries {
		if bundle.Noise(e.Name) {
			a.Entries = append(a.Entries, patent.Entry{Name: e.Name, Size: e.Size, Use: "unused"})
			continue
		}
		data, err := l.Set.Bytes(ctx, e)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		entry := patent.Entry{Name: e.Name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), Use: l.use(e.Name)}
		if l.Code != nil {
			entry.Code = l.Code(e.Name)
		}
		if l.Declared != nil {
			entry.Declared = l.Declared(e.Name)
		}
		a.Entries = append(a.Entries, entry)
		f := facts[e.Name]
		if f == nil && bundle.Picture(e.Name) {
			f = &patent.Figure{}
		}
		if f != nil {
			if err := reader.Facts(ctx, e.Name, data, f); err != nil {
				return err
			}
			if drawn[f] {
				if err := reader.Words(ctx, data, f); err != nil {
					return err
				}
			}
		}
	}
	share(a, facts)
	return nil
}

// inside lists the pictures that stand inside the texts, each once.
func (l *List) inside(a *patent.Application) {
	seen := map[string]bool{}
	for _, f := range a.Images {
		seen[f.File] = true
	}
	for _, p := range patent.Parts() {
		if p == patent.Drawings || p == patent.Pictures {
			continue
		}
		for _, b := range a.Text(p).Blocks {
			if b.File == "" || seen[b.File] {
				continue
			}
			seen[b.File] = true
			a.Images = append(a.Images, patent.Figure{File: b.File, Present: l.Set.Find(b.File) != nil})
		}
	}
}

// share copies the facts to further figures that point to the same entry.
func share(a *patent.Application, facts map[string]*patent.Figure) {
	for _, list := range [][]patent.Figure{a.Figures, a.Views, a.Images} {
		for i := range list {
			f, src := &list[i], facts[list[i].File]
			if !f.Present || src == nil || f == src {
				continue
			}
			own := *f
			*f = *src
			f.Label, f.Number, f.MMWidth, f.MMHeight = own.Label, own.Number, own.MMWidth, own.MMHeight
		}
	}
}

// use settles what an entry is that no document points to.
func (l *List) use(name string) string {
	if u := l.used[name]; u != "" {
		return u
	}
	if bundle.Picture(name) {
		return "unused"
	}
	switch bundle.Extension(name) {
	case "pdf", "doc", "docx", "txt", "xls", "xlsx", "ofd":
		return "attachment"
	}
	return "unused"
}
