package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// exhibits are states through which a case passes within days, so that chance may leave none there
// when the demo ends. Of each there are as many as a visitor needs to act on one and still see one.
var exhibits = []struct {
	state string
	count int
	steps []string // from the draft on; see step
}{
	{preexam.Hearing, 2, []string{"submit", "accept", "assign", "start", "judge", "propose_fail", "approve"}},
	{preexam.Identity, 2, []string{"submit", "accept", "assign", "start", "judge", "propose", "approve", "file"}},
	{preexam.Marking, 2, []string{"submit", "accept", "assign", "start", "judge", "propose", "approve", "file", "agree"}},
	{preexam.Objecting, 1, []string{"submit", "refuse", "object"}},
	{preexam.Objecting, 1, []string{"submit", "accept", "assign", "start", "terminate", "object"}},
	{preexam.Returned, 1, []string{"submit", "return"}},
	{preexam.Waiting, 1, []string{"submit", "accept", "assign", "start", "judge", "opine", "notify"}},
	{preexam.Abnormal, 1, []string{"submit", "accept", "assign", "start", "judge", "propose", "approve", "file", "agree", "mark", "abnormal"}},
	{preexam.Deemed, 1, []string{"submit", "accept", "assign", "start", "judge", "propose", "approve", "file", "agree", "mark", "deemed"}},
	{preexam.Ending, 1, []string{"submit", "accept", "assign", "start", "propose_end"}},
	{preexam.Suspended, 1, []string{"submit", "accept", "assign", "start", "suspend"}},
}

// exhibit brings a case from its draft to each of these states on the last morning.
func (b *builder) exhibit(ctx context.Context) error {
	for n, e := range exhibits {
		for i := range e.count {
			if err := b.exhibitOne(ctx, 1000+50*n+20*i, e.steps); err != nil {
				return fmt.Errorf("exhibit %s: %w", e.state, err)
			}
		}
	}
	return nil
}

// exhibitOne takes the first text from i on whose applicant is let through: a quota may be used up or
// a class not be open.
func (b *builder) exhibitOne(ctx context.Context, i int, steps []string) error {
	for n := range 20 {
		l, err := b.draft(ctx, i+n, true)
		if err != nil {
			return err
		}
		through, err := l.walk(ctx, append([]string{"upload"}, steps...))
		if err != nil || through {
			return err
		}
	}
	return fmt.Errorf("no text of twenty was let through")
}

// walk makes the steps one after the other. It reports whether the case was let through: the gates of
// submission and acceptance may refuse it, and then the draft stays.
func (l *life) walk(ctx context.Context, steps []string) (through bool, err error) {
	for _, s := range steps {
		l.b.clk.set(l.b.clk.Now().Add(20 * time.Second))
		err := l.step(ctx, s)
		gate := (s == "submit" || s == "accept") && (fault.KindOf(err) == fault.Forbidden || fault.KindOf(err) == fault.Conflict)
		if err != nil && !gate {
			return false, fmt.Errorf("%s: %w", s, err)
		}
		if err != nil {
			return false, nil
		}
	}
	return true, nil
}

// step makes one move of an exhibit.
func (l *life) step(ctx context.Context, name string) error {
	handler, err := l.handler(ctx)
	if err != nil {
		return err
	}
	switch name {
	case "upload":
		return l.send(ctx)
	case "submit":
		return l.do(ctx, l.actor, "submit", &preexam.Submit{Undertaking: true})
	case "accept":
		return l.do(ctx, l.staff("shouli1"), "accept", &preexam.Accept{Class: l.class()})
	case "refuse":
		return l.do(ctx, l.staff("shouli1"), "refuse", &preexam.Refuse{Code: "文件不全", Reason: "请求书与附加文件清单所列不一致，缺少必要文件。"})
	case "return":
		return l.do(ctx, l.staff("shouli1"), "return", &preexam.GiveBack{Reason: "请补充共同申请人的备案信息。"})
	case "assign":
		return l.do(ctx, l.staff("fuzeren"), "assign", &preexam.Assign{})
	case "start":
		return l.do(ctx, handler, "start", &preexam.Start{})
	case "suspend":
		return l.do(ctx, l.staff("fuzeren"), "suspend", &preexam.Suspend{Reason: "权属纠纷"})
	case "propose_end":
		return l.do(ctx, handler, "propose_end", &preexam.Terminate{Code: "形式问题过多", Reason: "请求书、委托书与附图多处不一致，经电话核实申请人当期无法补齐。"})
	case "terminate":
		return l.do(ctx, l.staff("fuzeren"), "terminate", &preexam.Terminate{Code: "实质重复提交", Reason: "与申请人此前提交的请求实质相同，且未说明理由。"})
	case "object":
		return l.do(ctx, l.actor, "object", &preexam.Object{Grounds: "结论所依据的事实与提交的文件不符，请对照原件复核。"})
	case "judge":
		return l.settle(ctx)
	case "opine":
		return l.do(ctx, handler, "opine", &preexam.Opine{Opinion: "权利要求1与对比文件1的区别仅在于控制阈值的选取，说明书未记载该选取带来的效果，初步判断创造性不足。请说明区别带来的技术效果，或者限定权利要求。", Cited: "对比文件1：公开的同类装置"})
	case "notify":
		return l.do(ctx, handler, "notify", &preexam.Notify{})
	case "propose":
		return l.do(ctx, handler, "propose", &preexam.Propose{Outcome: "pass", Reason: "经检索与审查，未发现不予通过的缺陷。"})
	case "propose_fail":
		return l.do(ctx, handler, "propose", &preexam.Propose{Outcome: "fail", Reason: "权利要求1的全部技术特征已被同一份对比文件公开，初步判断不具备新颖性。"})
	case "approve":
		second, err := l.second(ctx)
		if err != nil {
			return err
		}
		return l.do(ctx, second, "approve", &preexam.Approve{Remark: "同意。"})
	case "file":
		return l.report(ctx, l.app)
	case "agree":
		return l.do(ctx, l.staff("baosong"), "agree", &preexam.Agree{})
	case "mark":
		return l.do(ctx, l.staff("baosong"), "mark", &preexam.Mark{})
	case preexam.Abnormal, preexam.Deemed:
		return l.do(ctx, l.staff("baosong"), "outcome", &preexam.Outcome{What: name, Day: calendar.DayOf(l.b.end), Source: "进程文件"})
	}
	return fmt.Errorf("no step %q", name)
}

// settle dismisses what the checks found and records the search: an exhibit has no planted defects.
func (l *life) settle(ctx context.Context) error {
	a, err := l.handler(ctx)
	if err != nil {
		return err
	}
	var fs []*preexam.DeskFinding
	err = l.b.c.DB.Read(ctx, func(tx *store.Tx) error {
		fs, err = l.b.c.Preexam.Findings(ctx, tx, l.id)
		return err
	})
	if err != nil {
		return err
	}
	for _, f := range fs {
		in := &preexam.Judge{Finding: strconv.FormatInt(f.ID, 10), Decision: "dismiss", Reason: "结合说明书全文能够确定其含义，不影响保护范围的清楚。"}
		if err := l.do(ctx, a, "judge", in); err != nil {
			return err
		}
	}
	return l.search(ctx, a)
}
