package main

import (
	"context"
	"os"
	"time"

	"zhibao/center"
)

// checkFiles checks application files and folders. It exits with 0 when nothing of severity F or
// E was found, 1 when something was, 2 when a file could not be read; the others are checked.
func checkFiles(c command, ctx context.Context, args []string) int {
	fs := c.flags()
	kind := fs.String("type", "", "`KIND` 发明、实用新型或外观设计；不指定则由文件识别（kind of application; found out from the files if not given）")
	on := fs.String("on", "", "`DATE` 按哪一天有效的规则检查，YYYY-MM-DD；默认今天（day whose rules apply; today if not given）")
	format := fs.String("format", "text", "`FORMAT` text、json 或 html（format of the report）")
	english := fs.Bool("english", false, "规则标题用英文（titles of the rules in English）")
	words := fs.Bool("ocr", false, "用本机安装的 Tesseract 识别附图和视图中的文字，不联网（read the words in pictures by Tesseract on this machine, without the network）")
	notes := fs.String("notes", "", "`DIR` 把问题作为批注写入 Word 文件的副本，存到这个文件夹，原件不变（copies of Word files with the findings as comments）")
	if ok, code := c.parse(fs, args); !ok {
		return code
	}
	if fs.NArg() == 0 {
		return c.wrong("请指定要检查的文件或文件夹")
	}
	return center.Check(ctx, os.Stdout, os.Stderr, center.CheckOptions{Kind: *kind, On: *on, Format: *format, English: *english, Words: *words, Notes: *notes, Now: time.Now}, fs.Args())
}
