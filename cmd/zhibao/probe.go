package main

import (
	"context"
	"net/url"

	"zhibao/center"
)

// probe looks at a center from outside until it is told to end.
func probe(c command, ctx context.Context, args []string) int {
	// Nothing of a center is opened: it stands on another host.
	fs, o := c.flags(), center.ProbeOptions{}
	fs.StringVar(&o.Dir, "dir", "", "`DIR` 记录文件的目录，每月一个文件（folder of the record, one file a month）")
	fs.StringVar(&o.Key, "key", "", "`FILE` 探测程序自己的密钥文件，用 contingency key 生成（key file of the prober itself）")
	fs.StringVar(&o.Control, "control", "", "`URL` 对照网址：它也不通时视为探测点自身断网（something else that is nearly always there; where it cannot be reached either, nothing is known of the center）")
	fs.BoolVar(&o.Once, "once", false, "只探测一次（looks once）")
	if ok, code := c.parse(fs, args); !ok {
		return code
	}
	// A slip in the address would write down an outage every minute.
	if o.Dir == "" || o.Key == "" || fs.NArg() != 1 || !site(fs.Arg(0)) || o.Control != "" && !site(o.Control) {
		return c.wrong("请指定 --dir 目录、--key 密钥文件与平台的网址，例如 https://yw.example.cn")
	}
	// It ends with the process, or when its record cannot be written any more.
	o.Address = fs.Arg(0)
	return done(center.Probe(ctx, o))
}

// site reports whether something is the address of a site.
func site(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
