package main

import (
	"context"
	"os"

	"zhibao/center"
)

// status writes the public page of the service, for a host of its own.
func status(c command, ctx context.Context, args []string) int {
	fs, w := c.flags(), where{}
	w.declare(fs)
	out := fs.String("out", "", "`DIR` 写入的目录，可放到另一台主机（folder to write, for another host）")
	if ok, code := c.parse(fs, args); !ok {
		return code
	}
	// There is no default folder: what is written there is for everybody.
	if w.data == "" && w.database == "" || *out == "" {
		return c.wrong("请指定 --data 数据目录与 --out 写入的目录")
	}
	if err := center.Status(ctx, os.Stdout, w.data, w.database, *out); err != nil {
		return say(err)
	}
	return 0
}
