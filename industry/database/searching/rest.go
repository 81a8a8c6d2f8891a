package searching

import (
	"cmp"
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/internal/search"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// SearchOf is a search for programs.
type SearchOf struct {
	ID     string    `json:"id"` // to ask for its result
	Kind   string    `json:"kind,omitempty" doc:"留空为检索式；number 为以号找文，text 为以文找文"`
	Words  string    `json:"query" doc:"以号找文时为公开号；以文找文时为文字的校验值与字数，文字不保存"` // sealed in the database
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Total  int       `json:"total"`
	More   bool      `json:"more" doc:"总数多于 total，没有再往下数"`
	Change int64     `json:"change" doc:"检索时文献库的变动序号"`
	Title  string    `json:"title,omitempty"` // only of a kept one
	Shared bool      `json:"shared"`
}

// SearchesOf is what a person searched for and kept.
type SearchesOf struct {
	Last []SearchOf `json:"last"`
	Kept []SearchOf `json:"kept"`
}

// PublicationOf is a document in a list.
type PublicationOf struct {
	Number      string       `json:"number"` // canonical
	Application string       `json:"application,omitempty"`
	Title       string       `json:"title"`
	Kind        string       `json:"kind,omitempty"`
	Published   calendar.Day `json:"published,omitzero"`
	Filed       calendar.Day `json:"filed,omitzero"`
	Applicants  []string     `json:"applicants"`
	Inventors   []string     `json:"inventors"`
	IPC         []string     `json:"ipc"`
	Locarno     []string     `json:"locarno"`
	Family      string       `json:"family,omitempty"`
	Abstract    string       `json:"abstract,omitempty"` // in the language of the caller
	Score       float64      `json:"score,omitempty"`    // only in results by relevance
	Note        string       `json:"note,omitempty"`     // only in collections
	Why         []WordCount  `json:"why,omitempty" doc:"相近程度由哪些词构成"`
}

// WordCount is a word to which a document owes a part of its score.
type WordCount struct {
	Word  string  `json:"word"`
	Times int     `json:"times"`
	Share float64 `json:"share"`
}

// FamilyOf is documents of a result that belong to one family.
type FamilyOf struct {
	Family  string   `json:"family,omitempty"` // as its source names it
	Numbers []string `json:"numbers"`          // in the order of the result
}

// SimilarOf is a search for what is similar, with what it found.
type SimilarOf struct {
	Search SearchOf        `json:"search"`
	Hits   []PublicationOf `json:"hits"` // the most similar first
}

// FacetCount is a value of a facet with the number of documents.
type FacetCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// FacetOfResult is a facet of a result.
type FacetOfResult struct {
	Name   string       `json:"name" doc:"用于 in 和 out"`
	Values []FacetCount `json:"values"`
	Others int          `json:"others"`
}

// SearchResult is a page of what a search finds now.
type SearchResult struct {
	Total  int             `json:"total"` // up to 10,000 exactly
	More   bool            `json:"more"`
	Left   int64           `json:"left" doc:"尚未进入索引的变动"`
	Hits   []PublicationOf `json:"hits"`   // of this page
	Facets []FacetOfResult `json:"facets"` // over all that is found

	Families []FamilyOf `json:"families,omitempty" doc:"group=family 时按同族合并，至多前 5000 件文献"`
}

// PublicationWhole is everything that is known of a document.
type PublicationWhole struct {
	literature.Document
	Cited []CitedFrom    `json:"cited_from" doc:"引用的来源，次序同 Cites"`
	Sets  []CollectionOf `json:"sets"`
}

// CitedFrom is the feed that told of a citation, and how old its data was.
type CitedFrom struct {
	Cited  string       `json:"cited" doc:"被引用的文献号；非专利文献为其文字"`
	Source string       `json:"source,omitempty" doc:"空：导入时还没有记录来源"`
	AsOf   calendar.Day `json:"as_of,omitzero"`
}

// CollectionOf is a collection.
type CollectionOf struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Purpose string          `json:"purpose,omitempty"`
	By      string          `json:"by"`
	At      time.Time       `json:"at"`
	Shared  bool            `json:"shared"`
	Size    int             `json:"size"` // of all pages
	Members []PublicationOf `json:"members,omitempty" doc:"列表中没有；每页 20 件"`
}

