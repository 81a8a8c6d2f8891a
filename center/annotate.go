package center

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zhibao/examination/preexam/check/report"
	"zhibao/examination/preexam/finding"
	"zhibao/internal/fault"
	"zhibao/patent/annotate"
)

// annotate writes a copy of a checked Word file with the findings as comments, if that was asked for.
// Other files have no place for comments. Nothing that is there is overwritten.
func (c *checker) annotate(v *report.View) error {
	if c.opt.Notes == "" || !strings.EqualFold(filepath.Ext(v.File), ".docx") {
		return nil
	}
	data, err := os.ReadFile(v.File)
	if err != nil {
		return err
	}
	out, err := annotate.DOCX(data, v.App, finding.Notes(v.Report.Findings), finding.Author(c.opt.Now()))
	if err != nil {
		return err
	}
	base := filepath.Base(v.File)
	to := filepath.Join(c.opt.Notes, strings.TrimSuffix(base, filepath.Ext(base))+"-批注.docx")
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.New(fault.Conflict, "check.notes", "无法写入“%s”：文件夹不存在、没有权限或同名文件已存在，请换一个文件夹", to).Because(err)
	}
	if _, err = f.Write(out.DOCX); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		fmt.Fprintf(c.errs, "%s：批注已写入 %s\n", v.File, to)
	}
	return err
}
