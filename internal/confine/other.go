//go:build !linux || (!amd64 && !arm64)

package confine

import "os/exec"

// Probe tells which of the limits this system has: none.
func Probe(l Limits) Limits {
	l.Apart, l.Filtered, l.Files = false, false, false
	return l
}

// Start starts a command without limits.
func Start(cmd *exec.Cmd, _ Limits) error { return cmd.Start() }
