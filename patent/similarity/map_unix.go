//go:build unix

package similarity

import (
	"os"
	"syscall"
)

// mapped returns the content of a file without reading it at once, and how to give it back. A file that
// was replaced meanwhile stays as it was for who has it mapped.
func mapped(path string) (data []byte, free func() error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if st.Size() < headSize || int64(int(st.Size())) != st.Size() {
		return nil, nil, ErrFile
	}
	data, err = syscall.Mmap(int(f.Fd()), 0, int(st.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, err
	}
	return data, func() error { return syscall.Munmap(data) }, nil
}
