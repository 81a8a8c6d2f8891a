package registration

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/examination/registration/people"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/term"
)

// templateVersion is the day on which the wording of the papers last changed.
const templateVersion = "2026-11-28"

// remedy tells how to object and until when.
func remedy(due term.Result) []paper.Block {
	return []paper.Block{paper.P("对本决定不服的，可通过业务平台本案页面“提出异议”写明理由并提供证明材料；不影响您按普通程序向国家知识产权局提交专利申请。预审服务不收取任何费用。"),
		dueLine("提出异议的", due)}
}

// ordinary is what no decision of the center touches.
const ordinary = "不影响您按普通程序向国家知识产权局提交专利申请。预审服务不收取任何费用。"

// validity states from when a registration holds and until when.
func validity(from calendar.Day) []paper.Block {
	return []paper.Block{paper.KeyValues{Rows: []paper.KeyValue{{Key: "有效期", Value: "自" + from.Chinese() + "起，经每年度复核通过的继续有效；暂停、取消、注销的自决定之日起按决定办理"}}}}
}

// issue issues a paper of the case to its party, with the particulars of the case on top.
func (d *Desk) issue(s *casework.Step, p document.Draft) error {
	owner, err := party.Get(s.Ctx, s.Tx, s.Case.Center, s.Case.Owner)
	if err != nil {
		return err
	}
	p.To, p.Party, p.Version = owner.Name, owner.ID, templateVersion
	number := s.Case.Number
	if number == "" {
		number = "（准予备案后编号）"
	}
	head := paper.KeyValues{Rows: []paper.KeyValue{{Key: "备案编号", Value: number}, {Key: "类别", Value: s.Case.Kind}, {Key: "名称", Value: owner.Name},
		{Key: "统一社会信用代码", Value: cmp.Or(owner.Code, owner.Claimed)}}}
	p.Body = append([]paper.Block{head}, p.Body...)
	_, err = document.Issue(s, p)
	return err
}

// lines makes paragraphs of a text that somebody typed.
func lines(text string) []paper.Block {
	var out []paper.Block
	for _, l := range splitLines(text) {
		out = append(out, paper.Q(l)) // quoted: it may hold words of the party
	}
	return out
}

// dueLine states a last day, and that it may move where the calendar of its year is not known.
func dueLine(what string, r term.Result) paper.Block {
	s := fmt.Sprintf("%s截止日为%s（当日24:00前提交有效）。", what, r.Due.Chinese())
	if r.Provisional {
		s += "该年度放假安排尚未公布，本日期为暂定日期，公布后如有变化将另行通知。"
	}
	return paper.P(s)
}

// draft makes a paper of an opening, the reasons, and closing paragraphs.
func draft(template, name, series string, blocks ...[]paper.Block) document.Draft {
	return document.Draft{Template: "registration." + template, Name: name, Series: series, Body: slices.Concat(blocks...)}
}

// para makes paragraphs of the center's own words.
func para(texts ...string) []paper.Block {
	var out []paper.Block
	for _, t := range texts {
		out = append(out, paper.P(t))
	}
	return out
}

// receipt (回执) confirms what was received, with the digest of every file.
func receipt(s *casework.Step, files []File) document.Draft {
	rows := make([][]string, len(files))
	for i, f := range files {
		rows[i] = []string{f.Name, fmt.Sprintf("%d", f.Size), f.SHA256, f.SM3}
	}
	return draft("receipt", "备案申请回执", "备收", para(fmt.Sprintf("本中心已于%s %s 收到您提交的备案申请，材料已完整保存，摘要值如下。", s.Today.Chinese(), s.Now.In(calendar.Shanghai()).Format(time.TimeOnly))),
		[]paper.Block{paper.Table{Head: []string{"材料", "字节数", "SHA-256", "SM3"}, Rows: rows, Quoted: true}}, para("审核期限及其计算过程可在业务平台查看。"))
}

// returning (补正通知书) names what is missing and until when.
func returning(reason string, due term.Result) document.Draft {
	return draft("returning", "备案申请补正通知书", "备补", para("您提交的备案申请尚需补正，请一并办理下列事项后重新提交："), lines(reason),
		[]paper.Block{dueLine("补正的", due)}, para("逾期未补正的，视为撤回申请，可重新申请。"))
}

// criteriaTable lists the criteria with pass and fail.
func criteriaTable(list []Answer) []paper.Block {
	rows := make([][]string, len(list))
	for i, a := range list {
		word := "符合"
		if !a.Met {
			word = "不符合"
		}
		rows[i] = []string{fmt.Sprintf("%d", i+1), a.Title, word}
	}
	if len(rows) == 0 {
		return nil
	}
	return []paper.Block{paper.Table{Head: []string{"序号", "备案条件", "审核结果"}, Rows: rows, Quoted: true}}
}

