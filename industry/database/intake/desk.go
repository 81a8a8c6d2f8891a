package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/industry/database/designs"
	"zhibao/industry/database/holding"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/seal"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent/reader/export"
)

// Desk brings documents in. DB, Now and Holding must be set; Blobs and Keys only for uploaded files.
type Desk struct {
	DB      *store.DB
	Now     func() time.Time
	Holding *holding.Holding
	Blobs   *blob.Store
	Designs *designs.Desk // keeps the pictures of designs; nil for none
	Folder  string        // of the server, from which files may be chosen on the page; none when empty
	// Start has an import run in the background.
	Start func(ctx context.Context, tx *store.Tx, center, id int64) error

	office *casework.Office
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office, d.DB, d.Now = o, o.DB, o.Now }

// kind is that of the background job.
const kind = "intake/run"

// RunBy has imports run in the background. One that the end of a process broke off goes on with the next.
func (d *Desk) RunBy(jobs *job.Runner) {
	type payload struct{ Center, ID int64 }
	jobs.Handle(kind, func(ctx context.Context, j job.Job) (job.Effect, error) {
		var p payload
		if err := json.Unmarshal(j.Payload, &p); err != nil {
			return nil, job.Permanent(err)
		}
		return nil, d.Run(ctx, p.Center, p.ID, nil)
	})
	d.Start = func(ctx context.Context, tx *store.Tx, center, id int64) error {
		defer jobs.Wake()
		return jobs.Enqueue(ctx, tx, job.Request{Kind: kind, Once: strconv.FormatInt(id, 10), Payload: payload{center, id}})
	}
}

// Settings are what a center decides.
func Settings() []setting.Def {
	return []setting.Def{{Key: "intake.stale", Title: "专利数据过期天数", English: "Days after which patent data is out of date", Type: setting.Int, Default: map[string]string{"": "35"}, Sure: rule.Ours, Level: rule.Center, Group: "intake",
		Help: "数据截至日早于这个天数的来源，标为“过期”", HelpEN: "A source whose data ends longer ago is marked as out of date", Basis: []rule.Cite{{Text: "本中心规定", Article: "专利数据过期天数", Sure: rule.Ours}}}}
}

// key is that of the center, under which uploaded files lie.
func (d *Desk) key(ctx context.Context, center int64) (key seal.Key, err error) {
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		key, err = d.office.Keys.Center(ctx, tx, center)
		return err
	})
	return key, err
}

// A New is what is to be imported.
type New struct {
	Center, Account int64
	Name, Source    string
	AsOf            calendar.Day
	Items           []Item
}

// check refuses what says not where it is from, or is from the future.
func (d *Desk) check(in *New) error {
	in.Source = strings.TrimSpace(in.Source)
	switch {
	case in.Source == "" || len([]rune(in.Source)) > 120:
		return fault.New(fault.Invalid, "intake.source", "请填写数据来源，120 字以内，例如“国家知识产权局公布数据”").At("source")
	case in.AsOf.IsZero() || in.AsOf > calendar.DayOf(d.Now()):
		return fault.New(fault.Invalid, "intake.as_of", "请填写数据截至的日期，且不晚于今天").At("as_of")
	case len(in.Items) == 0:
		return fault.New(fault.Invalid, "intake.files", "请上传文件，或选择服务器上的文件").At("file")
	}
	return nil
}

// Plan records an import; nothing is read yet.
func (d *Desk) Plan(ctx context.Context, tx *store.Tx, in New) (*Import, error) {
	if err := d.check(&in); err != nil {
		return nil, err
	}
	m := &Import{ID: d.DB.NewID(), Center: in.Center, Account: in.Account, Name: in.Name, Source: in.Source, AsOf: in.AsOf, State: Planned, At: d.Now(), Items: in.Items}
	return m, put(ctx, tx, m)
}

