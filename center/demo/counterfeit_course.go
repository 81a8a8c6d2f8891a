package demo

import (
	"slices"

	"zhibao/casework/draft"
	"zhibao/casework/hearing"
	"zhibao/casework/worklist/sessions"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/conduct"
)

// The steps of the demo's cases, in the order in which they are made. Each waits for as many working
// days as a case of its kind usually does.

func lead() []stride {
	return []stride{{0, "shouli1", "lead", func(j *suspicion) any {
		in := &counterfeit.NewLead{Source: j.source, From: j.from, Arrived: j.day}
		in.Reported = j.told()
		return in
	}}}
}

func tip() []stride {
	return []stride{{0, "shouli1", "tip", func(j *suspicion) any { return &counterfeit.Tip{Reported: j.told()} }}}
}

// told is what was reported.
func (j *suspicion) told() counterfeit.Reported {
	return counterfeit.Reported{Suspect: j.name, Address: "示范市工业路 " + phone(j.n)[9:] + " 号", Product: j.product, Label: j.label, Last: j.day - 1, Reply: "code",
		Text: "产品包装和网店页面标注专利号，称已获国家专利，查询不到对应的有效专利。"}
}

func verified() []stride {
	return append(lead(), taken()...)
}

func taken() []stride {
	return []stride{{1, "fuzeren", "assign", func(j *suspicion) any {
		return &counterfeit.Assign{Handler: j.accounts(j.officer), Other: j.accounts(j.other)}
	}}, {1, "officer", "verify", func(j *suspicion) any {
		return &counterfeit.Verify{Day: j.day, Way: "record", Text: "经查询专利登记并核对网店页面，所标专利号不能证明标注时有效。", Marked: j.label}
	}}}
}

func proposed() []stride {
	return append(verified(), stride{1, "officer", "propose", func(j *suspicion) any {
		return &counterfeit.Propose{Conducts: []string{j.conduct}, Facts: "当事人在产品包装标注专利标识，核验结果与所标不符。", Division: "330108", Within: true}
	}})
}

func filed() []stride {
	return append(proposed(), stride{1, "fuzeren", "file", func(*suspicion) any { return &counterfeit.File{Remark: "同意立案。"} }},
		stride{0, "officer", "identify", func(j *suspicion) any {
			return &counterfeit.Identify{Name: j.name, Code: j.code, Sort: "unit", Address: "示范市工业路", Legal: "王某", Phone: phone(j.n), Online: j.online}
		}},
		stride{1, "officer", "inspect", func(j *suspicion) any {
			return &counterfeit.Inspect{Present: j.present(), Begin: "09:30–11:00", Signs: "signed", Text: "仓库存有标注专利标识的产品三百余件，包装、说明书均印有专利号。经营者陈述标识沿用旧版包装。"}
		}})
}

// items are what was found.
func (j *suspicion) items() []counterfeit.Item {
	return []counterfeit.Item{{Name: j.product, Model: "S-" + phone(j.n)[8:], Count: 120 + j.n, Unit: "件", Price: conduct.Yuan(29 + j.n), State: "包装印有专利号"}}
}

func (j *suspicion) secure() counterfeit.Secure {
	return counterfeit.Secure{Present: j.present(), Items: j.items(), Keeper: "当事人仓库，由王某保管"}
}

func preserved() []stride {
	return append(filed(), stride{0, "fuzeren", "allow", func(*suspicion) any {
		return &counterfeit.Allow{Measure: "preserve", Scope: "仓库内标注专利标识的产品和包装", Reason: "产品可能被转移。"}
	}}, stride{0, "officer", "preserve", func(j *suspicion) any {
		return &counterfeit.Preserve{Secure: j.secure(), Danger: "产品正在出货，可能灭失"}
	}})
}

