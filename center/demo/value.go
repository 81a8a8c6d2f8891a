package demo

import (
	"context"
	"fmt"

	"zhibao/casework/setting"
	"zhibao/industry/database/holding"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// appraise has the center fix what a high pledge is and how many people it counts on, and enters the amounts
// of pledges and some awards. The table of emerging industries stays empty: none is made up.
func (b *builder) appraise(ctx context.Context) error {
	by := b.staff["shouli1"]
	ps, err := b.publications()
	if err != nil {
		return err
	}
	last := calendar.DayOf(b.end)
	err = b.c.DB.Write(ctx, func(tx *store.Tx) error {
		for key, value := range map[string]string{"value.pledge": "5000000", "value.population": "1200000"} {
			if err := b.c.Office.Settings.Set(ctx, tx, b.c.DB.NewID(), by.Center, setting.Value{Key: key, Value: value, From: calendar.MustDay("2015-01-01"), At: b.clk.Now().UnixMicro(), Reason: "示范数值，非真实规定和统计"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := b.c.Value.Feed(ctx, by.Center, 1000); err != nil {
		return err
	}
	for i, p := range ps {
		at := p.granted + calendar.Day(100+i*31%700) // as the list of events has it
		if p.granted.IsZero() || at >= last {
			continue
		}
		e := &holding.Evidence{Day: at, Source: "示范资料（虚构）", AsOf: calendar.DayOf(b.clk.Now())}
		switch {
		// Of one in three pledges nobody entered the amount.
		case i%9 == 5 && i%3 != i/9%3:
			e.Kind, e.Amount, e.Detail = holding.Pledge, int64(2+i%10)*1_000_000, fmt.Sprintf("示范银行股份有限公司杭州分行，示范登记第%05d号（虚构）", i)
		case i%9 == 6 && i%4 == 2:
			e.Kind, e.Prize, e.Detail = holding.Award, "patent", fmt.Sprintf("%d年度中国专利优秀奖（虚构）", at.Year())
		case i%9 == 0 && i%45 == 0:
			e.Kind, e.Prize, e.Detail = holding.Award, "state", fmt.Sprintf("%d年度国家技术发明奖二等奖（虚构）", at.Year())
		default:
			continue
		}
		if err := b.c.Value.Enter(ctx, by, p.number+"B", e); err != nil {
			return err
		}
	}
	return nil
}
