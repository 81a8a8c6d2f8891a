package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhibao/center"
	"zhibao/internal/seal/quorum"
)

// key changes the root key, or divides the key file among holders and puts it together again. They are
// commands and not pages: whoever may do it can read the key file anyway, and the program must not run meanwhile.
func key(cmd command, ctx context.Context, args []string) int {
	verb := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		verb, args = args[0], args[1:]
	}
	asked := len(args) > 0 && (args[0] == "--help" || args[0] == "-h")
	switch verb {
	case "split":
		return split(cmd, args)
	case "join":
		return join(cmd, args)
	case "rotate":
	default:
		if !asked {
			return cmd.wrong("请写明 key rotate、key split 或者 key join")
		}
	}
	return rotate(cmd, ctx, args)
}

// rotate changes the root key.
func rotate(cmd command, ctx context.Context, args []string) int {
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
	fmt.Println("根密钥已更换。请立即备份新的密钥文件，并销毁旧的副本：旧副本可能使已销毁的内容重新可读。由多人分持的，重新分一次并销毁旧的各份。")
	return 0
}

// split divides the key file among holders.
func split(cmd command, args []string) int {
	fs := cmd.flags()
	file := fs.String("key", "", "`FILE` 密钥文件（key file）")
	to := fs.String("to", "", "`DIR` 写入各份的目录（folder for the parts）")
	parts := fs.Int("parts", 3, "`N` 分为几份（how many parts）")
	need := fs.Int("need", 2, "`K` 集齐几份才能合并（how many of them are needed）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if *file == "" || *to == "" || fs.NArg() > 0 {
		return cmd.wrong("请指定 --key 密钥文件与 --to 写入各份的目录")
	}
	names, err := quorum.Split(*file, *to, *parts, *need, time.Now())
	if err != nil {
		return say(err)
	}
	fmt.Printf("已分为 %d 份，集齐任意 %d 份才能合并：\n  %s\n请交 %d 位持有人分别保管，然后从本机删除；密钥文件本身的其他副本也应销毁。\n", *parts, *need, strings.Join(names, "\n  "), *parts)
	return 0
}

// join puts the parts of holders together.
func join(cmd command, args []string) int {
	fs := cmd.flags()
	file := fs.String("key", "", "`FILE` 要写出的密钥文件，须不存在（key file to write, which must not be there）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if *file == "" || fs.NArg() == 0 {
		return cmd.wrong("请指定 --key 要写出的密钥文件，并列出各持有人的一份")
	}
	if err := quorum.Join(*file, fs.Args()...); err != nil {
		return say(err)
	}
	fmt.Printf("已合并为密钥文件 %s（权限 0600）。请改为运行平台的用户所有（chown），再用 zhibao doctor --key 核对它是不是这个中心的。\n", *file)
	return 0
}
