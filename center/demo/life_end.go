package demo

import (
	"context"
	"fmt"
	"time"
	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/patent/secrecy"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/filing"
)

// casework10 is a time of day from ten minutes past eight on.
func casework10(seconds int) time.Duration {
	return 8*time.Hour + 10*time.Minute + time.Duration(seconds)*time.Second
}

// await is the applicant's turn after a correction notice.
func (l *life) await() error {
	switch l.end {
	case "abandoned":
		return nil // the night deals with it
	case "withdrawn":
		l.b.later(2, func(ctx context.Context) error {
			return l.do(ctx, l.actor, "withdraw", &preexam.Withdraw{Reason: "方案需修改"})
		})
		return nil
	}
	l.b.later(1+l.b.rng.IntN(2), l.answer)
	return nil
}

// answer sends the corrected version; now and then one defect is left.
func (l *life) answer(ctx context.Context) error {
	if n := len(l.app.Planted); n > 2 && l.rounds == 1 && l.b.rng.IntN(3) == 0 {
		l.app = text.Corrected(l.app, l.app.Planted[n-1])
	} else {
		l.app = text.Corrected(l.app)
	}
	files, err := pack(l.app, filing.Options{})
	if err != nil {
		return err
	}
	if err := l.do(ctx, l.actor, "answer", &preexam.Answer{Declared: secrecy.Declared{Clear: true}, Given: consent.Both(), Files: files, Remark: "已按通知书逐条修改，见修改后的案卷包。"}); err != nil {
		return err
	}
	l.b.later(1+l.b.rng.IntN(3), l.examine)
	return nil
}

// review is the second reader's.
func (l *life) review(ctx context.Context) error {
	a, err := l.second(ctx)
	if err != nil {
		return err
	}
	if l.b.rng.IntN(20) == 0 && l.rounds > 0 && l.end == "granted" {
		l.b.later(1, l.examine)
		return l.do(ctx, a, "send_back", &preexam.SendBack{Reason: "请补充检索记录后再提交复核。"})
	}
	if err := l.do(ctx, a, "approve", &preexam.Approve{Remark: "同意。"}); err != nil {
		return err
	}
	switch l.end {
	case "unheard":
		return nil // the term of the hearing runs out
	case "failed":
		l.b.later(2, l.plead)
		return nil
	case "lapsed":
		return nil // the term of the filing runs out
	case "withdrawn":
		l.b.later(1, func(ctx context.Context) error {
			return l.do(ctx, l.actor, "withdraw", &preexam.Withdraw{Reason: "改为普通申请"})
		})
		return nil
	}
	l.b.later(1+l.b.rng.IntN(3), l.file)
	return nil
}

// plead is heard, and the case fails all the same: examined again, proposed with an answer to what was
// said, and approved by the second reader.
func (l *life) plead(ctx context.Context) error {
	if err := l.do(ctx, l.actor, "plead", &preexam.Plead{Statement: "本申请的区别特征带来了预料不到的技术效果，请予考虑。"}); err != nil {
		return err
	}
	l.b.later(2, func(ctx context.Context) error {
		a, err := l.handler(ctx)
		if err != nil {
			return err
		}
		in := &preexam.Propose{Outcome: "fail", Reason: "申请人陈述的效果在说明书中没有记载，不能作为依据，维持原意见。"}
		if err := l.do(ctx, a, "propose", in); err != nil {
			return err
		}
		l.b.later(1, func(ctx context.Context) error {
			s, err := l.second(ctx)
			if err != nil {
				return err
			}
			return l.do(ctx, s, "approve", &preexam.Approve{Remark: "同意，已回应陈述意见。"})
		})
		return nil
	})
	return nil
}

// number makes an application number with the right check character (ZC 0006-2003): year, kind, a
// serial number, and the weighted sum of the twelve digits modulo 11. It belongs to nobody.
func (l *life) number() string {
	kind := map[filing.Kind]int{filing.Invention: 1, filing.UtilityModel: 2, filing.Design: 3}[l.app.Kind]
	l.b.serial++
	s := fmt.Sprintf("%d%d%07d", l.b.clk.Now().Year(), kind, 1000000+l.b.serial)
	sum := 0
	for i := range s {
		sum += int(s[i]-'0') * []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5}[i]
	}
	return s + "." + string("0123456789X"[sum%11])
}

// file reports the application number with the papers as filed: in another packaging, and in one
// ending with one character changed.
func (l *life) file(ctx context.Context) error {
	app := l.app
	if l.end == "mismatch" || l.end == "objection" {
		app = text.OneCharacter(app)
	}
	if err := l.report(ctx, app); err != nil {
		return err
	}
	l.b.later(1, l.compare)
	return nil
}

