// Package twin is what programs can read and do of the pages of the pre-examination: the addresses,
// and what they answer.
package twin

import (
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// CompareQuery chooses two versions.
type CompareQuery struct {
	A int64 `json:"a" label:"前一版" en:"One version" min:"1" help:"不填为最新版" helpen:"The latest where empty"`
	B int64 `json:"b" label:"后一版" en:"The other version" min:"1" help:"不填为最新版" helpen:"The latest where empty"`
}

// A BatchResult is what became of one file of a batch.
type BatchResult struct {
	File   string `json:"file"`
	OK     bool   `json:"ok"`
	Case   string `json:"case,omitempty" doc:"所建草稿；尚未提交"`
	Title  string `json:"title,omitempty"`
	Must   int    `json:"must" doc:"必须补正的缺陷数；重复调用时不再给出"`
	Should int    `json:"should"`
	Why    string `json:"why,omitempty"`
}

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
	Place string    `json:"place" doc:"权利要求、段落、著录项目或图的名称"`
	What  string    `json:"what" doc:"发生了什么：新增、删除、修改、移动"`
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
	Inside     string `json:"inside,omitempty" doc:"涉及的其他案件与主体，仅对本中心人员给出"`
	Question   string `json:"question,omitempty" doc:"须由预审员判断的问题；未认定前不是缺陷"`
}

// A RuleFinding is what a rule says of the filing.
type RuleFinding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// Handlers are the functions of the desk behind the addresses, with the acts of their pages.
type Handlers struct {
	ActIdentity, ActArchive, ActBatch string

	Batch, Versions, Version, Compare, Identity func(*rest.Call) (any, error)
	Original, Annotated, Figure, Archive        func(*web.Ctx) error // pages that send a file

	BatchIn, ComparedIn *form.Schema
	Timeout             time.Duration // of what takes long
}

// Module puts the addresses together.
func Module(h *Handlers) rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: h.ActIdentity, Title: web.Text{"查看一致性比对", "See the identity check"}}, {Code: h.ActArchive, Title: web.Text{"下载案卷", "Download the file of a case"}}},
		Endpoints: endpoints(h)}
}

// endpoints are many packages at once, and the papers of a case: versions, originals, pictures, comparison, identity, archive.
func endpoints(h *Handlers) []rest.Endpoint {
	const batch = 4 << 20 // the files themselves were uploaded before
	return []rest.Endpoint{
		// Each file gets keys made of that of the call.
		{Method: "POST", Path: "/preexam/batch", Act: h.ActBatch, Title: web.Text{"批量上传案卷包，每个文件一件草稿，逐件给出自检结果", "Many packages: a draft and a self-check for each"},
			Pages: []string{"GET /preexam/batch", "POST /preexam/batch"}, Body: h.BatchIn, Answer: []BatchResult{}, Once: true, Limit: batch, Timeout: h.Timeout, Handle: h.Batch},
		{Method: "GET", Path: "/cases/{case}/versions", Act: casework.ActSee, Title: web.Text{"申请文件的版本", "Versions of the papers"}, Answer: []PaperVersion{}, Handle: h.Versions},
		{Method: "GET", Path: "/cases/{case}/versions/{version}", Act: casework.ActText, Title: web.Text{"一个版本的全文、原件目录、附图与缺陷", "Text, files, figures and findings of a version"},
			Pages: []string{"GET /preexam/{id}/desk"}, Answer: VersionText{}, Handle: h.Version},
		{Method: "GET", Path: "/cases/{case}/originals/{version}/{file}", Act: casework.ActText, Title: web.Text{"一个原件", "A file as it was sent"},
			Pages: []string{"GET /preexam/{id}/original/{version}/{file}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(h.Original)},
		{Method: "GET", Path: "/cases/{case}/annotated/{version}/{file}", Act: casework.ActText, Title: web.Text{"一个 Word 原件的副本，缺陷作为批注写在原文处", "A copy of a Word file with the findings as comments at their words"},
			Pages: []string{"GET /preexam/{id}/annotated/{version}/{file}"}, Files: []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, Handle: rest.File(h.Annotated)},
		{Method: "GET", Path: "/cases/{case}/pictures/{version}/{figure}", Act: casework.ActText, Title: web.Text{"一幅附图（PNG）", "A figure as a PNG"},
			Pages: []string{"GET /preexam/{id}/figure/{version}/{figure}"}, Files: []string{"image/png"}, Handle: rest.File(h.Figure)},
		{Method: "GET", Path: "/cases/{case}/compare", Act: casework.ActText, Title: web.Text{"两个版本的比较", "What changed between two versions"}, Pages: []string{"GET /preexam/{id}/compare"}, Query: h.ComparedIn,
			Answer: Comparison{}, Handle: h.Compare},
		{Method: "GET", Path: "/cases/{case}/identity", Act: h.ActIdentity, Title: web.Text{"正式提交与合格文本的一致性比对", "The filed text against the passed one"}, Pages: []string{"GET /preexam/{id}/identity"},
			Answer: IdentityCheck{}, Handle: h.Identity},
		{Method: "GET", Path: "/cases/{case}/archive", Act: h.ActArchive, Title: web.Text{"全案卷宗（ZIP）", "The whole file of a case"}, Pages: []string{"GET /preexam/{id}/archive"},
			Files: []string{"application/zip"}, Timeout: h.Timeout, Handle: rest.File(h.Archive)},
	}
}

// TextOf is a version with its text, its files and what was found in it.
func TextOf(v *record.Version, fs []*record.DeskFinding) VersionText {
	out := VersionText{No: v.No, At: v.At.In(calendar.Shanghai()), Text: map[string]string{}, Files: []OriginalFile{}, Figures: []FigureOf{}, Findings: []VersionFinding{}}
	for _, p := range reading.Order() {
		if t := v.App.Text(p).Text; t != "" {
			out.Text[string(p)] = t
		}
	}
	for i, f := range v.Files {
		out.Files = append(out.Files, OriginalFile{N: i, Name: f.Name, Size: f.Size, SHA256: f.SHA256})
	}
	for i, f := range slices.Concat(v.App.Figures, v.App.Views) {
		out.Figures = append(out.Figures, FigureOf{N: i, Label: f.Label, Width: f.Width, Height: f.Height})
	}
	for _, f := range fs {
		x := &f.Finding
		out.Findings = append(out.Findings, VersionFinding{ID: rest.ID(f.ID), Status: f.Status, Manual: f.Manual, Rule: x.Rule, Severity: string(x.Severity), Basis: x.Basis, Part: string(x.Part),
			Claim: x.Claim, Paragraph: x.Paragraph, Quote: x.Quote, Start: x.Start, End: x.End, Message: x.Message, Suggestion: x.Suggestion, Reason: f.Reason, Inside: x.Inside, Question: x.Question})
	}
	return out
}
