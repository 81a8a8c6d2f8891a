package demo

import (
	"context"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/examination/registration"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/filing"
)

// leave brings cases into the states that pass quickly, so that every desk of the demo has
// something of every kind on the day it is opened.
func (b *builder) leave(ctx context.Context) error {
	// Play stops an hour earlier, so nothing planned can follow and change these cases again.
	b.clk.set(b.end.Add(-2 * time.Hour))
	// Each step takes one case out of its state; the others there stay for the visitor.
	steps := []struct {
		chart, state string
		who, move    string // who: a login, or "party"
		in           any
	}{
		{"preexam", preexam.Marked, "baosong", "office_action", &preexam.Progress{What: "审查意见", Day: calendar.DayOf(b.end), Source: "进程文件"}},
		{"preexam", preexam.Accepted, "shouli1", "change_agent", &preexam.ChangeAgent{Reason: "申请主体来函终止委托，自行办理。"}},
		{"registration", registration.Active, "party", "change", nil},
		{"registration", registration.Active, "fuzeren", "warn", &registration.Warn{Measure: "suspend", Ground: "年度不合格率过高", Facts: "本年度有最终结论的案件中，不合格的超过半数，经提醒未见改善。", Evidence: "本年度各案预审不合格通知书；提醒记录。"}},
	}
	for _, s := range steps {
		if err := b.leaveOne(ctx, s.chart, s.state, s.who, s.move, s.in); err != nil {
			return err
		}
	}
	if err := b.exhibit(ctx); err != nil {
		return err
	}
	if err := b.suspects(ctx); err != nil {
		return err
	}
	if err := b.watch(ctx); err != nil {
		return err
	}
	if err := b.carried(ctx); err != nil {
		return err
	}
	if err := b.newcomers(ctx); err != nil {
		return err
	}
	if err := b.persons(ctx); err != nil {
		return err
	}
	return b.outages(ctx)
}

// carried brings in a case that another system began, whose papers are still to be added.
func (b *builder) carried(ctx context.Context) error {
	day := calendar.DayOf(b.end)
	in := &preexam.BringIn{Old: "旧系统-2026-0815", Entity: b.entities[0].applicant.Code, Kind: "发明", Class: "H01M", State: preexam.Accepted, Received: day - 2, Accepted: day - 1}
	_, err := b.act(ctx, casework.Request{Actor: b.staff["shouli1"], Chart: "preexam", Move: "bring_in", Input: in})
	return err
}

// leaveOne makes the move on the latest case of the state on which it is possible: of the last forty,
// a term may have run out or another person be in charge. A small demo may have none; that is said
// and does not stop the building.
func (b *builder) leaveOne(ctx context.Context, chart, state, who, move string, in any) error {
	var cases []*casework.Case
	err := b.c.DB.Read(ctx, func(tx *store.Tx) error {
		l, err := b.c.Office.List(ctx, tx, casework.Robot(1), casework.Filter{Chart: chart, States: []string{state}, Sort: "-opened", PerPage: 40, NoTitles: true})
		cases = l.Cases
		return err
	})
	if err != nil {
		return err
	}
	for _, k := range cases {
		actor := b.staff[who]
		if who == "party" {
			actor = b.partyOf(k)
		}
		if move == "change" {
			in = b.moved(k)
		}
		if in == nil {
			continue
		}
		if _, err := b.move(ctx, actor, k.ID, move, in); err == nil {
			return nil
		}
	}
	b.say("      no case for " + move)
	return nil
}

// partyOf is the account that acts in a case: the agency's, or else the entity's own.
func (b *builder) partyOf(k *casework.Case) casework.Actor {
	for _, f := range slices.Concat(b.agencies, b.entities) {
		if f.party == k.Agent || k.Agent == 0 && f.party == k.Owner {
			return f.actor
		}
	}
	return casework.Actor{}
}

// moved is a change of address of a registered entity.
func (b *builder) moved(k *casework.Case) any {
	for _, f := range b.entities {
		if f.party == k.Owner {
			return &registration.Change{Particulars: b.particulars(f.applicant, f.field, 400), Reason: "办公地址搬迁至新址"}
		}
	}
	return nil
}

