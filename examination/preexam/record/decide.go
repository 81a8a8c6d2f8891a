package record

import (
	"strings"
	"time"

	"zhibao/internal/fault"
)

// Decide notes what a person decided about the finding: adopt, dismiss, fixed or reopen. Dismissing a
// finding demands a reason; a question is answered with no without one, and with yes by the facts,
// which the notice then states. Errors are Invalid.
func (f *DeskFinding) Decide(decision, reason string, account int64, now time.Time) error {
	reason = strings.TrimSpace(reason)
	status := map[string]string{"adopt": FindingAdopted, "dismiss": FindingDismissed, "fixed": FindingFixed, "reopen": FindingOpen}[decision]
	switch {
	case status == "":
		return fault.New(fault.Invalid, "preexam.decision", "没有“%s”这种处理方式，请从页面上的按钮中选择", decision).At("decision")
	case status == FindingDismissed && reason == "" && !f.Asks():
		return fault.New(fault.Invalid, "preexam.dismiss_reason", "不采纳时请写明理由，理由会留给复核员和规则的改进").At("reason")
	case status == FindingAdopted && reason == "" && f.Asks():
		return fault.New(fault.Invalid, "preexam.answer_facts", "认定存在问题的，请写明具体事实，将写入通知书").At("reason")
	// What a rule found is corrected when the rule no longer finds it; only of what a person found can a
	// person say so.
	case status == FindingFixed && !(f.Manual && f.Before == FindingAdopted):
		return fault.New(fault.Invalid, "preexam.not_fixed", "“已改正”只用于上一版手工增加的缺陷，请另选处理；规则发现的缺陷改正后不会再出现").At("decision")
	}
	f.Status, f.Reason, f.Account, f.At = status, reason, account, now
	if f.Asks() {
		f.Finding.Message = f.Finding.Question
		if status == FindingAdopted {
			f.Finding.Message, f.Reason = reason, ""
		}
	}
	return nil
}
