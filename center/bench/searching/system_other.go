//go:build !unix

package searching

import (
	"runtime"
	"time"
)

// cpu is not known here.
func cpu() time.Duration { return 0 }

// resident returns what the heap has.
func resident() (all, heap int64) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys), int64(m.HeapAlloc)
}
