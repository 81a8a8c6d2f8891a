package req

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// req025 finds the form by its name, because its code differs by year.
func req025() check.Rule {
	return paired(rule.Meta{
		ID: "REQ-025", Title: "勾选遗传资源的，附有遗传资源来源披露登记表，反之亦然",
		English: "The box for genetic resources and the disclosure form go together",
		Basis:   []rule.Cite{cite.Rules("第二十九条"), cite.Act("第二十六条第五款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, pair{
		ticked: func(r *patent.Request) bool { return r.Genetic },
		box:    form.Box("遗传资源", "Genetic"), words: []string{"遗传资源"}, box1: "依赖于遗传资源完成", paper: "遗传资源来源披露登记表",
	})
}

// A pair is a box of the form and the document that goes with it.
type pair struct {
	ticked      func(*patent.Request) bool
	box         form.Field
	words       []string // by which the document is known
	box1, paper string   // as the message names them
}

// paired makes a rule that box and document are both there or both absent.
func paired(m rule.Meta, x pair) check.Rule {
	r := filled(m, func(p *check.Pass, r *patent.Request) {
		ticked, there := x.ticked(r), form.Enclosed(p.App, x.words...)
		switch {
		case ticked && !there:
			form.At(p, x.box, fmt.Sprintf("请求书勾选了“%s”，案卷包中没有%s", x.box1, x.paper), fmt.Sprintf("补充%s；不涉及的，取消勾选", x.paper))
		case !ticked && there:
			p.Whole(patent.RequestForm, fmt.Sprintf("案卷包中有%s，请求书没有勾选“%s”", x.paper, x.box1), fmt.Sprintf("在请求书中勾选“%s”；不涉及的，删去该文件", x.box1))
		}
	})
	r.For, r.Needs = technical(), []check.Need{check.Form, check.Bundle}
	return r
}
