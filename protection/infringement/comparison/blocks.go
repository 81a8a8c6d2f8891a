package comparison

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/law/ident"
	"zhibao/patent/claim"
	"zhibao/protection/infringement/comparison/table"
)

// Complete says whether the comparison of a case can go into a decision. Error: Conflict, naming what lacks.
func (d *Desk) Complete(ctx context.Context, tx *store.Tx, caseID int64) error {
	t, _, k, err := d.current(ctx, tx, caseID)
	if err != nil {
		return err
	}
	lacks, err := d.lacks(ctx, tx, k, &t)
	if err != nil || len(lacks) == 0 {
		return err
	}
	// A refusal that names forty gaps is read by nobody; the page names them all.
	const most = 8
	if len(lacks) > most {
		lacks = append(slices.Clone(lacks[:most]), fault.Say("等共 %d 处", len(lacks)))
	}
	return fault.New(fault.Conflict, "comparison.incomplete", "侵权比对还不完整，不能写入处理决定：%s；请在案件的“侵权比对”页面补齐", fault.List(lacks)).On("专利法第六十四条")
}

// Blocks prints the comparison of a case into its decision. A case without one has none.
func (d *Desk) Blocks(ctx context.Context, tx *store.Tx, caseID int64) ([]paper.Block, error) {
	t, v, k, err := d.current(ctx, tx, caseID)
	if err != nil || v.No == 0 {
		return nil, err
	}
	a, err := d.album(ctx, tx, k, &t)
	if err != nil {
		return nil, err
	}
	return blocks(&t, a), nil
}

// current is the comparison as its page shows it: the latest version, and where nobody entered the patent
// what the case says of it.
func (d *Desk) current(ctx context.Context, tx *store.Tx, caseID int64) (t table.Table, v Version, k *casework.Case, err error) {
	if t, v, err = d.load(ctx, tx, caseID, 0); err != nil {
		return t, v, nil, err
	}
	of, err := d.office.Public(ctx, tx, caseID)
	if err != nil {
		return t, v, nil, err
	}
	cases, err := casework.Plain(ctx, tx, of.Center, []int64{caseID})
	if err != nil {
		return t, v, nil, err
	}
	if k = cases[caseID]; k == nil {
		return t, v, nil, fmt.Errorf("case %d of a comparison is missing", caseID)
	}
	return t, v, k, d.named(ctx, tx, k, &t)
}

// lacks is what the table lacks, and where the case has moved on since: another patent, or another kind of it,
// than the one that was compared.
func (d *Desk) lacks(ctx context.Context, tx *store.Tx, k *casework.Case, t *table.Table) ([]any, error) {
	out := t.Lacks()
	if d.Patent == nil {
		return out, nil
	}
	p, err := d.Patent(ctx, tx, k)
	if err != nil || p.Number == "" {
		return out, err
	}
	if bare(p.Number) != bare(t.Patent.Number) {
		out = append(out, fault.Say("比对的是专利 %s，而本案的专利是 %s，请在“涉案专利”页核对后重新比对", t.Patent.Number, p.Number))
	}
	if p.Design != t.Patent.Design {
		out = append(out, fault.Say("本案专利的种类与比对表不一致，请在“涉案专利”页核对后重新比对"))
	}
	return out, nil
}

// bare writes the number of a patent in one way.
func bare(number string) string {
	if n, err := ident.ParseApplicationNo(number); err == nil {
		return string(n)
	}
	return strings.TrimSpace(number)
}

// blocks are the tables and conclusions in the words of a decision. What parties and officials wrote is
// quoted: it is not the words of the template.
func blocks(t *table.Table, a *album) (out []paper.Block) {
	if t.Patent.Design {
		out = designBlocks(t, a)
	} else {
		out = claimBlocks(t, a)
	}
	for i := range t.Priors {
		out = append(out, priorBlocks(t, &t.Priors[i])...)
	}
	return out
}

