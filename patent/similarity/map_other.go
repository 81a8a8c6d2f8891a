//go:build !unix

package similarity

import "os"

// mapped reads a file at once where it cannot be mapped.
func mapped(path string) (data []byte, free func() error, err error) {
	data, err = os.ReadFile(path)
	return data, func() error { return nil }, err
}