func seized() []stride {
	return append(filed(), stride{0, "fuzeren", "allow", func(*suspicion) any {
		return &counterfeit.Allow{Measure: "seize", Scope: "仓库内标注专利标识的产品", Reason: "有证据证明是假冒专利的产品。"}
	}}, stride{0, "officer", "seize", func(j *suspicion) any {
		return &counterfeit.Seize{Secure: j.secure(), Proven: "专利登记簿副本、标识核验结果", Rights: true}
	}})
}

func tested() []stride {
	return append(filed(), stride{1, "officer", "test", func(j *suspicion) any {
		return &counterfeit.Test{Body: "示范检测院", Items: "产品技术方案与所标专利的对应关系", Until: j.day + 30, Told: true}
	}})
}

func suspended() []stride {
	return append(filed(), stride{1, "fuzeren", "suspend", func(*suspicion) any {
		return &counterfeit.Suspend{Ground: "invalidity", Reason: "所标专利的无效宣告请求已受理，结果影响认定。"}
	}})
}

// concluded proposes what is done about the conduct.
func concluded(proposal string) []stride {
	return append(filed(), stride{1, "officer", "conclude", func(j *suspicion) any {
		in := &counterfeit.Conclude{Reviewer: j.accounts([]string{"fuhe1", "fuhe2"}[j.n%2])}
		in.Findings = counterfeit.Findings{Conducts: []string{j.conduct}, Proposal: proposal, Facts: "当事人在产品包装标注专利标识，标注时该专利标识不符合法律规定。", Evidence: "现场检查笔录\n询问笔录\n标识核验结果\n销售台账", Degree: "首次被查处，配合调查。"}
		switch proposal {
		case "penalty":
			in.Sanction, in.Gains = j.sanction(), conduct.Yuan(j.gains)
		case "correct":
			in.Conducts = []string{"improper"}
		case "stop":
			in.Conducts, in.Unknown, in.Source = []string{"sale"}, true, "供货合同、发票、付款凭证"
		case "police":
			in.Conducts = []string{"forgery"}
		}
		return in
	}})
}

func reviewed(proposal string) []stride {
	return append(concluded(proposal), stride{1, "reviewer", "review", func(*suspicion) any {
		return &counterfeit.Review{Checks: []string{"power", "facts", "law", "scale", "procedure", "paper", "crime"}, Opinion: "事实清楚，证据充分，适用法律正确，程序合法，同意所提处理建议。"}
	}})
}

func notified() []stride {
	return append(reviewed("penalty"), stride{0, "officer", "notify", func(j *suspicion) any {
		return &counterfeit.Notify{Findings: "你单位在产品包装标注专利标识，标注时不符合法律规定。", Sanction: j.sanction(), Hearing: j.hearing}
	}})
}

func noticed() []stride {
	return append(notified(), stride{0, "officer", "noticed", func(j *suspicion) any { return j.served() }})
}

func (j *suspicion) served() *counterfeit.Served {
	return &counterfeit.Served{Way: "direct", Day: j.day, Who: "王某", Proof: "送达回证"}
}

func heard() []stride {
	return append(noticed(), stride{2, "officer", "record_hearing", func(j *suspicion) any {
		in := &counterfeit.RecordHearing{Day: j.day}
		in.Reason = "对违法所得的计算有异议。"
		return in
	}}, stride{1, "officer", hearing.MovePlan, func(j *suspicion) any {
		in := &hearing.Arrange{Kind: hearing.Formal, Panel: []string{j.accounts([]string{"fuhe1", "fuhe2"}[j.n%2])}, Recorder: j.accounts("shouli2"), Public: true, Order: sessions.Orders(hearing.Formal)}
		in.Day, in.From, in.Until, in.Room = j.day+14, "9:30", "11:30", "听证室"
		return in
	}})
}

func weighing() []stride {
	return append(noticed(), stride{2, "officer", "record_plea", func(j *suspicion) any {
		in := &counterfeit.RecordPlea{Day: j.day, Way: "paper"}
		in.Statement, in.Waive = "旧包装为存货，已停止使用，请求从轻。", true
		return in
	}})
}