// newcomers are entities whose registration is still under way: two wait at the counter, one has to
// complete its papers, one is assessed, one waits for the director, one is announced and one waits
// for the national office; of two that were refused, one objects.
func (b *builder) newcomers(ctx context.Context) error {
	fields := text.Fields()
	for i, end := range []string{"submitted", "submitted", "returned", "deciding", "refused", "reported", "objecting", "assessing", "announced"} {
		f := firm{field: fields[i], applicant: text.Company(fields[i], 5), agent: -1}
		if err := b.enrol(ctx, &f, party.Entity, login("xinhu", i+1), b.particulars(f.applicant, f.field, 500+i)); err != nil {
			return err
		}
		var err error
		switch end {
		case "returned":
			_, err = b.move(ctx, b.staff["shouli2"], f.caseID, "return", &registration.Reasoned{Reason: "请补充近一年的研发投入证明，并在申请表上加盖公章。"})
		case "assessing":
			_, err = b.move(ctx, b.staff["shouli2"], f.caseID, "check", &registration.Formal{Complete: true})
		case "deciding", "refused", "reported", "objecting", "announced":
			err = b.checked(ctx, &f, "shouli2", &registration.Check{All: true, Opinion: "逐条核对，请审批。"})
		}
		if err != nil {
			return err
		}
		if err := b.decideNewcomer(ctx, &f, end); err != nil {
			return err
		}
	}
	return nil
}

// decideNewcomer lets the director act where the ending wants it.
func (b *builder) decideNewcomer(ctx context.Context, f *firm, end string) error {
	b.clk.set(b.clk.Now().Add(5 * time.Minute))
	if move := map[string]string{"reported": "report", "announced": "announce"}[end]; move != "" {
		_, err := b.move(ctx, b.staff["zhuren"], f.caseID, move, &registration.Remarked{})
		return err
	}
	if end != "refused" && end != "objecting" {
		return nil
	}
	if err := b.refuseNewcomer(ctx, f); err != nil || end == "refused" {
		return err
	}
	_, err := b.move(ctx, f.actor, f.caseID, "object", &registration.Object{Grounds: "生产研发场地的租赁合同已随申请提交，见附件第三页，请予复核。"})
	return err
}

// refuseNewcomer lets the director refuse for the first criterion of the center, in its own words: a
// refusal must name a criterion that was in force.
func (b *builder) refuseNewcomer(ctx context.Context, f *firm) error {
	var raw string
	err := b.c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		raw, err = b.c.Office.Settings.Raw(ctx, tx, setting.Query{Center: 1, Key: "registration.criteria", Variant: registration.KindEntity, On: b.c.Office.Today()})
		return err
	})
	criteria := strings.Split(strings.TrimSpace(raw), "\n")
	if err != nil {
		return err
	}
	no := registration.Refusal{Unmet: []string{strings.TrimSpace(criteria[0])}, Reason: "经核查，未能提供在本区域内真实从事研发生产的证明。"}
	if _, err := b.move(ctx, b.staff["zhuren"], f.caseID, "warn_refusal", &registration.WarnRefusal{Refusal: no, Evidence: "备案申请表、营业执照；无场地与研发投入证明。"}); err != nil {
		return err
	}
	if _, err := b.move(ctx, f.actor, f.caseID, "plead", &registration.Plead{Statement: "研发部门正在筹建，暂不能提供证明。"}); err != nil {
		return err
	}
	b.pass(1)
	_, err = b.move(ctx, b.staff["zhuren"], f.caseID, "refuse", &no)
	return err
}

// particulars are those of an invented company. The number n chooses people and telephone, so that no
// two companies share them; the mail address is one under example.com, which nobody receives.
func (b *builder) particulars(a filing.Applicant, field string, n int) registration.Particulars {
	return registration.Particulars{Name: a.Name, Code: a.Code, Division: "330108", Address: a.Province + a.City + a.Street, Legal: text.Person(2000 + n).Name,
		Established: calendar.MustDay("2015-03-18"), Insured: 30 + 7*n%400, Industry: field, Scope: field + "相关产品的研发、生产和销售",
		Patents: "已授权发明专利两件，有专职知识产权管理人员", Contacts: []registration.Contact{{Name: text.Person(2200 + n%300).Name, Phone: phone(n), Mail: a.Mail}}}
}
