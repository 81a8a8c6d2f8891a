package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"zhibao/casework/treelog"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
)

// witness signs a head of a center's log for somebody outside of the center. It needs no data and no network.
func witness(cmd command, _ context.Context, args []string) int {
	fs := cmd.flags()
	key := fs.String("key", "", "`FILE` 见证人自己的密钥文件，用 contingency key 生成（key file of the witness, made with contingency key）")
	name := fs.String("name", "", "`NAME` 见证人的名称（name of the witness）")
	kept := fs.String("kept", "", "`FILE` 上一次签署的见证或保存的树头（what was signed or kept last）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if *key == "" || *name == "" || fs.NArg() != 1 {
		return cmd.wrong("请指定 --key 密钥文件、--name 见证人名称与一个树头文件")
	}
	signer, err := contingency.ReadKey(*key)
	if err != nil {
		return say(err)
	}
	h, err := readHead(fs.Arg(0))
	if err != nil {
		return say(err)
	}
	if *kept != "" {
		before, err := readHead(*kept)
		if err == nil {
			err = h.Follows(before)
		}
		if err != nil {
			return say(err)
		}
	}
	w, err := treelog.Testify(h, *name, time.Now(), signer)
	if err != nil {
		return say(err)
	}
	fmt.Print(w.Text())
	fmt.Fprintf(os.Stderr, "已为中心 %d 的 %d 条存证记录签署见证。中心公钥指纹 %s，见证公钥指纹 %s\n", h.Center, h.Size, h.Signer(), w.Signer())
	return 0
}

// readHead reads a head that was kept, alone or in a testimony.
func readHead(path string) (*treelog.Head, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, "witness.file", "文件 %s 打不开，请核对路径", path).Because(err)
	}
	return treelog.ParseKept(string(text))
}
