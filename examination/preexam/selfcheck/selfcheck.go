// Package selfcheck (公开自检) lets everybody check papers without an account, by the same rules as the
// examiner, read those rules with their examples, and work out the fees of a filing.
//
// Notice 1.2.3: the same standard on both sides of the counter. Unpublished text is secret (专利法第二十一条
// 第三款): what is sent here is read in memory, answered and forgotten. It is not stored, not logged and
// not handed on, whatever the outcome.
package selfcheck

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/report"
	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/annotate"
	"zhibao/patent/reader"
	"zhibao/patent/reader/bundle"
)

//go:embed view/*.html
var views embed.FS

// Bounds of the page: strangers use it.
const (
	maxBody = 32 << 20 // bytes of one request
	atOnce  = 2        // checks at the same time
	maxWait = 10 * time.Second
	maxTime = time.Minute
)

// perAddress is how often one address may check.
var perAddress = limit.Rule{Name: "selfcheck", Max: 30, Per: 10 * time.Minute}

// Pages are the public pages.
type Pages struct {
	Rules  []check.Rule
	Limits *limit.Limiter

	schema *form.Schema
	fees   *form.Schema
	turn   chan struct{}
}

// New returns the pages.
func New(rules []check.Rule, limits *limit.Limiter) *Pages {
	return &Pages{Rules: rules, Limits: limits, schema: form.Describe(Input{}, nil), fees: form.Describe(FeeInput{}, nil), turn: make(chan struct{}, atOnce)}
}

// Input is what is checked.
type Input struct {
	Kind  string       `json:"kind" label:"申请类型" en:"Kind" widget:"radio" options:"=由系统识别=Find out from the papers,发明=Invention,实用新型=Utility model,外观设计=Design"`
	Files []form.File  `json:"files" label:"申请文件" en:"Papers" required:"true" max:"20" size:"30M" accept:".zip,.xml,.docx,.txt,.md,.jpg,.jpeg,.png,.tif,.tiff" help:"案卷包（ZIP）、DOCX、XML、文本，或外观设计的各视图；一次一件申请，合计不超过 30 MB" helpen:"A package (ZIP), DOCX, XML, text, or the views of a design; one application at a time, 30 MB together"`
	On    calendar.Day `json:"on" label:"按哪一天的规则" en:"Rules of which day" widget:"date" help:"不填则为今天" helpen:"Today if left open"`
}

// Module returns the pages as a module.
func (p *Pages) Module() web.Module {
	return web.Module{Name: "selfcheck", Views: []fs.FS{views}, Routes: []web.Route{
		{Method: "GET", Pattern: "/check", Public: true, Handler: p.checkPage},
		{Method: "POST", Pattern: "/check", Public: true, Handler: p.checkPage, Limit: maxBody, Timeout: maxTime},
		{Method: "GET", Pattern: "/fees", Public: true, Handler: p.feesPage},
		{Method: "POST", Pattern: "/fees", Public: true, Handler: p.feesPage},
		{Method: "GET", Pattern: "/rules", Public: true, Handler: p.rulesPage},
	}}
}

// checked is the outcome as the page shows it.
type checked struct {
	Title, Kind, Rules, On string
	Names                  []string
	Parts                  []reading.Part
	Findings, Questions    []finding.View
	Counts                 []count
	Losses                 []patent.Loss
	Skipped                []check.Skipped
}

// count is one number at the head of the page.
type count struct {
	Class, Title string
	N            int
}

// checkPage shows the form, and the report of what was sent with it.
func (p *Pages) checkPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("申请文件自检", "Check application papers"), NoMark: true}
	f := form.New(c, p.schema)
	f.Direct = true
	f.Submit = c.T("检查", "Check")
	f.Buttons = []form.Button{{Value: "html", Label: c.T("下载报告（HTML）", "Download the report (HTML)")}, {Value: "docx", Label: c.T("下载带批注的 Word 副本", "Download a Word copy with comments")}}
	f.Intro = c.T("不需要账号。文件只在内存中读取，检查完即丢弃：不保存、不记录内容、不发给任何第三方。使用与预审员相同的规则，结果仅供参考。",
		"No account is needed. The files are read in memory and forgotten: nothing is stored, logged or handed on. The rules are those of the examiners; the result is for your information.")
	var in Input
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	v, err := p.run(c, &in)
	if f.Refused(err) {
		return c.RenderForm(f)
	}
	if err != nil {
		return err
	}
	switch f.Pressed() {
	case "html":
		return p.html(c, v)
	case "docx":
		if err := p.docx(c, &in, v); !f.Refused(err) {
			return err
		}
		return c.RenderForm(f)
	}
	return p.show(c, &in, v)
}

