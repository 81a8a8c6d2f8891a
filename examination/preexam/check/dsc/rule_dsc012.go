package dsc

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/noun"
	"zhibao/patent/prose"
)

// dsc012: one sign, one part. Names are compared as the reader of the description settles them:
// a name that ends another is the same name, and signs of one series (110, 210) are the same part
// in another embodiment.
func dsc012() check.Rule {
	return about(rule.Meta{
		ID: "DSC-012", Title: "同一附图标记只表示同一部件，同一部件只用同一标记",
		English: "One reference sign stands for one part, and one part has one sign",
		Basis:   []rule.Cite{cite.Rules("第二十一条第二款")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 3,
	}, func(p *check.Pass) {
		d := p.Prose()
		tableClashes(p, d)
		// Of a text in which nothing fits, the first places are enough to see it.
		// Without drawings a number behind a noun is no reference sign: 节点1, 用户2.
		if _, ok := submitted(p); !ok && len(d.Figures) == 0 {
			return
		}
		n := namesBySign(d)
		n.twoNames(p)
		n.twoSigns(p)
	})
}

// tableClashes reports a sign that the list of signs explains twice.
func tableClashes(p *check.Pass, d *prose.Description) {
	names := map[string]string{}
	told := 0
	for _, e := range d.Table {
		other, seen := names[e.Sign]
		switch {
		case !seen || other == e.Name:
		case told >= maxFindings:
			p.Also(patent.Description, e.Start, e.End)
		default:
			told++
			p.At(patent.Description, e.Start, e.End, fmt.Sprintf("附图标记说明中标记“%s”既表示“%s”又表示“%s”", e.Sign, other, e.Name),
				"每个标记只对应一个部件，改正其中一处的标记或名称")
		}
		if !seen {
			names[e.Sign] = e.Name
		}
	}
}

// naming is how the text names its signs: for each sign each settled name with its uses.
type naming map[string]map[string][]prose.Sign

// namesBySign gathers the uses of each sign. A name of one character is too short to be compared,
// and of signs that share one name, 排出板217、219, it is not said which is meant.
func namesBySign(d *prose.Description) naming {
	n := naming{}
	for _, s := range d.Signs {
		if s.Shared || len([]rune(s.Name)) < 2 {
			continue
		}
		if n[s.Sign] == nil {
			n[s.Sign] = map[string][]prose.Sign{}
		}
		n[s.Sign][s.Name] = append(n[s.Sign][s.Name], s)
	}
	return n
}

// main returns the name with most uses, nothing if it has fewer than two.
func (n naming) main(sign string) string {
	best := ""
	for _, name := range slices.Sorted(maps.Keys(n[sign])) {
		if c := len(n[sign][name]); c >= 2 && c > len(n[sign][best]) && n[sign][name][0].Settled {
			best = name
		}
	}
	return best
}

// twoNames reports a use of a sign under another name than its usual one. A longer or shorter
// form of the same name is none.
func (n naming) twoNames(p *check.Pass) {
	told := 0
	for _, sign := range slices.Sorted(maps.Keys(n)) {
		usual := n.main(sign)
		if usual == "" {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(n[sign])) {
			if noun.Same(name, usual) {
				continue
			}
			told++
			for _, s := range n[sign][name] {
				p.Once(bounded("name", told, sign+name)).At(patent.Description, s.NameSpan.Start, s.End, fmt.Sprintf("附图标记“%s”在别处表示“%s”（%d处），此处写作“%s”",
					sign, usual, len(n[sign][usual]), name), "核对标记与部件名称，同一标记始终使用同一名称")
			}
		}
	}
}

// twoSigns reports a name that is usual for two signs. Signs of one series such as 110 and 210,
// or 5 and 5a, are the same part in another embodiment or a portion of it.
func (n naming) twoSigns(p *check.Pass) {
	first := map[string]string{}
	told := 0
	for _, sign := range slices.SortedFunc(maps.Keys(n), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	}) {
		usual := n.main(sign)
		if usual == "" {
			continue
		}
		other, seen := first[usual]
		if !seen {
			first[usual] = sign
			continue
		}
		if series(other, sign) || n.apart(other, sign, usual) {
			continue
		}
		told++
		for _, s := range n[sign][usual] {
			p.Once(bounded("sign", told, sign+usual)).At(patent.Description, s.NameSpan.Start, s.End, fmt.Sprintf("“%s”既使用附图标记“%s”又使用“%s”", usual, other, sign),
				"同一部件统一使用一个标记；如为不同部件，用“第一”“第二”等加以区分")
		}
	}
}

// bounded is the key of the n-th finding of a kind. All beyond the last that is told for itself share one.
func bounded(kind string, n int, key string) string {
	if n > maxFindings {
		return kind
	}
	return kind + key
}

// apart reports signs of three digits of which one is used up before the other begins: the second belongs
// to another embodiment, in which the parts are counted anew.
func (n naming) apart(a, b, name string) bool {
	if len(a) < 3 || len(b) < 3 {
		return false
	}
	x, y := n[a][name], n[b][name]
	return x[len(x)-1].Start < y[0].Start || y[len(y)-1].Start < x[0].Start
}

// series reports whether two signs can belong to one part: 5 and 5a, 110 and 210.
func series(a, b string) bool {
	digits := func(s string) string { return strings.TrimRight(s, "abcdefABCDEF'") }
	x, y := digits(a), digits(b)
	// Three digits are a scheme of numbering: the first is the figure or the embodiment.
	return x == y || len(x) >= 3 && len(x) == len(y) && x[1:] == y[1:] || len(x) >= 3 && len(y) >= 3 && x[0] != y[0]
}
