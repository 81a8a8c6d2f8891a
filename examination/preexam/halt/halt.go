// Package halt (主体停止后的在办案件) says what becomes of the open cases of an applicant whose registration
// is suspended or cancelled: they go on, or they stand still until the head decides. Centers differ in it,
// so it is a setting. A registration that the applicant gave up itself leaves its cases alone.
package halt

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/law/rule"
)

// key names the setting.
const key = "preexam.when_stopped"

// Setting declares what a center decides about it. The milder way is the default.
func Setting() setting.Def {
	return setting.Def{Key: key, Title: "备案暂停或取消时的在办案件", English: "Open cases of an applicant that is suspended or cancelled", Type: setting.Choice,
		Choices: []string{"finish", "suspend"}, Default: map[string]string{"": "finish"}, Sure: rule.Unsure, Level: rule.Center, Group: "preexam",
		Basis: []rule.Cite{{Text: "本中心规定", Article: "备案暂停或取消时的在办案件", Sure: rule.Unsure}},
		Help:  "finish：已经受理的继续办理；suspend：中止，由负责人决定恢复或终止", HelpEN: "finish: what was accepted goes on; suspend: it stands still until the head decides"}
}

// Reaction suspends the open cases of a party that was stopped, where the center wants it: those in one
// of the states, with the input.
func Reaction(states []string, input func() any) casework.Reaction {
	return func(ctx context.Context, s *casework.Step, f fact.Fact) error {
		if f.Detail["what"] == "注销" {
			return nil
		}
		how, err := s.Office.Settings.Raw(ctx, s.Tx, setting.Query{Center: f.Center, Key: key, On: s.Today})
		if err != nil || how != "suspend" {
			return err
		}
		l, err := s.Office.List(ctx, s.Tx, casework.Robot(f.Center), casework.Filter{Chart: "preexam", Owner: f.Party, States: states, Open: true, PerPage: 1000, NoTitles: true})
		if err != nil {
			return err
		}
		for _, k := range l.Cases {
			if err := s.Follow(k.ID, "suspend", input()); err != nil {
				return err
			}
		}
		return nil
	}
}
