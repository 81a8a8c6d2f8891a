package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zhibao/internal/fault"
)

// GC removes what nobody refers to: files for which keep is false, and the remains of calls
// that were killed, in both cases only if older than before, because the transaction that
// will refer to a fresh file may still be under way. Keep is told when the file was put last. GC
// returns how many it removed.
func (s *Store) GC(ctx context.Context, before time.Time, keep func(address string, put time.Time) (bool, error)) (n int, err error) {
	defer fault.Wrap(&err, "removing unused files")
	err = filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || ctx.Err() != nil {
			return ctx.Err() // somebody else removed it
		}
		if err != nil || e.IsDir() {
			return err
		}
		st, err := e.Info()
		if err != nil || !st.ModTime().Before(before) {
			return nil
		}
		if filepath.Base(filepath.Dir(path)) != tempDir {
			if !isAddress(e.Name()) {
				return nil // not ours
			}
			if used, err := keep(e.Name(), st.ModTime()); err != nil || used {
				return err
			}
		}
		gone, err := s.collect(path, before)
		if gone {
			n++
		}
		return err
	})
	return n, diskFault(err)
}

// collect removes a file, unless the same text was put again since GC looked at it.
func (s *Store) collect(path string, before time.Time) (bool, error) {
	aside := filepath.Join(s.dir, tempDir, randomName())
	if err := os.Rename(path, aside); err != nil {
		return false, nil // somebody else removed it
	}
	if st, err := os.Stat(aside); err == nil && !st.ModTime().Before(before) {
		return false, os.Rename(aside, path)
	}
	return true, os.Remove(aside)
}

// Size adds up what the files take on disk. It looks at each of them.
func (s *Store) Size(ctx context.Context) (n int64, err error) {
	err = filepath.WalkDir(s.dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		st, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed meanwhile
		}
		if err == nil {
			n += st.Size()
		}
		return err
	})
	return n, err
}

// Has reports whether a file lies in a folder of files, which it leaves as it is.
func Has(dir, address string) bool {
	if !isAddress(address) {
		return false
	}
	_, err := os.Stat((&Store{dir: dir}).path(address))
	return err == nil
}
