package intake

import (
	"time"

	"zhibao/casework/worklist"
	"zhibao/industry/database"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// ImportOf is an import for programs.
type ImportOf struct {
	ID        string       `json:"id"`
	Source    string       `json:"source"`
	AsOf      calendar.Day `json:"as_of"`
	State     State        `json:"state" doc:"planned、checking、checked、running、paused、done、cancelled 或 failed"`
	At        time.Time    `json:"at"`
	Ended     *time.Time   `json:"ended,omitempty"`
	By        string       `json:"by"`
	Files     []string     `json:"files"`
	Formats   []string     `json:"formats"`
	Bytes     int64        `json:"bytes_read"`
	Total     int64        `json:"bytes_total"`
	Rate      float64      `json:"documents_per_second"`
	New       int64        `json:"new"`
	Changed   int64        `json:"changed"`
	Unchanged int64        `json:"unchanged"`
	Refused   int64        `json:"refused"`
	Error     string       `json:"error,omitempty"`
	Refusals  []RefusalOf  `json:"refusals,omitempty" doc:"列表中没有；最多 200 项"`
}

// RefusalOf is a document that was not brought in.
type RefusalOf struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Number string `json:"number,omitempty"`
	Reason string `json:"reason"`
}

// FeedOf is a source with its age.
type FeedOf struct {
	Source    string       `json:"source"`
	AsOf      calendar.Day `json:"as_of,omitzero"`
	Days      int          `json:"days"`
	State     string       `json:"state" doc:"fresh、stale 或 empty"`
	Documents int64        `json:"documents"`
}

// ImportsOf is the sources and the imports of a center.
type ImportsOf struct {
	Documents int64      `json:"documents" doc:"文献库现有件数"`
	Feeds     []FeedOf   `json:"feeds"`
	Imports   []ImportOf `json:"imports" doc:"最近 100 次"`
}

// forPrograms describes an import.
func (m *Import) forPrograms() ImportOf {
	out := ImportOf{ID: rest.ID(m.ID), Source: m.Source, AsOf: m.AsOf, State: m.State, At: m.At.In(calendar.Shanghai()), By: m.Name, Files: []string{}, Formats: rest.List(m.Formats), Bytes: m.Bytes, Total: m.Total, Rate: m.Rate,
		New: m.New, Changed: m.Changed, Unchanged: m.Unchanged, Refused: m.Refused, Error: m.Error}
	// Paths of the server are nobody's business.
	for _, i := range m.Items {
		out.Files = append(out.Files, i.Name)
	}
	if !m.Ended.IsZero() {
		ended := m.Ended.In(calendar.Shanghai())
		out.Ended = &ended
	}
	return out
}

// restList answers with the sources and the imports.
func (d *Desk) restList(c *rest.Call) (any, error) {
	center := worklist.Actor(c.Ctx).Center
	out := ImportsOf{Feeds: []FeedOf{}, Imports: []ImportOf{}}
	state, err := d.Holding.State(c.Context(), center)
	if err != nil {
		return nil, err
	}
	out.Documents = state.Documents
	feeds, err := d.Feeds(c.Context(), center)
	if err != nil {
		return nil, err
	}
	for _, f := range feeds {
		// An empty source is not fresh, whatever was planned for it.
		x := FeedOf{Source: f.Source, AsOf: f.AsOf, Days: f.Days, State: "fresh", Documents: f.Documents}
		if f.AsOf.IsZero() {
			x.State = "empty"
		} else if f.Stale {
			x.State = "stale"
		}
		out.Feeds = append(out.Feeds, x)
	}
	all, err := d.List(c.Context(), center, 100)
	for _, m := range all {
		out.Imports = append(out.Imports, m.forPrograms())
	}
	return out, err
}

// restOne answers with an import and what it refused.
func (d *Desk) restOne(c *rest.Call) (any, error) {
	m, err := d.importOf(c.Ctx)
	if err != nil {
		return nil, err
	}
	rs, err := d.Refused(c.Context(), m.Center, m.ID, shown)
	out := m.forPrograms()
	for _, r := range rs {
		out.Refusals = append(out.Refusals, RefusalOf{r.File, r.Line, r.Number, r.Reason})
	}
	return out, err
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	file, do, column := form.Describe(newForm{}, nil), form.Describe(doForm{}, nil), form.Describe(columnForm{}, nil)
	act := database.ActEnter
	return rest.Module{Endpoints: []rest.Endpoint{
		{Method: "GET", Path: path, Act: act, Title: web.Text{"文献数据的来源与导入历史", "Sources of documents and their imports"}, Pages: []string{"GET " + path}, Answer: ImportsOf{}, Handle: d.restList},
		{Method: "POST", Path: path, Act: act, Title: web.Text{"上传要导入的文件（不写入）", "Upload a file to import; nothing is written"}, Pages: []string{"POST " + path}, Body: file, Answer: ImportOf{}, Status: 201, Limit: maxUpload + 1<<20, Timeout: 5 * time.Minute,
			Handle: func(c *rest.Call) (any, error) {
				names, err := d.Folders()
				if err != nil {
					return nil, err
				}
				var in newForm
				f := c.Form(file)
				f.Options("path", folders(names))
				if err := c.ReadForm(f, &in); err != nil {
					return nil, err
				}
				m, err := d.plan(c.Context(), worklist.Actor(c.Ctx), &in)
				if err != nil {
					return nil, err
				}
				return m.forPrograms(), nil
			}},
		{Method: "GET", Path: place, Act: act, Title: web.Text{"一次导入的进度和未导入的文献", "An import: how far it is, what it refused"}, Pages: []string{"GET " + place}, Answer: ImportOf{}, Handle: d.restOne},
		{Method: "POST", Path: place, Act: act, Title: web.Text{"试导入、开始、暂停、继续或取消", "Try, start, pause, go on or cancel"}, Pages: []string{"POST " + place}, Body: do, Answer: ImportOf{}, Handle: func(c *rest.Call) (any, error) {
			m, err := d.importOf(c.Ctx)
			if err != nil {
				return nil, err
			}
			var in doForm
			f := c.Form(do)
			var can []form.Option
			for _, s := range steps {
				can = append(can, form.Option{Value: s.act, Label: web.Text{s.zh, s.en}})
			}
			f.Options("do", can)
			if err := c.ReadForm(f, &in); err != nil {
				return nil, err
			}
			if m, err = d.Do(c.Context(), m.Center, m.ID, in.Do); err != nil {
				return nil, err
			}
			return m.forPrograms(), nil
		}},
		{Method: "POST", Path: place + "/columns", Act: act, Title: web.Text{"指定表格中一列的含义", "Say what a column of the list means"}, Pages: []string{"POST " + place + "/columns"}, Body: column, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			m, err := d.importOf(c.Ctx)
			if err != nil {
				return nil, err
			}
			cols, err := d.columns(c.Ctx, m)
			if err != nil {
				return nil, err
			}
			var in columnForm
			f := c.Form(column)
			f.Options("heading", headingOptions(cols))
			f.Options("field", fieldOptions())
			if err := c.ReadForm(f, &in); err != nil {
				return nil, err
			}
			return rest.OK(d.set(c.Ctx, m, &in))
		}},
		{Method: "GET", Path: place + "/refused", Act: act, Title: web.Text{"未导入的文献和行", "What was refused"}, Pages: []string{"GET " + place + "/refused"}, Files: []string{xlsxType}, Handle: rest.File(d.refusedFile)},
	}}
}
