package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"zhibao/internal/fault"
	"zhibao/internal/identity/certificate"
)

// signChallenge signs the text of a sign-in with a key that lies in a file. It needs no data and no network.
func signChallenge(cmd command, _ context.Context, args []string) int {
	fs := cmd.flags()
	key := fs.String("key", "", "`FILE` 本人的私钥（PEM，未加密）（private key, PEM, not encrypted）")
	cert := fs.String("cert", "", "`FILE` 本人的签名证书，其后可以跟中间证书（PEM）（certificate, and those between it and the authority, PEM）")
	host := fs.String("host", "", "`HOST` 应当是哪个站点；不同的不签（the site that it should be for; any other is refused）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if *key == "" || *cert == "" || fs.NArg() > 1 {
		return cmd.wrong("请指定 --key 私钥文件、--cert 证书文件与一个待签名文本的文件（省略时读标准输入）")
	}
	from := os.Stdin
	if fs.NArg() == 1 && fs.Arg(0) != "-" {
		f, err := os.Open(fs.Arg(0))
		if err != nil {
			return say(err)
		}
		defer f.Close()
		from = f
	}
	var parts [3][]byte
	var err error
	if parts[0], err = io.ReadAll(io.LimitReader(from, 64<<10)); err != nil {
		return say(err)
	}
	for i, name := range []string{*key, *cert} {
		if parts[i+1], err = os.ReadFile(name); err != nil {
			return say(err)
		}
	}
	answer, site, err := certificate.Answered(parts[0], parts[1], parts[2])
	if err != nil {
		return say(err)
	}
	if *host != "" && *host != site {
		return say(fault.New(fault.Invalid, "certificate.other_host", "这段文本是站点“%s”的，不是“%s”的，没有签名：可能有人仿冒登录页面，请核对网址", site, *host))
	}
	// The answer alone on the standard output, so that it can be sent into a file.
	fmt.Print(string(answer))
	fmt.Fprintf(os.Stderr, "已签名，只用于登录 %s；请核对就是您要登录的站点，再把以上内容粘贴到登录页面\n", site)
	return 0
}
