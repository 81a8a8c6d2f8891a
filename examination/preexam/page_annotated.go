package preexam

import (
	"bytes"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/examination/preexam/finding"
	"zhibao/internal/fault"
	"zhibao/internal/imprint"
	"zhibao/internal/web"
	"zhibao/patent/annotate"
)

// wordFile reports whether comments can be written into a copy of the file.
func wordFile(name string) bool { return strings.EqualFold(filepath.Ext(name), ".docx") }

// annotatedPage sends a copy of a DOCX with the findings as comments at their words. It is a reading
// like that of the original, which stays as it is.
func (d *Desk) annotatedPage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	no, err := worklist.ID(c, "version")
	if err != nil {
		return err
	}
	x, err := d.openText(c, worklist.Actor(c), id, no, "下载带批注的副本，")
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(c.Path("file"))
	if err != nil || i < 0 || i >= len(x.v.Files) {
		return fault.New(fault.Missing, "preexam.file", "没有这个文件，请从申请文件页面打开")
	}
	if !wordFile(x.v.Files[i].Name) {
		return fault.New(fault.Invalid, "preexam.no_comments", "只有 Word 文档（.docx）可以生成带批注的副本；其他格式请打印检查报告")
	}
	f, err := d.open(c.Context(), x.k, x.v.Files[i])
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.NewSectionReader(f, 0, x.v.Files[i].Size))
	if err != nil {
		return err
	}
	fs := x.fs
	if len(fs) == 0 {
		fs = fromReport(x.v)
	}
	m, err := d.Copy(c, x.k, "comments")
	if err != nil {
		return err
	}
	author := finding.Author(c.Now())
	if !m.None() {
		author.Name += " · " + m.Text()
	}
	out, err := annotate.DOCX(data, x.v.App, finding.Notes(finding.Standing(fs)), author)
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(x.v.Files[i].Name, filepath.Ext(x.v.Files[i].Name)) + c.T("-批注.docx", "-comments.docx")
	return c.Download(m.Name(name), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes.NewReader(imprint.Zip(out.DOCX, m.ID)))
}
