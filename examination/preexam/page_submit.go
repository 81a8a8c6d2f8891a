package preexam

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/record"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/lang"
	"zhibao/law/rule"
)

// steps is the way from a draft to its receipt, each step with how far it is. The last says that
// nothing was submitted yet, whatever else is done.
func steps(c *web.Ctx, k *casework.Case, v *Version) web.Table {
	t := web.Table{Title: c.T("提交前的步骤", "Steps to submission"), Head: []string{c.T("步骤", "Step"), c.T("进展", "Progress")}}
	done := func(ok bool, yes, no string) web.Cell {
		if ok {
			return web.Cell{Tag: web.Tag{Tone: web.Green, Text: yes}}
		}
		return web.Cell{Tag: web.Tag{Tone: web.Amber, Text: no}}
	}
	t.Rows = append(t.Rows, []web.Cell{{Text: c.T("1. 上传申请文件", "1. Upload the papers"), Href: fmt.Sprintf("/case/%d/move/upload", k.ID)},
		done(v != nil, c.T("已上传", "Uploaded"), c.T("未上传", "Not uploaded"))})
	if v == nil {
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T("2. 查看自检结果", "2. Look at the self-check")}, {Text: "—"}},
			[]web.Cell{{Text: c.T("3. 核对并提交", "3. Check and submit")}, done(false, "", c.T("尚未提交", "Not submitted"))})
		return t
	}
	must := v.Report.Count(rule.Fatal) + v.Report.Count(rule.Error)
	t.Rows = append(t.Rows, []web.Cell{{Text: c.T("2. 查看自检结果", "2. Look at the self-check"), Href: fmt.Sprintf("/preexam/%d/desk", k.ID)},
		done(must == 0, c.T("没有必须补正的缺陷", "No defect that must be corrected"), c.T(fmt.Sprintf("必须补正 %d 处", must), fmt.Sprintf("%d must be corrected", must)))},
		[]web.Cell{{Text: c.T("3. 核对并提交", "3. Check and submit"), Href: fmt.Sprintf("/case/%d/move/submit", k.ID)},
			done(false, "", c.T("尚未提交，收到回执才算提交", "Not submitted before the receipt is there"))})
	return t
}

// latest opens the latest papers for somebody who may read them; nil where there are none.
func (d *Desk) latest(c *web.Ctx, tx *store.Tx, k *casework.Case) (*Version, error) {
	if !d.office.Policy.May(worklist.Actor(c).Subject, casework.ActText, k.Object()) {
		return nil, nil
	}
	key, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	return record.Find(c.Context(), tx, key, k.ID, 0, ForExam)
}

// review shows before a request is handed in what was taken from the papers, to be looked at once
// more; what is wrong is put right in the papers, not here.
func (d *Desk) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	if move != "submit" {
		return nil, nil
	}
	v, err := d.latest(c, tx, k)
	if err != nil || v == nil {
		return nil, err
	}
	kv := web.KV{Title: c.T("核对将要提交的内容", "What is about to be submitted")}
	kv.Add(c.T("名称", "Title"), v.App.Title).Add(c.T("申请类型", "Kind"), worklist.Kind(c, k.Kind)).Add(c.T("主分类", "Main class"), k.Attrs[attrClass])
	if r := v.App.Request; r != nil {
		var applicants, inventors []string
		for _, a := range r.Applicants {
			applicants = append(applicants, a.Name)
		}
		for _, i := range r.Inventors {
			inventors = append(inventors, i.Name)
		}
		kv.Add(c.T("申请人", "Applicants"), strings.Join(applicants, "、")).Add(c.T("发明人", "Inventors"), strings.Join(inventors, "、")).
			Add(c.T("代理机构", "Agency"), r.Agency.Name)
	}
	kv.Add(c.T("自检", "Self-check"), c.T(fmt.Sprintf("必须补正 %d 处，建议修改 %d 处", v.Report.Count(rule.Fatal)+v.Report.Count(rule.Error), v.Report.Count(rule.Warning)),
		fmt.Sprintf("%d must, %d should be corrected", v.Report.Count(rule.Fatal)+v.Report.Count(rule.Error), v.Report.Count(rule.Warning))))
	t := web.Table{Title: c.T("文件", "Files"), Head: []string{c.T("文件", "File"), c.T("大小", "Size"), "SHA-256", "SM3"}, Numbers: []int{1}}
	for _, f := range v.Files {
		t.Rows = append(t.Rows, []web.Cell{{Text: f.Name}, {Text: lang.Size(f.Size)}, {Text: short(f.SHA256)}, {Text: short(f.SM3)}})
	}
	note := web.Notice{Tone: web.Blue, Title: c.T("今日 24:00 前提交视为今日", "Submitted before midnight counts today"),
		Text:  c.T("以服务器收到并保存完毕的时刻为准，回执写明到秒。内容有误的，请改正文件后重新上传。", "The moment at which the server has stored it counts; the receipt states it to the second. What is wrong is put right in the papers."),
		Links: []web.Link{{Href: fmt.Sprintf("/case/%d/move/upload", k.ID), Label: c.T("重新上传", "Upload again")}}}
	return []web.Block{kv, t, note}, nil
}
