package main

import (
	"context"
	"os"
	"runtime/debug"

	"zhibao/center"
)

// auditLog writes the audit out for a collector of security events.
func auditLog(c command, ctx context.Context, args []string) int {
	fs, w := c.flags(), where{}
	w.declare(fs)
	state := fs.String("state", "", "`FILE` 记下输出到哪一条，下次只输出其后的（remembers how far it went; the next time goes on there）")
	if ok, code := c.parse(fs, args); !ok {
		return code
	}
	if w.data == "" && w.database == "" {
		return c.wrong("请指定 --data 数据目录")
	}
	version := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	if err := center.AuditLog(ctx, os.Stdout, w.data, w.database, *state, version); err != nil {
		return say(err)
	}
	return 0
}

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
