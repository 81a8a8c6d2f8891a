package demo

import (
	"slices"

	"zhibao/casework/evidence"
	"zhibao/protection/infringement"
)

// simplePassages are the ways of decided cases of the simplified procedure: most within the ten days of the target, some
// late by the days for which the comparison waited.
func simplePassages() []passage {
	closing := step(19, "officer", "archive", &infringement.Archive{Summary: "裁决驳回请求，双方未起诉，归档。", Pages: 41})
	return []passage{
		{with: simply, steps: quick("upheld", 0), ago: []int{1, 3, 7}},
		{with: simply, steps: quick("rejected", 0), ago: []int{2}},
		{with: simply, steps: carriedOut(quick("upheld", 0)), ago: []int{6, 17, 31, 50, 71, 102, 139}},
		{with: simply, steps: append(quick("rejected", 0), closing), ago: []int{11, 44, 83}},
		{with: simply, steps: carriedOut(quick("upheld", 6)), ago: []int{24, 92}},
	}
}

// quick are the steps of a simplified case up to its decision: one official, in writing, six working days from the
// acceptance, and more where the comparison has to wait.
func quick(outcome string, waits int) []pace {
	steps := append(panelSteps(), step(0, "officer", "send", &infringement.Finish{}), pace{1, "respondent", "answer", answered, false}, step(0, "officer", "forward", &infringement.Finish{}))
	return append(append(steps, shown(0)...), step(0, "officer", "written", &infringement.Reasoned{Reason: "适用简易程序，双方图片和实物照片齐全，书面审理。"}), step(0, "officer", "finish", &infringement.Finish{}),
		step(1+waits, "officer", "compare", outcome == "upheld"), step(0, "officer", "vote", &infringement.Vote{Outcome: outcome, Reason: "各视图逐一比对、整体观察后形成的意见。"}), pace{0, "officer", "reason", func(j *dispute) any { return j.reason(outcome) }, false}, weighed(),
		step(1, "officer", "submit", &infringement.Finish{}), step(1, "reviewer", "approve", &infringement.Checked{Remark: "事实清楚，适用依据正确。"}), step(1, "zhuren", "sign", &infringement.Checked{}))
}

// carriedOut adds the publication of an order, its performance and the archive.
func carriedOut(steps []pace) []pace {
	return append(slices.Clip(steps), pace{3, "officer", "publish", func(j *dispute) any {
		return &infringement.Publish{Day: j.today(), Where: "示范市知识产权局门户网站（示范，非真实网址）", Clean: true}
	}, false}, pace{16, "officer", "perform", func(j *dispute) any {
		return &infringement.Perform{Party: j.party(), Day: j.today(), Text: "网店链接已删除，库存已封存，模具已交回。"}
	}, false}, step(3, "officer", "archive", &infringement.Archive{Summary: "简易程序裁决责令停止侵权，被请求人已履行。", Pages: 57}))
}

// weighed admits the evidence.
func weighed() pace {
	return pace{0, "officer", evidence.MoveWeigh, func(j *dispute) any {
		return &evidence.Weigh{Exhibits: j.exhibits(), Result: "采信", Reason: "公证程序完整，与其他证据相互印证。"}
	}, false}
}
