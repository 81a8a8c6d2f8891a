// Package confine (隔离运行) starts a program of somebody else with fewer rights than this one: in namespaces of its
// own, with a filter of system calls (seccomp), and with no file but those it needs (Landlock).
//
// Nothing has to be installed or configured for that, and no right is needed. What the kernel or a container forbids is
// told by Probe, so that the operator learns what is missing.
package confine

import "path/filepath"

// Limits are the rights that are left.
type Limits struct {
	Apart    bool     // namespaces of its own: no network, nobody, no other process, no shared memory
	Filtered bool     // no socket, no mount, no tracing, no keys of the kernel, …
	Files    bool     // no file but those below, and none to write
	Read     []string // files and folders that it may read
	Run      []string // programs that it may become
}

// Full reports whether every limit is in force.
func (l *Limits) Full() bool { return l.Apart && l.Filtered && l.Files }

// Missing says in both languages what is not in force, empty where all is.
func (l *Limits) Missing() (zh, en string) {
	for _, x := range []struct {
		has    bool
		zh, en string
	}{{l.Apart, "不许独立的命名空间（它能使用网络）", "namespaces are forbidden (it can use the network)"}, {l.Filtered, "不许系统调用过滤（seccomp）", "filters of system calls are forbidden (seccomp)"},
		{l.Files, "没有文件隔离（Landlock，它能读取平台能读取的文件）", "there is no Landlock (it can read what the platform can)"}} {
		if x.has {
			continue
		}
		if zh != "" {
			zh, en = zh+"，", en+", "
		}
		zh, en = zh+x.zh, en+x.en
	}
	return zh, en
}

// Libraries are where the libraries of programs lie, which only the operator writes.
func Libraries() []string {
	return []string{"/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache"}
}

// Loaders are what loads programs with libraries; it is run before them.
func Loaders() (out []string) {
	for _, pattern := range []string{"/lib64/ld-*.so*", "/lib/ld-*.so*", "/lib/*/ld-*.so*", "/usr/lib64/ld-*.so*", "/usr/lib/*/ld-*.so*"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			continue // only a pattern that is none fails
		}
		for _, f := range found {
			out = append(out, f)
			if real, err := filepath.EvalSymlinks(f); err == nil {
				out = append(out, real)
			}
		}
	}
	return out
}
