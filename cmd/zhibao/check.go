package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"zhibao/center"
	"zhibao/center/bench"
)

const checkUsage = `用法：zhibao check [--type 发明|实用新型|外观设计] [--on YYYY-MM-DD] [--format text|json|html] [--english] PATH…

PATH 是文件、解开的案卷包、放视图的文件夹，或者放多个申请的文件夹；逐件读取、逐件输出。
  --type     申请类型，默认由文件识别
  --on       按哪一天有效的规则检查，默认今天
  --format   text 供终端阅读；json 每个文件一行；html 全部文件一页
  --english  规则标题用英文

json 的一行：file、type、rules_version、on、application（title、claims、parts、figures、losses）、findings、
not_evaluated（rule、why）、passed、elapsed_ms。depends_on 每个择一的引用一组，以“和”并列的在同一组。
findings 中的 quote 是 parts 里同名部分 text 的原样片段，start 与 end 按 Unicode 码点从 0 计数，含 start、不含 end；
针对整个部分的问题 quote 为空，start 与 end 为 0。不在权利要求中的问题没有 claim。

退出码：0 没有不予通过（F）或必须补正（E）的问题，1 有，2 有文件无法读取（原因写到标准错误，其余照常检查）或参数有误。
`

// checkFiles checks application files and folders. It exits with 0 when nothing of severity F or
// E was found, 1 when something was, 2 when a file could not be read; the others are checked.
func checkFiles(ctx context.Context, args []string) int {
	fs := flag.NewFlagSet("check", flag.ContinueOnError)
	kind := fs.String("type", "", "发明、实用新型或外观设计；不指定则由文件识别")
	on := fs.String("on", "", "按哪一天有效的规则检查，YYYY-MM-DD；默认今天")
	format := fs.String("format", "text", "text、json 或 html")
	english := fs.Bool("english", false, "规则标题用英文")
	fs.Usage = func() { fmt.Fprint(fs.Output(), checkUsage) }
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if fs.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "请指定要检查的文件或文件夹")
		return 2
	}
	return center.Check(ctx, os.Stdout, os.Stderr, center.CheckOptions{Kind: *kind, On: *on, Format: *format, English: *english, Now: time.Now}, fs.Args())
}

func measure(ctx context.Context, args []string) int { return bench.Run(ctx, os.Stdout, args) }
