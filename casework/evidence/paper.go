package evidence

import (
	"context"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
)

// List is 证据清单: what the actor may know of, side by side in the order of the chart, as blocks of a
// paper.
func (d *Desk) List(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case) (out []paper.Block, err error) {
	defer fault.Wrap(&err, "list of evidence")
	all, err := d.Of(ctx, tx, o, a, k)
	if err != nil {
		return nil, err
	}
	chart := o.ChartOf(k.Chart)
	for _, side := range Sides(chart) {
		t := paper.Table{Caption: side.Title + "提交", Head: []string{"编号", "名称", "种类", "证明目的", "来源", "形式及页数", "提交时间", "文件摘要（SHA-256）"},
			Widths: []float64{5, 12, 7, 16, 12, 7, 9, 14}, Quoted: true}
		if side.Code == Center {
			t.Caption = "本中心依职权取得"
		}
		for i := range all {
			if x := &all[i]; x.Side == side.Code {
				t.Rows = append(t.Rows, []string{x.Number, x.Name + sealedWord(x), x.Kind, x.Purpose, x.Source, strings.TrimSpace(x.Form + " " + x.Pages), stamped(x.At), digests(x)})
			}
		}
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		out = append(out, paper.P("本案尚无证据。"))
	}
	return out, nil
}

// Sides lists whose exhibits a case of the chart can have, the center last.
func Sides(chart *casework.Chart) []casework.Side {
	out := append([]casework.Side{}, chart.Sides...)
	if len(out) == 0 {
		out = append(out, casework.Side{Code: Owner, Title: "当事人", English: "Party"})
	}
	return append(out, casework.Side{Code: Center, Title: "本中心", English: "The center"})
}

func sealedWord(x *Exhibit) string {
	if x.Sealed() {
		return "（保密）"
	}
	return ""
}

// digests are the first characters of the digests of the files, enough to compare with a whole one.
func digests(x *Exhibit) string {
	var out []string
	for i := range x.Files {
		out = append(out, x.Files[i].SHA256[:16])
	}
	return strings.Join(out, " ")
}

// Admission is the table of a decision that says which exhibits it rests on and why (证据采信), with
// what the other sides said. A paper that is served on everybody may not speak of what is sealed:
// sealed exhibits are left out of it.
func (d *Desk) Admission(ctx context.Context, tx *store.Tx, o *casework.Office, k *casework.Case) (_ []paper.Block, err error) {
	defer fault.Wrap(&err, "admission of evidence")
	all, err := d.Of(ctx, tx, o, casework.Robot(k.Center), k)
	if err != nil {
		return nil, err
	}
	t := paper.Table{Caption: "证据采信", Head: []string{"编号", "名称", "证明目的", "质证意见", "是否采信", "理由"}, Widths: []float64{5, 12, 16, 18, 7, 20}, Quoted: true}
	for i := range all {
		x := &all[i]
		if x.Sealed() {
			continue
		}
		result, reason := "未作认定", "—"
		if x.Admission != nil {
			result, reason = x.Admission.Result, x.Admission.Reason
		}
		t.Rows = append(t.Rows, []string{x.Number, x.Name, x.Purpose, opinions(o.ChartOf(k.Chart), x), result, reason})
	}
	if len(t.Rows) == 0 {
		return []paper.Block{paper.P("各方均未提交证据。")}, nil
	}
	return []paper.Block{t}, nil
}

// Unweighed lists the numbers of the exhibits, sealed ones among them, about which the panel has not
// said whether it admits them: a decision is not complete without.
func (d *Desk) Unweighed(ctx context.Context, tx *store.Tx, o *casework.Office, k *casework.Case) (nos []string, err error) {
	all, err := d.Of(ctx, tx, o, casework.Robot(k.Center), k)
	for i := range all {
		if all[i].Admission == nil {
			nos = append(nos, all[i].Number)
		}
	}
	return nos, err
}

// opinions are what the sides say of an exhibit, the latest of each.
func opinions(chart *casework.Chart, x *Exhibit) string {
	var out []string
	for _, side := range Sides(chart) {
		for i := len(x.Opinions) - 1; i >= 0; i-- {
			if o := x.Opinions[i]; o.Side == side.Code {
				out = append(out, side.Title+"："+o.Words())
				break
			}
		}
	}
	if len(out) == 0 {
		return "未提出质证意见"
	}
	return strings.Join(out, "；")
}

// Words is the opinion in one line.
func (o *Opinion) Words() string {
	if o.Authentic == "认可" && o.Legal == "认可" && o.Relevant == "认可" && o.Text == "" {
		return "对真实性、合法性、关联性均认可"
	}
	out := "真实性" + o.Authentic + "，合法性" + o.Legal + "，关联性" + o.Relevant
	if o.Text != "" {
		out += "：" + o.Text
	}
	return out
}
