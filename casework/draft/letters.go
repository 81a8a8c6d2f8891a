package draft

import (
	"strings"

	"zhibao/casework"
	"zhibao/law/calendar"
)

// ActLetter is the act of an entrustment under which letters are issued that no template of a procedure
// covers.
const ActLetter = "papers.letter"

// Letters are templates that any procedure can use: papers whose whole text an official writes, for what
// no template of its own says. The variables 案号 and 受送达人 are known of every case.
func Letters(from calendar.Day) []Template {
	letter := func(code, name, english, series string, lone bool) Template {
		return Template{Code: code, Version: from.String(), From: from, Name: name, English: english, Series: series, Edit: []string{"正文"}, Lone: lone,
			Text: "标题：" + name + "\n主送：{受送达人}\n\n= 案件编号 | {案号}\n{正文}"}
	}
	return []Template{letter("notice", "通知书", "Notice", "通字", true), letter("notification", "告知书", "Notification of rights and facts", "告字", false)}
}

// standard adds what every template may ask for, where the procedure does not say it: the number of the
// case, and those on whom the paper is served.
func (d *Desk) standard(s *casework.Step, v *Values) error {
	if v.Text["案号"] == "" {
		v.Text["案号"] = s.Case.Number
	}
	if v.Text["受送达人"] != "" || d.Names == nil {
		return nil
	}
	var ids []int64
	for _, r := range v.Recipients {
		ids = append(ids, r.Party)
	}
	names, err := d.Names(s.Ctx, s.Tx, s.Case.Center, ids)
	var to []string
	for _, id := range ids {
		to = append(to, names[id])
	}
	v.Text["受送达人"] = strings.Join(to, "、")
	return err
}
