//go:build !release

package main

import (
	"context"
	"os"

	"zhibao/center/bench"
)

// measurements are what a program has that was not built as a release: a center in service has no use for what
// sows faults, floods and attacks.
func measurements() []command {
	return []command{{name: "bench", args: "check|move|list|similarity|search|image|import|crash", rest: true, run: measure,
		help: "测量并打印数据", english: "Measures and prints figures"}}
}

// measure hands everything on: each measurement has flags of its own.
func measure(_ command, ctx context.Context, args []string) int {
	return bench.Run(ctx, os.Stdout, args)
}
