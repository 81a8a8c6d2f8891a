//go:build unix

package center

import "syscall"

// room tells how full a disk is: which share of its bytes and of the files that it can have is used, and how
// many bytes are free. A disk that numbers its files as it likes has room for any number.
func room(data string) (r diskRoom, err error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(data, &st); err != nil {
		return r, err
	}
	total := float64(st.Blocks) * float64(st.Bsize)
	r.free = float64(st.Bavail) * float64(st.Bsize)
	r.used = 1 - r.free/max(total, 1)
	if st.Files > 0 {
		r.files = 1 - float64(st.Ffree)/float64(st.Files)
	}
	return r, nil
}