// registered (备案通知书, 登记通知书) states the answers of the check and, for an entity, its quota.
func registered(c *casework.Case, list []Answer, q *Quota, today calendar.Day) document.Draft {
	if c.Kind == KindAgency {
		return draft("registered", "专利代理机构登记通知书", "备准", para("经审核，您提交的登记申请符合本中心规定的条件，准予登记。"), criteriaTable(list), validity(today),
			para("代为提交预审请求前，须由已备案的申请主体在业务平台登记委托。机构信息、专利代理师和联系人有变化的，请及时办理信息变更。"))
	}
	return draft("registered", "备案通知书", "备准", para("经审核，您提交的备案申请符合本中心规定的条件，准予备案。"), criteriaTable(list), validity(today),
		para(fmt.Sprintf("您 %d 年度的预审额度为 %d 件，受理一件占用一件。名称、地址、联系人等有变化的，请及时办理信息变更；迁出本中心服务区域的，不能继续提交。", q.Year, q.Base)))
}

// refusal (不予备案通知书) states every criterion with pass and fail, the reasons and the remedy.
func refusal(list []string, in *Refusal, due term.Result) document.Draft {
	var table []Answer
	for _, c := range list {
		table = append(table, Answer{c, !slices.Contains(in.Unmet, c)})
	}
	return draft("refusal", "不予备案通知书", "备不", para("经审核，您不符合本中心规定的备案条件，决定不予备案。各项条件的审核结果如下："), criteriaTable(table),
		para("事实与理由："), lines(in.Reason), remedy(due))
}

// lapsed (视为撤回通知书) ends an application that was not corrected.
func lapsed() document.Draft {
	return draft("lapse", "备案申请视为撤回通知书", "备视", para("您未在补正通知书记载的期限内补正，备案申请视为撤回。您可以随时重新申请。"))
}

// differences lists the particulars that differ: what, before, after.
func differences(old, now *Particulars) (rows [][]string) {
	for _, r := range [][]string{{"名称", old.Name, now.Name}, {"统一社会信用代码", old.Code, now.Code}, {"注册地行政区划", old.Division, now.Division},
		{"注册地址", old.Address, now.Address}, {"法定代表人", old.Legal, now.Legal}, {"产业领域", old.Industry, now.Industry}, {"经营范围", old.Scope, now.Scope},
		{"机构代码", old.Licence, now.Licence}, {"联系人", people.ContactWords(old.Contacts), people.ContactWords(now.Contacts)}, {"专利代理师", people.AgentWords(old.Agents), people.AgentWords(now.Agents)}} {
		if r[1] != r[2] {
			r[1], r[2] = ident.MaskPair(r[1], r[2]) // the letter need not give away how somebody is reached
			rows = append(rows, r)
		}
	}
	return rows
}

// changed (信息变更通知书) states each particular before and after.
func changed(old, now *Particulars) document.Draft {
	body := para("经审核，准予变更备案信息。")
	if rows := differences(old, now); len(rows) > 0 {
		body = append(body, paper.Table{Head: []string{"事项", "变更前", "变更后"}, Rows: rows, Quoted: true})
	}
	return draft("change", "备案信息变更通知书", "备变", body)
}

// notChanged (不予变更通知书) leaves the old particulars in force.
func notChanged(reason string) document.Draft {
	return draft("no_change", "不予变更备案信息通知书", "备不变", para("经审核，不予变更备案信息，原信息继续有效。理由如下："), lines(reason), para("有不同意见的，可补充证明材料后在业务平台重新申请信息变更。"))
}

// reminder (提醒、约谈、警告) is the first step of the ladder; it closes nothing.
func reminder(in *Remind) document.Draft {
	return draft("reminder", "预审服务"+in.What+"通知书", "备提", para("因下列事实，本中心对您予以"+in.What+"："), lines(in.Text), para("请及时改正；再次发生的，本中心可暂停预审服务或取消备案。"))
}

// measureWord names the intended sanction.
func measureWord(m string) string {
	if m == "cancel" {
		return "取消备案"
	}
	return "暂停预审服务"
}

// warning (告知书) announces a sanction with facts and basis, and invites a statement.
func warning(in *Warn, due term.Result) document.Draft {
	name := "拟暂停预审服务告知书"
	if in.Measure == "cancel" {
		name = "拟取消备案告知书"
	}
	return draft("warning", name, "备告", para("本中心拟对您作出"+measureWord(in.Measure)+"的处理。事由："+in.Ground+"。事实、依据与理由如下："),
		lines(in.Facts), para("所依据的证据："), lines(in.Evidence), para("您有权陈述意见、提供证据，本中心将充分听取并复核，不因陈述加重处理。"), []paper.Block{dueLine("陈述意见的", due)})
}

