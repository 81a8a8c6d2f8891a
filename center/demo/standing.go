package demo

import (
	"context"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/center/demo/text"
	"zhibao/examination/registration"
	"zhibao/internal/identity"
	"zhibao/law/calendar"
)

// A turn is one move in the history of a registration.
type turn struct {
	after     int // working days since the last
	who, move string
	in        any // or, where it depends on the day or the firm, func(*builder, *firm) any
}

// A history is what becomes of a registered entity that files nothing.
type history struct {
	before int // days before the end when it begins; 0: right after the registration
	turns  []turn
}

// histories are all that a register can show, so that every standing and every kind of its papers
// is in the demo. The last ones leave something for the visitor to decide.
func histories() []history {
	reasoned := func(s string) any { return &registration.Reasoned{Reason: s} }
	warn := func(after int, measure, ground string) turn {
		return turn{after, "fuzeren", "warn", &registration.Warn{Measure: measure, Ground: ground, Facts: "经核对本年度的请求与结论，事实见所附清单；提醒后未见改善。"}}
	}
	plead := turn{4, "party", "plead", &registration.Plead{Statement: "我司已逐件核对所涉请求，附整改说明，请予考虑。"}}
	suspend := turn{3, "zhuren", "suspend", func(b *builder, _ *firm) any {
		return &registration.Suspend{Until: calendar.DayOf(b.clk.Now()) + 190, Reason: "所涉事实清楚，陈述意见不能改变对事实的认定。"}
	}}
	askResume := func(after int) turn {
		return turn{after, "party", "ask_resume", &registration.AskResume{Statement: "已建立提交前自查制度，并指定专人复核。"}}
	}
	moved := func(after int) turn {
		return turn{after, "party", "change", func(b *builder, f *firm) any {
			return &registration.Change{Particulars: b.particulars(f.applicant, f.field, 700+after), Reason: "联系人变更"}
		}}
	}
	return []history{
		{0, []turn{moved(60), {2, "shouli1", "approve_change", &registration.Remarked{}}}},
		{0, []turn{moved(75), {2, "shouli2", "reject_change", reasoned("未附单位出具的授权书，请补齐后重新申请。")}}},
		{0, []turn{{50, "fuzeren", "remind", &registration.Remind{What: "约谈", Text: "近三个月提交的请求中多件缺少必要图样，请在提交前自查。"}},
			warn(40, "suspend", "提醒后拒不改正"), plead, {3, "zhuren", "drop", reasoned("所涉请求均已补正，情节轻微，决定不予处理。")}}},
		{0, []turn{warn(20, "suspend", "违反服务承诺"), plead, suspend, askResume(140),
			{3, "zhuren", "keep_suspended", reasoned("自查制度尚未见执行记录，请补充近两个月的自查台账。")}, askResume(20),
			{3, "zhuren", "resume", reasoned("整改到位，恢复服务。")}}},
		{0, []turn{warn(90, "cancel", "虚假备案材料"), plead, {3, "zhuren", "cancel", reasoned("所附社保证明经核实不属于该单位，陈述意见未能说明来源。")},
			{2, "party", "object", &registration.Object{Grounds: "材料由经办人误交，并非故意，请求重新审查。"}},
			{6, "zhuren", "uphold", reasoned("是否故意不影响材料不实的认定，维持原决定。")}}},
		{0, []turn{{120, "party", "deregister", &registration.Deregister{Reason: "单位合并，由存续单位另行备案", Confirm: true}}}},
		{0, []turn{{220, "shouli1", "begin_annual", &registration.Remarked{}}, {5, "shouli1", "pass_annual", &registration.Remarked{}}}},
		{0, []turn{warn(170, "suspend", "违反服务承诺"), plead, suspend, askResume(140)}},
		{30, []turn{warn(0, "suspend", "非正常专利申请"), plead, suspend}},
		{20, []turn{warn(0, "suspend", "违反服务承诺"), plead}},
		{8, []turn{{0, "shouli2", "begin_annual", &registration.Remarked{}}}},
	}
}