// Collected says what became of documents that were put into a collection.
type Collected struct {
	Set   string `json:"set"`   // the collection, new or not
	Added int    `json:"added"` // that were not in it
	Had   int    `json:"had" doc:"原来就在集合中"`
}

// viewing is how a result is looked at.
type viewing struct {
	Page  int      `json:"page" label:"页" en:"Page" min:"1" max:"500"`
	Sort  string   `json:"sort" label:"排序" en:"Order" max:"20" help:"published、-published、filed、-filed；留空按相关度" helpen:"published, -published, filed, -filed; empty by relevance"`
	In    string   `json:"in" label:"限于" en:"Only" max:"300" help:"如 office:CN" helpen:"such as office:CN"`
	Out   string   `json:"out" label:"排除" en:"Without" max:"300"`
	Group string   `json:"group" label:"合并" en:"Put together" max:"10" help:"family 为按同族合并" helpen:"family: by families"`
	As    string   `json:"as" label:"格式" en:"Format" max:"5" help:"xlsx、csv、docx" helpen:"xlsx, csv, docx"`
	_     struct{} // keyed literals only
}

// runOf is a search as programs read it.
func runOf(r *Run) SearchOf {
	return SearchOf{ID: rest.ID(r.ID), Kind: r.Kind, Words: r.Words, At: r.At, By: r.Name, Total: r.Total, More: r.More, Change: r.Change, Title: r.Title, Shared: r.Shared}
}

// setOf is a collection as programs read it, without its documents.
func setOf(s *Set) CollectionOf {
	return CollectionOf{ID: rest.ID(s.ID), Title: s.Title, Purpose: s.Purpose, By: s.Name, At: s.At, Shared: s.Shared, Size: s.Size}
}

// partyNames are the names alone.
func partyNames(ps []literature.Party) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return rest.List(out)
}

// documentOf is a document as programs read it in lists.
func documentOf(c *web.Ctx, doc *literature.Document) PublicationOf {
	return PublicationOf{Number: doc.Number, Application: doc.Application, Title: firstText(doc.Titles, c.Lang()), Kind: string(doc.Kind), Published: doc.Published, Filed: doc.Filed, Applicants: partyNames(doc.Applicants),
		Inventors: partyNames(doc.Inventors), IPC: rest.List(doc.IPC), Locarno: rest.List(doc.Locarno), Family: doc.Family, Abstract: firstText(doc.Abstracts, c.Lang())}
}

// ChartOf is one table of an analysis: a line a label, a value a series.
type ChartOf struct {
	Title  string        `json:"title"`
	Unit   string        `json:"unit,omitempty"`
	Labels []string      `json:"labels"` // a line each
	Series []ChartSeries `json:"series"` // a column each
	Links  []ChartLink   `json:"links,omitempty" doc:"引用网络的连线"`
}

