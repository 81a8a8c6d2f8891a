//go:build !unix

package alike

import (
	"os"
	"time"
)

var begun = time.Now()

// peak is not told by the system.
func peak(*os.ProcessState) int64 { return 0 }

// used is the time by the clock where the system does not tell that of the processor.
func used() int64 { return int64(time.Since(begun)) }
