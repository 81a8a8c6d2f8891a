package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"zhibao/center"
)

// receive runs the contingency desk, or makes its key.
func receive(cmd command, ctx context.Context, args []string) int {
	fresh := len(args) > 0 && args[0] == "key"
	if fresh {
		args = args[1:]
	}
	fs := cmd.flags()
	file := fs.String("key", "", "`FILE` 收件处自己的密钥文件（key file of the desk itself）")
	to := fs.String("to", "", "`FILE` 中心的加密公钥文件，从平台“应急件”页下载（public key of the center, from its page of contingency filings）")
	dir := fs.String("dir", "", "`DIR` 收件目录（folder of what comes in）")
	addr := fs.String("addr", "127.0.0.1:8090", "`HOST:PORT` 监听地址（address）")
	cert, certKey := fs.String("cert", "", "`FILE` TLS 证书（certificate）"), fs.String("cert-key", "", "`FILE` TLS 私钥（its key）")
	proxied := fs.Bool("behind-proxy", false, "由前置代理提供 TLS（a proxy speaks TLS）")
	most := fs.Int64("most", 200, "`MB` 一份文件的上限（largest file）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	switch {
	case fs.NArg() > 0 || *file == "" || !fresh && (*dir == "" || *to == "") || *most <= 0:
		return cmd.wrong("请指定 --key 密钥文件、--to 中心的加密公钥与 --dir 收件目录；生成密钥时只需 contingency key --key 密钥文件")
	case fresh:
		return done(center.ContingencyKey(os.Stdout, *file))
	case (*cert == "") != (*certKey == ""):
		return cmd.wrong("--cert 与 --cert-key 须一并指定")
	case *cert == "" && !*proxied && !loopback(*addr):
		return cmd.wrong("不经 TLS 只能监听本机地址：请指定 --cert 与 --cert-key，或在代理之后使用 --behind-proxy")
	}
	desk, err := center.Contingency(*dir, *file, *to, *most<<20)
	if err != nil {
		return say(err)
	}
	// Uploads may take long on a poor line.
	s := &http.Server{Addr: *addr, Handler: desk, ReadHeaderTimeout: 20 * time.Second, ReadTimeout: time.Hour, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	// What is under way when it is asked to stop still gets its receipt.
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		stopped <- s.Shutdown(end)
	}()
	fmt.Printf("应急收件：%s，收件目录 %s\n", *addr, *dir)
	if *cert != "" {
		err = s.ListenAndServeTLS(*cert, *certKey)
	} else {
		err = s.ListenAndServe()
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = <-stopped
	}
	return done(err)
}

// checkReceipt checks a receipt of the contingency desk.
func checkReceipt(path, pack string) int { return done(center.CheckReceipt(os.Stdout, path, pack)) }

// done is the exit code of what is finished.
func done(err error) int {
	if err != nil {
		return say(err)
	}
	return 0
}
