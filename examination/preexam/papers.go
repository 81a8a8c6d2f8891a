package preexam

import (
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/status"
	"zhibao/examination/preexam/notice"
	"zhibao/examination/preexam/record"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
)

// shanghai is the zone in which hours are stated in papers, whatever the server's zone.
func shanghai() *time.Location { return calendar.Shanghai() }

// templates carry the day on which their wording last changed.
const templateVersion = "2026-11-23"

// issue issues a paper of the case to the applicant, with the particulars of the case on top.
func (d *Desk) issue(s *casework.Step, p document.Draft) error {
	owner, err := party.Get(s.Ctx, s.Tx, s.Case.Owner)
	if err != nil {
		return err
	}
	p.To, p.Party, p.Version = owner.Name, owner.ID, templateVersion
	p.Body = append([]paper.Block{particulars(s.Case, d.title(s))}, p.Body...)
	_, err = document.Issue(s, p)
	return err
}

// particulars of the case stand on top of every paper.
func particulars(k *casework.Case, title string) paper.Block {
	number := k.Number
	if number == "" {
		number = "（受理后编号）"
	}
	return paper.KeyValues{Rows: []paper.KeyValue{{Key: "案件编号", Value: number}, {Key: "申请类型", Value: k.Kind}, {Key: "名称", Value: title}}}
}

// title returns the title from the latest papers, which the paper states for the applicant.
func (d *Desk) title(s *casework.Step) string {
	v, err := record.Find(s.Ctx, s.Tx, s.Key(), s.Case.ID, 0, ForExam)
	if err != nil || v == nil {
		return notice.TitleOf(nil)
	}
	return notice.TitleOf(v.App)
}

// receipt confirms the submission with the digest of every file.
func (d *Desk) receipt(s *casework.Step, v *Version) error {
	// Size in bytes and digests of each file: with the receipt anybody can prove what was handed in.
	rows := make([][]string, len(v.Files))
	for i, f := range v.Files {
		rows[i] = []string{f.Name, fmt.Sprintf("%d", f.Size), f.SHA256, f.SM3}
	}
	// The code opens the public page of the case, without names and without the matter.
	code, err := status.Issue(s)
	if err != nil {
		return err
	}
	return d.issue(s, document.Draft{Template: "preexam.receipt", Name: "专利申请预审请求回执", Series: "预收", Body: []paper.Block{
		paper.P(fmt.Sprintf("本中心已于%s %s 收到您提交的预审请求，文件已完整保存，摘要值如下。", s.Today.Chinese(), s.Now.In(shanghai()).Format("15:04:05"))),
		paper.Table{Head: []string{"文件", "字节数", "SHA-256", "SM3"}, Rows: rows, Quoted: true},
		paper.P("公开查询码：" + code + "。凭此码可在公开查询页面查看办理进度，页面不显示任何发明内容和当事人信息，请妥善保管。"),
		paper.P("检查规则版本：" + v.Rules + "。自检结果与预审员所用规则一致，可在业务平台查看。"),
	}})
}
