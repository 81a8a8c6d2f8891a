package demo

import (
	"zhibao/protection/infringement"
)

// passages are the ways of the cases, in the order of the procedure. A last number of 0 leaves the case at the term that
// ends now or soon.
func passages() []passage {
	suspend := step(1, "fuzeren", "suspend", &infringement.Suspend{Grounds: []string{"invalidation"}, Number: "4W110233", Reason: "无效宣告请求已受理，理由并非明显不成立。"})
	agreed := append(answeredSteps(), pace{2, "officer", "mediate", func(j *dispute) any {
		return &infringement.Mediate{Day: j.today(), Result: "agreed", Text: "双方就停止侵权和许可费用达成一致。"}
	}, false})
	mediated := &infringement.Propose{Outcome: "mediated", Agreement: "被请求人停止制造、销售，并支付许可使用费；请求人不再追究。", Reason: "双方自愿达成协议。"}
	return append([]passage{
		{steps: filedSteps(), ago: []int{0, 3, 5}},
		{steps: append(filedSteps(), step(1, "shouli1", "return", &infringement.GiveBack{Points: []string{"register"}, Text: "请补交专利登记簿副本。"})), ago: []int{2, 10}},
		{steps: append(filedSteps(), pace{1, "shouli1", "return", func(j *dispute) any {
			return &infringement.GiveBack{Points: []string{"claims"}, Text: j.unclear()}
		}, false}), ago: []int{40}},
		{steps: reported(), ago: []int{1, 3}},
		{steps: append(reported(), step(1, "fuzeren", "refuse", &infringement.Refuse{Unmet: []string{"nosuit"}, Reason: "请求人已就同一纠纷向人民法院起诉。"})), ago: []int{25, 70}},
		{steps: append(filedSteps(), step(2, "requester", "take_back", &infringement.Confirmed{Reason: "双方协商中。", Confirm: true})), ago: []int{30}},
		{steps: acceptedSteps(), ago: []int{0, 2}},
		{steps: panelSteps(), ago: []int{1, 4}},
		{with: outside, steps: sentSteps(), ago: []int{3}},
		{with: outside, steps: servedBy("notice"), ago: []int{8, 18}},
		{steps: sentSteps(), ago: []int{2, 9}},
		{with: outside, steps: servedBy("post"), ago: []int{4}},
		{steps: exhibited(), ago: []int{1, 5, 10}},
		{with: simply, steps: exhibited(), ago: []int{0, 1}},
		{steps: append(exhibited(), suspend), ago: []int{12, 35}},
		{steps: append(exhibited(), suspend, step(15, "fuzeren", "resume", &infringement.Reasoned{Reason: "无效宣告请求被驳回。"})), ago: []int{6}},
		{steps: append(exhibited(), pace{1, "officer", "appraise", func(j *dispute) any {
			return &infringement.Appraise{Body: "示范市产品质量检测院", Issue: j.appraised()}
		}, false}), ago: []int{9}},
		{steps: append(answeredSteps(), pace{1, "respondent", "ask", func(*dispute) any {
			return &infringement.Ask{What: "suspend", Reason: "已提出无效宣告请求并被受理。"}
		}, false}), ago: []int{1}},
	}, append(decidedPassages(agreed, mediated), simplePassages()...)...)
}

// decidedPassages are the ways from the deliberation on.
func decidedPassages(agreed []pace, mediated *infringement.Propose) []passage {
	return []passage{
		{steps: triedSteps(true), ago: []int{2}},
		{steps: deliberated("upheld", false), ago: []int{1}},
		{steps: submitted("upheld", false), ago: []int{0, 1}},
		{steps: approvedSteps("rejected", false), ago: []int{1}},
		{steps: agreed, ago: []int{1}},
		{steps: ended(agreed, mediated, false), ago: []int{1}},
		{steps: ended(agreed, mediated, true), ago: []int{45, 120}},
		{steps: ended(answeredSteps(), &infringement.Propose{Outcome: "settled", Reason: "双方提交和解协议。"}, true), ago: []int{60}},
		{steps: ended(answeredSteps(), &infringement.Propose{Outcome: "transferred", Body: "示范邻市知识产权局", Reason: "管辖异议成立。"}, true), ago: []int{85}},
		{steps: signed("upheld", true), ago: []int{9, 10}},
		{steps: signed("rejected", false), ago: []int{5}},
		{steps: published(), ago: []int{4, 20}},
		{with: outside, steps: reachedByHand("upheld"), ago: []int{1}},
		{with: outside, steps: reachedByHand("rejected"), ago: []int{2}},
		{steps: sued(), ago: []int{15}},
		{steps: judged("upheld"), ago: []int{5}},
		{steps: judged("revoked"), ago: []int{30}},
		{steps: urgedSteps(), ago: []int{3, 9}},
		{steps: enforcingSteps(), ago: []int{10}},
		{steps: enforcedSteps(), ago: []int{20}},
		{steps: performedSteps(), ago: []int{4}},
		{steps: archivedSteps(), ago: []int{15, 40, 90, 150}},
	}
}
