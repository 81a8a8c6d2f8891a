package likeness

import (
	"strings"

	"zhibao/internal/fault"
)

// A Verdict is what a person says of two designs, or of one view of them.
type Verdict string

// The verdicts on a view, and on a design as a whole.
const (
	Same        Verdict = "same"      // 相同
	Substantial Verdict = "substance" // 实质相同
	Similar     Verdict = "similar"   // 近似
	Unlike      Verdict = "not"       // 不近似
	Unseen      Verdict = "unseen"    // cannot be compared: a side lacks the view
)

// Title returns the word for a page and its English.
func (v Verdict) Title() fault.Pair {
	return map[Verdict]fault.Pair{Same: {"相同", "identical"}, Substantial: {"实质相同", "substantially identical"}, Similar: {"近似", "similar"},
		Unlike: {"不近似", "not similar"}, Unseen: {"无法比对", "cannot be compared"}, "": {"未判定", "not judged"}}[v]
}

// Judged reports whether both sides were seen and compared.
func (v Verdict) Judged() bool { return v == Same || v == Substantial || v == Similar || v == Unlike }

// A View is one of the customary views of a design.
type View struct{ Code, Title, English string }

// Words returns the title for a message.
func (v View) Words() fault.Pair { return fault.Pair{v.Title, v.English} }

// Views lists the views in the customary order.
func Views() []View {
	return []View{{"front", "主视图", "Front"}, {"back", "后视图", "Back"}, {"left", "左视图", "Left"}, {"right", "右视图", "Right"},
		{"top", "俯视图", "Top"}, {"bottom", "仰视图", "Bottom"}, {"perspective", "立体图", "Perspective"}, {"use", "使用状态图", "In use"}}
}

// ViewOf returns the view with the code; ok is false where there is none.
func ViewOf(code string) (View, bool) {
	for _, v := range Views() {
		if v.Code == code {
			return v, true
		}
	}
	return View{}, false
}

// ViewIn returns the view that a label or the name of a file speaks of; ok is false where it speaks of none.
func ViewIn(label string) (View, bool) {
	for _, v := range Views() {
		if strings.Contains(label, v.Title) {
			return v, true
		}
	}
	return View{}, false
}
