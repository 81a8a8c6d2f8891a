package sub

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
)

// sub010 answers in, out or unknown. Only an official list refuses; an unofficial or partial
// one warns, and without a class or a list the question is left to the classifier.
func sub010() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "SUB-010", Title: "主IPC分类号在本中心开放的领域清单内",
		English: "The main IPC subclass is on the center's list of opened fields",
		Basis:   []rule.Cite{basis.Center("服务领域分类号清单")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Heuristic, Version: 1,
	}, For: []patent.Kind{patent.Invention, patent.UtilityModel}, Needs: []check.Need{check.Form, check.Settings}, Run: func(p *check.Pass) {
		r, s := p.App.Request, p.Facts.Settings
		stated := p.Facts.Class
		if stated == "" && len(r.IPC) > 0 {
			stated = r.IPC[0]
		}
		at := form.Plain(stated, "国际专利分类", "IPC")
		class, err := ident.ParseIPC(stated)
		switch {
		case stated == "":
			unknown(p, at, "请求书没有写明IPC分类号，也还没有预分类", "由预分类员确定主分类号后再判断")
		case err != nil:
			unknown(p, at, err.Error(), "由预分类员核定主分类号")
		case len(s.IPC) == 0:
			unknown(p, at, fmt.Sprintf("本中心尚未录入领域清单，无法判断 %s 是否在服务领域内", class), "由受理员对照本中心公布的清单判断")
		default:
			answer(p, at, string(class), inIPC(class, s.IPC))
		}
	}}
}

// The answers to whether a class is on a list.
type answerTo uint8

// An answer is never guessed: what a list does not settle stays open for the classifier.
const (
	outside answerTo = iota
	inside
	perhaps // the list goes deeper than the class, or into subgroups whose hierarchy is not known
)

// inIPC answers whether a class is on the list. Items of the list that are no IPC symbols are
// passed over, because lists are copied from documents.
func inIPC(class ident.IPC, list []string) answerTo {
	out := outside
	for _, s := range list {
		item, err := ident.ParseIPC(s)
		switch {
		case err != nil || item.Subclass() != class.Subclass():
		case class.Within(item):
			return inside
		case class.MainGroup() == "" || item.MainGroup() == class.MainGroup():
			out = perhaps
		}
	}
	return out
}

// answer reports everything but a class that is on the list. Only an official list refuses:
// unofficial ones are partial or out of date.
func answer(p *check.Pass, at form.Field, class string, a answerTo) {
	const fix = "核对主分类号；确实不在服务领域内的，按普通程序申请"
	switch {
	case a == inside:
	case a == perhaps:
		form.At(p, at, fmt.Sprintf("%s 的一部分在本中心的领域清单内，需要确定到更细的分类", class), "由预分类员确定到组后再判断").Severity = rule.Warning
	case p.Facts.Settings.ListOfficial:
		form.At(p, at, fmt.Sprintf("%s 不在本中心开放的领域清单内", class), fix)
	default:
		form.At(p, at, fmt.Sprintf("%s 不在系统收录的领域清单内，该清单不是正式清单，可能不全", class), "由受理员对照正式清单判断；"+fix).Severity = rule.Warning
	}
}

// unknown says that the question is open, so that a case without a class does not look as if
// it had passed.
func unknown(p *check.Pass, at form.Field, message, suggestion string) {
	form.At(p, at, message, suggestion).Severity = rule.Info
}
