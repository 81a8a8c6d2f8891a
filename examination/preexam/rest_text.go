package preexam

import (
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/patent"
)

// A PaperVersion is one version of the papers, without anything of them.
type PaperVersion struct {
	No      int64     `json:"no"`
	Purpose string    `json:"purpose" doc:"exam 预审、filing 正式提交"`
	At      time.Time `json:"at"`
	Rules   string    `json:"rules" doc:"自检所用规则的版本"`
}

// A VersionText is one version with its text, its files and what was found in it.
type VersionText struct {
	No       int64             `json:"no"`
	At       time.Time         `json:"at"`
	Text     map[string]string `json:"text" doc:"各部分的全文"`
	Files    []OriginalFile    `json:"files" doc:"原件，下载：/cases/{case}/originals/{version}/{n}"`
	Figures  []FigureOf        `json:"figures" doc:"附图，图片：/cases/{case}/pictures/{version}/{n}"`
	Findings []VersionFinding  `json:"findings"`
}

// An OriginalFile is a file exactly as the applicant sent it.
type OriginalFile struct {
	N      int    `json:"n"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// FigureOf is one figure or view of the papers.
type FigureOf struct {
	N      int    `json:"n"`
	Label  string `json:"label"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// A Comparison is what changed from one version to another.
type Comparison struct {
	A     int64          `json:"a"`
	B     int64          `json:"b"`
	Same  bool           `json:"same"`
	Parts []PartCompared `json:"parts"`
}

// PartCompared is one part of the papers with its changed rows only.
type PartCompared struct {
	Part string        `json:"part"`
	Rows []RowCompared `json:"rows"`
}

// RowCompared is one claim or paragraph on both sides; a side that does not have it is empty.
type RowCompared struct {
	Op    string    `json:"op" doc:"+ 新增、- 删除、~ 修改或移动"`
	Left  []TextRun `json:"left"`
	Right []TextRun `json:"right"`
}

// A TextRun is text that is the same on both sides or is not.
type TextRun struct {
	Text    string `json:"text"`
	Changed bool   `json:"changed"`
}

// An IdentityCheck is the filed papers against those that passed.
type IdentityCheck struct {
	ApplicationNo string         `json:"application_no"`
	Filed         calendar.Day   `json:"filed"`
	Paid          calendar.Day   `json:"paid,omitzero"`
	Same          bool           `json:"same"`
	Marked        time.Time      `json:"marked,omitzero"`
	Batch         string         `json:"batch,omitempty"`
	Differ        []DifferenceOf `json:"differences"`
	Findings      []RuleFinding  `json:"findings" doc:"提交后规则的发现"`
}

// DifferenceOf is one place where the two texts differ.
type DifferenceOf struct {
	Part   string `json:"part"`
	Place  string `json:"place"`
	Passed string `json:"passed"`
	Filed  string `json:"filed"`
}

// A VersionFinding is one finding in a version, with what was decided on it.
type VersionFinding struct {
	ID         string `json:"id" doc:"步骤“认定缺陷”使用的编号"`
	Status     string `json:"status"`
	Manual     bool   `json:"manual"`
	Rule       string `json:"rule"`
	Severity   string `json:"severity"`
	Basis      string `json:"basis"`
	Part       string `json:"part"`
	Claim      int    `json:"claim,omitempty"`
	Paragraph  string `json:"paragraph,omitempty"`
	Quote      string `json:"quote,omitempty"`
	Start      int    `json:"start" doc:"在该部分全文中的字节位置"`
	End        int    `json:"end"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`
	Reason     string `json:"reason,omitempty" doc:"不采纳的理由"`
}

// A RuleFinding is what a rule says of the filing.
type RuleFinding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// restTexts are the papers of a case: versions, originals, pictures, comparison, identity, archive.
func (d *Desk) restTexts() []rest.Endpoint {
	q := form.Describe(compareQuery{}, nil)
	return []rest.Endpoint{
		{Method: "GET", Path: "/cases/{case}/versions", Act: casework.ActSee, Title: web.Text{"申请文件的版本", "Versions of the papers"}, Answer: []PaperVersion{}, Handle: d.restVersions},
		{Method: "GET", Path: "/cases/{case}/versions/{version}", Act: casework.ActText, Title: web.Text{"一个版本的全文、原件目录、附图与缺陷", "Text, files, figures and findings of a version"},
			Pages: []string{"GET /preexam/{id}/desk"}, Answer: VersionText{}, Handle: d.restVersion},
		{Method: "GET", Path: "/cases/{case}/originals/{version}/{file}", Act: casework.ActText, Title: web.Text{"一个原件", "A file as it was sent"},
			Pages: []string{"GET /preexam/{id}/original/{version}/{file}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(d.originalPage)},
		{Method: "GET", Path: "/cases/{case}/pictures/{version}/{figure}", Act: casework.ActText, Title: web.Text{"一幅附图（PNG）", "A figure as a PNG"},
			Pages: []string{"GET /preexam/{id}/figure/{version}/{figure}"}, Files: []string{"image/png"}, Handle: rest.File(d.figurePage)},
		{Method: "GET", Path: "/cases/{case}/compare", Act: casework.ActText, Title: web.Text{"两个版本的比较", "What changed between two versions"}, Pages: []string{"GET /preexam/{id}/compare"}, Query: q,
			Answer: Comparison{}, Handle: func(c *rest.Call) (any, error) { return d.restCompare(c, q) }},
		{Method: "GET", Path: "/cases/{case}/identity", Act: ActIdentity, Title: web.Text{"正式提交与合格文本的一致性比对", "The filed text against the passed one"}, Pages: []string{"GET /preexam/{id}/identity"},
			Answer: IdentityCheck{}, Handle: d.restIdentity},
		{Method: "GET", Path: "/cases/{case}/archive", Act: ActArchive, Title: web.Text{"全案卷宗（ZIP）", "The whole file of a case"}, Pages: []string{"GET /preexam/{id}/archive"},
			Files: []string{"application/zip"}, Timeout: batchTimeout, Handle: rest.File(d.archivePage)},
	}
}

// restVersions answers which versions there are, to everybody who sees the case.
func (d *Desk) restVersions(c *rest.Call) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	out := []PaperVersion{}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.office.Get(c.Context(), tx, worklist.Actor(c.Ctx), id)
		if err != nil {
			return err
		}
		vs, err := versions(c.Context(), tx, k.ID)
		for _, v := range vs {
			out = append(out, PaperVersion{v.No, v.Purpose, v.At.In(calendar.Shanghai()), v.Rules})
		}
		return err
	})
	return out, err
}

