// Package bench (测量) measures the program on the machine where it runs: durable moves, lists of
// many cases, checks of files, and what is left after the process is killed. A figure is printed
// with the way in which it was measured; where there is a limit of the machine itself, such as
// the disk, it is measured in the same run and stands beside.
package bench

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"zhibao/center/bench/importing"
	"zhibao/center/bench/searching"
	"zhibao/internal/fault"
)

const usage = `用法：
  zhibao bench move  [--writers N] [--seconds S] [--dir DIR]      每秒办理多少步（落盘后才算）
  zhibao bench list  [--cases N] [--requests N] [--dir DIR]       大量案件时的列表
  zhibao bench cases [--cases N] [--requests N] [--lists N] [--creates N] [--clients N] [--database URL] [--dir DIR] [--profile FILE] [--publish DIR]  百万案件：1 人与 16 人的列表，集中新建并逐件通知
  zhibao bench load  [--users N] [--cases N] [--real N] [--patents N --data DIR] [--span D] [--database URL] [--dir DIR] [--publish DIR]  各种角色的人同时使用，每人思考 3–8 秒；--publish 均写入源代码文件夹的 docs/load.md
  zhibao bench check [--repeat N] [--judged FILE] PATH…           检查申请文件：快慢，每件不予通过与必须补正的问题
  zhibao bench check --faults N [PATH…]                           每种缺陷在示范文本中播种 N 次，查全率
  zhibao bench check --real N [--data DIR] [PATH…]                每种缺陷在真实文本中播种 N 处，查全率
  zhibao bench check --publish DIR [--data DIR]                   测量规则的全部指标，写入源代码文件夹的 docs/quality.md
  zhibao bench check --rule ID [--sample N] [--seed N] [--labels FILE] [--abstracts] PATH…  抽取一条规则的发现供人核对，按核对结果算查准率；--abstracts 把 .jsonl 中每件的摘要当作一项权利要求
  zhibao bench similarity [--docs N] [--index N] [--queries N] [--peer N] [--python EXE] [--data DIR] [--dir DIR] [--publish DIR]  相似文本：查全率、查准率、快慢、内存，与 datasketch 比较；--publish 写入 docs/similarity.md
  zhibao bench search [--docs N] [--queries N] [--rounds N] [--alarms N] [--data DIR] [--peer=false] [--opensearch URL] [--publish DIR]  检索：建立与回答的快慢，同一次运行中与 Lucene（有 JDK 与其 jar 时）和 OpenSearch（指定其地址时）对照；--publish 写入源代码文件夹的 docs/search.md
  zhibao bench import [--data DIR] [--documents N] [--only FORMAT] [--hold N] [--dir DIR]  导入公布的专利文献：每种格式的快慢；--hold 另外导入 N 件到一个库
  zhibao bench image [--index N] [--queries N] [--data DIR] [--publish DIR]  近似外观设计的图像：改动后、换画风后的查全率，一百万个描述符中的快慢；--publish 写入 docs/similar-designs.md
  zhibao bench crash [--kills N] [--clients N] [--seed N] [--database URL] [--dir DIR]  随机时刻 kill -9（办案、消息、导入、升级同时进行）后有无丢失
`

// Run measures what the first argument says and prints tables to w. It returns the exit code: 0,
// 1 if something could not be measured or did not hold, 2 for wrong arguments.
func Run(ctx context.Context, w io.Writer, args []string) int {
	commands := map[string]func(context.Context, io.Writer, []string) error{
		"move": runMove, "list": runList, "check": runCheck, "crash": runCrash, "similarity": runSimilarity, "search": searching.Run, "import": runImport, "image": runImage,
		"cases": runCases, "load": runLoad, "serve": runServe,
	}
	var run func(context.Context, io.Writer, []string) error
	if len(args) > 0 {
		run = commands[args[0]]
	}
	if run == nil {
		fmt.Fprint(w, usage)
		return 2
	}
	err := run(ctx, w, args[1:])
	switch e := fault.Of(err); {
	case err == nil:
		return 0
	case isUsage(err):
		fmt.Fprint(w, usage)
		return 2
	case e != nil:
		fmt.Fprintf(w, "错误：%s（%v）\n", e.Message, err)
	default:
		fmt.Fprintf(w, "错误：%v\n", err)
	}
	return 1
}

// runImport measures the import of published documents.
func runImport(ctx context.Context, w io.Writer, args []string) error {
	err := importing.Run(ctx, w, args)
	if errors.Is(err, flag.ErrHelp) {
		return usageError{err}
	}
	return err
}

// A usageError says that the arguments make no sense.
type usageError struct{ error }

// isUsage reports whether the usage should be shown, with exit code 2.
func isUsage(err error) bool {
	_, ok := err.(usageError)
	return ok || errors.Is(err, searching.ErrUsage)
}

// parse reads the flags that define declares into their variables; what is left over is returned.
// A flag that does not exist is a usageError: a figure measured with other sizes than those asked
// for would be worse than none.
func parse(name string, args []string, define func(*flag.FlagSet)) ([]string, error) {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	define(fs)
	if err := fs.Parse(args); err != nil {
		return nil, usageError{err}
	}
	return fs.Args(), nil
}

// about prints on what machine a table was measured. A figure without it says nothing.
func about(w io.Writer) {
	fmt.Fprintf(w, "%s %s/%s，%d 个处理器\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// A table prints aligned columns, all at once when it ends: widths are known only then.
type table struct{ w *tabwriter.Writer }

// newTable begins a table with its heads.
func newTable(w io.Writer, head ...string) *table {
	t := &table{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)}
	t.row(head)
	return t
}

func (t *table) row(cells []string) { fmt.Fprintln(t.w, strings.Join(cells, "\t")) }

func (t *table) end() error { return t.w.Flush() }

// A sample is a set of durations, in any order.
type sample []time.Duration

// at returns the duration under which the share q of the sample lies: at(0.5) is the median, at(1)
// the longest. It is 0 for an empty sample.
func (s sample) at(q float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Clone(s)
	slices.SortFunc(sorted, cmp.Compare)
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// millis shows a duration in milliseconds with no more digits than were measured.
func millis(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms >= 100:
		return fmt.Sprintf("%.0f", ms)
	case ms >= 1:
		return fmt.Sprintf("%.1f", ms)
	default:
		return fmt.Sprintf("%.3f", ms)
	}
}

// workDir makes a folder for one measurement below dir, or below the system's folder for
// temporary files, and returns how to remove it.
func workDir(dir string) (string, func(), error) {
	temp, err := os.MkdirTemp(dir, "zhibao-bench-")
	return temp, func() { _ = os.RemoveAll(temp) }, err
}