func discussing() []stride {
	return append(weighing(), stride{1, "officer", "weigh", func(*suspicion) any {
		return &counterfeit.Weigh{Adopted: "part", Reason: "已停止使用旧包装属实，从轻情节已在拟处罚幅度中考虑；其余意见没有证据。"}
	}})
}

func deciding() []stride {
	return append(discussing(), stride{1, "fuzeren", "discuss", func(j *suspicion) any {
		return &counterfeit.Discuss{Day: j.day, People: []string{j.accounts("zhuren"), j.accounts("fuzeren"), j.accounts("fuhe2")}, Views: "参加人员一致同意拟处罚意见。", Outcome: "同意按告知的内容作出处罚决定。"}
	}})
}

func drafted() []stride {
	return append(deciding(), stride{0, "officer", draft.MoveDraft, func(*suspicion) any { return &draft.Begin{Template: "penalty"} }})
}

func decided() []stride {
	return append(deciding(), stride{1, "zhuren", "decide", func(j *suspicion) any {
		return &counterfeit.Decide{Sanction: j.sanction(), Reason: "当事人首次被查处，积极配合，在法定幅度内从轻处罚。"}
	}})
}

func performing() []stride {
	return append(decided(), stride{1, "officer", "serve", func(j *suspicion) any { return j.served() }})
}

func publishedCourse() []stride {
	return append(performing(), stride{2, "officer", "publish", func(j *suspicion) any {
		return &counterfeit.Publish{Where: "示范市知识产权局门户网站", Summary: j.product + "标注不符合规定的专利标识，构成假冒专利，责令改正，没收违法所得并处罚款。"}
	}})
}

func settledCourse() []stride {
	return append(publishedCourse(), stride{4, "officer", "settle", func(j *suspicion) any {
		in := &counterfeit.Settle{}
		in.Proof = counterfeit.Proof{Day: j.day, Amount: conduct.Yuan(j.fine + j.gains), No: "缴款书 " + phone(j.n)}
		return in
	}})
}

func closedCourse(steps []stride) []stride {
	return append(slices.Clip(steps), stride{1, "fuzeren", "close", func(*suspicion) any {
		return &counterfeit.Close{Report: "处理完毕，材料齐全，同意结案归档。"}
	}})
}

func urgedCourse() []stride {
	return append(publishedCourse(), stride{16, "officer", "exhort", func(j *suspicion) any { return &counterfeit.Urge{Served: *j.served()} }})
}

func courtCourse() []stride {
	return append(urgedCourse(), stride{130, "officer", "enforce", func(*suspicion) any {
		return &counterfeit.Enforce{Court: "示范市中级人民法院", Facts: "当事人经催告仍不履行，申请强制执行罚没款和加处罚款。"}
	}})
}

// other decides otherwise than by a penalty, and serves it.
func other(kind, ground, orders string) []stride {
	return append(reviewed(kind), stride{1, "zhuren", "order", func(*suspicion) any {
		return &counterfeit.Order{Kind: kind, Ground: ground, Orders: orders, Reason: "经调查核实，情况属实，按规定处理。"}
	}}, stride{1, "officer", "serve", func(j *suspicion) any { return j.served() }})
}

func rechecked(steps []stride) []stride {
	return append(slices.Clip(steps), stride{5, "officer", "recheck", func(j *suspicion) any {
		return &counterfeit.Recheck{Present: j.present(), Done: true, Text: "已更换包装，网店页面已修改。"}
	}})
}

func policeCourse() []stride {
	return append(reviewed("police"), stride{1, "zhuren", "transfer", func(*suspicion) any {
		return &counterfeit.Transfer{Body: "示范市公安局", Reason: "涉嫌伪造专利证书，数额较大。"}
	}})
}

