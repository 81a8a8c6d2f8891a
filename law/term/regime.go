package term

import (
	"slices"

	"zhibao/law/rule"
)

// Regime is the law by which days are counted. Its text is stored with a clock.
type Regime string

// The regimes. The empty regime counts like Center.
const (
	PatentLaw      Regime = "patent"       // 专利法及其实施细则
	CivilProcedure Regime = "civil"        // 民事诉讼法
	Penalty        Regime = "penalty"      // 行政处罚法
	Coercion       Regime = "coercion"     // 行政强制法
	Review         Regime = "review"       // 行政复议法
	ECommerce      Regime = "ecommerce"    // 电子商务法
	Center         Regime = "center"       // 本中心规定, rolls to the next working day
	CenterFixed    Regime = "center-fixed" // 本中心规定, ends on the day itself, holiday or not
)

// A Spec is how a regime counts. Under all of them the day of the event is not counted, and
// a term in months ends on the day of the same number, or the last day of a shorter month.
type Spec struct {
	Regime  Regime
	Title   string
	English string
	Basis   []rule.Cite
	Level   rule.Level
	Rolls   bool  // a last day that is no working day moves to the next working day
	Short   []int // terms of so many 日 are working days
}

var (
	civilCode = rule.Cite{Text: "民法典", Article: "第二百零一条至第二百零三条", Version: "2020", Sure: rule.Known}
	cpl       = rule.Cite{Text: "民事诉讼法", Article: "第八十五条", Version: "2023修正", Sure: rule.Source}
)

var regimes = []Spec{
	{PatentLaw, "专利法及其实施细则", "Patent Law and Implementing Regulations",
		[]rule.Cite{{Text: "专利法实施细则", Article: "第五条", Version: "2023修订", Sure: rule.Source}},
		rule.Law, true, nil},
	{CivilProcedure, "民事诉讼法", "Civil Procedure Law", []rule.Cite{cpl}, rule.Law, true, nil},
	{Penalty, "行政处罚法", "Administrative Penalty Law",
		[]rule.Cite{{Text: "行政处罚法", Article: "第八十五条", Version: "2021修订", Sure: rule.Source}, civilCode},
		rule.Law, true, []int{2, 3, 5, 7}},
	{Coercion, "行政强制法", "Administrative Coercion Law",
		[]rule.Cite{{Text: "行政强制法", Article: "第六十九条", Version: "2011", Sure: rule.Source}, civilCode},
		rule.Law, true, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
	{Review, "行政复议法", "Administrative Reconsideration Law",
		[]rule.Cite{{Text: "行政复议法", Article: "第八十八条", Version: "2023修订", Sure: rule.Source}, cpl},
		rule.Law, true, []int{3, 5, 7, 10}},
	{ECommerce, "电子商务法", "E-Commerce Law",
		[]rule.Cite{{Text: "电子商务法", Article: "第四十三条", Version: "2018", Sure: rule.Known}, civilCode},
		rule.Law, true, nil},
	{Center, "本中心规定（届满日遇休息日顺延）", "Center rule (rolls to the next working day)",
		[]rule.Cite{{Text: "本中心规定", Article: "期限的计算", Sure: rule.Ours}}, rule.Center, true, nil},
	{CenterFixed, "本中心规定（届满日不顺延）", "Center rule (does not roll)",
		[]rule.Cite{{Text: "本中心规定", Article: "期限的计算", Sure: rule.Ours}}, rule.Center, false, nil},
}

// Regimes returns the regimes in the order in which screens list them.
func Regimes() []Spec { return slices.Clone(regimes) }

// Spec returns how the regime counts; an unknown one counts like Center.
func (r Regime) Spec() Spec {
	center := 0
	for i := range regimes {
		switch regimes[i].Regime {
		case r:
			return regimes[i]
		case Center:
			center = i
		}
	}
	return regimes[center]
}

// Valid reports whether r is one of the regimes.
func (r Regime) Valid() bool { return r.Spec().Regime == r }

// Effective returns l as the regime counts it: 7日 under 行政处罚法 is 7工作日.
func (s Spec) Effective(l Length) Length {
	if l.Unit == CalendarDay && slices.Contains(s.Short, l.N) {
		l.Unit = WorkingDay
	}
	return l
}
