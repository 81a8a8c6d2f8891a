package watch

import (
	"context"
	"slices"
	"strings"

	"zhibao/casework/setting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent/literature"
)

// What a watch can watch for.
const (
	Publication = "publication" // of an application
	Grant       = "grant"       // publication of a grant
	Status      = "status"      // legal events: transfers, pledges, invalidation …
	Term        = "term"        // the term of protection ends soon
	Fee         = "fee"         // an annual fee falls due soon
	Burst       = "burst"       // far more in a month than before
	Share       = "share"       // one applicant has a large part
)

// wishes lists them in the order of the form.
func wishes() []choice {
	return []choice{{Publication, web.Text{"新公开", "New publications"}}, {Grant, web.Text{"新授权", "New grants"}}, {Status, web.Text{"法律状态与法律事件", "Legal events"}},
		{Term, web.Text{"保护期届满（限号码清单）", "Ends of terms (lists of numbers only)"}}, {Fee, web.Text{"年费到期（限号码清单）", "Annual fees (lists of numbers only)"}},
		{Burst, web.Text{"公开量突增", "Bursts"}}, {Share, web.Text{"专利权人集中", "Concentration of a holder"}}}
}

// A choice is a code with its words.
type choice struct {
	code  string // in forms and in the database
	title web.Text
}

// named is the title of a code; the code itself where there is none.
func named(list []choice, code string) web.Text {
	for _, x := range list {
		if x.code == code {
			return x.title
		}
	}
	return web.Text{code, code}
}

// Levels, the gravest first.
const (
	red = iota + 1
	orange
	yellow
	blue
)

func levels() []choice {
	return []choice{{"red", web.Text{"红色", "Red"}}, {"orange", web.Text{"橙色", "Orange"}}, {"yellow", web.Text{"黄色", "Yellow"}}, {"blue", web.Text{"蓝色", "Blue"}}}
}

// levelTag shows a level; the word stands beside the colour.
func levelTag(c *web.Ctx, level int) web.Tag {
	return web.Tag{Tone: []web.Tone{web.Grey, web.Red, web.Amber, web.Purple, web.Blue}[level], Text: c.Say(levels()[level-1].title)}
}

// causes are what can be warned of, each with the level it has where a center decides nothing else.
func causes() []struct {
	choice
	level string
} {
	type cause = struct {
		choice
		level string
	}
	of := func(code, zh, en, level string) cause { return cause{choice{code, web.Text{zh, en}}, level} }
	event := func(k literature.EventKind, zh, en, level string) cause {
		return of("status."+string(k), zh, en, level)
	}
	return []cause{
		of(Publication, "新公开", "New publication", "blue"), of(Grant, "新授权", "New grant", "yellow"),
		event(literature.Invalid, "无效宣告", "Invalidated", "red"), event(literature.Litigation, "诉讼", "Litigation", "red"), event(literature.Lapsed, "失效", "Lapsed", "orange"),
		event(literature.Expired, "届满", "Expired", "orange"), event(literature.Assigned, "转让", "Assigned", "yellow"), event(literature.Pledged, "质押", "Pledged", "yellow"),
		event(literature.Licensed, "许可", "Licensed", "blue"), event(literature.Released, "质押解除", "Pledge released", "blue"), event(literature.Restored, "恢复", "Restored", "yellow"),
		of(Term, "保护期将届满", "Term about to end", "orange"), of(Fee, "年费将到期", "Annual fee about to fall due", "orange"), of(Burst, "公开量突增", "Burst", "orange"), of(Share, "专利权人集中", "Concentration", "yellow"),
	}
}

// causeTitle names a cause.
func causeTitle(code string) web.Text {
	for _, x := range causes() {
		if x.code == code {
			return x.title
		}
	}
	return web.Text{code, code}
}

// wanted reports whether a watch that wishes for some things is told of a cause.
func wanted(wishes []string, cause string) bool {
	kind, _, _ := strings.Cut(cause, ".")
	return slices.Contains(wishes, kind)
}

// Settings are what a center decides of levels and thresholds.
func Settings() (defs []setting.Def) {
	ours := func(title string) []rule.Cite {
		return []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Ours}}
	}
	for _, x := range causes() {
		defs = append(defs, setting.Def{Key: "watch.level." + x.code, Title: "预警级别：" + x.title[0], English: "Level of a warning: " + x.title[1], Type: setting.Choice, Choices: []string{"red", "orange", "yellow", "blue"},
			Default: map[string]string{"": x.level}, Sure: rule.Ours, Level: rule.Center, Group: "watch", Basis: ours("预警级别"),
			Help: "red 红、orange 橙、yellow 黄、blue 蓝，由重到轻；已发出的预警保持原级别", HelpEN: "From red, the gravest, to blue; warnings that were given keep their level"})
	}
	number := func(key, title, english, value, help, helpEN string) {
		defs = append(defs, setting.Def{Key: "watch." + key, Title: title, English: english, Type: setting.Int, Default: map[string]string{"": value}, Sure: rule.Unsure, Level: rule.Center, Group: "watch", Help: help, HelpEN: helpEN, Basis: ours(title)})
	}
	// Thresholds differ by center and field: what stands here is only where to begin.
	number("recent", "预警只看最近多少天的公开和事件", "How many days back publications and events are warned of", "90", "开始监视之日起往前这些天以内的公开、授权和事件才预警，补录的旧数据不预警", "Counted back from the first day of a watch; older data that is imported later gives no warning")
	number("term.days", "保护期届满前多少天预警", "Days before the end of a term", "180", "保护期按专利法第四十二条从申请日推算", "The term is computed from the day of filing (Patent Law, article 42)")
	number("fee.days", "年费到期前多少天预警", "Days before an annual fee falls due", "60", "年费应在上一年度期满前缴纳，年度从申请日起算；是否已缴不在数据之内，已缴的请关闭预警", "The fee is due before the year before it ends, counted from the day of filing; whether it was paid is not in the data")
	number("burst.percent", "突增：当月占此前一年月均的百分比", "Burst: a month in per cent of the mean of the year before", "300", "上一个完整月的公开件数达到此前十二个月平均数的这个百分比", "The last whole month against the twelve months before it")
	number("burst.least", "突增：当月最少件数", "Burst: least documents of the month", "5", "件数太少时比例没有意义", "With few documents a ratio says nothing")
	number("share.percent", "集中：占比百分数", "Concentration: share in per cent", "30", "最近十二个完整月的公开中，一个申请人所占的比例", "Share of one applicant in the publications of the last twelve whole months")
	number("share.least", "集中：最少件数", "Concentration: least documents", "20", "件数太少时比例没有意义", "With few documents a ratio says nothing")
	return defs
}

// rules are the levels and thresholds of a center on a day.
type rules struct {
	level                                                map[string]int
	recent, days, fee, percent, least, share, shareLeast int
}

// rulesOf reads them.
func (d *Desk) rulesOf(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) (r rules, err error) {
	r.level = map[string]int{}
	for _, x := range causes() {
		v, err := d.office.Settings.Raw(ctx, tx, setting.Query{Center: center, Key: "watch.level." + x.code, On: on})
		if err != nil {
			return r, err
		}
		r.level[x.code] = 1 + slices.IndexFunc(levels(), func(l choice) bool { return l.code == v })
	}
	for key, to := range map[string]*int{"recent": &r.recent, "term.days": &r.days, "fee.days": &r.fee, "burst.percent": &r.percent, "burst.least": &r.least, "share.percent": &r.share, "share.least": &r.shareLeast} {
		if *to, err = d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "watch." + key, On: on}); err != nil {
			return r, err
		}
	}
	return r, nil
}
