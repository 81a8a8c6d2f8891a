package demo

import (
	"context"

	"zhibao/casework"
	"zhibao/governance/outage"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// An ending is a running term with the day on which it ends.
type ending struct {
	day  calendar.Day
	code string
}

// running finds the last two past days on which a running term ends, with one term of each.
func (b *builder) running(ctx context.Context, today calendar.Day) (out []ending, err error) {
	err = b.c.DB.Read(ctx, func(tx *store.Tx) error {
		out = nil
		for day := today - 1; day > today-90 && len(out) < 2; day-- {
			codes, err := b.c.Outage.Ending(ctx, tx, b.c.Center.ID, day)
			if err != nil {
				return err
			}
			if len(codes) > 0 {
				out = append(out, ending{day, codes[0]})
			}
		}
		return nil
	})
	return out, err
}

// outages are nights on which filing was not possible: two of which terms move, and one in every other
// state. Terms move by one working day, which the small demo of the tests does without.
func (b *builder) outages(ctx context.Context) error {
	if b.cases < 300 {
		return nil
	}
	today := calendar.DayOf(b.end)
	ends, err := b.running(ctx, today)
	if err != nil {
		return err
	}
	if len(ends) < 2 {
		b.say("      no case for an outage that moves terms")
		return nil
	}
	night := func(d calendar.Day) calendar.Day { // one of which no other outage is
		for d == ends[0].day || d == ends[1].day {
			d--
		}
		return d
	}
	late := night(today - 2)
	before := night(late - 1)
	window := func(day calendar.Day) outage.Window {
		return outage.Window{Since: day.String() + " 22:10", Until: day.String() + " 23:40"}
	}
	basis := "本中心规定：电子受理系统在届满日不能提交满一小时的，顺延至系统可用的下一个工作日"
	head, director := b.staff["fuzeren"], b.staff["zhuren"]
	const cut = "机房供电切换失败，电子受理系统不能提交；已恢复，设备供应商已更换故障部件。"
	type step struct {
		by   casework.Actor
		move string
		in   any
	}
	verify := func(day calendar.Day) step {
		return step{head, "verify", &outage.Verify{Window: window(day), Cause: cut}}
	}
	extend := func(f ending) step {
		return step{director, "extend", &outage.Extend{Clocks: []string{f.code}, Basis: basis}}
	}
	for _, o := range []struct {
		day   calendar.Day
		steps []step
	}{
		{ends[0].day, []step{verify(ends[0].day), extend(ends[0]), {director, "announce", &outage.Plain{}}}},
		{ends[1].day, []step{verify(ends[1].day), extend(ends[1])}},
		{today - 200, []step{verify(today - 200), {director, "keep", &outage.Keep{Reason: "当日届满的期限均已在中断之前办毕。"}}}},
		{today - 120, []step{{head, "dismiss", &outage.Dismiss{Reason: "仅本单位出口网络中断，外部当时正常提交，有受理记录可查。"}}}},
		{before, []step{verify(before)}},
		{late, nil},
	} {
		out, err := b.act(ctx, casework.Request{Actor: head, Chart: "outage", Move: "report", Input: &outage.Report{Window: window(o.day), Cause: "值班人员发现申请人不能提交。"}})
		if err != nil {
			return err
		}
		for _, s := range o.steps {
			if _, err := b.move(ctx, s.by, out.Case.ID, s.move, s.in); err != nil {
				return err
			}
		}
	}
	of, err := b.answering(ctx)
	if err != nil || of == 0 {
		return err
	}
	return b.arrivals(ctx, before, of)
}

// answering is a request on which its party has to answer, 0 where there is none.
func (b *builder) answering(ctx context.Context) (id int64, err error) {
	err = b.c.DB.Read(ctx, func(tx *store.Tx) error {
		l, err := b.c.Office.List(ctx, tx, casework.Robot(b.c.Center.ID), casework.Filter{Chart: "preexam", States: []string{"waiting"}, Sort: "-opened", PerPage: 1, NoTitles: true})
		if err == nil && len(l.Cases) > 0 {
			id = l.Cases[0].ID
		}
		return err
	})
	return id, err
}
