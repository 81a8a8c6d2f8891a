//go:build linux && (amd64 || arm64)

package confine

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

// Operations of prctl.
const (
	setSeccomp    = 22
	filterMode    = 2
	setNoNewPrivs = 38
)

// Probe tells which of the limits that are asked for this kernel has. Whether namespaces are allowed shows only when
// something is started in them.
func Probe(l Limits) Limits {
	l.Files = l.Files && version() > 0
	if l.Filtered {
		_, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, 21, 0, 0) // PR_GET_SECCOMP
		l.Filtered = e == 0
	}
	return l
}

// Start starts a command with the limits. A filter and a file limit belong to a thread and to what is started from it, so
// a thread is made for the purpose and ends afterwards; the rest of this program is not concerned.
func Start(cmd *exec.Cmd, l Limits) error {
	if l.Apart {
		if cmd.SysProcAttr == nil {
			cmd.SysProcAttr = &syscall.SysProcAttr{}
		}
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWPID
	}
	if !l.Filtered && !l.Files {
		return cmd.Start()
	}
	// The library looks once how it may hold a process; it must not look from the thread that may do little.
	if p, err := os.FindProcess(os.Getpid()); err == nil {
		_ = p.Release() // nothing to do when it fails
	}
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with this function
		if err := l.enter(); err != nil {
			done <- err
			return
		}
		done <- cmd.Start()
	}()
	return <-done
}

// enter puts the limits on the current thread.
func (l *Limits) enter() error {
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, setNoNewPrivs, 1, 0, 0, 0, 0); e != 0 {
		return e
	}
	if l.Files {
		if err := l.lock(); err != nil {
			return err
		}
	}
	if !l.Filtered {
		return nil
	}
	prog := program()
	f := syscall.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}
	_, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, setSeccomp, filterMode, uintptr(unsafe.Pointer(&f)))
	runtime.KeepAlive(prog)
	if e != 0 {
		return e
	}
	return nil
}

// Answers of the filter.
const (
	allow  = 0x7fff0000
	kill   = 0x80000000
	refuse = 0x00050000 // with the number of an error
)

// program is the filter: another kind of machine ends the process, what is denied fails with EPERM, and clone3, whose flags a filter
// cannot see, does not exist, so that the libraries use clone.
func program() []syscall.SockFilter {
	const load, equal, least, answer = syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS, syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K,
		syscall.BPF_JMP | syscall.BPF_JGE | syscall.BPF_K, syscall.BPF_RET | syscall.BPF_K
	out := []syscall.SockFilter{
		{Code: load, K: 4}, {Code: equal, Jt: 1, K: machine()}, {Code: answer, K: kill},
		{Code: load, K: 0}, {Code: least, Jf: 1, K: 0x40000000}, {Code: answer, K: kill}, // calls of another kind (x32)
		{Code: equal, Jf: 1, K: 435}, {Code: answer, K: refuse | uint32(syscall.ENOSYS)},
	}
	for _, c := range denied() {
		out = append(out, syscall.SockFilter{Code: equal, Jf: 1, K: c}, syscall.SockFilter{Code: answer, K: refuse | uint32(syscall.EPERM)})
	}
	return append(out, syscall.SockFilter{Code: answer, K: allow})
}

// machine is the kind of machine as the kernel names it to filters.
func machine() uint32 {
	if runtime.GOARCH == "arm64" {
		return 0xc00000b7
	}
	return 0xc000003e
}

// A call is denied under its number on either kind of machine; 0 is none.
type call struct {
	name         string
	amd64, arm64 uint32
}

// calls are what a program that reads a picture never needs.
var calls = []call{
	{"socket", 41, 198}, {"socketpair", 53, 199}, {"connect", 42, 203}, {"bind", 49, 200}, {"listen", 50, 201}, {"accept", 43, 202}, {"accept4", 288, 242},
	{"sendto", 44, 206}, {"sendmsg", 46, 211}, {"sendmmsg", 307, 269},
	{"ptrace", 101, 117}, {"process_vm_readv", 310, 270}, {"process_vm_writev", 311, 271}, {"process_madvise", 440, 440}, {"pidfd_getfd", 438, 438}, {"pidfd_open", 434, 434},
	{"kill", 62, 129}, {"tkill", 200, 130}, {"rt_sigqueueinfo", 129, 138}, {"rt_tgsigqueueinfo", 297, 240}, {"pidfd_send_signal", 424, 424},
	{"mount", 165, 40}, {"umount2", 166, 39}, {"pivot_root", 155, 41}, {"chroot", 161, 51}, {"open_tree", 428, 428}, {"move_mount", 429, 429}, {"fsopen", 430, 430},
	{"fsconfig", 431, 431}, {"fsmount", 432, 432}, {"fspick", 433, 433}, {"mount_setattr", 442, 442}, {"unshare", 272, 97}, {"setns", 308, 268},
	{"keyctl", 250, 219}, {"add_key", 248, 217}, {"request_key", 249, 218}, {"bpf", 321, 280}, {"perf_event_open", 298, 241}, {"userfaultfd", 323, 282},
	{"io_uring_setup", 425, 425}, {"io_uring_enter", 426, 426}, {"io_uring_register", 427, 427}, {"kexec_load", 246, 104}, {"kexec_file_load", 320, 294},
	{"init_module", 175, 105}, {"finit_module", 313, 273}, {"delete_module", 176, 106}, {"reboot", 169, 142}, {"swapon", 167, 224}, {"swapoff", 168, 225},
	{"acct", 163, 89}, {"quotactl", 179, 60}, {"settimeofday", 164, 170}, {"clock_settime", 227, 112}, {"adjtimex", 159, 171}, {"sethostname", 170, 161}, {"setdomainname", 171, 162},
	{"syslog", 103, 116}, {"name_to_handle_at", 303, 264}, {"open_by_handle_at", 304, 265}, {"memfd_create", 319, 279}, {"execveat", 322, 281}, {"personality", 135, 92},
	{"ioperm", 173, 0}, {"iopl", 172, 0}, {"modify_ldt", 154, 0},
}

// denied are the numbers of the calls on this machine.
func denied() (out []uint32) {
	for _, c := range calls {
		n := c.amd64
		if runtime.GOARCH == "arm64" {
			n = c.arm64
		}
		if n != 0 {
			out = append(out, n)
		}
	}
	return out
}
