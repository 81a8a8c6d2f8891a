// Package leaktest finds goroutines that the tests of a package left behind (协程泄漏检查): what was
// started and does not end by itself holds memory, files and connections of a program that runs for years.
package leaktest

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long goroutines may take to end after the last test: they are told, and not waited for.
const patience = 5 * time.Second

// known are goroutines of the system and the test command, by a function in their stacks. Connections of a
// client that wait for another request are no leak: their number is bounded.
var known = []string{"testing.Main(", "testing.(*M).", "testing.tRunner(", "testing.runFuzzing(", "runtime.ReadTrace", "os/signal.signal_recv", "os/signal.loop", "runtime.ensureSigM", "net/http.(*persistConn)."}

// Main runs the tests and fails them if goroutines are left. TestMain calls it:
//
//	func TestMain(m *testing.M) { os.Exit(leaktest.Main(m)) }
func Main(m *testing.M) int {
	code := m.Run()
	if code != 0 {
		return code // tests that failed may leave anything
	}
	if left := Left(patience); len(left) > 0 {
		fmt.Fprintf(os.Stderr, "%d goroutines were left behind; the first:\n%s\n", len(left), left[0])
		return 1
	}
	return 0
}

// Left returns the stacks of the goroutines that are still there after the time given, other than the
// caller's and those of the system. It returns as soon as there are none.
func Left(within time.Duration) []string {
	const pause = 20 * time.Millisecond
	for ; ; within -= pause {
		left := stacks()
		if len(left) == 0 || within <= 0 {
			return left
		}
		time.Sleep(pause)
	}
}

// stacks returns those of all goroutines that count.
func stacks() (out []string) {
	buf := make([]byte, 1<<20)
	for n := runtime.Stack(buf, true); ; n = runtime.Stack(buf, true) {
		if n < len(buf) {
			buf = buf[:n]
			break
		}
		buf = make([]byte, 2*len(buf))
	}
	for i, s := range strings.Split(string(buf), "\n\n") {
		if i > 0 && !isKnown(s) { // the first is the caller's
			out = append(out, s)
		}
	}
	return out
}

func isKnown(stack string) bool {
	for _, k := range known {
		if strings.Contains(stack, k) {
			return true
		}
	}
	return false
}
