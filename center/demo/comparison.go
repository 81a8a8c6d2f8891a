package demo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"

	"zhibao/internal/fault"
	"zhibao/internal/web/form"
	"zhibao/protection/infringement/comparison/table"
)

// compare fills in the comparison of a dispute before its decision goes to review.
func (b *builder) compare(ctx context.Context, j *dispute) (err error) {
	defer fault.Wrap(&err, "compare")
	by, rejected := j.actor("officer"), j.ruled == "rejected"
	if j.kind == '3' {
		for _, side := range []table.Side{table.OfPatent, table.OfProduct} {
			view, err := sketch(side == table.OfProduct && rejected)
			if err != nil {
				return err
			}
			if err := b.c.Comparison.Send(ctx, by, j.id, side, form.Bytes("主视图.png", view)); err != nil {
				return err
			}
		}
		return b.c.Comparison.Edit(ctx, by, j.id, "overall", func(t *table.Table, m table.Mark) error { return overall(t, m, rejected) })
	}
	return b.c.Comparison.Edit(ctx, by, j.id, "claims", func(t *table.Table, m table.Mark) error {
		set := table.Words("1. " + j.title + "，其特征在于，包括本体和设置在所述本体上的锁止件，所述锁止件与所述本体转动连接。")
		if err := t.Load(set, []int{1}); err != nil {
			return err
		}
		for i, f := range t.Claims[0].Features {
			v := table.Feature{Product: "有对应的结构", Verdict: table.Same, Evidence: []table.Ref{{Number: "申1", Page: i + 1}}, Mark: m}
			if rejected && i == len(t.Claims[0].Features)-1 {
				v.Product, v.Verdict, v.Reason = "固定连接", table.Different, "固定连接不能实现锁止件的转动，手段、效果均不相同"
			}
			if err := t.Judge(f.ID, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// overall judges the one view and the design as a whole.
func overall(t *table.Table, m table.Mark, rejected bool) error {
	p := t.Pair("front")
	o := table.Overall{Class: "same", ClassNote: "用途相同，国际外观设计分类相同。", Verdict: table.LikeSimilar, Note: "整体轮廓、比例和主要部位的设计相同，差异局部细微。", Mark: m}
	p.Verdict, p.Note, p.Mark = table.LikeSimilar, "轮廓与比例相同，边角处有细微差异", m
	if rejected {
		p.Verdict, p.Note = table.LikeNot, "轮廓明显不同"
		o.Verdict, o.Note = table.LikeNot, "轮廓差异显著影响整体视觉效果。"
	}
	if err := t.Liken(p); err != nil {
		return err
	}
	return t.Conclude(o)
}

// sketch draws a simple front view, round or square.
func sketch(round bool) ([]byte, error) {
	const w, h = 240, 180
	m := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dx, dy := x-w/2, y-h/2
			edge := max(dx, -dx) < 80 && max(dy, -dy) < 60 && (max(dx, -dx) > 77 || max(dy, -dy) > 57)
			if round {
				r := dx*dx + dy*dy
				edge = r < 70*70 && r > 67*67
			}
			m.SetGray(x, y, color.Gray{255})
			if edge {
				m.SetGray(x, y, color.Gray{20})
			}
		}
	}
	var buf bytes.Buffer
	err := png.Encode(&buf, m)
	return buf.Bytes(), err
}
