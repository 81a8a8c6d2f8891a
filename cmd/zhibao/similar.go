package main

import (
	"context"
	"os"
	"time"

	"zhibao/center/similar"
)

// similarTexts compares the texts of files with each other. It needs no center and no data folder: whoever
// has the files may compare them, and nothing of them is kept. It exits with 0, with 1 when lines could not
// be read, with 2 when a file could not be read. What is said on the way goes to standard error, so that
// the pairs can be piped on.
func similarTexts(c command, ctx context.Context, args []string) int {
	fs := c.flags()
	format := fs.String("format", "text", "`FORMAT` text 或 json（table or JSON lines）")
	threshold := fs.Float64("threshold", 0.5, "`SCORE` 列出相似度不低于此值的各对，大于 0、不大于 1（least score of a pair that is printed）")
	if ok, code := c.parse(fs, args); !ok {
		return code
	}
	if fs.NArg() == 0 {
		return c.wrong("请指定要比较的文件")
	}
	// The day has no part in it; the clock is for the progress alone.
	return similar.Run(ctx, os.Stdout, os.Stderr, similar.Options{Format: *format, Threshold: *threshold, Now: time.Now}, fs.Args())
}
