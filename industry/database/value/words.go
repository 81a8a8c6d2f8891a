package value

import (
	"fmt"

	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// answerTag shows the answer to a criterion.
func answerTag(c *web.Ctx, a Answer) web.Tag {
	return web.Tag{Tone: []web.Tone{web.Grey, web.Grey, web.Green}[a], Text: []string{c.T("未判", "Not judged"), c.T("不符合", "No"), c.T("符合", "Yes")}[a]}
}

// highTag shows the answer to the whole.
func highTag(c *web.Ctx, a Answer) web.Tag {
	return web.Tag{Tone: []web.Tone{web.Amber, web.Grey, web.Green}[a], Text: []string{c.T("未判", "Not judged"), c.T("不属于", "Not of high value"), c.T("高价值", "High value")}[a]}
}

// based says where the criteria are from; the outline has an English name that is used abroad.
func based(c *web.Ctx) string {
	return c.T(basis().String(), "Outline of the 14th Five-Year Plan, 2021-03-12, box 1, note on patents of high value per 10,000 people")
}

// told is a source with the day of its data.
func told(c *web.Ctx, source string, asOf calendar.Day) string {
	if asOf.IsZero() {
		return source
	}
	return source + c.T("，截至 ", ", as of ") + asOf.String()
}

// stands says whether the patent is in force on the day, and on what that rests.
func (j *Judged) stands(c *web.Ctx) string {
	switch j.Standing {
	case standsNotYet:
		return fmt.Sprintf(c.T("统计日尚未授权，授权公告日 %s", "not granted yet; published on %s"), j.Published)
	case standsNoFiled:
		return c.T("来源没有申请日，无法推算保护期", "no source says the day of filing, so the term is unknown")
	case standsOver:
		return fmt.Sprintf(c.T("保护期已满：自申请日 %s 起二十年（专利法第四十二条）", "the term is over: twenty years from %s (Patent Law, art. 42)"), j.Filed)
	case standsEnded:
		return fmt.Sprintf(c.T("%s %s，%s", "%s: %s, %s"), j.By.Day, c.Say(ended(j.By.Kind)), told(c, j.By.Source, j.By.AsOf))
	case standsUnsettled:
		return fmt.Sprintf(c.T("来源称“%s”而没有日期，%s", "a source says “%s” without a day: %s"), j.Status, told(c, j.Source, j.AsOf))
	}
	return fmt.Sprintf(c.T("%s 授权，没有收录终止或无效的事件，%s", "granted on %s; no end of it is held; %s"), j.Published, told(c, j.Source, j.AsOf))
}

// ended names the events that end a patent.
func ended(k literature.EventKind) web.Text {
	return map[literature.EventKind]web.Text{literature.Lapsed: {"失效", "lapsed"}, literature.Expired: {"届满", "expired"}, literature.Invalid: {"宣告无效", "invalidated"}}[k]
}

// reason says what a verdict rests on.
func (j *Judged) reason(c *web.Ctx, v Verdict) string {
	switch v.Why {
	case whyNoTable:
		return c.T("未设对照表，未判", "no table of industries is in force: not judged")
	case whyNoIPC:
		return c.T("来源没有国际分类", "no source says a class")
	case whyClass:
		return fmt.Sprintf(c.T("分类 %s 对应 %s %s（%s，自 %s 适用；来源 %s）", "class %s belongs to %s %s (%s, in force from %s; source: %s)"), v.IPC, v.Class.Code, v.Class.Title, v.Class.Version, v.Class.From, v.Class.Source)
	case whyNoClass:
		return c.T("各分类都不在统计日适用的对照表中", "none of its classes stands in the table of the day")
	case whyNoFamily:
		return c.T("来源没有同族信息", "no source says its family")
	case whyMember:
		return fmt.Sprintf(c.T("同族 %s 于 %s 授权公告，%s", "%s of the family was granted on %s; %s"), v.Member.Number, v.Member.Published, told(c, v.Member.Source, v.Member.AsOf))
	case whyNoMember:
		return c.T("文献库没有收录统计日有效的海外同族授权；没有收录不表示没有", "no grant of its family abroad is held; that does not mean that there is none")
	case whyNoFiled:
		return c.T("来源没有申请日", "no source says the day of filing")
	case whyOver:
		return fmt.Sprintf(c.T("自申请日 %s 起，%s 满规定年限，统计日已超过；%s", "from the day of filing, %s, the years were full on %s; %s"), j.Filed, v.Full, told(c, j.Source, j.AsOf))
	case whyNotOver:
		return fmt.Sprintf(c.T("自申请日 %s 起，%s 才满规定年限", "from the day of filing, %s, the years are full on %s"), j.Filed, v.Full)
	case whyNoAmount:
		return c.T("本中心没有确定“较高”的金额，未判", "the center has not fixed the amount: not judged")
	case whyPledge:
		return fmt.Sprintf(c.T("%s 质押融资 %s 元，%s；%s", "%s: %s yuan, %s; %s"), v.Evidence.Day, yuan(v.Evidence.Amount), v.Evidence.Detail, told(c, v.Evidence.Source, v.Evidence.AsOf))
	case whyNotPledge:
		return c.T("登记的质押融资没有一笔达到规定金额", "no pledge that is entered reaches the amount")
	case whyUnstated:
		return fmt.Sprintf(c.T("%s 有质押登记而没有登记金额，%s", "pledged on %s, and nobody entered the amount; %s"), v.Event.Day, told(c, v.Event.Source, v.Event.AsOf))
	case whyAward:
		return fmt.Sprintf(c.T("%s %s：%s；%s", "%s, %s: %s; %s"), v.Evidence.Day, c.Say(prizeTitle(v.Evidence.Prize)), v.Evidence.Detail, told(c, v.Evidence.Source, v.Evidence.AsOf))
	case whyNoAward:
		return c.T("没有登记获奖", "no award is entered")
	}
	return c.T("本中心不采用这项标准", "the center does not use this criterion")
}
