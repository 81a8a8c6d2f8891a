//go:build !unix

package mapping

import "os"

// File reads a file at once where it cannot be mapped.
func File(path string) (data []byte, free func() error, err error) {
	data, err = os.ReadFile(path)
	return data, func() error { return nil }, err
}

// Lock does nothing where files cannot be locked.
func Lock(*os.File) error { return nil }
