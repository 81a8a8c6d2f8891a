// Package twin is what programs can read and do of the pages of the pre-examination: the addresses,
// and what they answer.
package twin

import (
	"time"

	"zhibao/casework"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// MarksQuery chooses one batch of marks.
type MarksQuery struct {
	Batch string `json:"batch" label:"批次" en:"Batch" max:"100" help:"不填为最近 5000 条" helpen:"The latest 5,000 where empty"`
}

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
}

// A RuleFinding is what a rule says of the filing.
type RuleFinding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// A ProgressResult is what became of one row of a file, or what is wrong with one.
type ProgressResult struct {
	Line          int    `json:"line,omitempty"`
	ApplicationNo string `json:"application_no,omitempty"`
	What          string `json:"what,omitempty"`
	OK            bool   `json:"ok"`
	Text          string `json:"text"`
}

// Handlers are the functions of the desk behind the addresses, with the acts of their pages.
type Handlers struct {
	ActIdentity, ActArchive, ActMarks, ActBatch string

	Marks, Progress, Batch                         func(*rest.Call) (any, error)
	Versions, Version, Compare, Identity           func(*rest.Call) (any, error)
	MarksSheet                                     func(*rest.Call) (any, error)
	Template, Original, Figure, Archive, Differing func(*web.Ctx) error // pages that send a file

	MarkFile            any // what the list of marks answers
	ProgressIn, BatchIn *form.Schema
	MarksIn, ComparedIn *form.Schema
	Timeout             time.Duration // of what takes long
}

// sheet is the media type of a spreadsheet.
const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Module puts the addresses together.
func Module(h *Handlers) rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: h.ActIdentity, Title: web.Text{"查看一致性比对", "See the identity check"}}, {Code: h.ActArchive, Title: web.Text{"下载案卷", "Download the file of a case"}},
		{Code: h.ActMarks, Title: web.Text{"导出标识清单、导入审查进程", "Export marks, import progress"}}}, Endpoints: append(lists(h), texts(h)...)}
}

// lists are the marks, the progress at the office and many packages at once.
func lists(h *Handlers) []rest.Endpoint {
	const mark, batch = 2 << 20, 4 << 20
	return []rest.Endpoint{
		{Method: "GET", Path: "/preexam/marks", Act: h.ActMarks, Title: web.Text{"加快标识清单（非官方格式）", "Marks, in a format of our own"}, Pages: []string{"GET /preexam/marks"}, Query: h.MarksIn, Answer: h.MarkFile,
			Handle: h.Marks},
		{Method: "GET", Path: "/preexam/marks/sheet", Act: h.ActMarks, Title: web.Text{"加快标识清单（XLSX）", "Marks as a spreadsheet"}, Pages: []string{"GET /preexam/marks"}, Query: h.MarksIn,
			Files: []string{sheet}, Handle: h.MarksSheet},
		{Method: "GET", Path: "/preexam/progress/template", Act: h.ActMarks, Title: web.Text{"审查进程的导入模板", "Template for the progress"}, Pages: []string{"GET /preexam/progress/template"},
			Files: []string{sheet}, Handle: rest.File(h.Template)},
		// Each row is a move under a key made of its content: a file sent again changes nothing.
		{Method: "POST", Path: "/preexam/progress", Act: h.ActMarks, Title: web.Text{"导入后续审查进程，逐行给出结果", "Import the progress at the office; answers row by row"},
			Pages: []string{"GET /preexam/progress", "POST /preexam/progress"}, Body: h.ProgressIn, Answer: []ProgressResult{}, Once: true, Limit: mark, Timeout: 10 * time.Minute, Handle: h.Progress},
		// Each file gets keys made of that of the call.
		{Method: "POST", Path: "/preexam/batch", Act: h.ActBatch, Title: web.Text{"批量上传案卷包，每个文件一件草稿，逐件给出自检结果", "Many packages: a draft and a self-check for each"},
			Pages: []string{"GET /preexam/batch", "POST /preexam/batch"}, Body: h.BatchIn, Answer: []BatchResult{}, Once: true, Limit: batch, Timeout: h.Timeout, Handle: h.Batch},
	}
}

// texts are the papers of a case: versions, originals, pictures, comparison, identity, archive.
func texts(h *Handlers) []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/cases/{case}/versions", Act: casework.ActSee, Title: web.Text{"申请文件的版本", "Versions of the papers"}, Answer: []PaperVersion{}, Handle: h.Versions},
		{Method: "GET", Path: "/cases/{case}/versions/{version}", Act: casework.ActText, Title: web.Text{"一个版本的全文、原件目录、附图与缺陷", "Text, files, figures and findings of a version"},
			Pages: []string{"GET /preexam/{id}/desk"}, Answer: VersionText{}, Handle: h.Version},
		{Method: "GET", Path: "/cases/{case}/originals/{version}/{file}", Act: casework.ActText, Title: web.Text{"一个原件", "A file as it was sent"},
			Pages: []string{"GET /preexam/{id}/original/{version}/{file}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(h.Original)},
		{Method: "GET", Path: "/cases/{case}/pictures/{version}/{figure}", Act: casework.ActText, Title: web.Text{"一幅附图（PNG）", "A figure as a PNG"},
			Pages: []string{"GET /preexam/{id}/figure/{version}/{figure}"}, Files: []string{"image/png"}, Handle: rest.File(h.Figure)},
		{Method: "GET", Path: "/cases/{case}/compare", Act: casework.ActText, Title: web.Text{"两个版本的比较", "What changed between two versions"}, Pages: []string{"GET /preexam/{id}/compare"}, Query: h.ComparedIn,
			Answer: Comparison{}, Handle: h.Compare},
		{Method: "GET", Path: "/cases/{case}/identity", Act: h.ActIdentity, Title: web.Text{"正式提交与合格文本的一致性比对", "The filed text against the passed one"}, Pages: []string{"GET /preexam/{id}/identity"},
			Answer: IdentityCheck{}, Handle: h.Identity},
		{Method: "GET", Path: "/cases/{case}/identity/{side}/{difference}", Act: h.ActIdentity, Title: web.Text{"一幅不一致的附图（PNG）", "A picture that differs, as a PNG"},
			Pages: []string{"GET /preexam/{id}/identity/{side}/{difference}"}, Files: []string{"image/png"}, Handle: rest.File(h.Differing)},
		{Method: "GET", Path: "/cases/{case}/archive", Act: h.ActArchive, Title: web.Text{"全案卷宗（ZIP）", "The whole file of a case"}, Pages: []string{"GET /preexam/{id}/archive"},
			Files: []string{"application/zip"}, Timeout: h.Timeout, Handle: rest.File(h.Archive)},
	}
}
