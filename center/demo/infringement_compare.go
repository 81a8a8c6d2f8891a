package demo

import (
	"context"
	"strconv"

	"zhibao/patent/feature"
	"zhibao/protection/infringement/comparison/table"
)

// compare fills the comparison of a case as its handler would: the features of a claim, or the views of a design.
func (j *dispute) compare(ctx context.Context, same bool) error {
	by, bench := j.actor("officer"), j.b.c.Comparison
	if j.kind != '3' {
		seen, what := j.seen(), subjects[j.title]
		return bench.Edit(ctx, by, j.id, "claims", func(t *table.Table, m table.Mark) error {
			c := table.Claim{Number: 1, Asserted: true, Text: "1. " + j.title + "，其特征在于，" + what.first + "，" + what.last + "。"}
			for i, text := range []string{j.title, what.first, what.last} {
				f := table.Feature{ID: int64(i + 1), Role: feature.Own, Text: text, Product: j.by("被控方法的对应步骤", "被控产品的对应部件", ""), Verdict: table.Same, Evidence: seen[i:][:1:1], Mark: m}
				if i == 2 && !same {
					f.Verdict, f.Product, f.Reason, f.Evidence = table.Different, "无", what.instead, nil
				}
				c.Features = append(c.Features, f)
			}
			t.Claims, t.Last = []table.Claim{c}, 3
			return nil
		})
	}
	for i, side := range []table.Side{table.OfPatent, table.OfProduct} {
		for _, v := range table.Views() {
			if _, drawn := products[j.n%len(products)][v.Code]; !drawn || i == 1 && v.Code == "top" && j.n%3 == 0 {
				continue // the product of some cases was photographed from two sides only
			}
			if err := bench.Bring(ctx, by, j.id, table.Picture{Side: side, View: v.Code, Source: []string{"授权公告", "申1"}[i]}, v.Title+".png", sketch(j.n, v.Code, i == 1, same)); err != nil {
				return err
			}
		}
	}
	verdict := table.LikeSimilar
	if !same {
		verdict = table.LikeNot
	}
	return bench.Edit(ctx, by, j.id, "overall", func(t *table.Table, m table.Mark) error {
		for _, v := range t.Present() {
			p := t.Pair(v.Code)
			p.Verdict, p.Note, p.Mark = verdict, "整体轮廓、各部分比例与布局的比较。", m
			if p.Patent == 0 || p.Product == 0 {
				p.Verdict, p.Note = table.LikeUnseen, "证据中没有产品的该视图，正常使用时不易见到，不影响整体判断。"
			}
			if err := t.Liken(p); err != nil {
				return err
			}
		}
		return t.Conclude(table.Overall{Class: "same", ClassNote: "用途相同。", Verdict: verdict, Note: "整体观察、综合判断。", Mark: m})
	})
}

// seen are the places in the first exhibit that show the features: its photograph, and in it two parts.
func (j *dispute) seen() []table.Ref {
	one := table.Ref{Number: "申1", Caption: "被控产品照片"}
	if ids := j.exhibits(); len(ids) > 0 {
		one.Exhibit, _ = strconv.ParseInt(ids[0], 10, 64)
	}
	base, catch := one, one
	base.X, base.Y, base.W, base.H, base.Caption = 20, 10, 60, 82, subjects[j.title].first
	catch.X, catch.Y, catch.W, catch.H, catch.Caption = 28, 44, 44, 20, "“"+subjects[j.title].last+"”处"
	return []table.Ref{one, base, catch}
}
