package paper

import (
	"regexp"
	"strings"

	"zhibao/internal/fault"
)

const (
	maxText    = 8 << 20 // characters of all texts of a paper, in bytes
	maxColumns = 24
	maxRows    = 50_000
)

// placeholder is what a template leaves when nobody filled it: {{name}}, {名称}, 【】 or 【待填】.
var placeholder = regexp.MustCompile(`\{\{|\}\}|\{\p{Han}[\p{Han}0-9A-Za-z_.]{0,39}\}|【[\s\p{Zs}_＿.…×Xx]*】|【(待|请|此处|填写|需)[^】]{0,40}】`)

var civilDate = regexp.MustCompile(`^[0-9]{4}年([1-9]|1[0-2])月([1-9]|[12][0-9]|3[01])日$`)

// Check reports what keeps a paper from being written: no title, an unresolved placeholder, a
// date that is not written 2026年11月22日, a table without heading, too much of anything. The
// fault names every place.
func Check(p Paper) error {
	var open fault.List
	size := 0
	p.mapTexts(func(at place, s string) string {
		size += len(s)
		if m := placeholder.FindString(s); m != "" && !at.quote {
			open = append(open, fault.Say("%s的 %s", at.name, m))
		}
		return s
	})
	switch {
	case strings.TrimSpace(p.Title) == "":
		return fault.New(fault.Invalid, "paper.no_title", "文书没有标题，不能制作，请在模板中写明“标题：”")
	case len(open) > 0:
		return fault.New(fault.Invalid, "paper.unresolved", "文书中还有未填的内容，不能制作，请补填：%s", open[:min(len(open), 10)])
	case p.Date != "" && !civilDate.MatchString(p.Date):
		return fault.New(fault.Invalid, "paper.date", "文书日期应写作 2026年11月22日 的形式")
	case size > maxText:
		return fault.New(fault.TooLarge, "paper.too_large", "文书内容超过 %d MB，请将长内容改作附件", maxText>>20)
	}
	if err := checkPictures(p.Body); err != nil {
		return err
	}
	for _, b := range p.Body {
		if err := checkBlock(b); err != nil {
			return err
		}
	}
	return nil
}

func checkBlock(b Block) error {
	switch b := b.(type) {
	case nil:
		return fault.New(fault.Internal, "paper.block", "文书中有空的段落，请检查模板")
	case Heading:
		if b.Level < 1 || b.Level > 4 {
			return fault.New(fault.Internal, "paper.heading", "文书标题层级应为 1 至 4，请检查模板")
		}
	case Table:
		if len(b.Head) == 0 || len(b.Head) > maxColumns || len(b.Rows) > maxRows {
			return fault.New(fault.TooLarge, "paper.table", "文书表格应有 1 至 %d 列、不超过 %d 行，请拆成几个表格", maxColumns, maxRows)
		}
		for _, r := range b.Rows {
			if len(r) > len(b.Head) {
				return fault.New(fault.Internal, "paper.table", "文书表格的行比表头长，请检查模板")
			}
		}
	case Pictures:
		return b.check()
	case KeyValues:
		if len(b.Rows) > maxRows {
			return fault.New(fault.TooLarge, "paper.table", "文书表格不能超过 %d 行，请拆成几个表格", maxRows)
		}
	}
	return nil
}
