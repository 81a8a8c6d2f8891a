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
	"zhibao/internal/ocr"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/reader"
	"zhibao/patent/reader/designs"
	"zhibao/patent/reader/figure"
)

// CheckOptions say how files are checked on the command line.
type CheckOptions struct {
	Kind    string // 发明, 实用新型, 外观设计; found out from the files when empty
	On      string // day whose rules apply, today when empty
	Format  string // text, json, html
	English bool
	Words   bool   // read the words in drawings and views by the engine of this machine
	Notes   string // folder into which copies of Word files with comments are written, none when empty
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
	read   int  // applications that were checked
	write  func(*report.View) error
	eyes   figure.Eyes
}

// Check checks files and folders one after the other and writes each report as soon as it is
// made. It returns 0 when nothing of severity F or E was found, 1 when something was, and 2 when
// a file could not be read or an option is wrong; the other files are checked all the same.
func Check(ctx context.Context, out, errs io.Writer, opt CheckOptions, paths []string) int {
	c := &checker{opt: opt, rules: rules(), out: out, errs: errs, on: calendar.DayOf(opt.Now())}
	if err := c.options(ctx); err != nil {
		fmt.Fprintln(errs, "错误："+fault.MessageOf(err))
		return 2
	}
	end := c.open(len(paths) > 1 || folder(paths))
	for _, p := range paths {
		c.path(ctx, p)
	}
	if err := end(); err != nil {
		c.fail("--format "+opt.Format, err)
	}
	switch {
	case c.failed:
		return 2
	case c.found:
		return 1
	}
	return 0
}

// open prepares the output of many files or of one; the function that it returns ends it. All
// formats write each file as soon as it was checked.
func (c *checker) open(many bool) (end func() error) {
	switch c.opt.Format {
	case "html":
		page := report.NewPage(c.out, c.opt.English, many)
		c.write = page.Add
		return page.Close
	case "json":
		c.write = func(v *report.View) error { return report.JSON(c.out, v) }
	default:
		c.write = func(v *report.View) error {
			if c.read > 1 {
				fmt.Fprintln(c.out)
			}
			return report.Text(c.out, v)
		}
	}
	return func() error { return nil }
}

// folder reports whether one of the paths is a folder of applications.
func folder(paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool {
		st, err := os.Stat(p)
		return err == nil && st.IsDir() && !submission(p)
	})
}

// options refuses what is not known before any file is read, with the values that are.
func (c *checker) options(ctx context.Context) (err error) {
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
	return c.engine(ctx)
}

// engine looks for the engine that reads words, where they are to be read.
func (c *checker) engine(ctx context.Context) error {
	if !c.opt.Words {
		return nil
	}
	e, err := ocr.Find(ctx)
	if err != nil {
		return err
	}
	c.eyes = e
	return nil
}

// path checks a file, a folder that is one submission, or every application file below a folder.
func (c *checker) path(ctx context.Context, path string) {
	st, err := os.Stat(path)
	if err != nil {
		c.fail(path, fault.New(fault.Missing, "check.path", "没有这个文件或文件夹，请核对路径").Because(err))
		return
	}
	switch {
	case st.IsDir() && !submission(path):
		c.folder(ctx, path)
	// Opening a pipe would wait for somebody to write, and a device never ends.
	case !st.IsDir() && !st.Mode().IsRegular():
		c.fail(path, fault.New(fault.Invalid, "check.special", "不是普通文件（管道或设备），不予读取。请指定申请文件或其所在的文件夹"))
	default:
		c.file(ctx, path, true)
	}
}

// folder checks every application file below a folder. The folder itself may be reached by a link.
func (c *checker) folder(ctx context.Context, path string) {
	before, failed := c.read, c.failed
	c.failed = false
	err := filepath.WalkDir(path+string(filepath.Separator), func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			c.fail(p, err)
		case filepath.Clean(p) == filepath.Clean(path):
		case leftover(e.Name()) && e.IsDir():
			return fs.SkipDir
		case leftover(e.Name()):
		case e.IsDir() && submission(p):
			c.file(ctx, p, true)
			return fs.SkipDir
		case e.Type()&fs.ModeSymlink != 0:
			c.link(ctx, p)
		case e.Type().IsRegular():
			c.met(ctx, p)
		}
		return ctx.Err()
	})
	switch {
	case err != nil:
		c.fail(path, err)
	case c.read == before && !c.failed:
		c.fail(path, fault.New(fault.Missing, "check.folder", "文件夹里没有可以检查的申请文件。请放入案卷包、XML、DOCX 或文本文件"))
	}
	c.failed = c.failed || failed
}

// leftover reports what programs leave behind: the lock that Word puts beside an open document, the
// second half of a file of a Mac, hidden files.
func leftover(name string) bool {
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".") || name == "__MACOSX"
}

// readable are the extensions of what is checked, unread those of texts in a form that cannot be
// read: whoever has a draft in one of them must not believe that it was checked.
var (
	readable = []string{".zip", ".xml", ".docx", ".txt", ".md", ".markdown"}
	unread   = []string{".doc", ".docm", ".wps", ".rtf", ".odt", ".pages", ".rar", ".7z"}
)

// met checks a file that lies in a folder if it can be an application.
func (c *checker) met(ctx context.Context, path string) {
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case slices.Contains(readable, ext), slices.Contains(unread, ext):
		c.file(ctx, path, false)
	case ext == ".pdf":
		fmt.Fprintf(c.errs, "%s：PDF 未检查；如是申请文件，请换用案卷包或 Word 文档\n", path)
	}
}

// link follows a link to a file. One to a folder may lead round in a circle, so it is only named.
func (c *checker) link(ctx context.Context, path string) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		c.fail(path, fault.New(fault.Missing, "check.link", "链接所指的文件不存在，请核对").Because(err))
	case st.IsDir():
		fmt.Fprintf(c.errs, "%s：是指向文件夹的链接，未进入；需要检查的，请单独指定\n", path)
	case st.Mode().IsRegular():
		c.met(ctx, path)
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
	// Views lie in a folder of their own; among archives they are one more thing that lies about.
	archives := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.EqualFold(filepath.Ext(e.Name()), ".zip") })
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		n := e.Name()
		return strings.EqualFold(n, "List.xml") || e.IsDir() && formFolder.MatchString(n) || !archives && view(n)
	})
}

// view reports whether a file is named after a view of a design.
func view(name string) bool {
	_, ok := designs.ViewName(name)
	return ok
}

// notApplication are the refusals of files that are no application at all. Met while walking a
// folder they are passed over with a word; named by the user they are a failure.
var notApplication = []string{"reader.nothing", "reader.xml_unknown"}

// file reads, checks and reports one application. A file that was named must be one; a file met in a
// folder may be something else, which is said and does not count as a failure.
func (c *checker) file(ctx context.Context, path string, named bool) {
	start := c.opt.Now()
	app, err := reader.ReadFile(ctx, path, reader.Options{Kind: patent.Kind(c.opt.Kind), Eyes: c.eyes})
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
	c.read++
	if err := c.write(v); err != nil {
		c.fail(path, err)
	}
	if err := c.annotate(v); err != nil {
		c.fail(path, err)
	}
}

// fail names a file that could not be read, and why.
func (c *checker) fail(path string, err error) {
	c.failed = true
	fmt.Fprintf(c.errs, "%s：%s\n", path, fault.MessageOf(err))
}
