package simulation

import (
	"context"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/patent/feature"
	"zhibao/protection/infringement/comparison/table"
)

// wins reports whether the requester of a dispute is to win: two of three do.
func (w *world) wins(k *casework.Case) bool {
	return k == nil || slices.Index(w.shadow.byChart["infringement"], k.ID)%3 != 2
}

// errand does what a refusal asks for and takes many steps: the comparison of a patent with a product, which
// has a page of its own, and the findings of a filing one after the other.
func (w *world) errand(ctx context.Context, t turn, refused error) error {
	if t.k == nil {
		return nil
	}
	switch fault.CodeOf(refused) {
	case "comparison.incomplete":
		return w.compare(ctx, t)
	case "preexam.undecided":
		return w.decided(ctx, t)
	}
	return nil
}

// decided judges the findings of a filing as its examiner.
func (w *world) decided(ctx context.Context, t turn) error {
	judge := turn{chart: t.chart, move: t.chart.Move("judge"), by: t.by}
	for range 40 {
		var left []int64
		err := w.DB.Read(ctx, func(tx *store.Tx) (err error) {
			left, err = listed(ctx, tx, waiting, t.k.ID)
			return err
		})
		if err != nil || len(left) == 0 {
			return err
		}
		now, err := w.on(ctx, w.shadow.cases[t.k.ID])
		if err != nil {
			return err
		}
		judge.k = now.k
		if err := w.tries(ctx, judge); err != nil {
			return err
		}
		w.pass(time.Minute)
	}
	return nil
}

// compare fills in the comparison as the one who leads the case; what is wrong with it is told by the next try.
func (w *world) compare(ctx context.Context, t turn) error {
	i := slices.IndexFunc(w.people, func(p casework.Actor) bool { return p.Account == t.k.Handler })
	if i < 0 {
		return nil
	}
	design := strings.Contains(t.k.Kind, "外观")
	var err error
	if design {
		err = w.views(ctx, w.people[i], t.k)
	} else {
		err = w.features(ctx, w.people[i], t.k)
	}
	if err != nil && fault.Of(err) == nil {
		return err
	}
	return w.look(ctx, func([]int64) error { return nil })
}

// features compares the one feature of a claim.
func (w *world) features(ctx context.Context, by casework.Actor, k *casework.Case) error {
	return w.Comparison.Edit(ctx, by, k.ID, "claims", func(t *table.Table, m table.Mark) error {
		f := table.Feature{ID: 1, Role: feature.Own, Text: "一种模拟装置", Product: "对应部件", Verdict: table.Same, Evidence: []table.Ref{{Number: "申1"}}, Mark: m}
		if !w.wins(k) {
			f.Verdict, f.Product, f.Reason, f.Evidence = table.Different, "无", "产品没有这个部件。", nil
		}
		t.Claims, t.Last = []table.Claim{{Number: 1, Asserted: true, Text: "1. 一种模拟装置。", Features: []table.Feature{f}}}, 1
		return nil
	})
}

// views compares one view of a design.
func (w *world) views(ctx context.Context, by casework.Actor, k *casework.Case) error {
	view := table.Views()[0]
	for _, side := range []table.Side{table.OfPatent, table.OfProduct} {
		if err := w.Comparison.Bring(ctx, by, k.ID, table.Picture{Side: side, View: view.Code, Source: "授权公告"}, view.Title+".png", w.inputs.picture); err != nil {
			return err
		}
	}
	verdict := table.LikeSimilar
	if !w.wins(k) {
		verdict = table.LikeNot
	}
	return w.Comparison.Edit(ctx, by, k.ID, "overall", func(t *table.Table, m table.Mark) error {
		for _, v := range t.Present() {
			p := t.Pair(v.Code)
			p.Verdict, p.Note, p.Mark = verdict, "整体轮廓的比较。", m
			if err := t.Liken(p); err != nil {
				return err
			}
		}
		return t.Conclude(table.Overall{Class: "same", ClassNote: "用途相同。", Verdict: verdict, Note: "整体观察、综合判断。", Mark: m})
	})
}
