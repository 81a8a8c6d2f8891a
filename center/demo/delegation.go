package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/law/calendar"
	"zhibao/patent/secrecy"
	"zhibao/protection/delegation"
)

// A mandate is one entrustment of the demo. Days count from its end, backwards where negative.
type mandate struct {
	body, mark, area string
	from, until      calendar.Day
	number           int
	least            bool // the first three acts only
}

// delegators are the authorities of the demo: none is real.
const (
	cityOffice     = "示范市知识产权局"
	countyOffice   = "示范县市场监督管理局"
	districtOffice = "示范区知识产权局"
	newArea        = "示范新区市场监督管理局"
)

// delegate brings the entrustments of the demo about. By the first two the center acts from its first
// day on without a gap; the others stand at every other point for the visitor.
func (b *builder) delegate(ctx context.Context) error {
	if len(b.c.Delegation.Acts) == 0 {
		return nil // no procedure acts in the name of an authority
	}
	first, last := calendar.DayOf(b.clk.Now()), calendar.DayOf(b.end)
	if _, err := b.entrusted(ctx, mandate{cityOffice, "示知法", "3301", first, first + 150, 3, false}); err != nil {
		return err
	}
	var city int64
	b.on(b.office(first+140), func(ctx context.Context) (err error) {
		city, err = b.entrusted(ctx, mandate{cityOffice, "示知法", "3301", first + 151, last - 40, 17, false})
		return err
	})
	b.on(b.office(last-200), func(ctx context.Context) error {
		in := &delegation.Staff{From: calendar.DayOf(b.clk.Now()), Officers: b.cards("zhifa1", "zhifa2", "zhifa3", "fuzeren", "zhuren", "shouli1", "shouli2", "fuhe1", "fuhe2"), Reason: "新增一名取得行政执法资格的复核人员。",
			File: document("人员变更同意函.pdf", "示知法函"), Declared: secrecy.Declared{Clear: true}}
		_, err := b.move(ctx, b.staff["fuzeren"], city, "staff", in)
		return err
	})
	b.on(b.office(last-62), func(ctx context.Context) error { return b.renewal(ctx, city, "示知法", 44, last+325) })
	b.on(b.office(last-61).Add(2*time.Hour), func(ctx context.Context) error {
		_, err := b.move(ctx, b.staff["zhuren"], city, "accept", &delegation.Remarked{Remark: "与委托机关核对无误。"})
		return err
	})
	b.others(last)
	return nil
}

// others plans the entrustments beside those of the city: one that was revoked, one that ends soon, one
// whose renewal waits, and three that never came into force.
func (b *builder) others(last calendar.Day) {
	b.on(b.office(last-300), func(ctx context.Context) error {
		id, err := b.entrusted(ctx, mandate{countyOffice, "示县监", "330523", last - 300, last + 65, 5, true})
		if err != nil {
			return err
		}
		b.on(b.office(last-90), func(ctx context.Context) error {
			_, err := b.move(ctx, b.staff["zhuren"], id, "revoke", &delegation.Revoke{Day: last - 88, Ground: "机构或职能调整", Reason: "该县专利行政执法职责划归市级，委托随之终止。", Number: fmt.Sprintf("示县监函〔%d〕12号", (last - 91).Year()),
				File: document("终止委托函.pdf", "示县监函"), Declared: secrecy.Declared{Clear: true}})
			return err
		})
		return nil
	})
	b.on(b.office(last-330), func(ctx context.Context) error {
		_, err := b.entrusted(ctx, mandate{districtOffice, "示区知", "330402", last - 330, last + 34, 2, true})
		return err
	})
	b.on(b.office(last-320), func(ctx context.Context) error {
		id, err := b.entrusted(ctx, mandate{newArea, "示新监", "330903", last - 320, last + 44, 8, true})
		if err != nil {
			return err
		}
		b.on(b.office(last-6), func(ctx context.Context) error { return b.renewal(ctx, id, "示新监", 61, last+409) })
		return nil
	})
	b.on(b.office(last-12), func(ctx context.Context) error {
		_, err := b.drawnUp(ctx, mandate{"示范开发区综合行政执法局", "示开执", "330682", last + 10, last + 374, 0, true})
		return err
	})
	b.on(b.office(last-9), func(ctx context.Context) error {
		_, err := b.signed(ctx, mandate{"示范港区市场监督管理局", "示港监", "330206", last, last + 364, 9, true})
		return err
	})
	b.on(b.office(last-40), func(ctx context.Context) error {
		id, err := b.drawnUp(ctx, mandate{"示范旅游区管理委员会", "示旅管", "331004", last - 20, last + 344, 0, true})
		if err != nil {
			return err
		}
		_, err = b.move(ctx, b.staff["fuzeren"], id, "drop", &delegation.Reasoned{Reason: "该管理委员会没有专利行政执法权，不能作为委托机关。"})
		return err
	})
}

