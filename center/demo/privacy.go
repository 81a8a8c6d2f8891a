package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/governance/privacy"
	"zhibao/law/calendar"
)

// persons leaves a request about personal data in every state, and incidents: closed, assessed, dismissed, and one of
// which reports are still to be made. The small demo of the tests does without.
func (b *builder) persons(ctx context.Context) error {
	if b.cases < 300 {
		return nil
	}
	var err error
	step := func(who string, id int64, move string, in any) {
		if err == nil {
			_, err = b.move(ctx, b.staff[who], id, move, in)
		}
	}
	enter := func(who, chart, move string, in any) (id int64) {
		if err == nil {
			id, err = b.open(ctx, who, chart, move, in)
		}
		return id
	}
	ask := func(who, kind, what string) (id int64) {
		in := &privacy.Asked{Account: fmt.Sprint(b.staff[who].Account), Name: b.staff[who].Name, Ask: privacy.Ask{Kind: kind, What: what}}
		out, e := b.act(ctx, casework.Request{Actor: casework.Robot(1), Chart: "privacy", Move: "ask", Input: in})
		if err = errors.Join(err, e); err == nil {
			id = out.Case.ID
		}
		return id
	}
	first := ask("yushen1", "correct", "我的手机号码已变更，请更正账号中的手机。")
	step("shouli1", first, "identify", &privacy.Identify{How: "account"})
	step("fuzeren", first, "answer", &privacy.Answer{Done: "已由系统管理员更正账号中的手机；旧号码不再保存。"})
	ask("zhifa1", "access", "请提供平台保存的与我有关的登录记录。")
	gone := ask("yushen2", "copy", "请提供本人账号的资料。")
	if err == nil {
		_, err = b.move(ctx, casework.Robot(1), gone, "take_back", &privacy.TakeBack{Sure: true})
	}
	today := calendar.DayOf(b.end)
	left := enter("shouli1", "privacy", "enter", &privacy.Enter{Name: "周某（示范）", Contact: "示范市示范路8号", Day: today - 3, How: "邮寄", Ask: privacy.Ask{Kind: "delete", What: "本人已离开原单位，请删除备案中本人的联系方式。"}})
	step("shouli1", left, "identify", &privacy.Identify{How: "callback"})
	other := enter("shouli1", "privacy", "enter", &privacy.Enter{Name: "吴某（示范）", Contact: "示范市示范路9号", Day: today - 9, How: "到场", Ask: privacy.Ask{Kind: "copy", What: "请提供以本人为联系人的全部案件的材料。"}})
	step("fuzeren", other, "refuse", &privacy.Refuse{Ground: "other", Why: "所述案件的材料属于申请主体，请由申请主体在平台查阅。"})

	hours := func(n int) string {
		return b.clk.Now().Add(-time.Duration(n) * time.Hour).In(calendar.Shanghai()).Format("2006-01-02 15:04")
	}
	id := enter("fuzeren", "incident", "report", &privacy.Notice{Known: hours(50), Kinds: []string{"contact"}, What: "一封通知误发给另一单位的联系人，含 3 人的姓名和手机。"})
	step("fuzeren", id, "assess", &privacy.Assess{Kinds: []string{"contact"}, Persons: 3, Cause: "人工填写收件地址时选错联系人。", Harm: "可能收到骚扰电话。", Measures: "已请收件人删除并书面确认；改为由系统填写地址。", Advice: "留意陌生来电，不提供验证码。", Reports: []string{"3"}, Why: "不涉及关键信息基础设施；本中心不是中央机关的直属单位。"})
	step("fuzeren", id, "send", &privacy.Send{To: "3", At: hours(47), How: "电话报告，接报人登记（示范）"})
	step("fuzeren", id, "inform", &privacy.Inform{Told: true, Day: today - 1, How: "逐一电话告知 3 人。"})
	step("zhuren", id, "close", &privacy.Close{Result: "收件人已删除，未发现进一步扩散。", Lessons: "通知的收件地址一律由系统填写。"})
	id = enter("fuzeren", "incident", "report", &privacy.Notice{Known: hours(30), Kinds: []string{"contact"}, What: "一份打印的名单遗失，含 12 人的姓名和手机（示范）。"})
	step("fuzeren", id, "assess", &privacy.Assess{Kinds: []string{"contact"}, Persons: 12, Cause: "名单留在会议室，未及时收回。", Harm: "可能收到骚扰电话。", Measures: "已查看监控并询问参会人员。", Advice: "留意陌生来电。", Reports: []string{"3"}, Why: "不涉及关键信息基础设施；本中心不是中央机关的直属单位。"})
	id = enter("fuzeren", "incident", "report", &privacy.Notice{Known: hours(26), Kinds: []string{"account"}, What: "有人称平台口令泄露（示范）。"})
	step("fuzeren", id, "dismiss", &privacy.Dismiss{Reason: "来电人所述口令属于另一网站，本平台的记录无异常登录。"})
	enter("fuzeren", "incident", "report", &privacy.Notice{Known: hours(2), Kinds: []string{"account"}, What: "一个账号在短时间内从多个地址登录，疑似口令泄露（示范）。"})
	return err
}
