package backup

import (
	"context"
	"path/filepath"

	"zhibao/internal/blob"
	"zhibao/internal/store"
)

// refers collects the stored files to which a database refers.
func (m *Maker) refers(ctx context.Context, db *store.DB, out *[]string) error {
	if m.Refers == nil {
		return nil
	}
	*out = nil
	return m.Refers(ctx, db, func(address string) { *out = append(*out, address) })
}

// missing returns which of the files are not in the backup. What the center let go while they were copied is not
// missed.
func (m *Maker) missing(ctx context.Context, temp string, referred []string) (out []string, err error) {
	for _, a := range referred {
		if !blob.Has(filepath.Join(temp, "files"), a) {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	var now []string
	if err := m.refers(ctx, m.DB, &now); err != nil {
		return nil, err
	}
	still := map[string]bool{}
	for _, a := range now {
		still[a] = true
	}
	lost := out[:0]
	for _, a := range out {
		if still[a] {
			lost = append(lost, a)
		}
	}
	return lost, nil
}

// Holding returns how many of the files other backups in a folder hold, and the latest of these backups.
func Holding(to, but string, addresses []string) (n int, where string, err error) {
	names, err := All(to)
	if err != nil {
		return 0, "", err
	}
	found := map[string]bool{}
	for _, name := range names {
		if name == but {
			continue
		}
		for _, a := range addresses {
			if blob.Has(filepath.Join(to, name, "files"), a) {
				found[a], where = true, name
			}
		}
	}
	return len(found), where, nil
}
