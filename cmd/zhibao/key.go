package main

import (
	"context"
	"fmt"
	"time"

	"zhibao/center"
)

// key changes the root key. It is a command and not a page: whoever may do it can read the key file
// anyway, and the program must not run meanwhile.
func key(cmd command, ctx context.Context, args []string) int {
	if len(args) > 0 && args[0] == "rotate" {
		args = args[1:]
	} else if len(args) == 0 || args[0] != "--help" && args[0] != "-h" {
		return cmd.wrong("请写明 key rotate")
	}
	fs, o := cmd.flags(), options{}
	fs.StringVar(&o.data, "data", "", "`DIR` 数据目录（folder of the data）")
	fs.StringVar(&o.database, "database", "", "`URL` 数据库地址，默认为数据目录中的 SQLite（database; SQLite in the data folder if not given）")
	fs.StringVar(&o.key, "key", "", "`FILE` 密钥文件（key file）")
	fs.StringVar(&o.env, "key-env", "", "`NAME` 存放现用根密钥的环境变量（environment variable with the present root key）")
	next := fs.String("new-key-env", "", "`NAME` 存放新根密钥的环境变量，与 --key-env 合用（environment variable with the new root key, with --key-env）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if o.data == "" && o.database == "" || o.key == "" || fs.NArg() > 0 {
		return cmd.wrong("请指定 --data 数据目录与 --key 密钥文件")
	}
	err := center.RotateKey(ctx, center.Config{Data: o.data, Database: o.database, KeyFile: o.key, KeyEnv: o.env, Now: time.Now}, *next)
	if err != nil {
		return say(err)
	}
	fmt.Println("根密钥已更换。请立即备份新的密钥文件，并销毁旧的副本：旧副本可能使已销毁的内容重新可读。")
	return 0
}