// run reads and checks what was sent, a few at a time.
func (p *Pages) run(c *web.Ctx, in *Input) (*report.View, error) {
	if err := p.Limits.Allow(c.Context(), perAddress, c.IP().String()); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(c.Context(), maxTime)
	defer cancel()
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-time.After(maxWait):
		return nil, fault.New(fault.Unavailable, "selfcheck.busy", "同时自检的人较多，请稍后再试；文件没有保存")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	on := in.On
	if on.IsZero() {
		on = calendar.DayOf(c.Now())
	}
	limits := bundle.Standard()
	limits.Archive, limits.Entry, limits.Total = maxBody, maxBody, 4*maxBody
	began := c.Now()
	app, err := reader.ReadFiles(ctx, plain(in.Files), reader.Options{Kind: patent.Kind(in.Kind), Limits: limits})
	if err != nil {
		return nil, err
	}
	rep := check.Run(check.Input{App: app, On: on}, p.Rules)
	return &report.View{File: name(in.Files), App: app, Report: rep, Rules: p.Rules, Elapsed: c.Now().Sub(began), English: c.Lang() == lang.EN}, nil
}

// name is what the report is called after.
func name(files []form.File) string { return files[0].Name }

// plain gives the files to the readers.
func plain(files []form.File) []reader.File {
	out := make([]reader.File, len(files))
	for i, f := range files {
		out[i] = reader.File{Name: f.Name, Size: f.Size, Open: f.Open}
	}
	return out
}

// html sends the report that the command line writes.
func (p *Pages) html(c *web.Ctx, v *report.View) error {
	var b bytes.Buffer
	if err := report.HTML(&b, v); err != nil {
		return err
	}
	return c.Download(c.T("自检报告.html", "check-report.html"), "text/html; charset=utf-8", &b)
}

// docx sends a copy of the one Word file with the findings as comments.
func (p *Pages) docx(c *web.Ctx, in *Input, v *report.View) error {
	if len(in.Files) != 1 || !strings.EqualFold(filepath.Ext(in.Files[0].Name), ".docx") {
		return fault.New(fault.Invalid, "selfcheck.docx", "带批注的副本只能由一个 Word 文档（.docx）生成；其他格式请下载报告").At("files")
	}
	r, err := in.Files[0].Open()
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxBody))
	if err != nil {
		return err
	}
	out, err := annotate.DOCX(data, v.App, finding.Notes(v.Report.Findings), finding.Author(c.Now()))
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(in.Files[0].Name, filepath.Ext(in.Files[0].Name))
	return c.Download(base+c.T("-批注.docx", "-comments.docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes.NewReader(out.DOCX))
}

// show renders the papers beside the findings.
func (p *Pages) show(c *web.Ctx, in *Input, v *report.View) error {
	all := record.Ordered(record.Fresh(&record.Version{App: v.App, Report: v.Report}))
	out := checked{Title: v.App.Title, Kind: c.Word(string(v.App.Kind)), Rules: v.Report.RulesVersion, On: v.Report.On.String(), Losses: v.App.Losses, Skipped: v.Report.Skipped}
	for _, f := range in.Files {
		out.Names = append(out.Names, f.Name)
	}
	n := map[string]int{}
	for i, f := range all {
		f.ID = int64(i + 1)
		x := finding.Of(c, i+1, f)
		x.Tag = web.Tag{} // nobody decides about it
		if f.Asks() {
			out.Questions = append(out.Questions, x)
			continue
		}
		n[x.Class]++
		out.Findings = append(out.Findings, x)
	}
	out.Counts = []count{{"over", c.T("必须补正", "Must"), n["e"]}, {"soon", c.T("建议修改", "Should"), n["w"]}, {"", c.T("提示", "May"), n["i"]}, {"", c.T("已通过", "Passed"), len(v.Report.Passed)}}
	// Pictures are not shown: they would have to be kept until the browser asks for them.
	out.Parts = reading.Papers(v.App, finding.Marks(all), reading.Gallery{Open: true, Absent: c.T("自检不保留图片", "Pictures are not kept"), Address: func(int) string { return "" }})
	c.Page = web.Page{Title: c.T("自检结果", "Result of the check"), NoMark: true, Wide: true, Crumbs: []web.Link{{Href: "/check", Label: c.T("申请文件自检", "Check application papers")}, {Label: c.T("结果", "Result")}},
		Actions: []web.Link{{Href: "/rules", Label: c.T("查看规则", "The rules")}, {Href: "/check", Label: c.T("再检查一件", "Check another"), Tone: web.Blue}}}
	marked := reading.Placed(out.Parts)
	for _, list := range [][]finding.View{out.Findings, out.Questions} {
		for i := range list {
			list[i].Marked = marked[list[i].ID]
			list[i].Href = fmt.Sprintf("#f%d", list[i].ID)
		}
	}
	return c.Render("selfcheck", out)
}
