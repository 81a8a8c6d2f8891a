package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// flags returns the flags of a command.
func (c command) flags() *flag.FlagSet {
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard) // what is wrong is said by parse, in Chinese
	return fs
}

// parse reads the arguments of a command. It returns false with the exit code where the command is
// not to run: 0 after --help, 2 when something is wrong, which it says.
func (c command) parse(fs *flag.FlagSet, args []string) (ok bool, code int) {
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.explain(os.Stdout, fs)
		return false, 0
	case err != nil:
		return false, c.wrong(flagProblem(err))
	case !c.rest && fs.NArg() > 0:
		return false, c.wrong("多余的参数：" + strings.Join(fs.Args(), " "))
	}
	return true, 0
}

// wrong says what is wrong with the arguments and returns the exit code for it.
func (c command) wrong(problem string) int {
	fmt.Fprintf(os.Stderr, "错误：%s\n用法：zhibao %s %s\n说明：zhibao %s --help\n", problem, c.name, c.args, c.name)
	return 2
}

// explain prints what the command does and its flags, in Chinese first.
func (c command) explain(w io.Writer, fs *flag.FlagSet) {
	fmt.Fprintf(w, "zhibao %s %s\n\n%s。\n%s.\n", c.name, c.args, c.help, c.english)
	if c.more != "" {
		fmt.Fprintf(w, "\n%s\n", c.more)
	}
	// The library's own list knows one dash and one language.
	first := true
	fs.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprintln(w, "\n参数 Flags：")
			first = false
		}
		name, usage := flag.UnquoteUsage(f)
		usage = strings.TrimPrefix(usage, name+" ")
		def := f.DefValue
		if def == "" || def == "false" || def == "0" {
			fmt.Fprintf(w, "  --%s %s\n        %s\n", f.Name, name, usage)
			return
		}
		fmt.Fprintf(w, "  --%s %s（默认 default %s）\n        %s\n", f.Name, name, def, usage)
	})
}

// flagProblem says in Chinese what the library found wrong.
func flagProblem(err error) string {
	s := err.Error()
	if name, ok := strings.CutPrefix(s, "flag provided but not defined: "); ok {
		return "没有参数 --" + strings.TrimLeft(name, "-")
	}
	if name, ok := strings.CutPrefix(s, "flag needs an argument: "); ok {
		return "参数 --" + strings.TrimLeft(name, "-") + " 缺少值"
	}
	return "参数的值不正确：" + s
}
