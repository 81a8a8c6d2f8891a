package store

import (
	"context"
	"sync/atomic"
)

// Stats are counts since opening.
type Stats struct {
	Writes                    int64 // acknowledged
	Failed                    int64 // ended with an error, refusals of the caller's own included
	Commits                   int64 // Writes ÷ Commits is the mean size of a group
	Largest                   int64 // greatest number of writes in one commit
	Retries                   int64 // runs repeated because of the engine or a neighbour
	Connections, InUse, Waits int64 // of the pool of the driver

	Bytes int64 // of the database on disk, log included; 0 if unknown
}

type counters struct {
	writes, failed, commits, largest, retries atomic.Int64
}

func (c *counters) group(writes int) {
	c.commits.Add(1)
	for n := int64(writes); ; {
		old := c.largest.Load()
		if n <= old || c.largest.CompareAndSwap(old, n) {
			return
		}
	}
}

// Stats returns the counts and the size on disk.
func (db *DB) Stats(ctx context.Context) Stats {
	s := Stats{
		Writes: db.count.writes.Load(), Failed: db.count.failed.Load(),
		Commits: db.count.commits.Load(), Largest: db.count.largest.Load(),
		Retries: db.count.retries.Load(),
	}
	p := db.pool()
	s.Connections, s.InUse, s.Waits = int64(p.OpenConnections), int64(p.InUse), p.WaitCount
	if n, err := db.size(ctx); err == nil {
		s.Bytes = n
	}
	return s
}
