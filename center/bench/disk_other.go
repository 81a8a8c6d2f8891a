//go:build !linux

package bench

import "os"

// datasync has a file written to disk.
func datasync(f *os.File) error { return f.Sync() }
