package outage

import (
	"context"
	"time"

	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// remembered is how long a process shows the maintenance that it read last. What it announces or calls off
// itself shows at once; another process follows within this time.
const remembered = 15 * time.Second

// A memory is the maintenance of one center that is near enough for every page.
type memory struct {
	center int64
	read   time.Time
	plans  []*Plan
}

// Banner is what stands on every page, that of signing in too, from the working days of notice before
// announced maintenance until it is over; empty where none is near.
func (d *Desk) Banner(c *web.Ctx) web.Notice {
	near, err := d.near(c.Context(), worklist.Actor(c).Center)
	if err != nil {
		return web.Notice{} // a page must not fail because of what stands above it
	}
	now := d.office.Now()
	for _, p := range near {
		if !p.Until.After(now) {
			continue
		}
		n := web.Notice{Tone: web.Amber, Title: c.T("计划维护", "Planned maintenance"), Links: []web.Link{{Href: "/service", Label: c.T("服务状态", "Service status")}}}
		if !p.Since.After(now) {
			n.Title = c.T("正在进行计划维护", "Maintenance is under way")
		}
		at := between(written(p.Since), written(p.Until))
		n.Text = c.T("北京时间 "+at+" 维护期间可能无法提交，请提前办理。"+p.What, at+" (time of China): filing may not be possible, so please file before. "+p.WhatEN)
		return n
	}
	return web.Notice{}
}

// near lists the maintenance that is under way or begins within the working days of notice, the earliest
// first. Whoever belongs to no center sees that of the site.
func (d *Desk) near(ctx context.Context, center int64) ([]*Plan, error) {
	now := d.office.Now()
	if m := d.coming.Load(); m != nil && m.center == center && !now.Before(m.read) && now.Sub(m.read) < remembered {
		return m.plans, nil
	}
	m := &memory{center: center, read: now}
	err := d.office.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := d.site(ctx, tx, center)
		if err != nil {
			return err
		}
		for _, one := range all {
			if m.plans, err = d.nearOf(ctx, tx, one); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		d.coming.Store(m)
	}
	return m.plans, err
}

// site is the center of a person, or that whose site this is; none in a program without one.
func (d *Desk) site(ctx context.Context, tx *store.Tx, center int64) ([]int64, error) {
	if center != 0 {
		return []int64{center}, nil
	}
	all, err := d.office.Centers(ctx, tx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return []int64{all[0].ID}, nil
}

// nearOf is near for one center.
func (d *Desk) nearOf(ctx context.Context, tx *store.Tx, center int64) (out []*Plan, err error) {
	all, err := plans(ctx, tx, center, d.office.Now())
	if err != nil || len(all) == 0 {
		return nil, err
	}
	days, err := d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "outage.plan.days", On: d.office.Today()})
	if err != nil {
		return nil, err
	}
	cal, err := d.office.Calendar(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.Cancelled.IsZero() && term.Remaining(cal, d.office.Today(), calendar.DayOf(p.Since)) <= days {
			out = append(out, p)
		}
	}
	return out, nil
}

// forget has the next page read the maintenance anew.
func (d *Desk) forget(err error) error {
	if err == nil {
		d.coming.Store(nil)
	}
	return err
}
