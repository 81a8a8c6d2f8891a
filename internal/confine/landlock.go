//go:build linux && (amd64 || arm64)

package confine

import (
	"errors"
	"runtime"
	"syscall"
	"unsafe"
)

// Calls of Landlock, which have these numbers on every machine.
const (
	createRuleset = 444
	addRule       = 445
	restrictSelf  = 446
	askVersion    = 1
	beneath       = 1 // kind of rule: a file, or all below a folder
	pathOnly      = 0x200000
)

// Rights to files, one bit each: executing, writing, reading a file, reading a folder, and making and removing in eight kinds;
// later versions know moving to another folder, cutting off, and controlling devices.
const (
	execute  = 1 << 0
	write    = 1 << 1
	readFile = 1 << 2
	readDir  = 1 << 3
	first    = 1<<13 - 1
	refer    = 1 << 13
	truncate = 1 << 14
	control  = 1 << 15
)

// version is that of Landlock in this kernel, 0 where there is none or it is switched off.
func version() int {
	v, _, e := syscall.RawSyscall(createRuleset, 0, 0, askVersion)
	if e != 0 {
		return 0
	}
	return int(v)
}

// lock leaves the current thread, and what it starts, the files of the limits. A file that is not there is left out.
func (l *Limits) lock() error {
	all := uint64(first)
	for i, right := range []uint64{refer, truncate, 0, control} {
		if version() >= i+2 {
			all |= right
		}
	}
	fd, _, e := syscall.RawSyscall(createRuleset, uintptr(unsafe.Pointer(&all)), unsafe.Sizeof(all), 0)
	if e != 0 {
		return e
	}
	defer syscall.Close(int(fd))
	rule := func(path string, rights uint64) error {
		file, err := syscall.Open(path, pathOnly|syscall.O_CLOEXEC, 0)
		if errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.EACCES) {
			return nil
		} else if err != nil {
			return err
		}
		defer syscall.Close(file)
		var s syscall.Stat_t
		if err := syscall.Fstat(file, &s); err != nil {
			return err
		}
		if s.Mode&syscall.S_IFMT != syscall.S_IFDIR {
			rights &= execute | write | readFile // others are of folders
		}
		// The kernel's form has no gap: eight bytes and four.
		var at struct{ low, high, file uint32 }
		at.low, at.high, at.file = uint32(rights), uint32(rights>>32), uint32(file)
		_, _, e := syscall.RawSyscall6(addRule, fd, beneath, uintptr(unsafe.Pointer(&at)), 0, 0, 0)
		runtime.KeepAlive(&at)
		if e != 0 {
			return e
		}
		return nil
	}
	err := rule("/dev/null", readFile|write)
	for _, path := range l.Read {
		err = errors.Join(err, rule(path, readFile|readDir))
	}
	for _, path := range l.Run {
		err = errors.Join(err, rule(path, readFile|execute))
	}
	if err != nil {
		return err
	}
	if _, _, e := syscall.RawSyscall(restrictSelf, fd, 0, 0); e != 0 {
		return e
	}
	return nil
}
