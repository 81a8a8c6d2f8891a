package value

import (
	"context"
	"strconv"

	"zhibao/casework/setting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// The criteria; any one is enough.
const (
	Emerging = "emerging" // 战略性新兴产业
	Abroad   = "abroad"   // 海外同族
	Kept     = "kept"     // 维持年限
	Pledged  = "pledged"  // 质押融资
	Awarded  = "awarded"  // 国家科学技术奖、中国专利奖
)

// A criterion with its words.
type criterion struct {
	code         string
	title, short web.Text
}

// criteria lists them in the order in which they are counted.
func criteria() []criterion {
	return []criterion{
		{Emerging, web.Text{"战略性新兴产业的发明专利", "Of a strategic emerging industry"}, web.Text{"战略性新兴产业", "Emerging industry"}},
		{Abroad, web.Text{"在海外有同族专利权的发明专利", "With a patent of its family abroad"}, web.Text{"海外同族", "Family abroad"}},
		{Kept, web.Text{"维持年限超过10年的发明专利", "Kept up for more than 10 years"}, web.Text{"维持超过10年", "Over 10 years"}},
		{Pledged, web.Text{"实现较高质押融资金额的发明专利", "Pledged for a high amount"}, web.Text{"质押融资", "Pledge"}},
		{Awarded, web.Text{"获得国家科学技术奖或中国专利奖的发明专利", "Holder of a national award"}, web.Text{"获奖", "Award"}},
	}
}

// basis is where the five criteria are from.
func basis() rule.Cite {
	return rule.Cite{Text: "国民经济和社会发展第十四个五年规划和2035年远景目标纲要", Article: "专栏1“每万人口高价值发明专利拥有量”注", Version: "2021", Force: "2021-03-12", Sure: rule.Known}
}

// prizes are the awards that count.
func prizes() []prize {
	return []prize{{"state", web.Text{"国家科学技术奖", "National science and technology award"}}, {"patent", web.Text{"中国专利奖", "China patent award"}}}
}

// prize is an award.
type prize struct {
	code  string
	title web.Text
}

// prizeTitle names one.
func prizeTitle(code string) web.Text {
	for _, p := range prizes() {
		if p.code == code {
			return p.title
		}
	}
	return web.Text{code, code}
}

// Settings are what a center decides of the criteria.
func Settings() (defs []setting.Def) {
	add := func(key, title, english string, kind setting.Type, value, help, helpEN string, sure rule.Sure) {
		defs = append(defs, setting.Def{Key: "value." + key, Title: title, English: english, Type: kind, Default: map[string]string{"": value}, Sure: sure, Level: rule.Center, Group: "value", Basis: []rule.Cite{basis()}, Help: help, HelpEN: helpEN})
	}
	for _, k := range criteria() {
		add("on."+k.code, "采用标准："+k.title[0], "Criterion in use: "+k.title[1], setting.Bool, "true", "不采用的标准显示为未判，不计入", "One that is not in use is not judged and counts for nothing", rule.Known)
	}
	add("years", "维持年限（年）", "Years for which a patent is kept up", setting.Int, "10", "自申请日起算，统计日在满这些年的对应日之后才算超过（专利法实施细则第五条）", "From the day of filing; exceeded after the corresponding day (Implementing Regulations, art. 5)", rule.Known)
	add("pledge", "较高质押融资金额（元）", "High amount of a pledge, yuan", setting.Int, "0", "一笔质押融资达到这个金额即符合；0 表示没有确定，本项标准不判", "One pledge that reaches it is enough; 0 means that it is not fixed and the criterion is not judged", rule.Unsure)
	add("home", "不作为海外的国家（地区）代码", "Offices that do not count as abroad", setting.List, "CN WO HK MO TW", "这些代码的同族文献不计为海外同族专利权；WO 是国际申请，不是专利权", "Documents of these offices do not count; WO is an application, no patent", rule.Unsure)
	add("population", "常住人口（人）", "Resident population", setting.Int, "0", "用于每万人口拥有量；自公布的人口数所属日期起填写；0 表示没有填写，不计算", "For the number per 10,000 people, dated as it was published; 0 means none, and nothing is computed", rule.Unsure)
	return defs
}

// rules are the criteria of a center as of a day.
type rules struct {
	day        calendar.Day
	on         map[string]bool
	years      int
	pledge     int64
	home       map[string]bool
	population int
	classes    *classes
}

// rulesOf reads them.
func (d *Desk) rulesOf(ctx context.Context, tx *store.Tx, center int64, day calendar.Day) (r rules, err error) {
	r = rules{day: day, on: map[string]bool{}, home: map[string]bool{}}
	ask := func(key string) setting.Query { return setting.Query{Center: center, Key: "value." + key, On: day} }
	for _, k := range criteria() {
		if r.on[k.code], err = d.office.Settings.Bool(ctx, tx, ask("on."+k.code)); err != nil {
			return r, err
		}
	}
	for key, to := range map[string]*int{"years": &r.years, "population": &r.population} {
		if *to, err = d.office.Settings.Int(ctx, tx, ask(key)); err != nil {
			return r, err
		}
	}
	// Amounts are compared as yuan, and can be larger than a number of years.
	pledge, err := d.office.Settings.Int(ctx, tx, ask("pledge"))
	if err != nil {
		return r, err
	}
	r.pledge = int64(pledge)
	home, err := d.office.Settings.List(ctx, tx, ask("home"))
	for _, code := range home {
		r.home[code] = true
	}
	if err != nil {
		return r, err
	}
	r.classes, err = classesOn(ctx, tx, center, day)
	return r, err
}

// yuan writes an amount.
func yuan(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
