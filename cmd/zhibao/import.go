package main

import (
	"context"
	"os"
	"time"

	"zhibao/center"
)

// bringIn imports published documents. It exits with 0 when everything went in, 1 when something was
// refused, 2 for wrong arguments.
func bringIn(c command, ctx context.Context, args []string) int {
	fs, o := c.flags(), center.ImportOptions{Now: time.Now}
	fs.StringVar(&o.Data, "data", "", "`DIR` 数据目录（folder of the data）")
	fs.StringVar(&o.Database, "database", "", "`URL` 数据库地址，默认为数据目录中的 SQLite（database; SQLite in the data folder if not given）")
	fs.Int64Var(&o.Center, "center", 1, "`N` 导入到哪个中心（number of the center）")
	fs.StringVar(&o.Source, "source", "", "`NAME` 数据来源，同一来源请用同一名称（where the data is from; the same name for the same source）")
	fs.StringVar(&o.AsOf, "as-of", "", "`DAY` 数据截至哪一天，YYYY-MM-DD；默认今天（state of the data; today if not given）")
	fs.StringVar(&o.KeyFile, "key", "", "`FILE` 密钥文件，用于加密保存外观设计的图片；不指定则不保存图片（key file, to keep the pictures of designs; without it none are kept）")
	fs.StringVar(&o.KeyEnv, "key-env", "", "`NAME` 存放根密钥的环境变量（environment variable with the root key）")
	fs.BoolVar(&o.Trial, "dry-run", false, "只统计，不写入（counts only, nothing is written）")
	if ok, code := c.parse(fs, args); !ok {
		return code
	}
	// A source is asked for: it is what the age of the data is told by.
	switch {
	case o.Data == "" && o.Database == "":
		return c.wrong("请指定 --data 数据目录或 --database 数据库地址")
	case fs.NArg() == 0:
		return c.wrong("请指定要导入的文件或文件夹")
	// Pictures are files of the folder.
	case o.KeyFile != "" && o.Data == "":
		return c.wrong("用 --key 保存外观设计的图片时，须以 --data 指定数据目录")
	case o.Source == "":
		return c.wrong("请用 --source 写明数据来源")
	}
	// What was refused is printed; the exit code is for scripts.
	ok, err := center.Import(ctx, os.Stdout, o, fs.Args())
	if err != nil {
		return say(err)
	}
	if !ok {
		return 1
	}
	return 0
}
