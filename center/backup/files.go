package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zhibao/internal/sorting"
)

// left are the folders and files of the data that no backup needs.
func left(path string) bool {
	first, rest, _ := strings.Cut(path, "/")
	return strings.HasPrefix(first, database) || first == "index" || first == "spool" || first == "files" && strings.HasPrefix(rest, "new/") || first == "uploads" && strings.HasPrefix(rest, "new/") ||
		strings.HasSuffix(path, partial)
}

// kept says whether files of a path never change once they are there.
func kept(path string) bool { return strings.HasPrefix(path, "files/") }

// files copies or links all stored files, and lists them with the database.
func (m *Maker) files(ctx context.Context, temp string, before *Manifest) (out []File, err error) {
	sum, size, err := digest(filepath.Join(temp, database))
	if err != nil {
		return nil, disk(err)
	}
	out = append(out, File{database, size, sum})
	known := map[string]File{}
	if before != nil {
		for _, f := range before.Files {
			known[f.Path] = f
		}
	}
	err = filepath.WalkDir(m.Data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		rel, err := filepath.Rel(m.Data, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if left(rel) || !e.Type().IsRegular() {
			return nil
		}
		f, err := m.file(temp, before, known[rel], rel)
		// What is sent or swept away meanwhile is not needed: the database was copied before.
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			out = append(out, f)
		}
		return err
	})
	if err != nil {
		return nil, disk(err)
	}
	sorting.By(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// file puts one file into the backup.
func (m *Maker) file(temp string, before *Manifest, old File, rel string) (File, error) {
	from, to := filepath.Join(m.Data, filepath.FromSlash(rel)), filepath.Join(temp, filepath.FromSlash(rel))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return File{}, err
	}
	if st, err := os.Stat(from); before != nil && kept(rel) && old.Path != "" && err == nil && st.Size() == old.Size {
		// A disk that has no links, or another disk, gets a copy.
		if os.Link(filepath.Join(filepath.Dir(temp), before.At.Format(stamp), filepath.FromSlash(rel)), to) == nil {
			return old, nil
		}
	}
	sum, size, err := copyFile(from, to)
	return File{rel, size, sum}, err
}

// digest returns what a file holds.
func digest(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// copyFile copies a file onto the disk and returns its digest.
func copyFile(from, to string) (sum string, size int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, err
	}
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(out, h), in)
	if err == nil {
		err = out.Sync()
	}
	return hex.EncodeToString(h.Sum(nil)), size, errors.Join(err, out.Close())
}

func writeFile(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
