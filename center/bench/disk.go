package bench

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// rawSyncs measures how often a second the disk below dir takes 4 KB and says that they are safe:
// the most that anything durable with one writer can reach. The file is written before, as the
// log of a database is, so that its length does not change.
func rawSyncs(ctx context.Context, dir string, d time.Duration) (perSecond float64, err error) {
	f, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	// Rewriting one and the same page would flatter disks that remember it.
	const pages = 1024
	page := make([]byte, 4096)
	for i := range pages {
		if _, err := f.WriteAt(page, int64(i)*4096); err != nil {
			return 0, err
		}
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	n, start := 0, time.Now()
	for ; time.Since(start) < d && ctx.Err() == nil; n++ {
		page[0] = byte(n)
		if _, err := f.WriteAt(page, int64(n%pages)*4096); err != nil {
			return 0, err
		}
		if err := datasync(f); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(start).Seconds(), ctx.Err()
}
