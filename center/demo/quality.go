package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/examination/quality/decision"
	"zhibao/examination/quality/inspection"
	"zhibao/examination/quality/training"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// examiners are the logins of those who must be certified.
func examiners() []string { return []string{"yushen1", "yushen2", "yushen3", "yushen4", "yushen5"} }

// before is a working hour some days before the demo ends.
func (b *builder) before(days int) time.Time {
	return b.cal.PrevWorking(calendar.DayOf(b.end) - calendar.Day(days)).Begin().Add(14 * time.Hour)
}

// qualify gives the examiners certificates and training, and plans the courses of each quarter. One
// certificate ends before the demo does and one soon after; one examiner misses the last course.
func (b *builder) qualify(ctx context.Context) error {
	head, last := b.staff["fuzeren"], calendar.DayOf(b.end)
	for i, login := range examiners() {
		x := training.Certificate{Account: b.staff[login].Account, Number: fmt.Sprintf("示范预审 %04d", 21+i), Issuer: "示范培训机构", From: last - 620, To: last + calendar.Day(200+30*i)}
		switch login {
		case "yushen3":
			x.To = last + 45
		case "yushen5":
			x.To = last - 9
		}
		if err := b.c.Quality.Training.Certify(ctx, head, x); err != nil {
			return err
		}
		course := training.Training{Account: x.Account, Day: last - 580, Topic: "岗前培训：预审业务与保密", Organiser: "示范培训机构", Tenths: 480, Proof: fmt.Sprintf("岗前-%02d", i+1)}
		if err := b.c.Quality.Training.Train(ctx, head, course); err != nil {
			return err
		}
	}
	topics := []string{"审查指南修改要点", "权利要求的清楚与支持", "检索策略", "实用新型保护客体", "外观设计视图", "非正常申请的识别", "预审案件的一次性告知"}
	for i, topic := range topics {
		at := b.before(12 + 90*(len(topics)-1-i))
		b.on(at, func(ctx context.Context) error { return b.course(ctx, topic, calendar.DayOf(at)) })
	}
	return nil
}

// course records a course of a quarter, of which the last has one absent.
func (b *builder) course(ctx context.Context, topic string, day calendar.Day) error {
	for _, login := range examiners() {
		if login == "yushen4" && day > calendar.DayOf(b.end)-90 {
			continue
		}
		x := training.Training{Account: b.staff[login].Account, Day: day, Topic: topic, Organiser: "示范中心培训组", Tenths: 120, Proof: "签到表 " + day.String()}
		if err := b.c.Quality.Training.Train(ctx, b.staff["fuzeren"], x); err != nil {
			return err
		}
	}
	return nil
}

// inspect plans samples: one that is finished, one that is under way when the demo ends, one that was
// given up, and one for whose cases the only inspector may not judge all; and what offices above found.
func (b *builder) inspect() {
	b.on(b.before(100), func(ctx context.Context) error { return b.sample(ctx, 240, 8, 6) })
	b.on(b.before(6), func(ctx context.Context) error { return b.sample(ctx, 75, 6, 1) })
	b.on(b.before(30), func(ctx context.Context) error {
		plan, err := b.drawn(ctx, "fuhe1", 60)
		if err != nil || plan == 0 {
			return err
		}
		b.pass(1)
		_, err = b.move(ctx, b.staff["fuzeren"], plan, "drop", &inspection.Reasoned{Reason: "只有一名评查人，样本与其办理的案件重合过多，改按季度抽检。"})
		return err
	})
	b.on(b.before(2), func(ctx context.Context) error {
		_, err := b.drawn(ctx, "fuhe1", 45)
		return err
	})
	b.on(b.before(60), func(ctx context.Context) error {
		for _, x := range []inspection.Outside{{Level: "nation", From: calendar.DayOf(b.end) - 400, To: calendar.DayOf(b.end) - 220, Sampled: 20, Passed: 19, Source: "示范通报〔1〕号，非真实文件"},
			{Level: "province", From: calendar.DayOf(b.end) - 200, To: calendar.DayOf(b.end) - 75, Sampled: 10, Passed: 9, Source: "示范通报〔2〕号，非真实文件"}} {
			if err := b.c.Quality.Inspections.Enter(ctx, b.staff["fuzeren"], x); err != nil {
				return err
			}
		}
		return nil
	})
}

