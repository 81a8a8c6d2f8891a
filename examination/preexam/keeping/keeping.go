// Package keeping (案卷保存与销毁) is how long the text of a case is kept after its end, and which cases are to be
// destroyed: by the director's hand, or, where the center says so, by the program itself on the day after.
//
// 专利法第二十一条第三款; how long is a matter of the center, and nothing is destroyed by itself unless it says so.
package keeping

import (
	"context"
	"errors"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// Move is the code of the move that destroys a text, in the chart of the procedure.
const Move = "destroy"

const (
	usual     = "preexam.retention"
	withdrawn = "preexam.retention.withdrawn"
	way       = "preexam.destroy"
	byItself  = "due" // a choice of way
)

// Settings declares what a center decides about it. Two administrators have to agree to a change.
func Settings() []setting.Def {
	def := func(key, title, english, value string) setting.Def {
		return setting.Def{Key: key, Title: title, English: english, Type: setting.Length, Default: map[string]string{"": value}, Sure: rule.Unsure, Level: rule.Center, Group: "preexam", Grave: true,
			Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}}
	}
	destroy := def(way, "期满正文的销毁方式", "What destroys a text whose time has ended", "hand")
	destroy.Type, destroy.Choices = setting.Choice, []string{"hand", byItself}
	destroy.Help, destroy.HelpEN = "hand：由主任逐件办理；due：期满次日由系统销毁案件密钥，任何人（包括备份）都无法恢复", "hand: the director, case by case; due: the program destroys the key of the case on the day after, for ever, in backups too"
	gone := def(withdrawn, "撤回案件的案卷保存期限", "Retention of the text of withdrawn cases", "3年")
	gone.Help, gone.HelpEN = "自撤回之日起；申请人撤回后不再需要正文的，可定为较短", "From the day of withdrawal; it may be shorter where the text is of no use any more"
	return []setting.Def{def(usual, "案卷保存期限", "Retention of the text", "3年"), gone, destroy}
}

// A Question is about which cases of a center: those of a chart that ended in some states, of which one is that of
// withdrawn cases.
type Question struct {
	Center    int64
	Chart     string
	States    []string
	Withdrawn string
	Gone      []string // moves after which there is no text, beside Move: a draft that is thrown away takes it along
}

// Until is the last day on which the text of an ended case is kept.
func Until(ctx context.Context, o *casework.Office, tx *store.Tx, q Question, k *casework.Case) (calendar.Day, error) {
	key := usual
	if k.State == q.Withdrawn {
		key = withdrawn
	}
	length, err := o.Settings.Length(ctx, tx, setting.Query{Center: k.Center, Key: key, Variant: k.Kind, On: o.Today()})
	if err != nil {
		return 0, err
	}
	cal, err := o.Calendar(ctx, tx, k.Center)
	if err != nil {
		return 0, err
	}
	// CenterFixed: a time for keeping ends on its calendar day, working day or not.
	return term.Compute(cal, term.Input{Start: calendar.DayOf(k.Closed), Length: length, Regime: term.CenterFixed}).Due, nil
}

// Ended are the cases whose time has ended and whose text is there still; none where the center leaves it to the
// director.
func Ended(ctx context.Context, o *casework.Office, tx *store.Tx, q Question) (out []*casework.Case, err error) {
	defer fault.Wrap(&err, "cases whose time has ended")
	v, err := o.Settings.Raw(ctx, tx, setting.Query{Center: q.Center, Key: way, On: o.Today()})
	if err != nil || v != byItself {
		return nil, err
	}
	const some = 1000
	for page, more := 1, true; more; page++ {
		l, err := o.List(ctx, tx, casework.Robot(q.Center), casework.Filter{Chart: q.Chart, States: q.States, Closed: true, Sort: "opened", Page: page, PerPage: some, NoTitles: true})
		if err != nil {
			return nil, err
		}
		more = len(l.Cases) == some
		var ids []int64
		var old []*casework.Case
		for _, k := range l.Cases {
			until, err := Until(ctx, o, tx, q, k)
			if err != nil {
				return nil, err
			}
			if o.Today() > until {
				ids, old = append(ids, k.ID), append(old, k)
			}
		}
		gone, err := casework.Made(ctx, tx, q.Center, ids, append([]string{Move}, q.Gone...)...)
		if err != nil {
			return nil, err
		}
		for _, k := range old {
			if len(gone[k.ID]) == 0 {
				out = append(out, k)
			}
		}
	}
	return out, nil
}

// Tend makes the move that destroys for every case whose time has ended. One that is refused holds up no other.
func Tend(ctx context.Context, o *casework.Office, q Question, input any) error {
	var all []*casework.Case
	err := o.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = Ended(ctx, o, tx, q)
		return err
	})
	if err != nil {
		return err
	}
	var errs []error
	for _, k := range all {
		_, err := o.Move(ctx, casework.Request{Actor: casework.Robot(q.Center), Case: k.ID, Move: Move, Input: input, Expected: k.Version})
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
