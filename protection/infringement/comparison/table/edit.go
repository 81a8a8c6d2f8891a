package table

import (
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/feature"
)

// Load puts the asserted claims of a set into the table, divided as proposed, and those on which they
// build. What was judged before of a feature with the same words of the same claim is kept.
func (t *Table) Load(s *claim.Set, asserted []int) error {
	if len(s.Claims) == 0 {
		return fault.New(fault.Invalid, "comparison.claims", "没有读出权利要求；请逐项录入，每项以“1.”“2.”这样的编号开头").At("text")
	}
	for _, n := range asserted {
		if s.Claim(n) == nil {
			return fault.New(fault.Invalid, "comparison.claim", "权利要求书中没有权利要求 %d，请核对所主张的权利要求", n).At("asserted")
		}
	}
	if len(asserted) == 0 {
		return fault.New(fault.Invalid, "comparison.asserted", "请填写请求人主张的权利要求，例如 1、3").At("asserted")
	}
	old := t.Claims
	t.Claims = nil
	needed := slices.Clone(asserted)
	for i := 0; i < len(needed); i++ {
		for _, p := range s.Claim(needed[i]).Parents() {
			if s.Claim(p) != nil && !slices.Contains(needed, p) {
				needed = append(needed, p)
			}
		}
	}
	slices.Sort(needed)
	for _, n := range slices.Compact(needed) {
		c := s.Claim(n)
		x := Claim{Number: n, Kind: c.Kind, Asserted: slices.Contains(asserted, n), Builds: c.Alternatives, Text: s.Body(c)}
		if was := (&Table{Claims: old}).Claim(n); was != nil && was.Text == x.Text {
			x.Features = was.Features // with the divisions that were made by hand
		} else {
			for _, f := range feature.Of(s, c) {
				x.Features = append(x.Features, Feature{ID: t.next(), Role: f.Role, Text: f.Text})
			}
		}
		t.Claims = append(t.Claims, x)
	}
	// A defence against a claim that is no longer in the table has nothing to be compared with.
	t.Priors = slices.DeleteFunc(t.Priors, func(p Prior) bool { return p.Claim != 0 && t.Claim(p.Claim) == nil })
	return nil
}

// Words reads claims that were typed or taken from a text.
func Words(text string) *claim.Set {
	return claim.Parse(&patent.Text{Part: patent.Claims, Text: strings.ReplaceAll(text, "\r\n", "\n")})
}

// Split divides a feature where the marked copy has line breaks. Verdicts are about the words as they were,
// so the pieces have none; the evidence stays beside each.
func (t *Table) Split(id int64, marked string) error {
	c, at := t.Feature(id)
	if c == nil {
		return missing()
	}
	pieces, ok := feature.Cut(c.Features[at].Text, marked)
	switch {
	case !ok:
		return fault.New(fault.Invalid, "comparison.words", "拆分只能换行，不能增减或改动文字；请在需要断开的地方回车").At("marked")
	case len(pieces) < 2:
		return fault.New(fault.Invalid, "comparison.uncut", "没有断开的地方；请在需要断开的地方回车后再保存").At("marked")
	}
	old := c.Features[at]
	var fresh []Feature
	for _, p := range pieces {
		fresh = append(fresh, Feature{ID: t.next(), Role: old.Role, Text: p, Evidence: slices.Clone(old.Evidence)})
	}
	if old.Role == feature.Reference || old.Role == feature.Subject {
		for i := range fresh[1:] {
			fresh[i+1].Role = feature.Own
		}
	}
	c.Features = slices.Replace(c.Features, at, at+1, fresh...)
	return nil
}

// Merge puts a feature and the next one of its claim together. Their verdicts are dropped, their evidence is
// kept.
func (t *Table) Merge(id int64) error {
	c, at := t.Feature(id)
	if c == nil {
		return missing()
	}
	if at+1 == len(c.Features) {
		return fault.New(fault.Invalid, "comparison.last", "这是该权利要求的最后一个特征，后面没有可以合并的")
	}
	a, b := c.Features[at], c.Features[at+1]
	if a.Role == feature.Reference {
		return fault.New(fault.Invalid, "comparison.reference", "引用部分代表被引用权利要求的全部特征，不能与附加特征合并；请改为合并后面的特征")
	}
	one := Feature{ID: t.next(), Role: a.Role, Text: a.Text + b.Text}
	for _, r := range slices.Concat(a.Evidence, b.Evidence) {
		if !slices.Contains(one.Evidence, r) {
			one.Evidence = append(one.Evidence, r)
		}
	}
	c.Features = slices.Replace(c.Features, at, at+2, one)
	return nil
}

func missing() error {
	return fault.New(fault.Missing, "comparison.feature", "没有这个技术特征，可能已被拆分或合并；请返回比对表查看最新情况")
}

// Judge decides a feature. Error: Invalid where a reason is missing that the verdict needs.
func (t *Table) Judge(id int64, j Feature) error {
	c, at := t.Feature(id)
	if c == nil {
		return missing()
	}
	f := &c.Features[at]
	if !f.Judged() {
		return fault.New(fault.Invalid, "comparison.reference_judged", "引用部分不单独判定；请判定被引用权利要求的特征")
	}
	if err := j.check(); err != nil {
		return err
	}
	j.ID, j.Role, j.Text = f.ID, f.Role, f.Text
	*f = j
	return nil
}

