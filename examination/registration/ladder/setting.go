package ladder

import (
	"zhibao/casework/setting"
	"zhibao/law/rule"
)

// The kinds of parties, each with limits of its own.
var kinds = []string{"申请主体", "代理机构"}

// Settings declares the limits. They are each center's own: a rate above the number of per cent
// proposes the measure, 100 proposes it never.
func Settings() []setting.Def {
	def := func(level, title, english, value string) setting.Def {
		return setting.Def{Key: "registration.ladder." + level, Title: title, English: english, Type: setting.Int, Variants: kinds,
			Default: map[string]string{"": value, kinds[0]: value, kinds[1]: value}, Sure: rule.Unsure, Level: rule.Center, Group: "registration",
			Basis: []rule.Cite{{Text: "本中心规定", Article: "年度不合格率与惩戒", Sure: rule.Unsure}},
			Help:  "预审不合格率（百分数）超过该数时提示，由人决定；100 为不提示", HelpEN: "A rate of failures above this percentage is shown for a person to decide; 100: never"}
	}
	return []setting.Def{def(Remind, "提示提醒的本年度不合格率", "Rate of this year that proposes a reminder", "50"),
		def(Suspend, "提示暂停的年度不合格率", "Rate of a year that proposes a suspension", "50"),
		def(Cancel, "提示取消的年度不合格率", "Rate of a year that proposes a cancellation", "70")}
}
