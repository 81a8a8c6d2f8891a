package demo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"

	"zhibao/patent/feature"
	"zhibao/protection/infringement/comparison/table"
)

// compare fills the comparison of a case as its handler would: the features of a claim, or the views of a design.
func (j *dispute) compare(ctx context.Context, same bool) error {
	by, bench := j.actor("officer"), j.b.c.Comparison
	if j.kind != '3' {
		return bench.Edit(ctx, by, j.id, "claims", func(t *table.Table, m table.Mark) error {
			c := table.Claim{Number: 1, Asserted: true, Text: "1. " + j.title + "，其特征在于，包括底座、立杆以及连接二者的锁止件。"}
			for i, text := range []string{j.title, "包括底座和立杆", "底座与立杆之间设有锁止件"} {
				f := table.Feature{ID: int64(i + 1), Role: feature.Own, Text: text, Product: "被控产品对应部件", Verdict: table.Same, Evidence: []table.Ref{{Number: "申1", Caption: "公证书附图"}}, Mark: m}
				if i == 2 && !same {
					f.Verdict, f.Product, f.Reason, f.Evidence = table.Different, "无", "被控产品以螺钉固定，没有锁止件。", nil
				}
				c.Features = append(c.Features, f)
			}
			t.Claims, t.Last = []table.Claim{c}, 3
			return nil
		})
	}
	for i, side := range []table.Side{table.OfPatent, table.OfProduct} {
		if err := bench.Bring(ctx, by, j.id, table.Picture{Side: side, View: "front", Source: []string{"授权公告", "申1"}[i]}, "主视图.png", sketch(j.n, i, same)); err != nil {
			return err
		}
	}
	verdict := table.LikeSimilar
	if !same {
		verdict = table.LikeNot
	}
	return bench.Edit(ctx, by, j.id, "overall", func(t *table.Table, m table.Mark) error {
		p := t.Pair("front")
		p.Verdict, p.Note, p.Mark = verdict, "整体轮廓与比例的比较。", m
		if err := t.Liken(p); err != nil {
			return err
		}
		return t.Conclude(table.Overall{Class: "same", ClassNote: "用途相同。", Verdict: verdict, Note: "整体观察、综合判断。", Mark: m})
	})
}

// sketch draws a thing of a few shapes, so that the pictures of a case differ from those of another.
func sketch(n, side int, same bool) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 240, 240))
	for y := range 240 {
		for x := range 240 {
			img.Set(x, y, color.White)
			inside := y > 60 && y < 200 && x > 50+n%30 && x < 190-n%20
			if side == 1 && !same {
				inside = (x-120)*(x-120)+(y-130)*(y-130) < 70*70
			}
			if inside {
				img.Set(x, y, color.RGBA{uint8(60 + 3*n), 90, uint8(120 + 20*side), 255})
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory
	return b.Bytes()
}