// reportedAgain is a report by the public about a firm that is investigated already, and the case into which the
// head takes it.
func reportedAgain() (report, other course) {
	var again *suspicion
	about := func(j *suspicion) { j.name, j.product = suspectsOf[2], goods[2] }
	report = course{steps: tip(), ago: []int{3}, with: func(j *suspicion) { about(j); again = j }}
	other = course{steps: append(filed(), stride{1, "fuzeren", "join", func(*suspicion) any {
		return &counterfeit.Join{Number: again.number, Ground: "report", Reason: "举报的网店、产品和标识与本案相同。"}
	}}), ago: []int{2}, with: about}
	return report, other
}

// openCourses are cases that are under way when the demo ends; the comment says what is close to its end.
func openCourses() []course {
	again, investigated := reportedAgain()
	return []course{
		{steps: lead(), ago: []int{0, 2, 8}}, // the third was reported and has to be filed within two days
		{steps: tip(), ago: []int{1}},
		{steps: verified(), ago: []int{1, 2}},
		{steps: proposed(), ago: []int{0}},
		{steps: filed(), ago: []int{1, 6}},            // the second: the ten days end
		{steps: preserved(), ago: []int{6}},           // seven working days end tomorrow
		{steps: seized(), ago: []int{20}},             // the thirty days end
		{steps: tested(), ago: []int{4}},              //
		{steps: suspended(), ago: []int{9}},           //
		{steps: concluded("penalty"), ago: []int{0}},  //
		{steps: reviewed("penalty"), ago: []int{0}},   //
		{steps: noticed(), ago: []int{1, 5}},          // the second: the five working days end today
		{steps: notified(), ago: []int{0}, with: own}, // of an entity of the demo, into its account
		{steps: heard(), ago: []int{0}, with: large},
		{steps: weighing(), ago: []int{0}},
		{steps: discussing(), ago: []int{0}},
		{steps: drafted(), ago: []int{1}},    // the decision is being written
		{steps: decided(), ago: []int{0, 6}}, // the second: to be served by tomorrow
		{steps: performing(), ago: []int{9}}, // to be paid in two days or so
		{steps: publishedCourse(), ago: []int{2}},
		{steps: urgedCourse(), ago: []int{3}},
		{steps: courtCourse(), ago: []int{5}},
		{steps: policeCourse(), ago: []int{7}},
		{steps: other("correct", "marking", "七日内更换包装上的专利标识"), ago: []int{3}},
		{steps: settledCourse(), ago: []int{1}},
		again, investigated,
	}
}

// closedCourses are cases that were closed in the eighteen months.
func closedCourses() []course {
	unfiled := append(verified(), stride{1, "fuzeren", "refuse", func(*suspicion) any {
		return &counterfeit.Refuse{Ground: "none", Reason: "所标专利经核查有效，权利人已许可。", Told: true}
	}})
	referred := append(lead(), stride{1, "fuzeren", "refer", func(*suspicion) any {
		return &counterfeit.Refer{To: "示范二市知识产权局", Reason: "生产者所在地在该市。"}
	}})
	return []course{
		{steps: closedCourse(settledCourse()), ago: []int{20, 45, 70, 100, 150, 210}},
		{steps: closedCourse(rechecked(other("correct", "marking", "七日内更换包装上的专利标识"))), ago: []int{30, 90}},
		{steps: closedCourse(rechecked(other("stop", "unknowing", "立即停止销售"))), ago: []int{60}},
		{steps: closedCourse(other("exempt", "first", "")), ago: []int{40, 130}},
		{steps: closedCourse(other("withdraw", "unproven", "")), ago: []int{80}},
		{steps: unfiled, ago: []int{15, 55, 120}},
		{steps: referred, ago: []int{33}},
	}
}

// own makes the suspect an entity of the demo, which agreed to be served electronically.
func own(j *suspicion) { j.online = true }

// large makes the amounts such that there is a right to a hearing.
func large(j *suspicion) { j.hearing, j.fine, j.gains = true, 120000, 100000 }
