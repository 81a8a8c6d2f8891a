package outage

import (
	"context"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// PlanForm announces maintenance.
type PlanForm struct {
	Window
	What   string `json:"what" label:"内容（中文，公开）" en:"What, in Chinese (public)" required:"true" max:"200"`
	WhatEN string `json:"what_en" label:"内容（英文，公开）" en:"What, in English (public)" required:"true" max:"200"`
}

// CancelForm calls maintenance off.
type CancelForm struct {
	Sure bool `json:"sure" label:"确认取消，公开页面随即显示已取消" en:"Call it off; the public page says so at once" required:"true"`
}

// Announce records planned maintenance and shows it on the public page. It is refused outside the hours
// that the center allows, when it is too long or too near, and when a term or another plan ends in it.
func (d *Desk) Announce(ctx context.Context, by casework.Actor, in PlanForm) (err error) {
	defer fault.Wrap(&err, "announce maintenance")
	since, ok := parse(in.Since)
	until, ok2 := parse(in.Until)
	if !ok || !ok2 || !since.Before(until) {
		return fault.New(fault.Invalid, "outage.plan_time", "请把起止时间写作 2026-12-05 00:30，结束须晚于开始").At("since")
	}
	return d.forget(d.office.DB.Write(ctx, func(tx *store.Tx) error {
		if err := d.allowed(ctx, tx, by.Center, Span{since, until}); err != nil {
			return err
		}
		if d.office.Watch != nil {
			if err := d.office.Watch(ctx, tx, by, "outage.plan", written(since)+" — "+written(until)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO outage_plan (id, center_id, since, until, what, what_en, announced_at, cancelled_at) VALUES ($1,$2,$3,$4,$5,$6,$7,0)`,
			d.office.DB.NewID(), by.Center, micro(since), micro(until), strings.TrimSpace(in.What), strings.TrimSpace(in.WhatEN), micro(d.office.Now()))
		return err
	}))
}

// planRules are when maintenance may be: between two times of a day, for so many minutes, announced so many working
// days before.
type planRules struct {
	from, to      string
	longest, days int
}

// planRules reads them from the settings of a center.
func (d *Desk) planRules(ctx context.Context, tx *store.Tx, center int64) (r planRules, err error) {
	ask := func(key string) setting.Query {
		return setting.Query{Center: center, Key: key, On: d.office.Today()}
	}
	for key, to := range map[string]*string{"outage.plan.from": &r.from, "outage.plan.until": &r.to} {
		if *to, err = d.office.Settings.Raw(ctx, tx, ask(key)); err != nil {
			return r, err
		}
	}
	for key, to := range map[string]*int{"outage.plan.minutes": &r.longest, "outage.plan.days": &r.days} {
		if *to, err = d.office.Settings.Int(ctx, tx, ask(key)); err != nil {
			return r, err
		}
	}
	return r, nil
}

// allowed refuses maintenance that breaks a rule of the center.
func (d *Desk) allowed(ctx context.Context, tx *store.Tx, center int64, s Span) error {
	rules, err := d.planRules(ctx, tx, center)
	if err != nil {
		return err
	}
	cal, err := d.office.Calendar(ctx, tx, center)
	if err != nil {
		return err
	}
	day := calendar.DayOf(s.Since)
	earliest, ok := parse(day.String() + " " + rules.from)
	latest, ok2 := parse(day.String() + " " + rules.to)
	if !ok || !ok2 {
		return fault.New(fault.Conflict, "outage.plan_setting", "中心配置中的维护时段 %s–%s 无法识别，请主任改为“时:分”后再公告", rules.from, rules.to)
	}
	if !earliest.Before(latest) { // over midnight
		latest = latest.AddDate(0, 0, 1)
	}
	switch {
	case s.Since.Before(earliest) || s.Until.After(latest):
		return fault.New(fault.Invalid, "outage.plan_hours", "计划维护只能安排在 %s 至 %s 之间，请改时间", rules.from, rules.to).At("since")
	case s.Until.Sub(s.Since) > time.Duration(rules.longest)*time.Minute:
		return fault.New(fault.Invalid, "outage.plan_long", "计划维护一次最长 %d 分钟，请分次安排", rules.longest).At("until")
	case term.Remaining(cal, d.office.Today(), day) < rules.days || !s.Since.After(d.office.Now()):
		return fault.New(fault.Invalid, "outage.plan_notice", "计划维护至少提前 %d 个工作日公告，请改到以后的日期", rules.days).At("since")
	}
	return d.free(ctx, tx, center, s)
}

// free refuses a time in which a term ends, or which overlaps other maintenance.
func (d *Desk) free(ctx context.Context, tx *store.Tx, center int64, s Span) error {
	others, err := plans(ctx, tx, center, s.Since)
	if err != nil {
		return err
	}
	for _, p := range others {
		if p.Cancelled.IsZero() && p.Since.Before(s.Until) {
			return fault.New(fault.Conflict, "outage.plan_twice", "与 %s 开始的另一次计划维护重叠，请改时间或者先取消那一次", written(p.Since)).At("since")
		}
	}
	// A term ends at 24:00 of its day.
	for day := calendar.DayOf(s.Since) - 1; day <= calendar.DayOf(s.Until); day++ {
		if end := day.End(); end.Before(s.Since) || end.After(s.Until) {
			continue
		}
		l, err := d.office.List(ctx, tx, casework.Robot(center), casework.Filter{Open: true, DueFrom: day, DueUntil: day, PerPage: 1, NoTitles: true})
		if err != nil {
			return err
		}
		if l.Total > 0 {
			return fault.New(fault.Conflict, "outage.plan_term", "%s 24时有 %d 件案件的期限届满，维护不能跨过这一时刻，请改时间", day, l.Total).At("since")
		}
	}
	return nil
}

// Cancel calls maintenance off that has not ended.
func (d *Desk) Cancel(ctx context.Context, by casework.Actor, id int64) (err error) {
	defer fault.Wrap(&err, "cancel maintenance")
	return d.forget(d.office.DB.Write(ctx, func(tx *store.Tx) error {
		now := micro(d.office.Now())
		n, err := tx.Exec(ctx, `UPDATE outage_plan SET cancelled_at = $3 WHERE id = $1 AND center_id = $2 AND cancelled_at = CAST(0 AS BIGINT) AND until > $3`, id, by.Center, now)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "outage.plan_over", "没有这次计划维护，或者它已经结束、已经取消；请刷新页面")
		}
		if err == nil && d.office.Watch != nil {
			err = d.office.Watch(ctx, tx, by, "outage.cancel", "")
		}
		return err
	}))
}
