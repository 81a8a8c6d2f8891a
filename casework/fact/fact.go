// Package fact is the published language between procedures: things that happened in one and
// matter to another, named with the notice's own vocabulary. A procedure establishes facts and
// reacts to facts; it never imports another procedure.
package fact

import "time"

// Kind says what happened.
type Kind string

// The five triggers of the blacklist (notice 1.1.4), and the facts of examination.
const (
	RepeatedInfringement Kind = "repeated_infringement" // 重复侵权
	Counterfeit          Kind = "counterfeit"           // 假冒专利
	DecisionDefied       Kind = "decision_defied"       // 拒不执行行政决定
	AbnormalFiling       Kind = "abnormal_filing"       // 非正常申请
	AgencyMisconduct     Kind = "agency_misconduct"     // 违法违规从事专利代理

	// What was found to be abnormal no longer is: whoever acted on it undoes that.
	AbnormalRevoked Kind = "abnormal_revoked" // 撤销非正常申请认定

	EntityRegistered Kind = "entity_registered" // 备案成功
	EntityStopped    Kind = "entity_stopped"    // 备案暂停、取消或注销
	QuotaUsed        Kind = "quota_used"        // a request was accepted
	QuotaReturned    Kind = "quota_returned"    // an accepted request was withdrawn before examination
	Passed           Kind = "passed"            // 预审合格
	Failed           Kind = "failed"            // 预审不合格; detail accepted "no" where it ended before acceptance
	FindingDecided   Kind = "finding_decided"   // an examiner adopted or dismissed a finding
	FastLaneBreach   Kind = "fast_lane_breach"  // 违反快速通道承诺
)

// Title returns the Chinese name of the kind.
func (k Kind) Title() string {
	switch k {
	case RepeatedInfringement:
		return "重复侵权"
	case Counterfeit:
		return "假冒专利"
	case DecisionDefied:
		return "拒不执行行政决定"
	case AbnormalFiling:
		return "非正常申请"
	case AbnormalRevoked:
		return "撤销非正常申请认定"
	case AgencyMisconduct:
		return "违法违规从事专利代理"
	case EntityRegistered:
		return "备案成功"
	case EntityStopped:
		return "备案停止"
	case QuotaUsed:
		return "占用额度"
	case QuotaReturned:
		return "退回额度"
	case Passed:
		return "预审合格"
	case Failed:
		return "预审不合格"
	case FindingDecided:
		return "缺陷处理"
	case FastLaneBreach:
		return "违反快速通道承诺"
	}
	return string(k)
}

// A Fact is one thing that happened. It holds no text of an application.
type Fact struct {
	ID      int64
	Center  int64
	Kind    Kind
	Party   int64  // whom it is about
	Subject string // its 统一社会信用代码
	Case    int64  // in which it was established
	At      time.Time
	Detail  map[string]string // further plain words, for example a rule id and "adopted"
}
