package counterfeit

import (
	"cmp"

	"zhibao/casework"
	"zhibao/casework/merger"
	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/lang"
)

// relations are the other matters from which the case arose or on which it depends: who transferred the
// lead, to whom the case went, what the person asked of others, and the court that enforces.
func relations(c *web.Ctx, k *casework.Case, r Record) (out []worklist.Relation) {
	if lead := merger.Into(k); lead != "" {
		out = append(out, worklist.Relation{What: web.Text{"已并入", "Taken into"}, Number: lead})
	}
	for _, other := range merger.Numbers(k) {
		out = append(out, worklist.Relation{What: web.Text{"并入本案", "Taken into this case"}, Number: other})
	}
	if _, source, from, _ := r.Found(); from != "" {
		out = append(out, worklist.Relation{What: web.Text{"案件来源", "Came from"}, Number: from, Where: lang.Same(sourceWord(c, source))})
	}
	if in, _ := Last[Suspend](r); in != nil {
		out = append(out, worklist.Relation{What: web.Text{"曾因其中止", "Was suspended for"}, Where: lang.Same(optionTitle(in, "ground", in.Ground))})
	}
	if in, m := Last[Refer](r); in != nil {
		out = append(out, worklist.Relation{What: web.Text{"移送其他机关", "Referred to"}, Number: in.To, Where: lang.Same(m.Day().String())})
	}
	if in, m := Last[Transfer](r); in != nil {
		out = append(out, worklist.Relation{What: web.Text{"移送公安机关", "Transferred to the police"}, Number: in.Body, Where: lang.Same(m.Day().String())})
	}
	for _, in := range All[Remedy](r) {
		out = append(out, worklist.Relation{What: lang.Same(optionTitle(in, "kind", in.Kind)), Number: in.No, Where: lang.Same(in.Day.String())})
	}
	if in, _ := Last[Remedied](r); in != nil {
		out = append(out, worklist.Relation{What: web.Text{"复议或诉讼结果", "Result of the remedy"}, Number: in.No, Where: lang.Same(optionTitle(in, "result", in.Result))})
	}
	if in, m := Last[Enforce](r); in != nil {
		out = append(out, worklist.Relation{What: web.Text{"申请法院强制执行", "Enforced by the court"}, Number: cmp.Or(in.Court, "—"), Where: lang.Same(m.Day().String())})
	}
	return out
}
