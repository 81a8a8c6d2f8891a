package demo

import (
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/casework/evidence"
	oral "zhibao/casework/hearing"
	"zhibao/internal/web/form"
	"zhibao/patent/secrecy"
	"zhibao/protection/infringement"
)

// told is how the counter was asked to act for the other side.
func (j *dispute) told() casework.Behalf {
	return casework.Behalf{For: j.party(), How: "邮寄", Told: "寄来签章的书面材料"}
}

// clear is the word of whoever sends a scan.
var clear = secrecy.Declared{Clear: true}

// step is a pace with an input that is the same in every case.
func step(days int, who, move string, in any) pace {
	return pace{days, who, move, func(*dispute) any { return in }, false}
}

// filedSteps bring the request in.
func filedSteps() []pace {
	return []pace{{0, "requester", "file", func(j *dispute) any { return &infringement.File{Claim: j.claim(), Papers: j.papers()} }, false}}
}

// reported adds the clerk's report.
func reported() []pace {
	return append(filedSteps(), step(1, "shouli1", "examine", &infringement.Examine{Met: []string{"standing", "respondent", "request", "jurisdiction", "nosuit", "undecided"}, Opinion: "请求书和证明材料齐全，符合立案条件。"}))
}

// acceptedSteps add the acceptance, in the procedure that the case takes.
func acceptedSteps() []pace {
	return append(reported(), pace{1, "fuzeren", "accept", func(j *dispute) any {
		return &infringement.Accept{Track: map[bool]string{true: "simple", false: "ordinary"}[j.simple]}
	}, false})
}

// panelSteps add the panel: one officer in the simplified procedure, otherwise three.
func panelSteps() []pace {
	return append(acceptedSteps(), pace{0, "fuzeren", "panel", func(j *dispute) any {
		in := &infringement.Panel{Leader: j.account(j.officer[0]), Recorder: j.account("shouli2"), Reviewer: j.account(j.reviewer)}
		if !j.simple {
			in.Members = []string{j.account(j.officer[1]), j.account(j.officer[2])}
		}
		return in
	}, false})
}

func sentSteps() []pace {
	return append(panelSteps(), step(1, "officer", "send", &infringement.Finish{}))
}

// served adds the service on somebody without an account.
func servedBy(channel string) []pace {
	return append(sentSteps(), pace{2, "officer", "serve", func(j *dispute) any {
		return &infringement.Serve{ServeParty: infringement.ServeParty{Party: j.party()}, Channel: channel, Day: j.today(), Proof: document("送达凭证.pdf", j.number), Declared: clear}
	}, false})
}

// answer is what the other side says, by itself or through the counter.
func answered(j *dispute) any {
	in := &infringement.Answer{Text: j.denial()}
	if j.n%2 == 0 {
		in.Defences = []string{"prior"}
	}
	if j.outside != "" {
		in.Behalf = j.told()
	}
	return in
}

func answeredSteps() []pace {
	return append(sentSteps(), pace{3, "respondent", "answer", answered, false}, step(1, "officer", "forward", &infringement.Finish{}))
}

// exhibited adds a piece of evidence with the word of the other side.
func exhibited() []pace { return append(answeredSteps(), shown(1)...) }

// shown is a piece of evidence with a photograph of the product, and the word of the other side some days later.
func shown(days int) []pace {
	return []pace{{days, "requester", evidence.MoveSubmit, func(j *dispute) any {
		in := &evidence.Submit{}
		in.Name, in.Kind, in.Purpose, in.Source, in.Form = "公证购买的被控产品及公证书", "书证", "证明被请求人制造、销售被控产品", "公证处监督下购买", "原件"
		in.Files = []form.File{document("公证书.pdf", j.number), form.Bytes("被控产品照片.png", j.photograph())}
		return in
	}, false}, {1, "respondent", evidence.MoveAnswer, func(j *dispute) any {
		return &evidence.Answer{Exhibits: j.exhibits(), Authentic: "认可", Legal: "认可", Relevant: "不认可", Text: "产品系案外人提供。"}
	}, false}}
}

// triedSteps close the trial in writing, or in every third case after a hearing.
func triedSteps(heard bool) []pace {
	out := exhibited()
	if !heard {
		return append(out, step(1, "officer", "written", &infringement.Reasoned{Reason: "事实清楚，双方同意书面审理。"}), step(1, "officer", "finish", &infringement.Finish{}))
	}
	return append(out, pace{0, "officer", oral.MovePlan, planned, false}, pace{5, "officer", oral.MoveRecord, func(j *dispute) any {
		return &oral.Minutes{Session: "1", Text: j.minutes()}
	}, true}, pace{0, "officer", oral.MoveClose, func(*dispute) any {
		return &oral.Finish{Session: "1", Note: "双方完成陈述、质证和比对。"}
	}, true}, step(1, "officer", "finish", &infringement.Finish{}))
}

// planned is a hearing on the day of the step after. Each case has an hour of its own.
func planned(j *dispute) any {
	in := &oral.Arrange{Kind: oral.Oral, Panel: []string{j.account(j.officer[0]), j.account(j.officer[1]), j.account(j.officer[2])}, Recorder: j.account("shouli2"), Public: true, Order: "核对当事人\n陈述与答辩\n举证与质证\n比对与辩论\n最后陈述"}
	in.Day, in.Room = j.days[j.at+1], fmt.Sprintf("第%d审理室", 1+j.n%3)
	in.From, in.Until = fmt.Sprintf("%d:%02d", 9+j.n%7, j.n%2*30), fmt.Sprintf("%d:%02d", 9+j.n%7, j.n%2*30+25)
	return in
}