// office is ten in the morning of a day, or of the working day before.
func (b *builder) office(day calendar.Day) time.Time {
	if work, _ := b.cal.Working(day); !work {
		day = b.cal.PrevWorking(day)
	}
	return day.Begin().Add(10 * time.Hour)
}

// content is what the entrustment says.
func (b *builder) content(m mandate) delegation.Content {
	in := delegation.Content{Body: m.body, Mark: m.mark, Seal: m.body + "行政执法专用章", Contact: "知识产权保护科", Phone: "0571-00000000", Kinds: []string{"发明", "实用新型", "外观设计"}, Area: m.area, From: m.from, Until: m.until,
		Officers: b.cards("zhifa1", "zhifa2", "zhifa3", "fuzeren", "zhuren", "shouli1", "shouli2", "fuhe1")}
	for _, a := range b.c.Delegation.Acts {
		in.Acts = append(in.Acts, a.Code)
	}
	if m.least {
		in.Acts, in.Kinds, in.Officers = in.Acts[:min(3, len(in.Acts))], []string{"外观设计"}, b.cards("zhifa1", "zhifa2", "zhifa3")
		// One whose card has run out by now, for the list that shows it.
		in.Officers[2].Until = calendar.DayOf(b.end) - 15
	}
	return in
}

// cards lists officers with their cards.
func (b *builder) cards(logins ...string) (out []delegation.OfficerLine) {
	for i, l := range logins {
		out = append(out, delegation.OfficerLine{Account: strconv.FormatInt(b.staff[l].Account, 10), Card: fmt.Sprintf("示执 33%04d", 101+7*i), Until: calendar.DayOf(b.end) + calendar.Day(400+45*i)})
	}
	return out
}

// signature is a document that an authority signed.
func signature(mark string, number int, day calendar.Day) delegation.Signature {
	no := fmt.Sprintf("%s委〔%d〕%d号", mark, day.Year(), number)
	return delegation.Signature{Number: no, Signed: day, File: document("行政执法委托书.pdf", no), Declared: secrecy.Declared{Clear: true}}
}

// renewal enters a renewal that was signed on the same day.
func (b *builder) renewal(ctx context.Context, id int64, mark string, number int, until calendar.Day) error {
	_, err := b.move(ctx, b.staff["shouli2"], id, "renew", &delegation.Renew{Until: until, Signature: signature(mark, number, calendar.DayOf(b.clk.Now()))})
	return err
}

// open makes an opening move and returns the case.
func (b *builder) open(ctx context.Context, who, chart, move string, in any) (int64, error) {
	out, err := b.act(ctx, casework.Request{Actor: b.staff[who], Chart: chart, Move: move, Input: in})
	if err != nil {
		return 0, fmt.Errorf("demo %s %s: %w", chart, move, err)
	}
	return out.Case.ID, nil
}

// drawnUp draws an entrustment up.
func (b *builder) drawnUp(ctx context.Context, m mandate) (int64, error) {
	return b.open(ctx, "shouli1", "delegation", "draw", &delegation.Draw{Content: b.content(m)})
}

// signed draws an entrustment up and enters its signature.
func (b *builder) signed(ctx context.Context, m mandate) (int64, error) {
	id, err := b.drawnUp(ctx, m)
	if err != nil {
		return 0, err
	}
	b.pass(1)
	in := signature(m.mark, m.number, calendar.DayOf(b.clk.Now()))
	_, err = b.move(ctx, b.staff["shouli1"], id, "sign", &in)
	return id, err
}

// entrusted brings an entrustment into force, and has the authority publish it.
func (b *builder) entrusted(ctx context.Context, m mandate) (int64, error) {
	id, err := b.signed(ctx, m)
	if err != nil {
		return 0, err
	}
	b.pass(1)
	if _, err := b.move(ctx, b.staff["zhuren"], id, "confirm", &delegation.Remarked{}); err != nil {
		return 0, err
	}
	b.pass(1)
	_, err = b.move(ctx, b.staff["shouli1"], id, "publish", &delegation.Publish{Day: calendar.DayOf(b.clk.Now()), Where: m.body + "门户网站“行政执法公示”栏目（示范，非真实网址）"})
	return id, err
}
