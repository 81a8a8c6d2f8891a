package designs

import (
	"fmt"
	"strconv"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// DesignsOf is the collection of pictures and the searches of a person.
type DesignsOf struct {
	Designs  int              `json:"designs" doc:"图片库中的外观设计件数"`
	Pictures int              `json:"pictures"`
	Left     int64            `json:"left" doc:"尚未进入图片库的变动"`
	Searches []DesignSearchOf `json:"searches" doc:"本人最近的图片检索"`
}

// DesignSearchOf is a search with pictures.
type DesignSearchOf struct {
	ID    string    `json:"id"`
	Title string    `json:"title,omitempty"`
	At    time.Time `json:"at"`
}

// DesignsFound are the candidates of a search, the most alike first, with the judgements on them.
type DesignsFound struct {
	Left       int64             `json:"left" doc:"尚未进入图片库的变动"`
	Asked      []DesignAskedOf   `json:"asked" doc:"检索图片"`
	Candidates []DesignCandidate `json:"candidates"`
	Judged     []DesignJudged    `json:"judged" doc:"结论表"`
}

// DesignAskedOf is a picture that is asked for.
type DesignAskedOf struct {
	View string `json:"view" doc:"判定时用的代码"`
	Name string `json:"name"`
}

// DesignCandidate is a published design that may be alike.
type DesignCandidate struct {
	Number    string        `json:"number"`
	Title     string        `json:"title"`
	Locarno   []string      `json:"locarno"`
	Published calendar.Day  `json:"published,omitzero"`
	Score     float64       `json:"score"`
	Views     []DesignMatch `json:"views"`
}

// DesignMatch is the picture of a candidate that is most like one that is asked for.
type DesignMatch struct {
	Asked   string   `json:"asked"`
	Picture string   `json:"picture" doc:"候选的图片，GET /design-pictures/{picture}"`
	Turned  bool     `json:"turned" doc:"旋转或镜像后相似"`
	Score   float64  `json:"score"`
	Shape   float64  `json:"shape"`
	Contour float64  `json:"contour"`
	Pattern float64  `json:"pattern"`
	Colour  float64  `json:"colour"`
	Reasons []string `json:"reasons" doc:"形状、轮廓、图案、色彩中相似的"`
}

// DesignJudged is a judgement. Seen is what to hand in with another one, so that nobody's is overwritten unseen.
type DesignJudged struct {
	Number  string    `json:"number"`
	View    string    `json:"view" doc:"检索图片的代码，whole 为整体"`
	Verdict string    `json:"verdict" doc:"same、substance、similar、not 或 unseen"`
	Note    string    `json:"note,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Seen    string    `json:"seen"`
}

// DesignPair is one candidate beside a picture that is asked for.
type DesignPair struct {
	Candidate DesignCandidate `json:"candidate"`
	Judged    *DesignJudged   `json:"judged,omitempty"` // nothing where nobody judged
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	ask, look, judge := form.Describe(asking{}, nil), form.Describe(narrowing{}, nil), form.Describe(judging{}, nil)
	of, pair, media := home+"/{of}", home+"/{of}/with/{number}/{view}", []string{"image/png", "image/jpeg"}
	return rest.Module{Acts: []rest.Act{{Code: ActSearch, Title: web.Text{"以图检索外观设计", "Search designs with pictures"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: home, Act: ActSearch, Title: web.Text{"图片库与本人的图片检索", "The pictures held and one's own searches"}, Pages: []string{"GET " + home}, Answer: DesignsOf{}, Handle: d.restHome},
		{Method: "POST", Path: home, Act: ActSearch, Title: web.Text{"以图检索外观设计", "Search designs with pictures"}, Pages: []string{"POST " + home}, Body: ask, Answer: DesignSearchOf{}, Limit: mostAsked*maxPicture + 1<<20, Timeout: 2 * time.Minute, Handle: func(c *rest.Call) (any, error) {
			var in asking
			if err := c.Read(ask, &in); err != nil {
				return nil, err
			}
			x, err := d.ask(c.Ctx, worklist.Actor(c.Ctx), &in)
			if err != nil {
				return nil, err
			}
			return x.forPrograms(), nil
		}},
		{Method: "GET", Path: of, Act: ActSearch, Title: web.Text{"一次图片检索的候选；案件的图片以 case-编号 检索", "Candidates of a search; case-id searches with the pictures of a case"}, Pages: []string{"GET " + of}, Query: look, Answer: DesignsFound{}, Timeout: 2 * time.Minute, Handle: d.restFound},
		{Method: "GET", Path: of + "/export", Act: ActSearch, Title: web.Text{"导出候选", "Export the candidates"}, Pages: []string{"GET " + of + "/export"}, Query: look, Files: []string{"text/csv"}, Timeout: 2 * time.Minute, Handle: rest.File(d.export)},
		{Method: "GET", Path: of + "/asked/{shot}", Act: ActSearch, Title: web.Text{"一幅检索图片", "A picture that is asked for"}, Pages: []string{"GET " + of + "/asked/{shot}"}, Files: media, Handle: rest.File(d.askedFile)},
		{Method: "GET", Path: pictures + "/{picture}", Act: ActSearch, Title: web.Text{"已公布外观设计的一幅图片", "A picture of a published design"}, Pages: []string{"GET " + pictures + "/{picture}"}, Files: media, Handle: rest.File(d.pictureFile)},
		{Method: "GET", Path: drawings, Act: d.Read, Title: web.Text{"一件已公布文献的一幅附图", "A picture of a published document"}, Pages: []string{"GET " + drawings}, Files: media, Handle: rest.File(d.drawingFile)},
		{Method: "GET", Path: pair, Act: ActSearch, Title: web.Text{"一件候选与一幅检索图片的比对", "A candidate beside a picture"}, Pages: []string{"GET " + pair}, Answer: DesignPair{}, Handle: d.restPair},
		{Method: "POST", Path: pair, Act: ActSearch, Title: web.Text{"判定一个视图或整体", "Judge a view, or the whole"}, Pages: []string{"POST " + pair}, Body: judge, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			var in judging
			if err := c.Read(judge, &in); err != nil {
				return nil, err
			}
			s, f, at, err := d.pairOf(c.Ctx)
			if err != nil {
				return nil, err
			}
			asked := ""
			if at >= 0 {
				asked = s.shots[at].Name
			}
			return rest.OK(d.judge(c.Context(), s, f.Kept[0].Number, c.Path("view"), asked, in))
		}},
		{Method: "POST", Path: of + "/drop", Act: ActSearch, Title: web.Text{"删除一次图片检索", "Delete a search"}, Pages: []string{"POST " + of + "/drop"}, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			s, err := d.see(c.Context(), worklist.Actor(c.Ctx), c.Path("of"))
			if err != nil {
				return nil, err
			}
			return rest.OK(d.drop(c.Context(), s))
		}},
	}}
}

// forPrograms describes a search.
func (x *search) forPrograms() DesignSearchOf {
	return DesignSearchOf{ID: rest.ID(x.ID), Title: x.Title, At: x.At}
}

// restHome answers with the collection and the searches of a person.
func (d *Desk) restHome(c *rest.Call) (any, error) {
	by := worklist.Actor(c.Ctx)
	collection, left, err := d.Feed(c.Context(), by.Center, quick)
	if err != nil {
		return nil, err
	}
	out := DesignsOf{Left: left, Searches: []DesignSearchOf{}}
	out.Designs, out.Pictures = collection.Len()
	last, err := d.mine(c.Context(), by)
	for _, x := range last {
		out.Searches = append(out.Searches, x.forPrograms())
	}
	return out, err
}

// restFound answers with the candidates of a search.
func (d *Desk) restFound(c *rest.Call) (any, error) {
	n, err := narrowed(c.Ctx)
	if err != nil {
		return nil, err
	}
	s, err := d.open(c.Context(), worklist.Actor(c.Ctx), c.Path("of"))
	if err != nil {
		return nil, err
	}
	found, left, err := d.find(c.Context(), s, n)
	if err != nil {
		return nil, err
	}
	out := DesignsFound{Left: left, Asked: []DesignAskedOf{}, Candidates: []DesignCandidate{}, Judged: []DesignJudged{}}
	for i := range s.shots {
		out.Asked = append(out.Asked, DesignAskedOf{s.shots[i].code(), s.shots[i].Name})
	}
	for i := range found {
		out.Candidates = append(out.Candidates, s.candidateOf(c.Ctx, &found[i]))
	}
	for i := range s.marks {
		out.Judged = append(out.Judged, s.marks[i].forPrograms())
	}
	return out, nil
}

// forPrograms describes a judgement.
func (m *mark) forPrograms() DesignJudged {
	return DesignJudged{Number: m.Number, View: m.View, Verdict: string(m.Verdict), Note: m.Note, By: m.Name, At: m.At, Seen: m.stamp()}
}

// candidateOf describes a candidate.
func (s *inquiry) candidateOf(c *web.Ctx, f *Found) DesignCandidate {
	out := DesignCandidate{Number: f.Doc.Number, Title: titleOf(c, &f.Doc), Locarno: rest.List(f.Doc.Locarno), Published: f.Doc.Published, Score: f.Score, Views: []DesignMatch{}}
	for i, m := range f.Views {
		out.Views = append(out.Views, DesignMatch{Asked: s.shots[i].code(), Picture: strconv.FormatInt(f.pictureOf(m.View).ID, 10), Turned: m.Turned, Score: m.Score, Shape: m.Shape, Contour: m.Contour, Pattern: m.Pattern, Colour: m.Colour, Reasons: rest.List(m.Reasons())})
	}
	return out
}

// pairOf reads a candidate and the picture beside it; -1 stands for the design as a whole.
func (d *Desk) pairOf(c *web.Ctx) (*inquiry, *Found, int, error) {
	s, err := d.open(c.Context(), worklist.Actor(c), c.Path("of"))
	if err != nil {
		return nil, nil, 0, err
	}
	f, err := d.candidate(c, s, c.Path("number"))
	if err != nil {
		return nil, nil, 0, err
	}
	at := s.shotAt(c.Path("view"))
	if at < 0 && c.Path("view") != whole {
		return nil, nil, 0, fault.New(fault.Missing, "designs.no_view", "没有这幅检索图片，可能案件的图片已经更换；请返回候选列表重新选择")
	}
	return s, f, at, nil
}

// restPair answers with a candidate beside a picture.
func (d *Desk) restPair(c *rest.Call) (any, error) {
	s, f, _, err := d.pairOf(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := DesignPair{Candidate: s.candidateOf(c.Ctx, f)}
	if m := s.markOf(f.Doc.Number, c.Path("view")); m != nil {
		j := m.forPrograms()
		out.Judged = &j
	}
	return out, nil
}

// InCase is the address of the search with the pictures of a case.
func InCase(id int64) string { return fmt.Sprintf("%s/%s%d", home, inCase, id) }

// From is the address where a search with the pictures of a document begins.
func From(number string) string { return home + "?document=" + number }