// deliberated adds the votes, the reasons and the admission of the evidence.
func deliberated(outcome string, heard bool) []pace {
	vote := func(j *dispute) any { return j.vote(outcome) }
	return append(triedSteps(heard), step(0, "officer", "compare", outcome == "upheld"), pace{1, "officer", "vote", vote, false}, pace{0, "second", "vote", vote, false}, pace{0, "third", "vote", vote, false}, pace{1, "officer", "reason", func(j *dispute) any { return j.reason(outcome) }, false},
		weighed())
}

func submitted(outcome string, heard bool) []pace {
	return append(deliberated(outcome, heard), step(1, "officer", "submit", &infringement.Finish{}))
}

func approvedSteps(outcome string, heard bool) []pace {
	return append(submitted(outcome, heard), step(1, "reviewer", "approve", &infringement.Checked{Remark: "事实清楚，适用依据正确。"}))
}

func signed(outcome string, heard bool) []pace {
	return append(approvedSteps(outcome, heard), step(1, "zhuren", "sign", &infringement.Checked{}))
}

func signedSteps() []pace { return signed("upheld", false) }

// published adds the publication.
func published() []pace {
	return append(signedSteps(), pace{3, "officer", "publish", func(j *dispute) any {
		return &infringement.Publish{Day: j.today(), Where: "示范市知识产权局门户网站（示范，非真实网址）", Clean: true}
	}, false})
}

// performedSteps lead to the archive: the term for a suit passes by itself.
func performedSteps() []pace {
	return append(published(), pace{16, "officer", "perform", func(j *dispute) any {
		return &infringement.Perform{Party: j.party(), Day: j.today(), Text: "现场核实已停止生产，模具销毁，链接删除。"}
	}, false})
}

func archivedSteps() []pace {
	return append(performedSteps(), step(3, "officer", "archive", &infringement.Archive{Summary: "裁决责令停止侵权，被请求人未起诉并已履行。", Pages: 96}))
}

// sued adds a suit of the other side.
func sued() []pace {
	return append(published(), pace{3, "respondent", "sue", func(j *dispute) any {
		return &infringement.Sue{Day: j.today(), Court: "示范市中级人民法院", No: fmt.Sprintf("（%d）示01行初%d号", j.today().Year(), 40+j.n)}
	}, false})
}

// judged adds the judgment.
func judged(result string) []pace {
	return append(sued(), pace{40, "officer", "judge", func(j *dispute) any {
		return &infringement.Judge{Result: result, Day: j.today(), No: fmt.Sprintf("（%d）示01行初%d号", j.today().Year(), 40+j.n), Text: "法院审理后作出裁判。"}
	}, false})
}

// urgedSteps add the urging after the order took effect.
func urgedSteps() []pace {
	return append(published(), pace{18, "officer", "demand", func(j *dispute) any {
		return &infringement.Urge{Facts: "复查发现仍在销售被控产品。", Day: j.today()}
	}, false})
}

func enforcingSteps() []pace {
	return append(urgedSteps(), step(13, "zhuren", "apply_court", &infringement.ApplyCourt{Court: "示范市中级人民法院", Facts: "催告期满仍未履行，当事人未陈述意见。"}))
}

func enforcedSteps() []pace {
	return append(enforcingSteps(), pace{20, "officer", "enforced", func(j *dispute) any {
		return &infringement.Enforced{Result: "done", Day: j.today(), No: fmt.Sprintf("（%d）示01执%d号", j.today().Year(), 7+j.n)}
	}, false}, step(3, "officer", "archive", &infringement.Archive{Summary: "申请法院强制执行，执行完毕。", Pages: 142}))
}

// ended adds a proposal to end the case, and its approval where it is wanted.
func ended(before []pace, in *infringement.Propose, more bool) []pace {
	out := append(slices.Clone(before), step(2, "officer", "propose_end", in))
	if more {
		out = append(out, step(1, "zhuren", "approve_end", &infringement.Checked{}), step(4, "officer", "archive", &infringement.Archive{Summary: "按结案决定归档。", Pages: 38}))
	}
	return out
}

// outside gives the other side no account.
func outside(j *dispute) { j.outside = stranger(j.n) }

// simply makes it a design case of the simplified procedure.
func simply(j *dispute) { j.simple = true; j.take('3') }

// reachedByHand are the steps of a case whose other side has no account, up to the decision that has still to be served.
func reachedByHand(outcome string) []pace {
	vote := func(j *dispute) any { return j.vote(outcome) }
	return append(servedBy("person"), pace{3, "shouli1", "answer", answered, false}, step(1, "officer", "forward", &infringement.Finish{}), step(1, "officer", "written", &infringement.Reasoned{Reason: "事实清楚，书面审理。"}),
		step(1, "officer", "finish", &infringement.Finish{}), step(0, "officer", "compare", outcome == "upheld"), pace{1, "officer", "vote", vote, false}, pace{0, "second", "vote", vote, false}, pace{0, "third", "vote", vote, false}, pace{1, "officer", "reason", func(j *dispute) any { return j.reason(outcome) }, false},
		step(0, "officer", "submit", &infringement.Finish{}), step(1, "reviewer", "approve", &infringement.Checked{}), step(1, "zhuren", "sign", &infringement.Checked{}))
}