// restVersion answers one version for examination with all that stands on the desk. Reading it is
// an event of the case.
func (d *Desk) restVersion(c *rest.Call) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	no, err := c.Number("version")
	if err != nil {
		return nil, err
	}
	_, v, fs, err := d.openText(c.Ctx, worklist.Actor(c.Ctx), id, no)
	if err != nil {
		return nil, err
	}
	out := VersionText{No: v.No, At: v.At.In(calendar.Shanghai()), Text: map[string]string{}, Files: []OriginalFile{}, Figures: []FigureOf{}, Findings: []VersionFinding{}}
	for _, p := range patent.Parts() {
		if t := v.App.Text(p).Text; t != "" {
			out.Text[string(p)] = t
		}
	}
	for i, f := range v.Files {
		out.Files = append(out.Files, OriginalFile{i, f.Name, f.Size, f.SHA256})
	}
	for i, f := range slices.Concat(v.App.Figures, v.App.Views) {
		out.Figures = append(out.Figures, FigureOf{i, f.Label, f.Width, f.Height})
	}
	// Before submission there are no findings of the desk, only the report of the upload.
	if len(fs) == 0 {
		fs = fromReport(v)
	}
	for _, f := range fs {
		out.Findings = append(out.Findings, versionFinding(f))
	}
	return out, nil
}

// versionFinding is a finding of the desk for programs.
func versionFinding(f *DeskFinding) VersionFinding {
	x := &f.Finding
	return VersionFinding{ID: rest.ID(f.ID), Status: f.Status, Manual: f.Manual, Rule: x.Rule, Severity: string(x.Severity), Basis: x.Basis, Part: string(x.Part), Claim: x.Claim,
		Paragraph: x.Paragraph, Quote: x.Quote, Start: x.Start, End: x.End, Message: x.Message, Suggestion: x.Suggestion, Reason: f.Reason}
}

// runs are the pieces of a compared row.
func runs(ps []piece) []TextRun {
	out := []TextRun{}
	for _, p := range ps {
		out = append(out, TextRun(p))
	}
	return out
}

// restCompare answers what changed between two versions.
func (d *Desk) restCompare(c *rest.Call, s *form.Schema) (any, error) {
	var q compareQuery
	if err := c.Ask(s, &q); err != nil {
		return nil, err
	}
	_, view, err := d.compared(c.Ctx, q.A, q.B)
	out := Comparison{A: view.A, B: view.B, Same: view.Same, Parts: []PartCompared{}}
	for _, p := range view.Parts {
		part := PartCompared{Part: p.Title}
		for _, r := range p.Rows {
			part.Rows = append(part.Rows, RowCompared{r.Op, runs(r.Left), runs(r.Right)})
		}
		out.Parts = append(out.Parts, part)
	}
	return out, err
}

// restIdentity answers whether the filed text is the passed text, and every place where it is not.
func (d *Desk) restIdentity(c *rest.Call) (any, error) {
	_, f, err := d.openFiling(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := IdentityCheck{ApplicationNo: f.ApplicationNo, Filed: f.Filed, Paid: f.Paid, Same: len(f.Body.Differ) == 0, Batch: f.Batch, Differ: []DifferenceOf{}, Findings: []RuleFinding{}}
	if !f.Marked.IsZero() {
		out.Marked = f.Marked.In(calendar.Shanghai())
	}
	for _, x := range f.Body.Differ {
		out.Differ = append(out.Differ, DifferenceOf{x.Part, x.Place, x.Passed, x.Filed})
	}
	for _, x := range filingFindings(f) {
		out.Findings = append(out.Findings, RuleFinding{x.Rule, x.Message})
	}
	return out, nil
}
