package center

import (
	"slices"

	"zhibao/casework/status"
	"zhibao/casework/status/lawbook"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/fee"
	"zhibao/law/rule"
	"zhibao/protection/counterfeit/conduct"
	"zhibao/protection/infringement/matter"
)

// lawbook gathers what rests on which article: what the charts say themselves, and what the rules of
// the check and the tables of the procedures add to that.
func (c *Center) lawbook() *lawbook.Book {
	var more []lawbook.Use
	for _, ch := range catalogue.Chapters() {
		for _, r := range ch.Rules {
			more = append(more, lawbook.Use{Kind: lawbook.Rule, Of: web.Text{r.ID, r.ID}, Title: web.Text{r.Title, r.English}, Href: "/rules?of=" + ch.Code + "#" + r.ID, Basis: r.Basis})
		}
	}
	guided := func(chart string) bool {
		return slices.ContainsFunc(matters(), func(m status.Matter) bool { return m.Chart == chart })
	}
	return lawbook.New(c.Office, guided, append(more, tables()...))
}

// tables are the dated tables of the procedures: when a request is accepted, why a case is suspended,
// what conduct is counterfeiting, what a filing costs.
func tables() (out []lawbook.Use) {
	add := func(k lawbook.Kind, zh, en, title, english string, basis ...rule.Cite) {
		out = append(out, lawbook.Use{Kind: k, Of: web.Text{zh, en}, Title: web.Text{title, english}, Basis: basis})
	}
	for _, x := range matter.Conditions(lastDay) {
		add(lawbook.Ground, "侵权裁决的立案条件", "Accepting an infringement case", x.Title, x.English, x.Basis)
	}
	for _, x := range matter.Grounds() {
		add(lawbook.Ground, "侵权裁决的中止情形", "Suspending an infringement case", x.Title, x.English, x.Basis)
	}
	for _, x := range matter.Reservations() {
		add(lawbook.Ground, "可以不中止的情形", "Not suspending all the same", x.Title, x.English, x.Basis)
	}
	for _, x := range conduct.On(lastDay) {
		add(lawbook.Ground, "假冒专利的行为", "Conduct of counterfeiting", x.Title, x.English, x.Basis)
	}
	for _, x := range fee.Standard() {
		add(lawbook.Fee, "官方费用", "Official fees", x.Title, x.English, x.Basis...)
	}
	return out
}

// lastDay stands for the tables in force now and announced for later.
var lastDay = calendar.MustDay("9999-12-31")
