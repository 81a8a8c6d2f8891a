package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
)

// mostSettings is how large a file of settings may be, in bytes.
const mostSettings = 64 << 10

// fromFile sets the flags of a command from a file: a name and its value a line, as "addr = 0.0.0.0:443", #
// begins a remark. What the command line says wins. Everything that is wrong is told at once, with its
// line, so that a mistyped name is never passed over in silence.
func fromFile(fs *flag.FlagSet, path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("读不了配置文件 %s：%w", path, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("读不了配置文件 %s：%w", path, err)
	}
	if len(text) > mostSettings {
		return fmt.Errorf("配置文件 %s 超过 %d KB", path, mostSettings>>10)
	}
	// Who can write it decides where the data and the key lie.
	if st.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("配置文件 %s 的权限是 %v，其他用户可以改写：请改为 0600", path, st.Mode().Perm())
	}
	// The address of a database may hold a password.
	if bytes.Contains(text, []byte("://")) && bytes.Contains(text, []byte("@")) && st.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("配置文件 %s 含有密码，权限却是 %v：请改为 0600", path, st.Mode().Perm())
	}
	// Before anything of the file is set, so that only the command line is in it.
	said := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { said[f.Name] = true })
	// All mistakes at once: who corrects a file does not want to start the program for each.
	var wrong []error
	before := map[string]int{}
	no := 0
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		no++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		tell := func(format string, args ...any) {
			wrong = append(wrong, fmt.Errorf("%s:%d："+format, append([]any{path, no}, args...)...))
		}
		name, value, ok := strings.Cut(line, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch {
		case !ok:
			tell("应写作“名称 = 值”")
		case name == "config" || fs.Lookup(name) == nil:
			tell("没有配置项 %s；可用的名称见 --help", name)
		case before[name] > 0:
			tell("配置项 %s 已在第 %d 行写过", name, before[name])
		case said[name]: // checked all the same, so that a start without the flag fails in the same way
			before[name] = no
		default:
			before[name] = no
			if err := fs.Set(name, value); err != nil {
				tell("配置项 %s 的值 %q 不正确", name, value)
			}
		}
	}
	return errors.Join(wrong...)
}