// drawn draws eight cases for one inspector, and returns the plan; 0 where there is nothing to draw.
func (b *builder) drawn(ctx context.Context, inspector string, back int) (int64, error) {
	today := calendar.DayOf(b.clk.Now())
	out, err := b.act(ctx, casework.Request{Actor: b.staff["fuzeren"], Chart: "quality", Move: "draw", Input: &inspection.Draw{From: today - calendar.Day(back), To: today - 1,
		Outcome: "all", Number: 8, Seed: "示范 " + inspector + today.String(), Inspectors: []string{strconv.FormatInt(b.staff[inspector].Account, 10)}, Note: "专项抽检"}})
	if fault.CodeOf(err) == "quality.empty" {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return out.Case.ID, nil
}

// sample draws from the cases of some days before, and lets the first of them be judged. How far they
// come until the demo ends is told by the days that they take. A small demo may have nothing to draw.
func (b *builder) sample(ctx context.Context, back, number, judged int) error {
	today := calendar.DayOf(b.clk.Now())
	in := &inspection.Draw{From: today - calendar.Day(back), To: today - 1, Outcome: "all", Number: number, Strata: []string{"examiner"}, Seed: "示范 " + today.String(),
		Inspectors: []string{strconv.FormatInt(b.staff["fuhe1"].Account, 10), strconv.FormatInt(b.staff["fuhe2"].Account, 10)}, Note: "季度例行抽检"}
	out, err := b.act(ctx, casework.Request{Actor: b.staff["fuzeren"], Chart: "quality", Move: "draw", Input: in})
	if fault.CodeOf(err) == "quality.empty" {
		b.say("      nothing to inspect")
		return nil
	}
	if err != nil {
		return err
	}
	cases, err := b.inspections(ctx)
	if err != nil {
		return err
	}
	for i, k := range cases {
		// The later ones are left for the visitor, each at another point.
		b.on(b.clk.Now().Add(time.Duration(1+i)*20*time.Hour), func(ctx context.Context) error { return b.judged(ctx, k, i, judged) })
	}
	if judged > 2 {
		b.on(b.clk.Now().AddDate(0, 0, 45), func(ctx context.Context) error {
			_, err := b.move(ctx, b.staff["fuzeren"], out.Case.ID, "conclude", &inspection.Conclude{Summary: "共性问题：检索数据库单一、附图标记核对不细。已列入下季度培训。"})
			return err
		})
	}
	return nil
}

// inspections are those that are open, in the order of their numbers.
func (b *builder) inspections(ctx context.Context) (out []int64, err error) {
	err = b.c.DB.Read(ctx, func(tx *store.Tx) error {
		l, err := b.c.Office.List(ctx, tx, casework.Robot(1), casework.Filter{Chart: "inspection", Open: true, Sort: "number", PerPage: 100, NoTitles: true})
		for _, k := range l.Cases {
			out = append(out, k.ID)
		}
		return err
	})
	return out, err
}

// sheets are what inspectors found, in turn.
func sheets() []inspection.Score {
	return []inspection.Score{
		{Opinion: "检索充分，意见准确，文书规范。", Proposal: "commend"},
		{Errors: []inspection.ErrorLine{{Class: "minor", Count: 1, Text: "权利要求3的附图标记未提示"}, {Class: "paper", Count: 1, Text: "通知书第2页日期"}}, Opinion: "总体良好，个别细节需注意。", Proposal: "none"},
		{Errors: []inspection.ErrorLine{{Class: "search", Count: 1, Text: "只检索了一个数据库"}, {Class: "dismissed", Count: 1, Text: "第4条缺陷的不采纳理由未说明依据"}}, Opinion: "检索和不采纳理由均需加强。", Proposal: "remind"},
		{Errors: []inspection.ErrorLine{{Class: "missed", Count: 1, Text: "权利要求1缺少必要技术特征"}, {Class: "piecemeal", Count: 1, Text: "第二次补正中提出了首次可提出的缺陷"}}, Opinion: "遗漏实质缺陷，且未一次性告知。", Proposal: "train"},
	}
}

// judged lets one inspection be judged, answered and settled, as far as its turn says: of the last
// sample the second waits for the head, the third for the examiner, the others for their inspectors.
func (b *builder) judged(ctx context.Context, id int64, turn, settled int) error {
	k, err := (&life{b: b, id: id}).load(ctx)
	if err != nil {
		return err
	}
	if k.State == inspection.Unassigned {
		_, err := b.move(ctx, b.staff["fuzeren"], id, "cancel", &inspection.Reasoned{Reason: "两名复核员均办理过该案，改由下次抽检。"})
		return err
	}
	if settled < 2 && turn > settled+1 {
		return nil
	}
	sheet := sheets()[turn%len(sheets())]
	if k, err = b.move(ctx, (&life{b: b}).person(k.Handler), id, "score", &sheet); err != nil {
		return err
	}
	if settled < 2 && turn > settled {
		return nil
	}
	reply := &inspection.Reply{Stand: "accept"}
	if turn%3 == 2 {
		reply = &inspection.Reply{Stand: "object", Statement: "另一数据库的检索结果记在案件的电话记录中，当时未另行登记。"}
	}
	b.clk.set(b.clk.Now().Add(3 * time.Hour))
	if _, err = b.move(ctx, (&life{b: b}).person(k.Second), id, "reply", reply); err != nil || settled < 2 && turn == settled {
		return err
	}
	b.clk.set(b.clk.Now().Add(2 * time.Hour))
	end := map[string]*inspection.Settle{"commend": {Score: 100, Result: "passed", Consequence: "commend"}, "none": {Score: 92, Result: "passed", Consequence: "none"},
		"remind": {Score: 80, Result: "passed", Consequence: "remind"}, "train": {Score: 70, Result: "failed", Consequence: "train", Hours: 8}}[sheet.Proposal]
	end.Reason = "评查属实，按建议办理。"
	_, err = b.move(ctx, b.staff["fuzeren"], id, "settle", end)
	return err
}

// answered lets the head answer for one of the rules that are dismissed too often, some months before
// the end, so that there is a history beside what waits.
func (b *builder) answered(ctx context.Context) error {
	var flags []decision.Flag
	err := b.c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		flags, err = b.c.Quality.Decisions.Flags(ctx, tx, 1)
		return err
	})
	if err != nil || len(flags) == 0 {
		return err
	}
	return b.c.Quality.Decisions.Say(ctx, b.staff["fuzeren"], decision.Note{Rule: flags[len(flags)-1].Rule, Done: "train", Text: "已组织预审员讨论，统一为结合说明书判断。"})
}

// why are the reasons for which the examiners of the demo dismiss a finding: mostly the usual ones.
func why(n int) string {
	return []string{"结合说明书全文，含义清楚。", "规则误判，原文不是该缺陷所指的情形。", "已与申请人核实，无须修改。", "结合说明书全文，本领域技术人员能够确定其含义，不影响保护范围的清楚。", "属于本领域的通用术语，含义确定。"}[n%5]
}
