//go:build unix

package mapping

import (
	"os"
	"syscall"
)

// File returns the content of a file without reading it at once, and how to give it back. A file that
// was replaced meanwhile stays as it was for who has it mapped.
func File(path string) (data []byte, free func() error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	// Nothing cannot be mapped, nor what is larger than the memory of the machine can name.
	if st.Size() == 0 || int64(int(st.Size())) != st.Size() {
		return nil, func() error { return nil }, nil
	}
	data, err = syscall.Mmap(int(f.Fd()), 0, int(st.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, err
	}
	return data, func() error { return syscall.Munmap(data) }, nil
}

// Lock keeps other processes out of a file until it is closed or the process ends.
func Lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
