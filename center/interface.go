package center

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/center/api"
	"zhibao/center/upload"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/report"
	"zhibao/examination/preexam/record"
	"zhibao/internal/blob"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web/rest"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// openAPI makes the interface for programs: the same moves, the same forms, the same policy as
// the pages. Files that are sent in pieces wait in a folder of their own.
func (c *Center) openAPI() error {
	// They are no part of a case before a move takes them over, and are swept away when none does.
	spare, err := blob.NewStore(filepath.Join(c.Data, "uploads"))
	if err != nil {
		return err
	}
	c.uploads = upload.New(upload.Deps{DB: c.DB, Keys: c.Keys, Blobs: spare, Now: c.Now})
	c.API = api.New(api.Deps{Pages: c.Pages, Book: c.Book, Limits: c.limits, Rate: c.calls(), Uploads: c.uploads, Log: c.Log, Title: "知保业务平台", Bars: c.Privacy.Bars, Check: c.selfCheck, CheckChart: "preexam",
		Desks: []rest.Module{c.public.Rest(), c.laws.Rest(), c.Pages.Rest(), c.Board.Rest(), c.copies.Rest(), c.exhibits.Rest(), c.sessions.Rest(), c.drafted.Rest(), c.served.Rest(), c.Registration.Rest(), c.Fields.Rest(), c.Preexam.Rest(), c.Quality.Rest(), c.Abnormal.Rest(), c.Delegation.Rest(), c.Patents.Rest(), c.Intake.Rest(), c.Searching.Rest(), c.InCase.Rest(), c.Designs.Rest(), c.Watches.Rest(), c.Navigation.Rest(), c.Value.Rest(), c.Outage.Rest(), c.Privacy.Rest(), c.Masks.Rest(),
			c.Infringement.Rest(), c.Comparison.Rest(), c.Counterfeit.Rest(), c.Admin.Rest(), c.notify.Rest()},
		Parts: []api.Part{
			{Chart: "preexam", Name: "findings", Title: "缺陷", English: "Findings", Act: casework.ActText, What: "接口：缺陷", Load: c.findingsOf},
			{Chart: "preexam", Name: "text", Title: "申请文件全文", English: "Text", Act: casework.ActText, What: "接口：申请文件全文", Load: c.textOf},
		}})
	return nil
}

// selfCheck checks files that were sent and stores nothing of them. The report has the shape of the
// command line's, so that a program can use either. Rules that need the register or the settings of
// the center say that they were left out: only the papers are looked at.
func (c *Center) selfCheck(ctx context.Context, q api.CheckQuery) (any, error) {
	var files []reader.File
	for _, f := range q.Files {
		files = append(files, reader.File{Name: f.Name, Size: f.Size, Open: f.Open})
	}
	app, err := reader.ReadFiles(ctx, files, reader.Options{Kind: patent.Kind(q.Kind)})
	if err != nil {
		return nil, err
	}
	on := q.On
	if on.IsZero() {
		on = c.Office.Today()
	}
	all := rules()
	v := &report.View{App: app, Rules: all, Report: check.Run(check.Input{App: app, On: on}, all)}
	var buf bytes.Buffer
	if err := report.JSON(&buf, v); err != nil {
		return nil, err
	}
	return json.RawMessage(bytes.TrimSpace(buf.Bytes())), nil
}

// A findingJSON is one finding of the desk for programs; ids are text, as everywhere in the API.
type findingJSON struct {
	ID       string        `json:"id"`
	Version  int64         `json:"version"`
	Status   string        `json:"status"`
	Manual   bool          `json:"manual"`
	Reason   string        `json:"reason,omitempty"`
	Before   string        `json:"before,omitempty"`
	Notified int64         `json:"round,omitempty"`
	Finding  check.Finding `json:"finding"`
}

// findingsOf returns the findings of the latest version under examination, decided or not.
func (c *Center) findingsOf(ctx context.Context, a casework.Actor, k *casework.Case) (any, error) {
	var fs []*preexam.DeskFinding
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if fs, err = c.Preexam.Findings(ctx, tx, k.ID); a.Party != 0 {
			fs = record.Told(fs)
		}
		return err
	})
	out := make([]findingJSON, len(fs))
	for i, f := range fs {
		out[i] = findingJSON{strconv.FormatInt(f.ID, 10), f.Version, f.Status, f.Manual, f.Reason, f.Before, f.Notified, f.Finding}
	}
	return out, err
}

// textOf returns the text of every part of the latest version that has one, by the name of the part.
// It is empty before the first upload.
func (c *Center) textOf(ctx context.Context, _ casework.Actor, k *casework.Case) (any, error) {
	out := map[patent.Part]string{}
	err := c.DB.Read(ctx, func(tx *store.Tx) error {
		app, err := c.Preexam.Application(ctx, tx, k.ID)
		if err != nil || app == nil {
			return err
		}
		for _, p := range patent.Parts() {
			if t := app.Text(p).Text; t != "" {
				out[p] = t
			}
		}
		return nil
	})
	return out, err
}

// calls is how often one account may call the interface, no rule where that is left to the interface.
func (c *Center) calls() limit.Rule {
	return limit.Rule{Name: "api", Max: c.Calls, Per: time.Minute}
}
