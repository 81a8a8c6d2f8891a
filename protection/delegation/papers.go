package delegation

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
)

// templateVersion is the day on which the wording of the papers last changed.
const templateVersion = "2026-11-28"

// issue issues a paper of the case.
func (d *Desk) issue(s *casework.Step, p document.Draft) error {
	p.Version = templateVersion
	_, err := document.Issue(s, p)
	return err
}

// public is to whom a notice is addressed that the law wants published.
const public = "社会公众"

// letter (委托书送签稿) is the text that authority and center sign. It is no entrustment before.
func (d *Desk) letter(e *Entrustment) document.Draft {
	body := append([]paper.Block{paper.P("根据《中华人民共和国行政处罚法》第二十条、第二十一条和国知发管字〔2016〕92号文件，委托机关委托受委托组织在下列范围内以委托机关的名义办理有关事项。本稿经双方签署并加盖印章、编写文号后生效。")},
		d.scope(e)...)
	return document.Draft{Template: "delegation.letter", Name: "行政执法委托书（送签稿）", Series: "委签", To: e.Body, Body: append(body, d.officerTable(e.Officers), paper.H(1, "双方的责任"),
		paper.P("一、委托机关对受委托组织的行为负责监督，并对该行为的后果承担法律责任。"),
		paper.P("二、受委托组织在委托范围内以委托机关的名义办理，不得超越权限，不得再委托其他组织或者个人；办理时执法人员不得少于两人，并应当出示执法证件。"),
		paper.P("三、本委托书由委托机关和受委托组织分别向社会公布；终止委托的，自终止之日起受委托组织不得再以委托机关的名义办理。"))}
}

// scope states what is entrusted, and for how long.
func (d *Desk) scope(e *Entrustment) []paper.Block {
	rows := []paper.KeyValue{{Key: "委托机关", Value: e.Body}, {Key: "印章", Value: e.Seal}, {Key: "文书的机关代字", Value: e.Mark}, {Key: "专利类型", Value: strings.Join(e.Kinds, "、")},
		{Key: "地域", Value: e.Place()}, {Key: "委托期限", Value: fmt.Sprintf("%s至%s", e.From.Chinese(), e.Until.Chinese())}, {Key: "联系", Value: e.Contact + " " + e.Phone}}
	if e.Number != "" {
		rows = append([]paper.KeyValue{{Key: "委托书", Value: e.Number}}, rows...)
	}
	acts := paper.Table{Head: []string{"序号", "委托的行为"}}
	for i, code := range e.Acts {
		acts.Rows = append(acts.Rows, []string{strconv.Itoa(i + 1), d.act(code).Title})
	}
	return []paper.Block{paper.KeyValues{Rows: rows}, acts}
}

// officerTable lists officers.
func (d *Desk) officerTable(all []Officer) paper.Block {
	t := paper.Table{Head: []string{"执法人员", "执法资格证号", "有效期至"}}
	for _, o := range all {
		t.Rows = append(t.Rows, []string{o.Name, o.Card, o.CardUntil.Chinese()})
	}
	return t
}

// notice (委托公告) publishes the entrustment by the center.
func (d *Desk) notice(e *Entrustment) document.Draft {
	return document.Draft{Template: "delegation.notice", Name: "行政执法委托公告", Series: "委告", To: public,
		Body: append(append([]paper.Block{paper.P("根据《中华人民共和国行政处罚法》第二十条第三款，现将本中心接受委托的情况向社会公布：")}, d.scope(e)...), d.officerTable(e.Officers),
			paper.P("对本中心受委托实施的行为，可向委托机关反映；相应的法律后果由委托机关承担。"))}
}

// change (执法人员变更公告) publishes a new list of officers.
func (d *Desk) change(e *Entrustment, in *Staff) document.Draft {
	return document.Draft{Template: "delegation.staff", Name: "执法人员变更公告", Series: "委变", To: public,
		Body: []paper.Block{paper.P(fmt.Sprintf("自%s起，本中心受%s委托（委托书：%s）的执法人员变更如下，此前公布的名单不再适用：", in.From.Chinese(), e.Body, e.Number)), d.officerTable(e.Officers)}}
}

// renewed (续签公告) publishes that the term is longer now.
func (d *Desk) renewed(e *Entrustment) document.Draft {
	last := e.Terms[len(e.Terms)-1]
	return document.Draft{Template: "delegation.renewal", Name: "行政执法委托续签公告", Series: "委续", To: public,
		Body: []paper.Block{paper.P("下列执法委托已经续签，委托的事项、权限和地域不变："), paper.KeyValues{Rows: []paper.KeyValue{{Key: "委托机关", Value: e.Body}, {Key: "委托书", Value: e.Number},
			{Key: "续签文件", Value: last.Number}, {Key: "续签期限", Value: fmt.Sprintf("%s至%s", last.From.Chinese(), last.Until.Chinese())}}}}}
}

// ended (终止委托公告) publishes that the entrustment is over before its time.
func (d *Desk) ended(e *Entrustment, in *Revoke) document.Draft {
	rows := []paper.KeyValue{{Key: "委托机关", Value: e.Body}, {Key: "委托书", Value: e.Number}, {Key: "终止日", Value: in.Day.Chinese()}, {Key: "原因", Value: in.Ground}}
	if in.Number != "" {
		rows = append(rows, paper.KeyValue{Key: "终止文件", Value: in.Number})
	}
	return document.Draft{Template: "delegation.revocation", Name: "终止行政执法委托公告", Series: "委终", To: public, Body: []paper.Block{paper.P("下列执法委托已经终止："), paper.KeyValues{Rows: rows},
		paper.P(fmt.Sprintf("自%s起，本中心不再以%s的名义办理委托书所列事项；尚未办结的，移送委托机关继续办理。", in.Day.Chinese(), e.Body))}}
}

// span writes a time from one day to another.
func span(from, until calendar.Day) string { return from.String() + " – " + until.String() }
