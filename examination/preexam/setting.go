package preexam

import (
	"context"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/halt"
	"zhibao/examination/preexam/keeping"
	"zhibao/examination/preexam/memory"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// kinds are the variants of settings that differ by kind of application.
func kinds() []string {
	return []string{string(patent.Invention), string(patent.UtilityModel), string(patent.Design)}
}

// each makes a default by kind from three values.
func each(invention, model, design string) map[string]string {
	return map[string]string{"": invention, string(patent.Invention): invention, string(patent.UtilityModel): model, string(patent.Design): design}
}

// Settings declares what a center decides about pre-examination. None of these numbers is law.
func Settings() []setting.Def {
	// Terms for which one value is given hold for all kinds.
	length := func(key, title, english string, def map[string]string) setting.Def {
		d := setting.Def{Key: key, Title: title, English: english, Type: setting.Length, Default: def, Sure: rule.Unsure, Level: rule.Center,
			Group: "preexam", Basis: centerRule(title)}
		if len(def) > 1 {
			d.Variants = kinds()
		}
		return d
	}
	one := func(v string) map[string]string { return map[string]string{"": v} }
	return append([]setting.Def{
		length("preexam.clock.draft", "草稿保留期限", "Draft kept", one("60日")),
		length("preexam.clock.accept", "受理期限", "Acceptance", one("2工作日")),
		length("preexam.clock.first", "首次意见期限", "First action", each("7工作日", "5工作日", "3工作日")),
		length("preexam.clock.correct", "补正答复期限", "Correction", each("5工作日", "3工作日", "2工作日")),
		length("preexam.clock.plead", "陈述意见期限", "Statement", one("5工作日")),
		length("preexam.clock.file", "合格后提交期限", "Filing after a pass", one("5工作日")),
		length("preexam.clock.mark", "报送期限", "Marking", one("2工作日")),
		length("preexam.clock.office", "审查意见答复期限（承诺）", "Answer to an office action", each("10工作日", "5工作日", "5工作日")),
		length("preexam.clock.objection", "异议审查期限", "Decision on an objection", one("5工作日")),
		length("preexam.object_within", "提出异议的期限", "Time to object", one("5工作日")),
		halt.Setting(),
		{Key: "preexam.rounds", Title: "补正次数上限", English: "Correction rounds", Type: setting.Int, Default: one("2"), Sure: rule.Unsure,
			Level: rule.Center, Group: "preexam", Basis: centerRule("补正次数")},
		// Centers differ in this and the following; the defaults are the milder ones.
		{Key: "preexam.co_applicants", Title: "共同申请人备案要求", English: "Co-applicants", Type: setting.Choice, Choices: []string{"first", "all"},
			Default: one("first"), Sure: rule.Unsure, Level: rule.Center, Group: "preexam", Help: "first：仅第一申请人须备案；all：全部须备案",
			HelpEN: "first: only the first must be registered; all: every one"},
		{Key: "preexam.domestic_priority", Title: "本国优先权", English: "Domestic priority", Type: setting.Choice,
			Choices: []string{"accept", "warn", "refuse"}, Default: one("warn"), Sure: rule.Unsure, Level: rule.Center, Group: "preexam",
			Help: "accept：受理；warn：受理并提示；refuse：不受理", HelpEN: "accept; warn: accept with a warning; refuse"},
		{Key: "preexam.foreign_priority", Title: "外国优先权", English: "Foreign priority", Type: setting.Choice,
			Choices: []string{"accept", "warn", "refuse"}, Default: one("warn"), Sure: rule.Unsure, Level: rule.Center, Group: "preexam",
			Help: "accept：受理；warn：受理并提示；refuse：不受理", HelpEN: "accept; warn: accept with a warning; refuse"},
		{Key: "preexam.early_publish", Title: "要求提前公开声明", English: "Early publication demanded", Type: setting.Bool, Default: one("true"),
			Sure: rule.Unsure, Level: rule.Center, Group: "preexam"},
		{Key: "preexam.no_amendment", Title: "要求放弃主动修改声明", English: "Waiver of amendments demanded", Type: setting.Bool, Default: one("false"),
			Sure: rule.Unsure, Level: rule.Center, Group: "preexam"},
		{Key: "preexam.inventors", Title: "发明人人数上限（超过的提示核实）", English: "Inventors beyond which proof is asked for", Type: setting.Int, Default: one("10"),
			Sure: rule.Unsure, Level: rule.Center, Group: "preexam", Basis: centerRule("发明人人数")},
	}, append(keeping.Settings(), memory.Settings()...)...)
}

// settingsFacts gathers the center's configuration for the rules.
func (d *Desk) settingsFacts(ctx context.Context, tx *store.Tx, c *casework.Case, on calendar.Day) (*check.SettingsFacts, error) {
	// The planned filing day is not known yet; today is the day that is kindest to the applicant.
	f := &check.SettingsFacts{PlannedFiling: on, MaxFile: maxFile}
	texts := []struct {
		key string
		to  *string
	}{{"preexam.co_applicants", &f.CoApplicants}, {"preexam.domestic_priority", &f.DomesticPriority}, {"preexam.foreign_priority", &f.ForeignPriority}}
	for _, t := range texts {
		v, err := d.office.Settings.Raw(ctx, tx, setting.Query{Center: c.Center, Key: t.key, On: on})
		if err != nil {
			return nil, err
		}
		*t.to = v
	}
	bools := []struct {
		key string
		to  *bool
	}{{"preexam.early_publish", &f.EarlyPublish}, {"preexam.no_amendment", &f.NoAmendment}}
	for _, b := range bools {
		v, err := d.office.Settings.Raw(ctx, tx, setting.Query{Center: c.Center, Key: b.key, On: on})
		if err != nil {
			return nil, err
		}
		if *b.to, err = strconv.ParseBool(v); err != nil {
			return nil, err
		}
	}
	var err error
	if f.MaxInventors, err = d.office.Settings.Int(ctx, tx, setting.Query{Center: c.Center, Key: "preexam.inventors", On: on}); err != nil {
		return nil, err
	}
	return f, d.Fields(ctx, tx, c.Center, f)
}
