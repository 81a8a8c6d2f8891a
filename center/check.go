package center

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/report"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// CheckOptions say how files are checked on the command line.
type CheckOptions struct {
	Kind    string // 发明, 实用新型, 外观设计; found out from the files when empty
	On      string // day whose rules apply, today when empty
	Format  string // text, json, html
	English bool
	Now     func() time.Time
}

// checker is one run over files and folders.
type checker struct {
	opt    CheckOptions
	on     calendar.Day
	rules  []check.Rule
	out    io.Writer
	errs   io.Writer
	found  bool // something of severity F or E
	failed bool // a file that could not be read
}

// Check checks files and folders one after the other and writes each report as soon as it is
// made. It returns 0 when nothing of severity F or E was found, 1 when something was, and 2 when
// a file could not be read or an option is wrong; the other files are checked all the same.
func Check(ctx context.Context, out, errs io.Writer, opt CheckOptions, paths []string) int {
	c := &checker{opt: opt, rules: rules(), out: out, errs: errs, on: calendar.DayOf(opt.Now())}
	if err := c.options(); err != nil {
		fmt.Fprintln(errs, "错误："+fault.MessageOf(err))
		return 2
	}
	for _, p := range paths {
		c.path(ctx, p)
	}
	switch {
	case c.failed:
		return 2
	case c.found:
		return 1
	}
	return 0
}

// options refuses what is not known before any file is read, with the values that are.
func (c *checker) options() (err error) {
	if c.opt.On != "" {
		if c.on, err = calendar.ParseDay(c.opt.On); err != nil {
			return fault.New(fault.Invalid, "check.on", "--on %v", err)
		}
	}
	if !slices.Contains([]string{"text", "json", "html"}, c.opt.Format) {
		return fault.New(fault.Invalid, "check.format", "--format 应为 text、json 或 html，不是“%s”", c.opt.Format)
	}
	if !slices.Contains([]string{"", "发明", "实用新型", "外观设计"}, c.opt.Kind) {
		return fault.New(fault.Invalid, "check.type", "--type 应为 发明、实用新型 或 外观设计，不是“%s”", c.opt.Kind)
	}
	return nil
}

// path checks a file, a folder that is one submission, or every application file below a folder.
func (c *checker) path(ctx context.Context, path string) {
	st, err := os.Stat(path)
	if err != nil {
		c.fail(path, fault.New(fault.Missing, "check.path", "没有这个文件或文件夹，请核对路径").Because(err))
		return
	}
	if !st.IsDir() || submission(path) {
		c.file(ctx, path, true)
		return
	}
	err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			c.fail(p, err)
		case e.IsDir() && p != path && submission(p):
			c.file(ctx, p, true)
			return fs.SkipDir
		case e.Type().IsRegular() && slices.Contains([]string{".zip", ".xml", ".docx", ".txt", ".md"}, strings.ToLower(filepath.Ext(p))):
			c.file(ctx, p, false)
		}
		return ctx.Err()
	})
	if err != nil {
		c.fail(path, err)
	}
}

var formFolder = regexp.MustCompile(`^\d{6}(-\d+)?$`)

// submission reports whether a folder is one unpacked package or one set of design views rather
// than a collection of applications.
func submission(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		n := e.Name()
		return strings.EqualFold(n, "List.xml") || e.IsDir() && formFolder.MatchString(n) || strings.HasPrefix(n, "主视图.")
	})
}

// notApplication are the refusals of files that are no application at all. Met while walking a
// folder they are passed over with a word; named by the user they are a failure.
var notApplication = []string{"reader.nothing", "reader.empty", "reader.xml_unknown"}

// file reads, checks and reports one application. A file that was named must be one; a file met in a
// folder may be something else, which is said and does not count as a failure.
func (c *checker) file(ctx context.Context, path string, named bool) {
	start := c.opt.Now()
	app, err := reader.ReadFile(ctx, path, reader.Options{Kind: patent.Kind(c.opt.Kind)})
	if err != nil {
		if !named && slices.Contains(notApplication, fault.CodeOf(err)) {
			fmt.Fprintf(c.errs, "%s：不是申请文件，跳过（%s）\n", path, fault.MessageOf(err))
			return
		}
		c.fail(path, err)
		return
	}
	rep := check.Run(check.Input{App: app, On: c.on}, c.rules)
	c.found = c.found || rep.Worst()
	v := &report.View{File: path, App: app, Report: rep, Rules: c.rules, Elapsed: c.opt.Now().Sub(start), English: c.opt.English}
	write := map[string]func(io.Writer, *report.View) error{"text": report.Text, "json": report.JSON, "html": report.HTML}[c.opt.Format]
	if err := write(c.out, v); err != nil {
		c.fail(path, err)
	}
}

// fail names a file that could not be read, and why.
func (c *checker) fail(path string, err error) {
	c.failed = true
	fmt.Fprintf(c.errs, "%s：%s\n", path, fault.MessageOf(err))
}
