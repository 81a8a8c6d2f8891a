package dsc

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// freePages is the number of pages beyond which a surcharge is due, and pageRunes how many
// characters a page is taken to hold where the papers do not state their pages.
const (
	freePages = 30
	pageRunes = 1500
)

// dsc030: the surcharge beyond thirty pages. Pages as the lists of the package or the request form
// state them; else an estimate, and the message says so.
func dsc030() check.Rule {
	return about(rule.Meta{
		ID: "DSC-030", Title: "说明书（包括附图、序列表）超过30页的，缴纳申请附加费",
		English: "A description of more than 30 pages costs a surcharge",
		Basis:   []rule.Cite{cite.Rules("第一百一十条")},
		Level:   rule.Law, Severity: rule.Info, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		pages, stated := statedPages(p.App)
		// Without stated pages each drawing is taken for a page of its own.
		about := ""
		if !stated {
			about = fmt.Sprintf("（按每页%d字估算）", pageRunes)
			pages = (prose.Runes(p.Text(patent.Description).Text)+pageRunes-1)/pageRunes + len(p.App.Figures)
		}
		if pages > freePages {
			p.Whole(patent.Description, fmt.Sprintf("说明书连同附图共%d页%s，超过%d页", pages, about, freePages),
				"按规定在缴纳申请费时一并缴纳说明书附加费，金额以缴费通知为准")
		}
	})
}

// statedPages adds the pages of description and drawings as the lists of the papers state them.
func statedPages(a *patent.Application) (pages int, ok bool) {
	const description, drawings = "100002", "100003"
	for _, f := range a.Forms {
		if f.Code == description || f.Code == drawings {
			pages += f.Pages
			ok = ok || f.Code == description && f.Pages > 0
		}
	}
	// List.xml first, for it counts what is in the package; the form says what was meant to be.
	if ok || a.Request == nil {
		return pages, ok
	}
	pages = 0
	for _, l := range a.Request.Documents {
		if l.Code == description || l.Code == drawings {
			pages += l.Pages
			ok = ok || l.Code == description && l.Pages > 0
		}
	}
	return pages, ok
}
