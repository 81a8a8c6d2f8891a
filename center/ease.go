package center

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// easeBytes is how much more memory the program may use so that garbage is collected less often.
const easeBytes = 96 << 20

// ease has the collector run less often while little is in memory: a page leaves two megabytes behind, and
// beside the few that stay the collector would run after every dozen pages and take a sixth of the processor.
// The memory is reserved and never touched, so it takes no room itself. Where the operator has set how often
// to collect (GOGC) or how much there is (GOMEMLIMIT), that alone holds.
func ease() (end func()) {
	if os.Getenv("GOGC") != "" || debug.SetMemoryLimit(-1) < math.MaxInt64 {
		return func() {}
	}
	reserve := make([]byte, easeBytes)
	return func() { runtime.KeepAlive(reserve) }
}
