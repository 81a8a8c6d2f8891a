package incase

import (
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/industry/database/searching"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// CaseSearch is a search of a case for programs.
type CaseSearch struct {
	ID     string    `json:"id"`    // to ask for its result
	Words  string    `json:"query"` // sealed with the key of the case
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Total  int       `json:"total"` // that were found then
	More   bool      `json:"more" doc:"总数多于 total，没有再往下数"`
	Change int64     `json:"change" doc:"检索时文献库的变动序号"`
}

// CoreDocuments is the documents of a core technology that are like a case.
type CoreDocuments struct {
	Branch string                    `json:"branch"` // of the tree of the industry
	Name   string                    `json:"name"`
	Hits   []searching.PublicationOf `json:"hits"` // the most similar first
}

// CaseSearches is what was searched for a case, and what is like it.
type CaseSearches struct {
	Prepared string                    `json:"prepared" doc:"本机按权利要求拟出的检索式"`
	Runs     []CaseSearch              `json:"runs"`    // the latest first
	Similar  []searching.PublicationOf `json:"similar"` // the most similar first
	Cores    []CoreDocuments           `json:"cores"`   // in which the case lies
}

// CaseSearchResult is a page of what a search of a case finds now.
type CaseSearchResult struct {
	Run   CaseSearch                `json:"run"`
	Total int                       `json:"total"` // that are found now
	More  bool                      `json:"more"`
	Hits  []searching.PublicationOf `json:"hits"` // of this page
}

// paging is a page of a result.
type paging struct {
	Page int `json:"page" label:"页" en:"Page" min:"1" max:"500"`
}

// runOf is a search as programs read it.
func runOf(r *Run) CaseSearch {
	return CaseSearch{rest.ID(r.ID), r.Words, r.At, r.Name, r.Total, r.More, r.Change}
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	ask, look := form.Describe(asking{}, nil), form.Describe(paging{}, nil)
	const twin = "/cases/{case}/searches"
	return rest.Module{Endpoints: []rest.Endpoint{
		{Method: "GET", Path: twin, Act: searching.ActSearch, Title: web.Text{"案内检索与本案相近的文献", "Searches for a case, and what is like it"}, Pages: []string{"GET " + pattern}, Answer: CaseSearches{}, Handle: d.restCase},
		{Method: "POST", Path: twin, Act: searching.ActSearch, Title: web.Text{"在案件内检索专利文献", "Search patent documents for a case"}, Pages: []string{"POST " + pattern}, Body: ask, Answer: CaseSearch{}, Handle: func(c *rest.Call) (any, error) {
			var in asking
			if err := c.Read(ask, &in); err != nil {
				return nil, err
			}
			x, err := d.open(c.Ctx, "case", "接口：案内检索，检索")
			if err != nil {
				return nil, err
			}
			r, err := d.search(c.Context(), worklist.Actor(c.Ctx), x.k, strings.TrimSpace(in.Q))
			if err != nil {
				return nil, err
			}
			return runOf(r), nil
		}},
		{Method: "GET", Path: twin + "/{run}", Act: searching.ActSearch, Title: web.Text{"一次案内检索现在的结果，每页 20 件", "What a search for a case finds now, 20 a page"}, Pages: []string{"GET " + pattern + "/{run}"}, Query: look, Answer: CaseSearchResult{}, Handle: func(c *rest.Call) (any, error) {
			x, err := d.open(c.Ctx, "case", "接口：案内检索，结果")
			if err != nil {
				return nil, err
			}
			r, err := x.one(c.Ctx)
			if err != nil {
				return nil, err
			}
			found, err := d.Search.Look(c.Context(), x.k.Center, r.Words, pageOf(c.Ctx))
			return CaseSearchResult{runOf(r), found.Total, found.More, searching.PublicationsOf(c.Ctx, found.Docs)}, err
		}},
	}}
}

// restCase answers with the searches of a case and what is like it.
func (d *Desk) restCase(c *rest.Call) (any, error) {
	x, err := d.open(c.Ctx, "case", "接口：案内检索")
	if err != nil {
		return nil, err
	}
	out := CaseSearches{Runs: []CaseSearch{}, Similar: []searching.PublicationOf{}, Cores: []CoreDocuments{}}
	for _, r := range x.runs {
		out.Runs = append(out.Runs, runOf(r))
	}
	if x.text == nil {
		return out, nil
	}
	if out.Prepared, err = d.prepared(c.Context(), x.k, x.text, c.Lang()); err != nil {
		return nil, err
	}
	likes, _, err := d.Search.Similar(c.Context(), x.k.Center, x.text.all(), "", likesOfCase)
	if err != nil {
		return nil, err
	}
	out.Similar = searching.LikesOf(c.Ctx, likes)
	cores, err := d.cores(c.Context(), x.k)
	if err != nil {
		return nil, err
	}
	for _, core := range cores {
		likes, _, err := d.Search.Similar(c.Context(), x.k.Center, x.text.all(), core.Query, likesOfCore)
		if err != nil {
			return nil, err
		}
		out.Cores = append(out.Cores, CoreDocuments{rest.ID(core.Branch), core.Name, searching.LikesOf(c.Ctx, likes)})
	}
	return out, nil
}