// ChartLink is a document that cites another.
type ChartLink struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// ChartSeries is a column of it.
type ChartSeries struct {
	Name   string    `json:"name"`
	Values []float64 `json:"values"`
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	likeAs := form.Describe(liking{}, nil)
	ask, keepAs, gatherAs, look := form.Describe(asking{}, nil), form.Describe(keeping{}, nil), form.Describe(gathering{}, nil), form.Describe(viewing{}, nil)
	run := home + "/{run}"
	endpoints := []rest.Endpoint{
		{Method: "GET", Path: home, Act: ActSearch, Title: web.Text{"本人最近的检索与保存的检索", "Last and kept searches"}, Pages: []string{"GET " + home}, Answer: SearchesOf{}, Handle: d.restRuns},
		{Method: "POST", Path: home, Act: ActSearch, Title: web.Text{"检索专利文献", "Search patent documents"}, Pages: []string{"POST " + home, "POST " + home + "/form"}, Body: ask, Answer: SearchOf{}, Handle: func(c *rest.Call) (any, error) {
			var in asking
			if err := c.Read(ask, &in); err != nil {
				return nil, err
			}
			r, err := d.Search(c.Context(), worklist.Actor(c.Ctx), in.Q)
			if err != nil {
				return nil, err
			}
			return runOf(r), nil
		}},
		{Method: "POST", Path: home + "/similar", Act: ActSearch, Title: web.Text{"以文找文、以号找文", "Find what is similar to a document or a text"}, Pages: []string{"POST " + home + "/similar"}, Body: likeAs, Answer: SimilarOf{}, Handle: func(c *rest.Call) (any, error) {
			var in liking
			if err := c.Read(likeAs, &in); err != nil {
				return nil, err
			}
			r, likes, err := d.like(c.Ctx, in)
			if err != nil {
				return nil, err
			}
			return SimilarOf{runOf(r), LikesOf(c.Ctx, likes)}, nil
		}},
		{Method: "GET", Path: run, Act: ActSearch, Title: web.Text{"一次检索现在的结果，每页 20 件", "What a search finds now, 20 a page"}, Pages: []string{"GET " + run}, Query: look, Answer: SearchResult{}, Handle: d.restResult},
		{Method: "GET", Path: run + "/export", Act: ActSearch, Title: web.Text{"导出检索结果", "Export a result"}, Pages: []string{"GET " + run + "/export"}, Query: look, Files: []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, Handle: rest.File(d.exportRun)},
		{Method: "GET", Path: run + "/charts/{chart}", Act: ActSearch, Title: web.Text{"检索结果的一种统计分析", "An analysis of a result"}, Pages: []string{"GET " + run + "/charts/{chart}", "GET " + run + "/charts/{chart}/csv"}, Query: look, Answer: []ChartOf{}, Handle: d.restChart},
		{Method: "GET", Path: run + "/report", Act: ActSearch, Title: web.Text{"检索结果的分析报告，含全部统计图", "The report on a result, with all analyses"}, Pages: []string{"GET " + run + "/report"}, Query: form.Describe(reporting{}, nil), Files: []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"}, Handle: rest.File(d.reportPage)},
		{Method: "GET", Path: documents + "/{number}", Act: ActSearch, Title: web.Text{"一件专利文献的全部内容", "A document whole"}, Pages: []string{"GET " + documents + "/{number}", "GET " + documents + "/{number}/beside"}, Answer: PublicationWhole{}, Handle: d.restDocument},
		{Method: "POST", Path: run + "/keep", Act: ActCollect, Title: web.Text{"给检索起名保存", "Keep a search"}, Pages: []string{"POST " + run + "/keep"}, Body: keepAs, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			var in keeping
			if err := c.Read(keepAs, &in); err != nil {
				return nil, err
			}
			id, err := c.Number("run")
			if err != nil {
				return nil, err
			}
			return rest.OK(d.keep(c.Context(), worklist.Actor(c.Ctx), id, strings.TrimSpace(in.Title), in.Shared))
		}},
		{Method: "POST", Path: run + "/collect", Act: ActCollect, Title: web.Text{"把检索结果放入集合", "Put documents of a result into a collection"}, Pages: []string{"POST " + run + "/collect", "POST " + documents + "/{number}/collect"}, Body: gatherAs, Answer: Collected{}, Handle: func(c *rest.Call) (any, error) {
			var in gathering
			if err := c.Read(gatherAs, &in); err != nil {
				return nil, err
			}
			r, err := d.runOf(c.Ctx)
			if err != nil {
				return nil, err
			}
			set, added, asked, err := d.gather(c.Ctx, r, view{Page: 1}, in)
			return Collected{rest.ID(set), added, asked - added}, err
		}},
	}
	return rest.Module{Acts: []rest.Act{{Code: ActSearch, Title: web.Text{"检索专利文献", "Search patent documents"}}, {Code: ActCollect, Title: web.Text{"保存检索与专利集合", "Keep searches and collections"}}}, Endpoints: append(endpoints, d.restSets()...)}
}

// restRuns answers with the searches of a person.
func (d *Desk) restRuns(c *rest.Call) (any, error) {
	last, kept, err := d.lately(c.Context(), worklist.Actor(c.Ctx), 20)
	if err != nil {
		return nil, err
	}
	out := SearchesOf{Last: []SearchOf{}, Kept: []SearchOf{}}
	for _, r := range last {
		out.Last = append(out.Last, runOf(r))
	}
	for _, r := range kept {
		out.Kept = append(out.Kept, runOf(r))
	}
	return out, nil
}

