package main

import (
	"context"
	"flag"
	"os"

	"zhibao/center"
)

// where are the flags that say of which center a command speaks.
type where struct{ data, database string }

// declare adds the flags of a center that is there already.
func (w *where) declare(fs *flag.FlagSet) {
	fs.StringVar(&w.data, "data", "", "`DIR` 数据目录（folder of the data）")
	fs.StringVar(&w.database, "database", "", "`URL` 数据库地址，默认为数据目录中的 SQLite（database; SQLite in the data folder if not given）")
}

// backUp copies a center into a folder of backups and reads the copy back.
func backUp(cmd command, ctx context.Context, args []string) int {
	fs, w := cmd.flags(), where{}
	w.declare(fs)
	to := fs.String("to", "", "`DIR` 存放备份的目录，应在另一个磁盘上（folder of the backups, on another disk）")
	keep := fs.Int("keep", 0, "`N` 完成后只保留最近 N 份，0 为全部保留（keep the latest N only; 0 keeps all）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if w.data == "" || *to == "" {
		return cmd.wrong("请指定 --data 数据目录与 --to 存放备份的目录")
	}
	// Nothing is thinned before the new one is whole.
	if *keep < 0 {
		return cmd.wrong("--keep 不能为负数")
	}
	if err := center.Backup(ctx, os.Stdout, w.data, w.database, *to, *keep); err != nil {
		return say(err)
	}
	return 0
}

// restore puts a backup into a folder.
func restore(cmd command, ctx context.Context, args []string) int {
	fs, w := cmd.flags(), where{}
	fs.StringVar(&w.data, "data", "", "`DIR` 新的数据目录，须不存在或者为空（new folder of the data, empty or not there）")
	fs.StringVar(&w.database, "database", "", "`URL` 恢复到此数据库，须为空；默认为数据目录中的 SQLite（restore into this database, which must be empty）")
	from := fs.String("from", "", "`DIR` 一份备份（a backup）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	// There is no default folder: what is there must never be overwritten by a slip.
	if w.data == "" || *from == "" {
		return cmd.wrong("请指定 --from 备份与 --data 新的数据目录")
	}
	if err := center.Restore(ctx, os.Stdout, *from, w.data, w.database); err != nil {
		return say(err)
	}
	return 0
}

// move takes the database of a center over into another one.
func move(cmd command, ctx context.Context, args []string) int {
	fs, w := cmd.flags(), where{}
	w.declare(fs)
	to := fs.String("to", "", "`URL` 目标数据库，须为空：sqlite:PATH 或 postgres://…（the database to fill, which must be empty）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	// The target is named in full, because it is filled and not opened.
	if w.data == "" && w.database == "" || *to == "" {
		return cmd.wrong("请指定 --data 数据目录（或 --database 来源数据库）与 --to 目标数据库")
	}
	// It says table by table how far it is: a large center takes minutes.
	if err := center.Move(ctx, os.Stdout, w.data, w.database, *to); err != nil {
		return say(err)
	}
	return 0
}

// doctor looks at everything that a center needs.
func doctor(cmd command, ctx context.Context, args []string) int {
	fs, w := cmd.flags(), where{}
	w.declare(fs)
	key := fs.String("key", "", "`FILE` 密钥文件（key file）")
	backups := fs.String("backups", "", "`DIR` 存放备份的目录（folder of the backups）")
	o := options{}
	fs.StringVar(&o.scan, "scan", "", "`ADDRESS` 平台启动时的 --scan（the scanner with which the platform is started）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if w.data == "" {
		return cmd.wrong("请指定 --data 数据目录")
	}
	cfg := center.Config{Data: w.data, Database: w.database, KeyFile: *key}
	if problem := o.protect(&cfg); problem != "" {
		return cmd.wrong(problem)
	}
	// What is wrong is told by the report; an error is that it could not look.
	ok, err := center.Doctor(ctx, os.Stdout, cfg, *backups)
	if err != nil {
		return say(err)
	}
	// For scripts that watch a center.
	if !ok {
		return 1
	}
	return 0
}
