// Command zhibao (知保) runs an intellectual property protection center: serve · demo · check ·
// verify · bench · user. It holds flags and nothing else.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// A command is one verb of the program.
type command struct {
	name, args, help string
	run              func(ctx context.Context, args []string) int
}

func commands() []command {
	return []command{
		{"demo", "[--addr HOST:PORT] [--data DIR]", "建一个有 18 个月往来的示范中心并启动", runDemo},
		{"serve", "--data DIR --key FILE [--addr HOST:PORT] [--cert FILE --cert-key FILE]", "启动平台", serve},
		{"check", "[--type 发明|实用新型|外观设计] [--on DATE] [--format text|json|html] PATH…", "检查申请文件", checkFiles},
		{"verify", "--data DIR", "离线核验全部案件记录与审计记录", verify},
		{"bench", "check|move|list|crash", "测量并打印数据", measure},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return c.run(ctx, args[1:])
			}
		}
	}
	fmt.Fprintln(os.Stderr, "知保：知识产权保护中心业务平台\n\n用法：")
	for _, c := range commands() {
		fmt.Fprintf(os.Stderr, "  zhibao %s %s\n        %s\n", c.name, c.args, c.help)
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" {
		return 0
	}
	return 2
}
