//go:build release

package main

import (
	"context"
	"fmt"
	"os"
)

// measurements are not in a release, which says where they are.
func measurements() []command {
	return []command{{name: "bench", rest: true, run: measure,
		help: "测量不在发布版中，须由源代码运行", english: "Measurements are not in a release: run them from the source"}}
}

func measure(command, context.Context, []string) int {
	fmt.Fprintln(os.Stderr, "发布版不含测量；请在源代码文件夹中运行：go run ./cmd/zhibao bench …\nA release has no measurements; run this in the folder of the source: go run ./cmd/zhibao bench …")
	return 2
}
