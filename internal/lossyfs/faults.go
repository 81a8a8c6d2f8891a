//go:build linux

package lossyfs

import (
	"strings"
	"time"
)

// Faults are what goes wrong from now on. The zero value is a disk that works.
type Faults struct {
	// Only means the items whose path contains it; all if it is empty.
	Only string
	// FailAt makes the n-th operation from now fail with Errno, once. Operations are writes,
	// synchronisations and changes of folders.
	FailAt int
	Errno  int
	// FailSyncs makes the next n synchronisations fail with EIO, and what they should have written is lost.
	FailSyncs int
	// Short makes every second write take half of what it was given.
	Short bool
	// Interrupt makes every third write fail with EINTR, as a signal does.
	Interrupt bool
	// Flip inverts one bit of what is read.
	Flip bool
	// Delay is how long each operation takes, those that read too.
	Delay time.Duration
	// Quota is how many bytes fit, 0 for no limit.
	Quota int64
	// LieAbout names the items whose synchronisation is said to have happened and has not, with LieDirs the
	// folders among them only: for a program, the same as to have left the synchronisation out.
	LieAbout string
	LieDirs  bool
}

// lasting returns what is still wrong after a cut.
func (f Faults) lasting() Faults {
	return Faults{LieAbout: f.LieAbout, LieDirs: f.LieDirs, Quota: f.Quota}
}

// means reports whether faults are about an item.
func (f *Faults) means(it *item) bool { return strings.Contains(it.name, f.Only) }

// Count is what happened so far.
type Count struct {
	Ops, Syncs, Failed int
	// What the cuts did: sectors that were lost and that were kept though not synchronised, and changes of
	// folders that were lost.
	Lost, Torn, Entries int
	Used                int64
}
