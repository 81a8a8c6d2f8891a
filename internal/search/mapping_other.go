//go:build !unix

package search

import "os"

// mapFile reads a file where none can be mapped.
func mapFile(path string) ([]byte, func() error, error) {
	data, err := os.ReadFile(path)
	return data, func() error { return nil }, err
}

const lockName = "lock"

// lockDir does nothing where files cannot be locked.
func lockDir(string) (func() error, error) { return func() error { return nil }, nil }
