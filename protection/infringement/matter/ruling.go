package matter

import (
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

// Ruling is the reasoning of a decision, in the seven parts that every decision needs.
type Ruling struct {
	ActFrom, ActTo calendar.Day // ① when the acts took place
	InForce        bool         //   the patent was in force then
	InForceWhy     string
	Scope          string // ② the protection claimed and how it is read
	Comparison     string // ③ what the comparison of features or views shows
	Covers         string //   all, none: 落入, 未落入
	Viewer         string // ④ of a design: general consumer, class of the product, overall view
	SameClass      bool
	ActsFound      []string // ⑤ which acts were found
	Business       bool     //   for production and business
	ActsWhy        string
	Defences       []Defence // ⑥
	NoDefence      bool      //   none was raised
	Remedies       []string  // ⑦
	RemedyText     string
	Outcome        string
	Conclusion     string
}

// Defence is one that the respondent raised, with what the panel holds of it.
type Defence struct {
	Code  string
	Holds bool
	Why   string
}

// A DefenceKind is a defence that the law knows.
type DefenceKind struct {
	Code, Title, English, Article string
	StopOnly                      bool // it spares damages and not the order to stop
}

// Defences lists the defences of the law.
func Defences() []DefenceKind {
	return []DefenceKind{
		{"prior", "现有技术或者现有设计", "Prior art or design", "专利法第六十七条", false},
		{"exhausted", "权利用尽", "Exhaustion", "专利法第七十五条第一项", false},
		{"prioruse", "先用权", "Prior use", "专利法第七十五条第二项", false},
		{"transit", "临时过境", "Transit", "专利法第七十五条第三项", false},
		{"research", "专为科学研究和实验而使用", "Research", "专利法第七十五条第四项", false},
		{"approval", "为行政审批所需要", "Regulatory approval", "专利法第七十五条第五项", false},
		{"source", "合法来源", "Legitimate source", "专利法第七十七条", true},
		{"licence", "已获许可", "Licence", "专利法第十二条", false},
	}
}

// DefenceTitle names a defence with its article.
func DefenceTitle(code string) DefenceKind {
	for _, d := range Defences() {
		if d.Code == code {
			return d
		}
	}
	return DefenceKind{Code: code, Title: code, English: code}
}

var remedies = []struct{ Code, Title, English string }{
	{"stop_make", "停止制造侵权产品，销毁制造侵权产品的专用设备、模具，不得销售、使用尚未售出的侵权产品", "Stop making; destroy moulds and tools"},
	{"stop_use", "停止使用专利方法或者侵权产品", "Stop using"},
	{"stop_offer", "停止许诺销售，消除影响", "Stop offering"},
	{"stop_sell", "停止销售侵权产品，不得使用尚未售出的侵权产品", "Stop selling"},
	{"stop_import", "停止进口侵权产品", "Stop importing"},
	{"unlist", "删除、断开侵权产品的网上链接", "Take down listings"},
	{"destroy", "销毁库存侵权产品", "Destroy the stock"},
}

// RemedyTitle names a remedy.
func RemedyTitle(code string) [2]string {
	for _, r := range remedies {
		if r.Code == code {
			return [2]string{r.Title, r.English}
		}
	}
	return [2]string{code, code}
}

// Gap is what a decision still lacks: the part and what to do about it.
type Gap struct {
	Part string // "③"
	Say  fault.Phrase
}

// Gaps lists what is missing before a decision on a patent of the kind can be drafted. Nothing is left to
// be found out by the reader of the decision.
func (r *Ruling) Gaps(kind string) (out []Gap) {
	lack := func(part string, missing bool, say fault.Phrase) {
		if missing {
			out = append(out, Gap{part, say})
		}
	}
	blank := func(s string) bool { return strings.TrimSpace(s) == "" }
	lack("①", r.ActFrom.IsZero(), fault.Say("①未写明被控行为发生的日期"))
	lack("①", blank(r.InForceWhy), fault.Say("①未写明行为日专利权的法律状态及依据"))
	lack("②", blank(r.Scope), fault.Say("②未写明请求保护的权利要求或外观设计的保护范围"))
	lack("③", blank(r.Comparison) || r.Covers == "", fault.Say("③未写明技术特征或各视图的比对结论"))
	if kind == Design {
		lack("④", blank(r.Viewer), fault.Say("④未写明一般消费者、产品类别和整体观察综合判断"))
		lack("⑤", slices.Contains(r.ActsFound, "use"), fault.Say("⑤外观设计专利权不及于使用行为（专利法第十一条第二款），请更正"))
	}
	lack("⑤", blank(r.ActsWhy), fault.Say("⑤未写明认定的行为及其事实"))
	lack("⑥", len(r.Defences) == 0 && !r.NoDefence, fault.Say("⑥未逐项答复抗辩；没有提出抗辩的请勾选“未提出抗辩”"))
	for _, d := range r.Defences {
		lack("⑥", blank(d.Why), fault.Say("⑥抗辩“%s”未写明采纳或不采纳的理由", d.name()))
	}
	lack("⑦", r.Outcome == "", fault.Say("⑦未选择裁决结论"))
	lack("⑦", blank(r.Conclusion), fault.Say("⑦未写明裁决理由的总结"))
	return append(out, r.contradictions(kind)...)
}

// contradictions are conclusions that do not follow from the parts.
func (r *Ruling) contradictions(kind string) (out []Gap) {
	why := r.against(kind)
	switch {
	case r.Outcome == Upheld && why != nil:
		out = append(out, Gap{"⑦", fault.Say("⑦结论为侵权成立，但%s；请核对", *why)})
	case r.Outcome == Upheld && len(r.Remedies) == 0:
		out = append(out, Gap{"⑦", fault.Say("⑦责令停止的，须写明停止侵权的具体措施")})
	case r.Outcome == Rejected && why == nil:
		out = append(out, Gap{"⑦", fault.Say("⑦结论为驳回请求，但①至⑥没有任何一项否定侵权；请核对")})
	}
	return out
}

// against is the first part that speaks against infringement, or nil.
func (r *Ruling) against(kind string) *fault.Phrase {
	var p fault.Phrase
	switch {
	case !r.InForce:
		p = fault.Say("①行为日专利权不在有效期内")
	case r.Covers == "none":
		p = fault.Say("③被控产品未落入保护范围")
	case kind == Design && !r.SameClass:
		p = fault.Say("④产品种类不相同也不相近")
	case len(r.ActsFound) == 0:
		p = fault.Say("⑤没有认定任何侵权行为")
	case !r.Business:
		p = fault.Say("⑤不是为生产经营目的")
	case slices.ContainsFunc(r.Defences, func(d Defence) bool { return d.Holds && !DefenceTitle(d.Code).StopOnly }):
		p = fault.Say("⑥有抗辩成立")
	default:
		return nil
	}
	return &p
}

// Majority returns the outcome for which more than half of the panel voted, "" where none has it.
func Majority(votes []Vote, panel int) string {
	count := map[string]int{}
	for _, v := range votes {
		if count[v.Outcome]++; 2*count[v.Outcome] > panel {
			return v.Outcome
		}
	}
	return ""
}

// name is that of the defence, for a message.
func (d Defence) name() fault.Pair {
	k := DefenceTitle(d.Code)
	return fault.Pair{k.Title, k.English}
}