// report reports an application number of today for the papers.
func (l *life) report(ctx context.Context, app text.Application) error {
	files, err := pack(app, filing.Official())
	if err != nil {
		return err
	}
	l.appNo = l.number()
	today := calendar.DayOf(l.b.clk.Now())
	return l.do(ctx, l.actor, "file", &preexam.Filed{Declared: secrecy.Declared{Clear: true}, Given: consent.Both(), Number: l.appNo, Day: today, PaidOn: today, Files: files,
		Receipts: []form.File{form.Bytes("受理通知书.pdf", []byte("%PDF-1.4\n% "+l.appNo+"\n"))}})
}

// compare is the identity check: the text as filed against the text that passed. An objection is heard
// and the finding upheld; where no difference was planted but one is found, the case ends there.
func (l *life) compare(ctx context.Context) error {
	marker := l.staff("baosong")
	if l.end == "mismatch" || l.end == "objection" {
		if err := l.do(ctx, marker, "differ", &preexam.Differ{Reason: "正式提交的说明书与合格文本有一字之差，见比对表。"}); err != nil {
			return err
		}
		if l.end == "objection" {
			l.b.later(1, func(ctx context.Context) error {
				l.b.later(2, func(ctx context.Context) error {
					return l.do(ctx, l.staff("zhuren"), "uphold", &preexam.Decide{Reason: "经复核，文本确有不同，合格通知书已载明后果。"})
				})
				return l.do(ctx, l.actor, "object", &preexam.Object{Grounds: "系排版软件自动替换，请求重新比对。"})
			})
		}
		return nil
	}
	if err := l.do(ctx, marker, "agree", &preexam.Agree{}); err != nil {
		return l.do(ctx, marker, "differ", &preexam.Differ{Reason: "见比对表与提交后规则。"})
	}
	l.b.later(l.b.rng.IntN(2), func(ctx context.Context) error {
		l.b.later(3, l.prosecute)
		return l.do(ctx, marker, "mark", &preexam.Mark{})
	})
	return nil
}

// prosecute follows the application through the fast lane.
func (l *life) prosecute(ctx context.Context) error {
	marker := l.staff("baosong")
	today := calendar.DayOf(l.b.clk.Now())
	if err := l.do(ctx, marker, "progress", &preexam.Progress{What: "受理", Day: today, Source: "进程文件"}); err != nil {
		return err
	}
	// Working days to the end, of about the size of the fast lane; kinds differ, so figures do too.
	wait := map[filing.Kind]int{filing.Invention: 50, filing.UtilityModel: 18, filing.Design: 6}[l.app.Kind] + l.b.rng.IntN(10)
	if l.app.Kind != filing.Invention || l.b.rng.IntN(2) == 0 {
		l.b.later(wait, l.conclude)
		return nil
	}
	l.b.later(wait-20, func(ctx context.Context) error {
		day := calendar.DayOf(l.b.clk.Now())
		l.b.later(6, func(ctx context.Context) error {
			l.b.later(20, l.conclude)
			return l.do(ctx, marker, "office_answer", &preexam.Progress{What: "答复", Day: calendar.DayOf(l.b.clk.Now()), Source: "进程文件"})
		})
		return l.do(ctx, marker, "office_action", &preexam.Progress{What: "审查意见", Day: day, Source: "进程文件"})
	})
	return nil
}

// conclude reports how CNIPA decided.
func (l *life) conclude(ctx context.Context) error {
	what := preexam.Granted
	switch l.end {
	case "rejected", "deemed", "ordinary", "abnormal":
		what = l.end
	}
	return l.do(ctx, l.staff("baosong"), "outcome", &preexam.Outcome{What: what, Day: calendar.DayOf(l.b.clk.Now()), Source: "进程文件"})
}

// search records what was searched, and now and then a call. A design is not searched.
func (l *life) search(ctx context.Context, a casework.Actor) error {
	if l.app.Kind == filing.Design {
		return nil
	}
	err := l.do(ctx, a, "search", &preexam.Search{Database: "中国专利文摘", Query: l.app.IPC + " AND " + l.app.Field, Hits: 20 + l.b.rng.IntN(300), Cited: ""})
	if err != nil || l.b.rng.IntN(4) != 0 {
		return err
	}
	return l.do(ctx, a, "record", &preexam.Record{Way: "电话", With: "联系人", Text: "就权利要求书的撰写作了沟通，对方表示将一并修改。"})
}