// claimBlocks prints one table a claim, behind it the pictures that show its features and the reasons of what is not plainly the same, and at the end
// what follows for each asserted claim.
func claimBlocks(t *table.Table, a *album) (out []paper.Block) {
	for i := range t.Claims {
		x := &t.Claims[i]
		tab := paper.Table{Caption: fmt.Sprintf("权利要求%d技术特征比对表", x.Number), Head: []string{"编号", "专利技术特征", "被控侵权产品对应技术特征", "证据", "比对结果"},
			Widths: []float64{1, 4, 4, 2, 1.4}, Align: []paper.Align{paper.Center, paper.Left, paper.Left, paper.Left, paper.Center}, Quoted: true}
		for j := range x.Features {
			f := &x.Features[j]
			if !f.Judged() {
				tab.Rows = append(tab.Rows, []string{"—", strings.TrimSpace(f.Text), "（被引用权利要求的全部技术特征，见该权利要求的比对表）", "", ""})
				continue
			}
			tab.Rows = append(tab.Rows, []string{x.Label(j), strings.TrimSpace(f.Text), f.Product, cited(f.Evidence), f.Verdict.Title().String()})
		}
		out = append(out, tab)
		for j := range x.Features {
			if x.Features[j].Judged() {
				out = append(out, a.beside(x.Label(j), &x.Features[j])...)
			}
			out = append(out, reasons(x.Label(j), &x.Features[j])...)
		}
	}
	for _, r := range t.Results() {
		out = append(out, paper.P(sentence(t, r)))
	}
	return out
}

// cited names where a feature is seen.
func cited(refs []table.Ref) string {
	var out []string
	for _, r := range refs {
		s := r.Number
		if r.Page > 0 {
			s += fmt.Sprintf("第%d页", r.Page)
		}
		if r.Time != "" {
			s += r.Time + "处"
		}
		if r.Caption != "" {
			s += "（" + r.Caption + "）"
		}
		out = append(out, s)
	}
	return strings.Join(out, "；")
}

// reasons are the paragraphs on a feature that is not plainly the same.
func reasons(label string, f *table.Feature) (out []paper.Block) {
	say := func(format string, args ...any) { out = append(out, paper.Q(fmt.Sprintf(format, args...))) }
	end := func(s string) string { return strings.TrimRight(strings.TrimSpace(s), "。；;. ") }
	switch f.Verdict {
	case table.Equivalent:
		say("关于特征%s：被控侵权产品的对应技术特征与专利技术特征不同，但构成等同。手段：%s。功能：%s。效果：%s。本领域普通技术人员在被诉行为发生时无需经过创造性劳动就能够联想到：%s。",
			label, end(f.Means), end(f.Function), end(f.Effect), end(f.Obvious))
	case table.Different:
		say("关于特征%s：被控侵权产品的对应技术特征与专利技术特征既不相同也不等同。%s。", label, end(f.Reason))
	}
	for _, b := range []struct {
		name string
		bar  table.Bar
		note string
	}{{"禁止反悔", f.Estoppel, f.EstoppelNote}, {"捐献", f.Dedication, f.DedicationNote}} {
		switch b.bar {
		case table.Applies:
			say("特征%s适用%s规则：%s。", label, b.name, end(b.note))
		case table.Rejected:
			say("关于特征%s适用%s规则的主张不能成立：%s。", label, b.name, end(b.note))
		}
	}
	return out
}

// sentence is the conclusion on a claim.
func sentence(t *table.Table, r table.Result) string {
	x := t.Claim(r.Claim)
	with := "记载的全部技术特征"
	if x.Kind == claim.Dependent {
		with = "的附加技术特征及其引用的权利要求的全部技术特征"
	}
	switch r.Outcome {
	case table.In:
		how := "相同的技术特征"
		if len(r.Equal) > 0 {
			how = "相同或者等同的技术特征（其中特征" + strings.Join(r.Equal, "、") + "为等同）"
		}
		return fmt.Sprintf("经比对，被控侵权产品包含与权利要求%d%s%s，落入权利要求%d的保护范围。", r.Claim, with, how, r.Claim)
	case table.Out:
		return fmt.Sprintf("经比对，被控侵权产品缺少与权利要求%d的特征%s相同或者等同的技术特征，未落入权利要求%d的保护范围。", r.Claim, strings.Join(r.Missing, "、"), r.Claim)
	}
	return fmt.Sprintf("权利要求%d的比对尚未完成。", r.Claim)
}