// check refuses a verdict without its reasons, and an equivalent that something bars.
func (f *Feature) check() error {
	need := func(field, value, zh string, en string) error {
		if strings.TrimSpace(value) != "" {
			return nil
		}
		return fault.New(fault.Invalid, "comparison.reason", "判定为%s时必须写明%s", f.Verdict.Title(), fault.Pair{zh, en}).At(field)
	}
	if f.Verdict != "" {
		if err := need("product", f.Product, "被控侵权产品的对应技术特征（没有的写“无”）", "what the product has in its place, or that it has nothing"); err != nil {
			return err
		}
	}
	switch f.Verdict {
	case Same, "":
	case Different:
		if err := need("reason", f.Reason, "不同之处及理由", "what differs and why"); err != nil {
			return err
		}
	case Equivalent:
		// 最高人民法院关于审理专利纠纷案件适用法律问题的若干规定 第十七条: all four are needed.
		for _, n := range []struct{ field, value, zh, en string }{{"means", f.Means, "手段基本相同的理由", "why the means are substantially the same"},
			{"function", f.Function, "功能基本相同的理由", "why the function is substantially the same"}, {"effect", f.Effect, "效果基本相同的理由", "why the effect is substantially the same"},
			{"obvious", f.Obvious, "本领域普通技术人员容易联想到的理由", "why a skilled person would think of it without inventive effort"}} {
			if err := need(n.field, n.value, n.zh, n.en); err != nil {
				return err
			}
		}
		if f.Estoppel == Applies {
			return fault.New(fault.Invalid, "comparison.estoppel", "该特征适用禁止反悔，不能认定等同；请判定为不同，或重新审查是否适用").At("verdict").On("法释〔2009〕21号第六条")
		}
		if f.Dedication == Applies {
			return fault.New(fault.Invalid, "comparison.dedication", "该技术方案已捐献给公众，不能认定等同；请判定为不同，或重新审查是否适用").At("verdict").On("法释〔2009〕21号第五条")
		}
	default:
		return fault.New(fault.Invalid, "comparison.verdict", "请选择相同、等同或不同").At("verdict")
	}
	if f.Estoppel != Unraised && strings.TrimSpace(f.EstoppelNote) == "" {
		return fault.New(fault.Invalid, "comparison.estoppel_note", "请写明禁止反悔的事实与理由").At("estoppel_note")
	}
	if f.Dedication != Unraised && strings.TrimSpace(f.DedicationNote) == "" {
		return fault.New(fault.Invalid, "comparison.dedication_note", "请写明捐献的事实与理由").At("dedication_note")
	}
	return nil
}

// Cite adds a reference of a defence, or changes the one with the id. It returns its id.
func (t *Table) Cite(p Prior) (int64, error) {
	if strings.TrimSpace(p.Citation) == "" {
		return 0, fault.New(fault.Invalid, "comparison.citation", "请写明对比文件或在先设计").At("citation")
	}
	if t.Patent.Design {
		p.Claim = 0
	} else if t.Claim(p.Claim) == nil {
		return 0, fault.New(fault.Invalid, "comparison.prior_claim", "表中没有权利要求 %d，请填写抗辩所针对的权利要求", p.Claim).At("claim")
	}
	if p.ID == 0 {
		p.ID = t.next()
		t.Priors = append(t.Priors, p)
		return p.ID, nil
	}
	old := t.Prior(p.ID)
	if old == nil {
		return 0, fault.New(fault.Missing, "comparison.prior", "没有这份对比文件，请返回比对表查看最新情况")
	}
	p.Rows = old.Rows
	*old = p
	return p.ID, nil
}

// Drop takes a reference out.
func (t *Table) Drop(id int64) error {
	if t.Prior(id) == nil {
		return fault.New(fault.Missing, "comparison.prior", "没有这份对比文件，请返回比对表查看最新情况")
	}
	t.Priors = slices.DeleteFunc(t.Priors, func(p Prior) bool { return p.ID == id })
	return nil
}

// Show decides whether a reference shows one feature of the product.
func (t *Table) Show(prior int64, row PriorRow) error {
	p := t.Prior(prior)
	if p == nil {
		return fault.New(fault.Missing, "comparison.prior", "没有这份对比文件，请返回比对表查看最新情况")
	}
	if !slices.Contains(t.Shown(p), row.Feature) {
		return missing()
	}
	if row.Verdict == Different && strings.TrimSpace(row.Note) == "" {
		return fault.New(fault.Invalid, "comparison.prior_note", "判定为不同时必须写明不同之处及理由").At("note")
	}
	p.Rows = slices.DeleteFunc(p.Rows, func(r PriorRow) bool { return r.Feature == row.Feature })
	p.Rows = append(p.Rows, row)
	return nil
}

// Before reports whether the reference was public before the day that counts, where both are known.
func (t *Table) Before(p *Prior) bool {
	return p.Published.IsZero() || t.Patent.Filed.IsZero() || p.Published < t.Patent.Filed
}
