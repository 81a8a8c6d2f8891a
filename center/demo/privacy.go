package demo

import (
	"context"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/governance/privacy"
	"zhibao/law/calendar"
)

// persons leaves a request about personal data in every state, and two incidents: one that is closed and one of
// which reports are still to be made. The small demo of the tests does without.
func (b *builder) persons(ctx context.Context) error {
	if b.cases < 300 {
		return nil
	}
	ask := func(who casework.Actor, kind, what string) (int64, error) {
		in := &privacy.Asked{Account: fmt.Sprint(who.Account), Name: who.Name, Ask: privacy.Ask{Kind: kind, What: what}}
		out, err := b.c.Office.Move(ctx, casework.Request{Actor: casework.Robot(1), Chart: "privacy", Move: "ask", Input: in})
		if err != nil {
			return 0, err
		}
		return out.Case.ID, nil
	}
	first, err := ask(b.staff["yushen1"], "correct", "我的手机号码已变更，请更正账号中的手机。")
	if err != nil {
		return err
	}
	if _, err := b.move(ctx, b.staff["shouli1"], first, "identify", &privacy.Identify{How: "account"}); err != nil {
		return err
	}
	if _, err := b.move(ctx, b.staff["fuzeren"], first, "answer", &privacy.Answer{Done: "已由系统管理员更正账号中的手机；旧号码不再保存。"}); err != nil {
		return err
	}
	if _, err := ask(b.staff["zhifa1"], "access", "请提供平台保存的与我有关的登录记录。"); err != nil {
		return err
	}
	today := calendar.DayOf(b.end)
	for _, x := range []privacy.Enter{
		{Name: "周某（示范）", Contact: "示范市示范路8号", Day: today - 3, How: "邮寄", Ask: privacy.Ask{Kind: "delete", What: "本人已离开原单位，请删除备案中本人的联系方式。"}},
		{Name: "吴某（示范）", Contact: "示范市示范路9号", Day: today - 9, How: "到场", Ask: privacy.Ask{Kind: "copy", What: "请提供以本人为联系人的全部案件的材料。"}}} {
		id, err := b.open(ctx, "shouli1", "privacy", "enter", &x)
		if err != nil {
			return err
		}
		if x.Ask.Kind == "delete" {
			if _, err := b.move(ctx, b.staff["shouli1"], id, "identify", &privacy.Identify{How: "callback"}); err != nil {
				return err
			}
			continue
		}
		if _, err := b.move(ctx, b.staff["fuzeren"], id, "refuse", &privacy.Refuse{Ground: "other", Why: "所述案件的材料属于申请主体，请由申请主体在平台查阅。"}); err != nil {
			return err
		}
	}
	return b.incidents(ctx)
}

// incidents leaves the two incidents.
func (b *builder) incidents(ctx context.Context) error {
	hours := func(n time.Duration) string {
		return b.clk.Now().Add(-n * time.Hour).In(calendar.Shanghai()).Format("2006-01-02 15:04")
	}
	head := b.staff["fuzeren"]
	id, err := b.open(ctx, "fuzeren", "incident", "report", &privacy.Notice{Known: hours(50), Kinds: []string{"contact"}, What: "一封通知误发给另一单位的联系人，含 3 人的姓名和手机。"})
	if err != nil {
		return err
	}
	for _, s := range []struct {
		by   casework.Actor
		move string
		in   any
	}{
		{head, "assess", &privacy.Assess{Kinds: []string{"contact"}, Persons: 3, Cause: "人工填写收件地址时选错联系人。", Harm: "可能收到骚扰电话。", Measures: "已请收件人删除并书面确认；改为由系统填写地址。", Advice: "留意陌生来电，不提供验证码。", Reports: []string{"3"}, Why: "不涉及关键信息基础设施；本中心不是中央机关的直属单位。"}},
		{head, "send", &privacy.Send{To: "3", At: hours(47), How: "电话报告，接报人登记（示范）"}},
		{head, "inform", &privacy.Inform{Told: true, Day: calendar.DayOf(b.end) - 1, How: "逐一电话告知 3 人。"}},
		{b.staff["zhuren"], "close", &privacy.Close{Result: "收件人已删除，未发现进一步扩散。", Lessons: "通知的收件地址一律由系统填写。"}},
	} {
		if _, err := b.move(ctx, s.by, id, s.move, s.in); err != nil {
			return err
		}
	}
	_, err = b.open(ctx, "fuzeren", "incident", "report", &privacy.Notice{Known: hours(2), Kinds: []string{"account"}, What: "一个账号在短时间内从多个地址登录，疑似口令泄露（示范）。"})
	return err
}