// refusalWarning (拟不予备案告知书) names the criteria that seem not to be met, and the evidence.
func refusalWarning(list []string, in *WarnRefusal, due term.Result) document.Draft {
	var table []Answer
	for _, c := range list {
		table = append(table, Answer{c, !slices.Contains(in.Unmet, c)})
	}
	return draft("refusal_warning", "拟不予备案告知书", "备告", para("经审核，您的备案申请不符合下列条件，本中心拟不予备案："), criteriaTable(table), para("事实与理由："), lines(in.Reason),
		para("所依据的证据："), lines(in.Evidence), para("您有权陈述意见、提供证据，本中心将充分听取并复核。"), []paper.Block{dueLine("陈述意见的", due)})
}

// announced (备案公示通知) tells the applicant until when its registration is announced.
func announced(due term.Result) document.Draft {
	return draft("announced", "备案公示通知", "备示", para("您的备案申请已通过审核，现予公示。公示期至"+due.Due.Chinese()+"。公示期间有异议的，本中心核实后再作决定；公示期满无异议的，准予备案。"))
}

// dropped (不予处理决定书) follows a statement that was accepted; where a refusal was intended, the
// application goes on.
func dropped(reason string, refusing bool) document.Draft {
	if refusing {
		return draft("dropped", "继续审批通知书", "备续", para("经听取陈述并复核，本中心决定不按拟不予备案办理，您的备案申请继续审批。理由如下："), lines(reason))
	}
	return draft("dropped", "不予处理决定书", "备免", para("经听取陈述并复核，本中心决定不予处理。理由如下："), lines(reason))
}

// suspension (暂停决定书) states the last day, what goes on, and the remedy.
func suspension(in *Suspend) document.Draft {
	return draft("suspension", "暂停预审服务决定书", "备停", para("经听取陈述并复核，本中心决定暂停对您的预审服务，暂停至"+in.Until.Chinese()+"。事实、依据与理由如下："), lines(in.Reason),
		para("暂停期间不接受您提交的预审请求；已经受理的案件继续办理，本中心规定应予中止的另行通知。期满并完成整改后，可在业务平台申请恢复；对本决定有不同意见的，可在申请恢复时一并写明理由并提供证明材料。", ordinary))
}

// cancellation (取消备案决定书) states how long no application is taken.
func cancellation(reason string, bar term.Length, until calendar.Day, due term.Result) document.Draft {
	return draft("cancellation", "取消备案决定书", "备取", para("经听取陈述并复核，本中心决定取消您的备案。事实、依据与理由如下："), lines(reason),
		para(fmt.Sprintf("自本决定之日起%s内（至%s）不再受理您的备案申请。", bar, until.Chinese())), remedy(due))
}

// resumption (恢复通知书) opens the fast lane again.
func resumption(reason string) document.Draft {
	return draft("resumption", "恢复预审服务通知书", "备复", para("经审核，本中心决定恢复对您的预审服务，自即日起可提交预审请求。"), lines(reason))
}

// notResumed (不予恢复通知书) says what is still to be done.
func notResumed(reason string) document.Draft {
	return draft("not_resumed", "不予恢复预审服务通知书", "备不复", para("经审核，整改尚未到位，暂不恢复预审服务。理由与需要办理的事项如下："), lines(reason), para("办理完毕后可再次申请恢复，并可一并写明不同意见、提供证明材料。", ordinary))
}

// closing (注销通知书) confirms the party's own wish.
func closing() document.Draft {
	return draft("closing", "备案注销通知书", "备注", para("根据您的申请，备案自即日起注销。已经受理的案件继续办理；需要再次提交预审请求的，可重新申请备案。"))
}

// quotaDecision (增量额度通知书) grants extra quota, or refuses it when granted is 0.
func quotaDecision(year, granted int, reason string) document.Draft {
	if granted == 0 {
		return draft("no_quota", "不予增量额度通知书", "备额", para(fmt.Sprintf("经审核，不予增加您 %d 年度的预审额度。理由如下：", year)), lines(reason))
	}
	return draft("quota", "增量额度通知书", "备额", para(fmt.Sprintf("经审核，准予增加您 %d 年度的预审额度 %d 件，当年有效。", year, granted)), lines(reason))
}

// annualPassed (年度复核通过通知书) confirms the standing for another year.
func annualPassed(remark string) document.Draft {
	return draft("annual", "年度复核通过通知书", "备年", para("经年度复核，您继续符合本中心规定的备案条件。"), lines(remark))
}

// objectionDecision (异议审查决定书) upholds or overturns.
func objectionDecision(overturned bool, reason string) document.Draft {
	word := "维持原决定"
	if overturned {
		word = "撤销原决定"
	}
	return draft("objection", "备案异议审查决定书", "备异", para("本中心对您提出的异议进行了审查，决定"+word+"。理由如下："), lines(reason))
}
