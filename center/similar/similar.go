// Package similar (相似文本) finds the pairs of nearly the same texts in files of lines, from the command
// line: zhibao similar.
//
// Notice 1.2.3. Texts are not kept in memory but read again from the files when a pair is measured, so
// that a year's applications are compared on a small machine. The files must stay as they are meanwhile.
package similar

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strconv"
	"text/tabwriter"
	"time"

	"zhibao/internal/fault"
	"zhibao/patent/similarity"
)

// Options say what is compared and how it is printed.
type Options struct {
	Format    string  // text or json
	Threshold float64 // pairs whose score is lower are not printed
	Now       func() time.Time
}

// garbage is how much memory may lie idle, in percent: most of what is kept are numbers that nothing
// points from, so that it costs little to tidy up often.
const garbage = 30

// Run compares all texts of the files with each other and prints the pairs in the order of their lines.
// It returns 0, 1 when lines could not be read and the others were compared, 2 when an argument is wrong
// or a file could not be read.
func Run(ctx context.Context, out, errs io.Writer, o Options, paths []string) int {
	if err := o.check(); err != nil {
		fmt.Fprintln(errs, "错误："+fault.MessageOf(err))
		return 2
	}
	defer debug.SetGCPercent(debug.SetGCPercent(garbage))
	c := &corpus{errs: errs, now: o.Now}
	defer c.close()
	finder := similarity.NewFinder(runtime.GOMAXPROCS(0))
	for _, p := range paths {
		if err := c.read(ctx, p, finder); err != nil {
			fmt.Fprintf(errs, "错误：读不了 %s：%v；请检查文件名和权限后重新运行\n", p, err)
			return 2
		}
	}
	c.report()
	pairs, err := c.pairs(ctx, finder, o.Threshold)
	if err == nil {
		err = c.print(out, o.Format, pairs)
	}
	if err != nil {
		fmt.Fprintf(errs, "错误：比较没有完成：%v\n", err)
		return 2
	}
	if c.broken > 0 {
		return 1
	}
	return 0
}

func (o *Options) check() error {
	if o.Format != "text" && o.Format != "json" {
		return fault.New(fault.Invalid, "similar.format", "没有格式 %q，请用 text 或 json", o.Format)
	}
	if !(o.Threshold > 0 && o.Threshold <= 1) {
		return fault.New(fault.Invalid, "similar.threshold", "阈值 %v 不在 0 与 1 之间，请给出大于 0、不大于 1 的数", o.Threshold)
	}
	return nil
}

// pairs finds and measures.
func (c *corpus) pairs(ctx context.Context, finder *similarity.Finder, least float64) ([]similarity.Pair, error) {
	begun := c.now()
	found, err := finder.Candidates(ctx)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(c.errs, "有 %d 对文本可能相似，正在逐对核对\n", len(found))
	checking := similarity.Checking{Least: least, Workers: runtime.GOMAXPROCS(0), Text: c.text}
	if found, err = similarity.Check(ctx, found, checking); err != nil {
		return nil, err
	}
	found, large, err := similarity.Complete(ctx, found, checking)
	if err != nil {
		return nil, err
	}
	if large > 0 {
		fmt.Fprintf(c.errs, "有 %d 组相似文本各超过一千件，组内只列出找到的各对，没有逐对比较\n", large)
	}
	fmt.Fprintf(c.errs, "找到 %d 对，比较用时 %s\n", len(found), c.now().Sub(begun).Round(time.Millisecond))
	return found, nil
}

// print writes a pair a line.
func (c *corpus) print(out io.Writer, format string, pairs []similarity.Pair) error {
	w := bufio.NewWriter(out)
	var lines io.Writer = w
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if format == "text" {
		lines = table
		fmt.Fprintln(lines, "甲 A\t乙 B\t相似度 Score")
	}
	for _, p := range pairs {
		a, err := c.id(p.A)
		if err != nil {
			return err
		}
		b, err := c.id(p.B)
		if err != nil {
			return err
		}
		score := strconv.FormatFloat(p.Score, 'f', 4, 64)
		if format == "json" {
			fmt.Fprintf(lines, `{"a":%s,"b":%s,"score":%s}`+"\n", a, b, score)
		} else {
			fmt.Fprintf(lines, "%s\t%s\t%s\n", plain(a), plain(b), score)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return w.Flush()
}
