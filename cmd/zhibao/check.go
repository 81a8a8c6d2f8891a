package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"zhibao/center"
	"zhibao/center/bench"
)

// checkFiles checks application files and folders. It exits with 0 when nothing of severity F or
// E was found, 1 when something was, 2 when a file could not be read; the others are checked.
func checkFiles(ctx context.Context, args []string) int {
	fs := flag.NewFlagSet("check", flag.ContinueOnError)
	kind := fs.String("type", "", "发明、实用新型或外观设计；不指定则由文件识别")
	on := fs.String("on", "", "按哪一天有效的规则检查，YYYY-MM-DD；默认今天")
	format := fs.String("format", "text", "text、json 或 html")
	english := fs.Bool("english", false, "规则标题用英文")
	if fs.Parse(args) != nil {
		return 2
	}
	if fs.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "请指定要检查的文件或文件夹")
		return 2
	}
	return center.Check(ctx, os.Stdout, os.Stderr, center.CheckOptions{Kind: *kind, On: *on, Format: *format, English: *english, Now: time.Now}, fs.Args())
}

func measure(ctx context.Context, args []string) int { return bench.Run(ctx, os.Stdout, args) }
