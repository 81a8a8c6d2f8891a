package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"zhibao/center/testify"
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
	text, center, own, err := testify.Sign(testify.Files{Key: *key, Head: fs.Arg(0), Kept: *kept}, *name, time.Now())
	if err != nil {
		return say(err)
	}
	// The testimony alone on the standard output, so that it can be sent into a file.
	fmt.Print(text)
	fmt.Fprintf(os.Stderr, "已签署见证。中心公钥指纹 %s，见证公钥指纹 %s\n", center, own)
	return 0
}
