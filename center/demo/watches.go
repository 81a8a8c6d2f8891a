package demo

import (
	"cmp"
	"context"
	"slices"

	"zhibao/industry/database/watch"
	"zhibao/law/calendar"
)

// watches are made before the documents come, so that what comes is new to them, as it is where a center
// imports every week: a firm, a class, and the legal events of everything.
func (b *builder) watches(ctx context.Context, ps []publication) error {
	by := b.staff["yushen1"]
	// Only what is new is warned of, so the firm is the one that published last.
	last := func(p publication) calendar.Day { return max(p.published, p.granted) }
	firm := slices.MaxFunc(ps, func(p, q publication) int { return cmp.Compare(last(p), last(q)) }).applicant
	for _, w := range []watch.Watch{
		{Title: "重点企业的公开与授权", Kind: "firm", About: firm, Causes: []string{watch.Publication, watch.Grant, watch.Status}},
		{Title: "全部文献的权利变动", Kind: "query", About: "国别=CN", Causes: []string{watch.Status}},
		{Title: "本领域公开量与集中度", Kind: "class", About: "A B C D E F G H", Causes: []string{watch.Burst, watch.Share}},
	} {
		w.Recipients = []watch.Recipient{{Account: by.Account, Name: by.Name}}
		if err := b.c.Watches.Save(ctx, by, &w); err != nil {
			return err
		}
	}
	return nil
}
