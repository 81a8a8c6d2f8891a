//go:build linux

package main

import "syscall"

// The calls of prctl(2), which package syscall does not name.
const (
	prGetDumpable = 3
	prSetDumpable = 4
)

// harden keeps what the program has in its memory out of files and of other programs of the same user: a
// crash leaves no core, here and in the programs it starts, and nobody but root looks in (PR_SET_DUMPABLE).
func harden() error {
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}); err != nil {
		return err
	}
	if _, _, no := syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0); no != 0 {
		return no
	}
	return nil
}

// dumpable says what the kernel has noted.
func dumpable() bool {
	n, _, _ := syscall.RawSyscall(syscall.SYS_PRCTL, prGetDumpable, 0, 0)
	return n != 0
}