// designBlocks prints the views, the pictures of both sides beside each other, what is said of each in one table, and behind it the conclusion that a person drew: the class of the
// products first, because without it likeness does not matter.
func designBlocks(t *table.Table, a *album) (out []paper.Block) {
	out = a.views(t)
	tab := paper.Table{Caption: "外观设计比对表", Head: []string{"视图", "比对结果", "相同点、区别点及其对整体视觉效果的影响"}, Widths: []float64{1.2, 1.4, 6}, Align: []paper.Align{paper.Center, paper.Center, paper.Left}, Quoted: true}
	for _, v := range t.Present() {
		p := t.Pair(v.Code)
		tab.Rows = append(tab.Rows, []string{v.Title, p.Verdict.Title().String(), p.Note})
	}
	if len(tab.Rows) > 0 {
		out = append(out, tab)
	}
	o := t.Overall
	if !o.Done() {
		return append(out, paper.P("外观设计的整体观察、综合判断尚未作出结论。"))
	}
	i := slices.IndexFunc(table.Classes(), func(v table.View) bool { return v.Code == o.Class })
	out = append(out, paper.Q(fmt.Sprintf("关于产品种类：涉案专利产品与被控侵权产品为%s的产品。%s", table.Classes()[max(i, 0)].Title, o.ClassNote)),
		paper.Q("关于外观设计：以一般消费者的知识水平和认知能力，整体观察、综合判断，"+o.Note))
	alike := map[table.Likeness]string{table.LikeSame: "相同", table.LikeSimilar: "近似", table.LikeNot: "既不相同也不近似"}[o.Verdict]
	if t.Protects() == table.In {
		return append(out, paper.P(fmt.Sprintf("综上，被控侵权设计与涉案专利外观设计%s，落入涉案专利权的保护范围。", alike)))
	}
	return append(out, paper.P(fmt.Sprintf("综上，两产品为%s的产品，被控侵权设计与涉案专利外观设计%s，未落入涉案专利权的保护范围。", table.Classes()[max(i, 0)].Title, alike)))
}

// priorBlocks prints one reference with everything that the product takes, and whether the defence stands.
func priorBlocks(t *table.Table, p *table.Prior) (out []paper.Block) {
	kind := "现有技术"
	if t.Patent.Design {
		kind = "现有设计"
	}
	tab := paper.Table{Caption: kind + "抗辩比对表（" + p.Citation + "）", Head: []string{"编号", "被控侵权产品", "比对结果", "对比文件的对应内容"}, Widths: []float64{1, 4, 1.6, 4}, Align: []paper.Align{paper.Center, paper.Left, paper.Center, paper.Left}, Quoted: true}
	for _, id := range t.Shown(p) {
		r := p.Row(id)
		label, product := "整体", "被控侵权设计"
		if x, at := t.Feature(id); x != nil {
			label, product = x.Label(at), x.Features[at].Product
		}
		result := r.Verdict.Title().String()
		if r.Verdict == table.Equivalent {
			result = "无实质性差异"
		}
		tab.Rows = append(tab.Rows, []string{label, product, result, r.Note})
	}
	out = append(out, tab)
	day := ""
	if !p.Published.IsZero() {
		day = fmt.Sprintf("（%s公开）", p.Published)
	}
	switch {
	case !t.Before(p):
		return append(out, paper.Q(fmt.Sprintf("“%s”%s的公开日不早于涉案专利的申请日（有优先权的，指优先权日）%s，不属于%s，%s抗辩不能成立。", p.Citation, day, t.Patent.Filed, kind, kind)))
	case t.Stands(p) == table.In && t.Patent.Design:
		return append(out, paper.Q(fmt.Sprintf("被控侵权设计与“%s”%s公开的一项现有设计相同或者无实质性差异，现有设计抗辩成立。", p.Citation, day)))
	case t.Stands(p) == table.In:
		return append(out, paper.Q(fmt.Sprintf("被诉落入权利要求%s保护范围的全部技术特征，与“%s”%s公开的一项现有技术方案中的相应技术特征相同或者无实质性差异，现有技术抗辩成立。", strconv.Itoa(p.Claim), p.Citation, day)))
	case t.Stands(p) == table.Out:
		return append(out, paper.Q(fmt.Sprintf("“%s”%s没有公开被控侵权产品的全部相应内容，%s抗辩不能成立。", p.Citation, day, kind)))
	}
	return append(out, paper.Q(fmt.Sprintf("“%s”的比对尚未完成。", p.Citation)))
}
