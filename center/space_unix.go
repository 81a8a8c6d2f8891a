//go:build unix

package center

import "syscall"

// room tells which share of a disk is used and how many bytes are free.
func room(data string) (used, free float64, err error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(data, &st); err != nil {
		return 0, 0, err
	}
	total := float64(st.Blocks) * float64(st.Bsize)
	free = float64(st.Bavail) * float64(st.Bsize)
	return 1 - free/max(total, 1), free, nil
}
