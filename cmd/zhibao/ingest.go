package main

import (
	"context"
	"os"

	"zhibao/center"
)

// ingest takes in what the contingency desk received. It exits with 0 when everything is in, 1 when something
// was refused, 2 for wrong arguments.
func ingest(c command, ctx context.Context, args []string) int {
	fs, w, o := c.flags(), where{}, center.IngestOptions{}
	w.declare(fs)
	fs.StringVar(&o.KeyFile, "key", "", "`FILE` 密钥文件（key file）")
	fs.StringVar(&o.KeyEnv, "key-env", "", "`NAME` 存放根密钥的环境变量（environment variable with the root key）")
	fs.Int64Var(&o.Center, "center", 1, "`N` 导入到哪个中心（number of the center）")
	scanner := options{}
	fs.StringVar(&scanner.scan, "scan", "", "`ADDRESS` 平台启动时的 --scan（the scanner with which the platform is started）")
	fs.BoolVar(&o.Trial, "dry-run", false, "只核对，不写入（checks only, nothing is written）")
	if ok, code := c.parse(fs, args); !ok {
		return code
	}
	// The packages are encrypted for the center: without its key nothing can be read.
	if w.data == "" || o.KeyFile == "" && o.KeyEnv == "" || fs.NArg() != 1 {
		return c.wrong("请指定 --data 数据目录、--key 密钥文件与一个应急收件目录")
	}
	var cfg center.Config
	if problem := scanner.protect(&cfg); problem != "" {
		return c.wrong(problem)
	}
	o.Data, o.Database, o.Scan = w.data, w.database, cfg.Scan
	// Each folder is told of by itself; the exit code is for scripts.
	ok, err := center.Ingest(ctx, os.Stdout, o, fs.Arg(0))
	if err != nil {
		return say(err)
	}
	if !ok {
		return 1
	}
	return 0
}
