package fin

import (
	"fmt"
	"strings"

	"zhibao/law/calendar"
	"zhibao/patent"
)

// A Filing is everything on which the fees of a filing depend.
type Filing struct {
	Kind       patent.Kind
	Claims     int
	Pages      int // of description and drawings
	Priorities int
	Applicants int
	Reduced    bool // 费用减缴 is asked for
}

// An Item is one fee, in yuan.
type Item struct {
	Name      string
	Each      int // before reduction
	Count     int
	Reducible bool
	Sum       int // after reduction
}

// A Sheet is what has to be paid for one filing, in yuan.
type Sheet struct {
	Items   []Item
	Percent int // reduction of the items that can be reduced
	Total   int
}

// A tariff is the table of fees from a day on, in yuan. [K]
type tariff struct {
	since                              calendar.Day
	invention, model, design           int // 申请费
	publication, examination, priority int
	claim, page, longPage              int // 附加费 of one claim or page
	freeClaims, freePages, longFrom    int // longFrom: first page of the higher rate
	single, joint                      int // reduction in percent
}

// tariffs is in the order of time.
var tariffs = []tariff{{
	since:     calendar.MustDay("2018-08-01"),
	invention: 900, model: 500, design: 500,
	publication: 50, examination: 2500, priority: 80,
	claim: 150, page: 50, longPage: 100,
	freeClaims: 10, freePages: 30, longFrom: 301,
	single: 85, joint: 70,
}}

// on returns the tariff of a day; before the first the first.
func on(d calendar.Day) tariff {
	t := tariffs[0]
	for _, x := range tariffs {
		if d >= x.since {
			t = x
		}
	}
	return t
}

// Compute returns the fees that a filing on the day has to pay, nothing for an unknown kind. The
// fee for examination is included for inventions, because the fast lane asks for it at once.
func Compute(day calendar.Day, f Filing) Sheet {
	t := on(day)
	var s Sheet
	if f.Reduced {
		s.Percent = t.single
		if f.Applicants > 1 {
			s.Percent = t.joint
		}
	}
	switch f.Kind {
	case patent.Invention:
		s.add("申请费", t.invention, 1, true)
		s.add("公布印刷费", t.publication, 1, false)
		s.add("实质审查费", t.examination, 1, true)
	case patent.UtilityModel:
		s.add("申请费", t.model, 1, true)
	case patent.Design:
		s.add("申请费", t.design, 1, true)
	default:
		return Sheet{}
	}
	if f.Kind != patent.Design {
		s.surcharges(t, f)
	}
	s.add("优先权要求费", t.priority, f.Priorities, false)
	return s
}

// Surcharges returns what claims and pages beyond the free number cost.
func Surcharges(day calendar.Day, f Filing) Sheet {
	var s Sheet
	if f.Kind != patent.Design {
		s.surcharges(on(day), f)
	}
	return s
}

func (s *Sheet) surcharges(t tariff, f Filing) {
	s.add("权利要求附加费", t.claim, f.Claims-t.freeClaims, false)
	s.add("说明书附加费", t.page, min(f.Pages, t.longFrom-1)-t.freePages, false)
	s.add("说明书附加费（第301页起）", t.longPage, f.Pages-t.longFrom+1, false)
}

// add enters a fee that is due at least once.
func (s *Sheet) add(name string, each, count int, reducible bool) {
	if count <= 0 {
		return
	}
	x := Item{Name: name, Each: each, Count: count, Reducible: reducible, Sum: each * count}
	if reducible {
		x.Sum = x.Sum * (100 - s.Percent) / 100
	}
	s.Items = append(s.Items, x)
	s.Total += x.Sum
}

// String lists the items in one line: 申请费135元、优先权要求费80元×2=160元.
func (s Sheet) String() string {
	out := make([]string, len(s.Items))
	for i, x := range s.Items {
		switch {
		case x.Count > 1:
			out[i] = fmt.Sprintf("%s%d元×%d=%d元", x.Name, x.Each, x.Count, x.Sum)
		case x.Sum != x.Each:
			out[i] = fmt.Sprintf("%s%d元（减缴%d%%）", x.Name, x.Sum, s.Percent)
		default:
			out[i] = fmt.Sprintf("%s%d元", x.Name, x.Sum)
		}
	}
	return strings.Join(out, "、")
}

// Of reads from an application what its fees depend on. Pages are those that the lists of the
// package state; claims, if there are none to count, likewise.
func Of(app *patent.Application, claims int) Filing {
	f := Filing{Kind: app.Kind, Claims: claims}
	r := app.Request
	if r == nil {
		return f
	}
	if claims == 0 {
		f.Claims = r.ClaimCount
	}
	f.Priorities, f.Applicants, f.Reduced = len(r.Priorities), len(r.Applicants), r.FeeReduction
	for _, code := range []string{"100002", "100003"} {
		f.Pages += pages(app, code)
	}
	return f
}

// pages returns the pages of a document that the request form states, or else List.xml.
func pages(app *patent.Application, code string) int {
	for _, d := range app.Request.Documents {
		if d.Code == code && d.Pages > 0 {
			return d.Pages
		}
	}
	for _, d := range app.Forms {
		if d.Code == code {
			return d.Pages
		}
	}
	return 0
}
