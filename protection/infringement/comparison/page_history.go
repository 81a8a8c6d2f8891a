package comparison

import (
	"fmt"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
)

// words says in the history what a version did.
func (v *Version) words(c *web.Ctx) string {
	title, ok := whats()[v.What]
	if !ok {
		return v.What
	}
	out := c.Say(title)
	if v.Detail != "" {
		out += " " + v.Detail
	}
	return out
}

// whats are the words for what a version did.
func whats() map[string]web.Text {
	return map[string]web.Text{"patent": {"填写涉案专利", "The patent"}, "claims": {"录入权利要求", "Claims entered"}, "judge": {"判定特征", "Judged feature"}, "split": {"拆分特征", "Divided feature"},
		"merge": {"合并特征", "Merged feature"}, "undo": {"撤销，回到第几版：", "Undone, back to version"}, "restore": {"恢复第几版：", "Brought back version"}, "cite": {"对比文件", "Reference"},
		"drop": {"删除对比文件", "Removed reference"}, "show": {"判定对比文件", "Judged reference"}, "pictures": {"上传图片", "Pictures"}, "pair": {"判定视图", "Judged view"},
		"overall": {"整体观察、综合判断", "The design as a whole"}}
}

// historyPage lists the versions.
func (d *Desk) historyPage(c *web.Ctx) error {
	s, all, err := d.history(c)
	if err != nil {
		return err
	}
	s.page(c, c.T("比对经过", "History of the comparison"))
	t := web.Table{Title: c.T("各版", "Versions"), Head: []string{c.T("版", "Version"), c.T("时间", "When"), c.T("谁", "Who"), c.T("做了什么", "What")}, Empty: c.T("还没有人填写。", "Nothing was entered yet.")}
	for _, v := range all {
		t.Rows = append(t.Rows, []web.Cell{{Text: strconv.FormatInt(v.No, 10), Href: fmt.Sprintf("%s/version/%d", home(s.k.ID), v.No)}, {Text: stamp(v.At)}, {Text: v.Name}, {Text: v.words(c)}})
	}
	return c.Render("page-blocks", []web.Block{t})
}

// history reads the versions of the case in the address, the latest first.
func (d *Desk) history(c *web.Ctx) (s *sheet, all []Version, err error) {
	if s, err = d.sheetOf(c, 0); err != nil {
		return nil, nil, err
	}
	all, err = d.versions(c.Context(), s.k.ID)
	return s, all, err
}

// undoPosted takes back the latest change.
func (d *Desk) undoPosted(c *web.Ctx) error { return d.backPosted(c, 0) }

// restorePosted brings an earlier version back.
func (d *Desk) restorePosted(c *web.Ctx) error {
	no, err := worklist.ID(c, "version")
	if err != nil {
		return err
	}
	return d.backPosted(c, no)
}

// backPosted takes back the latest change, or brings a version back. The form says which version the person
// has seen, so that nothing is taken back unseen.
func (d *Desk) backPosted(c *web.Ctx, to int64) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	seen, err := strconv.ParseInt(c.Form("seen"), 10, 64)
	if err != nil {
		seen = -1 // no version: refused as one that was overtaken, once it is known that the person may see the case
	}
	no, err := d.back(c.Context(), worklist.Actor(c), id, seen, to)
	if err != nil {
		return err
	}
	c.Flash(web.Green, c.T(fmt.Sprintf("已撤销，现为第 %d 版；原来的各版都在“比对经过”中", no), fmt.Sprintf("Taken back; this is version %d now. Earlier versions stand in the history.", no)))
	return c.Redirect(home(id))
}