// Resume finds an import of the same files and source that was broken off, nil where there is none.
func (d *Desk) Resume(ctx context.Context, in New) (m *Import, err error) {
	// The same files of the same state of the same source are the same import.
	want := (&Import{Items: in.Items}).place()
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := imports(ctx, tx, `center_id = $1 AND source = $2 AND as_of = $3 AND place = $4 AND state IN ('running', 'paused') ORDER BY at DESC LIMIT 1`, in.Center, in.Source, int64(in.AsOf), want)
		if len(all) > 0 {
			m = all[0]
		}
		return err
	})
	return m, err
}

// What can be done with an import, and from which states.
const (
	actCheck  = "check"
	actStart  = "start"
	actPause  = "pause"
	actGoOn   = "go_on"
	actCancel = "cancel"
)

// A step is an act with the states it leads from and to.
type step struct {
	act    string
	from   []State
	to     State
	zh, en string
}

// steps are the acts.
var steps = []step{
	{actCheck, []State{Planned, Checked, Failed}, Checking, "试导入（只统计，不写入）", "Try it; nothing is written"},
	{actStart, []State{Planned, Checked, Failed}, Running, "开始导入", "Import"},
	{actPause, []State{Running}, Paused, "暂停", "Pause"},
	{actGoOn, []State{Paused}, Running, "继续", "Go on"},
	{actCancel, []State{Planned, Checking, Checked, Running, Paused}, Cancelled, "取消（已写入的保留）", "Cancel; what was written stays"},
}

// Do makes an act on an import.
func (d *Desk) Do(ctx context.Context, center, id int64, act string) (m *Import, err error) {
	defer fault.Wrap(&err, "%s import", act)
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		if m, err = find(ctx, tx, center, id); err != nil {
			return err
		}
		// Two people may look at the same page.
		i := slices.IndexFunc(steps, func(s step) bool { return s.act == act })
		if i < 0 || !slices.Contains(steps[i].from, m.State) {
			return fault.New(fault.Conflict, "intake.state", "导入的状态已经改变，不能这样办理；请刷新页面后再试").At("do")
		}
		if act == actCheck || act == actStart {
			// Both begin with the first file.
			m.Counts, m.Formats, m.Ignored, m.Bytes, m.Total, m.File, m.Entry, m.Error, m.Rate = Counts{}, nil, 0, 0, 0, "", 0, "", 0
			m.Started = d.Now()
			if err := errors.Join(clearRefusals(ctx, tx, m.ID), save(ctx, tx, m)); err != nil {
				return err
			}
		}
		if ok, err := move(ctx, tx, m, steps[i].to, d.Now(), steps[i].from...); err != nil || !ok {
			return err
		}
		if (m.State == Running || m.State == Checking) && d.Start != nil {
			return d.Start(ctx, tx, center, id)
		}
		return nil
	})
	return m, err
}

// Find reads an import of a center.
func (d *Desk) Find(ctx context.Context, center, id int64) (m *Import, err error) {
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		m, err = find(ctx, tx, center, id)
		return err
	})
	return m, err
}

// List reads the imports of a center, the latest first.
func (d *Desk) List(ctx context.Context, center int64, limit int) (out []*Import, err error) {
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = imports(ctx, tx, fmt.Sprintf(`center_id = $1 ORDER BY at DESC, id DESC LIMIT %d`, limit), center)
		return err
	})
	return out, err
}

// Refused reads what was not brought in, in the order of the files.
func (d *Desk) Refused(ctx context.Context, center, id int64, limit int) (out []Refusal, err error) {
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		if _, err := find(ctx, tx, center, id); err != nil {
			return err
		}
		out, err = refusals(ctx, tx, id, limit)
		return err
	})
	return out, err
}

// Decide remembers what a column of a source means; Skip for a field means that it is not read.
func (d *Desk) Decide(ctx context.Context, center int64, source, heading, field string) error {
	known := field == export.Skip || slices.ContainsFunc(export.Fields(), func(f export.Field) bool { return f.Key == field })
	if key := export.Key(heading); !known || key == "" {
		return fault.New(fault.Invalid, "intake.column", "请选择表头中的一列，以及它的含义").At("field")
	}
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		return decide(ctx, tx, center, source, export.Column{Title: heading, Field: field})
	})
}