// restResult answers with a page of what a search finds.
func (d *Desk) restResult(c *rest.Call) (any, error) {
	r, err := d.runOf(c.Ctx)
	if err != nil {
		return nil, err
	}
	if r.Kind == byNumber {
		return d.restLikes(c, r)
	}
	v, err := readView(c.Ctx)
	if err != nil {
		return nil, err
	}
	asked, err := r.compiled()
	if err != nil {
		return nil, err
	}
	within, err := d.within(c.Context(), r)
	if err != nil {
		return nil, err
	}
	a, err := d.ask(c.Context(), worklist.Actor(c.Ctx).Center, asked, v, within)
	if err != nil {
		return nil, err
	}
	out := SearchResult{Total: a.Total, More: a.More, Left: a.Left, Hits: []PublicationOf{}, Facets: []FacetOfResult{}}
	scores := map[string]search.Hit{}
	for _, h := range a.Hits {
		scores[h.ID] = h
	}
	for i := range a.Docs {
		doc := documentOf(c.Ctx, &a.Docs[i])
		doc.Score = scores[doc.Number].Score
		out.Hits = append(out.Hits, doc)
	}
	if v.Group {
		fs, _, _, err := d.families(c.Context(), r, v)
		if err != nil {
			return nil, err
		}
		for _, f := range fs {
			out.Families = append(out.Families, FamilyOf{f.name, f.all})
		}
	}
	for i, f := range shown() {
		x := FacetOfResult{Name: f.name, Values: []FacetCount{}, Others: a.Facets[i].Others}
		for _, value := range a.Facets[i].Values {
			x.Values = append(x.Values, FacetCount(value))
		}
		out.Facets = append(out.Facets, x)
	}
	return out, nil
}

// PublicationsOf are documents as programs read them in lists.
func PublicationsOf(c *web.Ctx, docs []literature.Document) []PublicationOf {
	out := []PublicationOf{}
	for i := range docs {
		out = append(out, documentOf(c, &docs[i]))
	}
	return out
}

// LikesOf are similar documents as programs read them.
func LikesOf(c *web.Ctx, likes []Like) []PublicationOf {
	out := []PublicationOf{}
	for i := range likes {
		doc := documentOf(c, &likes[i].Doc)
		doc.Score = likes[i].Score
		for _, x := range likes[i].Causes {
			doc.Why = append(doc.Why, WordCount{x.Words, x.Times, x.Share})
		}
		out = append(out, doc)
	}
	return out
}

// restLikes answers with what is like a document now.
func (d *Desk) restLikes(c *rest.Call, r *Run) (any, error) {
	doc, err := d.numbered(c.Context(), r.Center, r.Words)
	if err != nil {
		return nil, err
	}
	likes, _, err := d.likeDocument(c.Context(), r.Center, &doc, maxSimilar)
	return SearchResult{Total: len(likes), Hits: LikesOf(c.Ctx, likes), Facets: []FacetOfResult{}}, err
}

// restChart answers with the numbers of an analysis.
func (d *Desk) restChart(c *rest.Call) (any, error) {
	ch, err := chartOf(c.Ctx)
	if err != nil {
		return nil, err
	}
	_, gs, err := d.grids(c.Ctx, ch)
	out := []ChartOf{}
	for _, g := range gs {
		x := ChartOf{Title: g.title, Unit: g.unit, Labels: rest.List(g.labels), Series: []ChartSeries{}}
		for _, e := range g.links {
			x.Links = append(x.Links, ChartLink{e[0], e[1]})
		}
		for _, s := range g.series {
			x.Series = append(x.Series, ChartSeries{s.Name, rest.List(s.Values)})
		}
		out = append(out, x)
	}
	return out, err
}

// restDocument answers with a document whole.
func (d *Desk) restDocument(c *rest.Call) (any, error) {
	by := worklist.Actor(c.Ctx)
	doc, past, err := d.Holding.Find(c.Context(), by.Center, c.Path("number"))
	if err != nil {
		return nil, err
	}
	sets, err := d.among(c.Context(), by, doc.Number)
	out := PublicationWhole{Document: doc, Cited: []CitedFrom{}, Sets: []CollectionOf{}}
	for _, x := range doc.Cites {
		from := past.Cited[holding.CitedKey(x)]
		out.Cited = append(out.Cited, CitedFrom{cmp.Or(x.Number, x.Words), from.Source, from.AsOf})
	}
	for _, s := range sets {
		out.Sets = append(out.Sets, setOf(s))
	}
	return out, err
}