// stand registers an entity for each history and plans its turns, lets one application lapse, and
// plans those that are brought in.
func (b *builder) stand(ctx context.Context) error {
	fields := text.Fields()
	for i, h := range histories() {
		f := &firm{field: fields[i%len(fields)], applicant: text.Company(fields[i%len(fields)], 6), agent: -1}
		if err := b.enrol(ctx, f, party.Entity, login("lishi", i+1), b.particulars(f.applicant, f.field, 600+i)); err != nil {
			return err
		}
		if err := b.admit(ctx, f); err != nil {
			return err
		}
		if h.before == 0 {
			b.turn(f, h.turns)
			continue
		}
		at := b.cal.PrevWorking(calendar.DayOf(b.end) - calendar.Day(h.before)).Begin().Add(9 * time.Hour)
		b.on(at, func(context.Context) error { b.turn(f, h.turns); return nil })
	}
	f := &firm{field: fields[14], applicant: text.Company(fields[14], 5), agent: -1}
	if err := b.enrol(ctx, f, party.Entity, login("lishi", 90), b.particulars(f.applicant, f.field, 690)); err != nil {
		return err
	}
	if _, err := b.move(ctx, b.staff["shouli2"], f.caseID, "return", &registration.Reasoned{Reason: "请在申请表上加盖公章，并补充联系人授权书。"}); err != nil {
		return err
	}
	b.used()
	return nil
}

// turn plans the first of the turns, and after it the rest.
func (b *builder) turn(f *firm, turns []turn) {
	if len(turns) == 0 {
		return
	}
	t := turns[0]
	b.later(t.after, func(ctx context.Context) error {
		actor, in := b.staff[t.who], t.in
		if t.who == "party" {
			actor = f.actor
		}
		if on, ok := in.(func(*builder, *firm) any); ok {
			in = on(b, f)
		}
		if _, err := b.move(ctx, actor, f.caseID, t.move, in); err != nil {
			return fmt.Errorf("history of %s: %w", f.applicant.Name, err)
		}
		b.turn(f, turns[1:])
		return nil
	})
}

// used plans entities that were registered before the system was used and have used up their quota:
// one gets more, one does not, and one waits for the answer.
func (b *builder) used() {
	fields := text.Fields()
	for i := range 3 {
		at := b.cal.PrevWorking(calendar.DayOf(b.end) - calendar.Day(10+i)).Begin().Add(10 * time.Hour)
		b.on(at, func(ctx context.Context) error {
			f := &firm{field: fields[10+i], applicant: text.Company(fields[10+i], 5), agent: -1}
			return b.bringIn(ctx, f, i)
		})
	}
}

// bringIn enters one of them and lets it ask on the same morning: the quota counts by the year.
func (b *builder) bringIn(ctx context.Context, f *firm, i int) error {
	day := calendar.DayOf(b.clk.Now())
	passed, failed := 9, 2
	if i == 1 { // a year after which a measure is proposed
		passed, failed = 4, 7
	}
	out, err := b.act(ctx, casework.Request{Actor: b.staff["shouli1"], Chart: "registration", Move: "bring_in", Input: &registration.BringIn{
		Kind: registration.KindEntity, Particulars: b.particulars(f.applicant, f.field, 680+i), Registered: day - 900, Used: 60, Passed: passed, Failed: failed}})
	if err != nil {
		return fmt.Errorf("bring in: %w", err)
	}
	f.caseID, f.party = out.Case.ID, out.Case.Owner
	p := b.particulars(f.applicant, f.field, 680+i).Contacts[0]
	f.actor, err = b.account(ctx, &identity.Account{Center: 1, Login: login("zhuanru", i+1), Name: p.Name, Party: f.party, Mail: p.Mail, Phone: p.Phone}, casework.Entity)
	if err != nil {
		return err
	}
	b.pass(1)
	ask := &registration.AskQuota{Quota: 10, Reason: "本年度新建研发中心，已有十件以上方案完成内部评审，额度已用完。"}
	if _, err := b.move(ctx, f.actor, f.caseID, "ask_quota", ask); err != nil {
		return err
	}
	b.pass(1)
	switch i {
	case 0:
		_, err = b.move(ctx, b.staff["zhuren"], f.caseID, "grant_quota", &registration.GrantQuota{Quota: 5, Remark: "按上年度合格件数核定。"})
	case 1:
		_, err = b.move(ctx, b.staff["zhuren"], f.caseID, "refuse_quota", &registration.Reasoned{Reason: "本年度已有多件补正超期，请先办结在办请求。"})
	}
	return err
}
