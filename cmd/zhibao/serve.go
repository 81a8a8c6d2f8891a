package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/fault"
	"zhibao/internal/web"
)

func logger() *slog.Logger { return slog.New(slog.NewTextHandler(os.Stderr, nil)) }

// say prints an error as its user should read it and returns the exit code.
func say(err error) int {
	if e := fault.Of(err); e != nil {
		fmt.Fprintln(os.Stderr, "错误："+e.Message)
	} else {
		fmt.Fprintln(os.Stderr, "错误：", err)
	}
	return 1
}

// loopback reports whether an address is reachable from this machine alone.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func serve(ctx context.Context, args []string) int {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	data := fs.String("data", "", "数据目录")
	db := fs.String("database", "", "数据库地址，默认为数据目录中的 SQLite")
	key := fs.String("key", "", "密钥文件，须在数据目录之外")
	env := fs.String("key-env", "", "存放根密钥的环境变量名")
	addr := fs.String("addr", "127.0.0.1:8330", "监听地址")
	cert := fs.String("cert", "", "TLS 证书")
	certKey := fs.String("cert-key", "", "TLS 证书私钥")
	proxied := fs.Bool("behind-proxy", false, "由前置代理提供 TLS")
	fonts := fs.String("fonts", "", "字体目录（仿宋、小标宋等 TTF）")
	code := fs.String("center", "ZX", "中心代码，用于案号")
	name := fs.String("name", "知识产权保护中心", "中心名称")
	english := fs.String("english", "Intellectual Property Protection Center", "中心英文名称")
	province := fs.String("province", "", "所在省的行政区划前两位")
	if fs.Parse(args) != nil || *data == "" || *key == "" {
		fmt.Fprintln(os.Stderr, "请指定 --data 数据目录与 --key 密钥文件")
		return 2
	}
	plain := *cert == "" && !*proxied
	if plain && !loopback(*addr) {
		fmt.Fprintln(os.Stderr, "不经 TLS 只能监听本机地址：请指定 --cert 与 --cert-key，或在代理之后使用 --behind-proxy")
		return 2
	}
	c, err := center.Open(ctx, center.Config{Database: *db, Data: *data, KeyFile: *key, KeyEnv: *env, MakeKey: true, Fonts: *fonts, Plain: plain,
		Now: time.Now, Log: logger(), Center: center.Identity(*code, *name, *english, *province)})
	if err != nil {
		return say(err)
	}
	defer c.Close()
	if err := firstStart(ctx, c); err != nil {
		return say(err)
	}
	return listen(ctx, c, *addr, *cert, *certKey)
}

// firstStart records the center of a new database and prints the one-time links of the three
// administrators. There is no default password.
func firstStart(ctx context.Context, c *center.Center) error {
	links, err := c.FirstStart(ctx)
	if err != nil || len(links) == 0 {
		return err
	}
	fmt.Println("首次启动。请由三位不同的人分别打开下面的一次性链接设置密码（七天内有效，只显示这一次）：")
	for _, l := range links {
		fmt.Printf("  %s（登录名 %s）：%s\n", l.Who, l.Login, l.Path)
	}
	return nil
}

// listen serves until the context ends, then lets requests finish.
func listen(ctx context.Context, c *center.Center, addr, cert, certKey string) int {
	srv := web.NewServer(addr, c.Handler())
	background, stop := context.WithCancel(ctx)
	defer stop()
	go c.Background(background)
	go func() {
		<-ctx.Done()
		quiet, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := srv.Shutdown(quiet); err != nil {
			logger().Error("shutdown", "err", err)
		}
	}()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return say(fmt.Errorf("不能监听 %s：%w", addr, err))
	}
	scheme := "http"
	if cert != "" {
		scheme = "https"
	}
	fmt.Printf("已启动：%s://%s/\n", scheme, l.Addr())
	if cert != "" {
		err = srv.ServeTLS(l, cert, certKey)
	} else {
		err = srv.Serve(l)
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return say(err)
	}
	return 0
}

// runDemo builds the lived-in demo center, or opens the one that is there, and serves it.
func runDemo(ctx context.Context, args []string) int {
	fs := flag.NewFlagSet("demo", flag.ContinueOnError)
	addr := fs.String("addr", "127.0.0.1:8330", "监听地址（仅限本机）")
	data := fs.String("data", "", "数据目录；不指定则用临时目录，退出后删除")
	build := fs.Bool("build-only", false, "建好数据后退出")
	if fs.Parse(args) != nil {
		return 2
	}
	if !loopback(*addr) {
		fmt.Fprintln(os.Stderr, "示范中心的密码是公开的，只能监听本机地址")
		return 2
	}
	dir := *data
	if dir == "" {
		temp, err := os.MkdirTemp("", "zhibao-demo-")
		if err != nil {
			return say(err)
		}
		defer os.RemoveAll(temp)
		dir = temp
	}
	c, accounts, err := demo.Open(ctx, demo.Options{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"), Now: time.Now,
		Log: logger(), Progress: func(s string) { fmt.Println(s) }})
	if err != nil {
		return say(err)
	}
	defer c.Close()
	fmt.Println("\n示范账号（密码均为 " + demo.Password + "）：")
	for _, a := range accounts {
		fmt.Printf("  %-12s %s\n", a.Login, a.Who)
	}
	if *build {
		return 0
	}
	return listen(ctx, c, *addr, "", "")
}

func verify(ctx context.Context, args []string) int {
	fs := flag.NewFlagSet("verify", flag.ContinueOnError)
	data := fs.String("data", "", "数据目录")
	db := fs.String("database", "", "数据库地址，默认为数据目录中的 SQLite")
	if fs.Parse(args) != nil || *data == "" && *db == "" {
		fmt.Fprintln(os.Stderr, "请指定 --data 数据目录或 --database 数据库地址")
		return 2
	}
	ok, err := center.Verify(ctx, os.Stdout, *data, *db)
	if err != nil {
		return say(err)
	}
	if !ok {
		return 1
	}
	return 0
}