// A Feed is a source of documents and how old what it told is.
type Feed struct {
	Source    string
	AsOf      calendar.Day // latest state of its data
	Last      time.Time    // of the last import that was finished
	Imports   int64
	Documents int64 // that came from it at last
	Stale     bool  // older than the center allows
	Days      int   // since AsOf
}

// Feeds lists the sources of a center with their age. A source that was planned and never finished is in
// the list, as empty.
func (d *Desk) Feeds(ctx context.Context, center int64) (out []Feed, err error) {
	defer fault.Wrap(&err, "list feeds")
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		limit, err := d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "intake.stale"})
		if err != nil {
			return err
		}
		// Imports are few: some for each source and month.
		all, err := imports(ctx, tx, `center_id = $1 ORDER BY at`, center)
		if err != nil {
			return err
		}
		by := map[string]*Feed{}
		for _, m := range all {
			f := by[m.Source]
			if f == nil {
				f = &Feed{Source: m.Source}
				by[m.Source] = f
			}
			f.Imports++
			if m.State == Done && m.New+m.Changed+m.Unchanged > 0 {
				f.AsOf, f.Last, f.Documents = max(f.AsOf, m.AsOf), m.Ended, f.Documents+m.New
			}
		}
		for _, f := range by {
			if !f.AsOf.IsZero() {
				f.Days = int(calendar.DayOf(d.Now()) - f.AsOf)
			}
			f.Stale = f.AsOf.IsZero() || f.Days > limit
			out = append(out, *f)
		}
		sorting.By(out, func(a, b Feed) int { return cmp.Compare(a.Source, b.Source) })
		return nil
	})
	return out, err
}

// A Look is what a file seems to be: its format, and for a list its columns.
type Look struct {
	Name, Format string
	Columns      []export.Column
	Sample       [][]string
	Error        error
}

// maxLooks bounds the files that are looked at on the page.
const maxLooks = 5

// errEnough ends a walk.
var errEnough = errors.New("intake: enough was seen")

// Look looks at the beginnings of the first files of an import.
func (d *Desk) Look(ctx context.Context, m *Import) (out []Look, err error) {
	defer fault.Wrap(&err, "look at files")
	var said map[string]string
	if err := d.DB.Read(ctx, func(tx *store.Tx) (err error) { said, err = decided(ctx, tx, m.Center, m.Source); return err }); err != nil {
		return nil, err
	}
	w := walk{ctx: ctx, blobs: d.Blobs}
	if slices.ContainsFunc(m.Items, func(i Item) bool { return i.Path == "" }) {
		if w.key, err = d.key(ctx, m.Center); err != nil {
			return nil, err
		}
	}
	w.visit = func(e entry) error {
		if len(out) == maxLooks {
			return errEnough
		}
		l := Look{Name: e.name}
		in, err := e.open()
		if err == nil {
			defer in.Close()
			err = l.read(ctx, e.name, in, said)
		}
		if fault.CodeOf(err) == "export.no_number" && e.sure {
			// A person can say which column it is.
			if again, failed := e.open(); failed == nil {
				l.Columns, _ = export.Headings(e.name, again, said) // what cannot be read has no columns
				again.Close()
			}
		}
		if l.Error = err; err != nil && !e.sure {
			return nil
		}
		out = append(out, l)
		return nil
	}
	if err := w.all(m.Items); err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return out, nil
}

// Folders lists the files and folders of the server's folder.
func (d *Desk) Folders() ([]string, error) {
	if d.Folder == "" {
		return nil, nil
	}
	all, err := os.ReadDir(d.Folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, e := range all {
		if !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// onServer is a file of the server's folder; a name that leads out of it is none.
func (d *Desk) onServer(name string) (Item, error) {
	if d.Folder == "" || !filepath.IsLocal(name) {
		return Item{}, fault.New(fault.Invalid, "intake.folder", "服务器文件夹中没有“%s”，请从列表中选择", name).At("path")
	}
	return Item{Name: name, Path: filepath.Join(d.Folder, name)}, nil
}
