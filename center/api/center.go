package api

import (
	"fmt"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// Index is where a program begins.
type Index struct {
	Name    string   `json:"name"`
	Version string   `json:"version"`
	Account Ref      `json:"account"`
	Acts    []string `json:"acts" doc:"此密钥的权限"`
	Today   string   `json:"today" doc:"中心的日期"`
	OpenAPI string   `json:"openapi"`
}

// A Chart is one procedure.
type Chart struct {
	Code    string  `json:"code"`
	Title   string  `json:"title"`
	English string  `json:"english"`
	Prefix  string  `json:"prefix" doc:"案号的字头"`
	States  []State `json:"states"`
	Moves   []Move  `json:"moves"`
}

// A State is a station of a procedure.
type State struct {
	Code    string `json:"code"`
	Title   string `json:"title"`
	English string `json:"english"`
	Phase   string `json:"phase,omitempty"`
	Final   bool   `json:"final"`
	Party   bool   `json:"party" doc:"下一步由申请主体办理"`
}

// A Move is an edge of a procedure.
type Move struct {
	Code    string         `json:"code"`
	Title   string         `json:"title"`
	English string         `json:"english"`
	From    []string       `json:"from" doc:"空：新建案件"`
	To      []string       `json:"to" doc:"=：状态不变"`
	By      []string       `json:"by"`
	Basis   string         `json:"basis"`
	Danger  bool           `json:"danger"`
	Act     string         `json:"act" doc:"密钥须有的权限"`
	Schema  map[string]any `json:"schema"`
}

// A Figure is one figure of the center in a month.
type Figure struct {
	Code       string  `json:"code"`
	Title      string  `json:"title"`
	Definition string  `json:"definition"`
	Unit       string  `json:"unit"`
	Month      string  `json:"month"`
	Value      float64 `json:"value"`
	Known      bool    `json:"known" doc:"分母为零时为否"`
	Above      int     `json:"numerator"`
	Below      int     `json:"denominator,omitempty"`
	P90        float64 `json:"p90,omitempty" doc:"九成案件不超过的数值，仅按件有数值的指标"`
}

// FigureCases is a figure with the cases behind it, as far as the key may see them.
type FigureCases struct {
	Figure
	Numerator   []string `json:"numerator_cases"`
	Denominator []string `json:"denominator_cases"`
}

// beginInput starts a file.
type beginInput struct {
	Name string `json:"name" label:"文件名" en:"Name" required:"true" max:"200"`
	Size int64  `json:"size" label:"字节数" en:"Size in bytes" required:"true" min:"1"`
}

// Begun is an upload that has begun.
type Begun struct {
	ID    string `json:"id"`
	Chunk int64  `json:"chunk" doc:"每片的字节数"`
}

// Received is how much of an upload has arrived.
type Received struct {
	Received int64 `json:"received"`
}

// checkInput is what is examined.
type checkInput struct {
	Files []form.File  `json:"files" label:"申请文件" en:"Papers" required:"true" max:"50" size:"64M,.zip=200M" help:"先前上传的文件的编号；或以 multipart/form-data 直接提交文件" helpen:"Ids of uploaded files, or the files themselves as multipart/form-data"`
	Kind  string       `json:"kind" label:"申请类型" en:"Kind" widget:"select" options:"发明=Invention,实用新型=Utility model,外观设计=Design"`
	On    calendar.Day `json:"on" label:"适用规则的日期" en:"Day whose rules hold" widget:"date"`
}

// index answers who calls and what the key may do: a program begins by asking it.
func (a *API) index(c *web.Ctx, actor casework.Actor) error {
	return ok(c, Index{Name: a.d.Title, Version: "1", Account: Ref{id(actor.Account), actor.Name}, Acts: actor.Acts, Today: a.office.Today().String(),
		OpenAPI: Prefix + "/openapi.json"})
}

// charts answers the procedures with the input of every move. What depends on the case, such as
// who can be chosen, is not in it; see moveForm.
func (a *API) charts(c *web.Ctx, _ casework.Actor) error {
	out := []Chart{}
	for _, ch := range a.office.Charts() {
		v := Chart{Code: ch.Code, Title: ch.Title, English: ch.English, Prefix: ch.Prefix, States: []State{}, Moves: []Move{}}
		for _, s := range ch.States {
			v.States = append(v.States, State{s.Code, s.Title, s.English, s.Phase, s.Final, s.Party})
		}
		for i := range ch.Moves {
			m := &ch.Moves[i]
			x := Move{Code: m.Code, Title: m.Title, English: m.English, From: append([]string{}, m.From...), To: m.To, By: []string{}, Basis: m.Cites(),
				Danger: m.Danger, Act: ch.Act(m.Code), Schema: a.d.Pages.Schema(ch.Act(m.Code)).JSON()}
			for _, r := range m.By {
				x.By = append(x.By, string(r))
			}
			v.Moves = append(v.Moves, x)
		}
		out = append(out, v)
	}
	return ok(c, out)
}

// month reads the month in the address, the present one where there is none.
func (a *API) month(c *web.Ctx) (p casework.Period, name string, err error) {
	y, m, _ := a.office.Today().Civil()
	if asked := c.Query("month"); asked != "" {
		first, err := calendar.ParseDay(asked + "-01")
		if err != nil {
			return p, "", fault.New(fault.Invalid, "api.month", "月份应写作 YYYY-MM，例如 2026-11").At("month")
		}
		y, m, _ = first.Civil()
	}
	return casework.Period{From: calendar.Date(y, m, 1), To: calendar.Date(y, m+1, 1) - 1}, fmt.Sprintf("%d-%02d", y, m), nil
}

// figureOf is a figure with the number of cases above and below the line.
func figureOf(m casework.Measure, month string, f casework.Figure) Figure {
	p90, _ := f.At(0.9)
	return Figure{Code: m.Code, Title: m.Title, Definition: m.Definition, Unit: m.Unit, Month: month, Value: f.Value, Known: f.Known,
		Above: len(f.Numerator), Below: len(f.Denominator), P90: p90}
}

// figures answers all figures of the caller's center in a month, by the definitions of the pages.
func (a *API) figures(c *web.Ctx, actor casework.Actor) error {
	period, month, err := a.month(c)
	if err != nil {
		return err
	}
	out := []Figure{}
	err = a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		for _, m := range a.d.Pages.Measures {
			f, err := m.Compute(c.Context(), tx, actor.Center, period)
			if err != nil {
				return err
			}
			out = append(out, figureOf(m, month, f))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return ok(c, out)
}

// figure answers one figure with its cases. They can be fewer than were counted: a figure counts
// all, its reader sees some.
func (a *API) figure(c *web.Ctx, actor casework.Actor) error {
	period, month, err := a.month(c)
	if err != nil {
		return err
	}
	for _, m := range a.d.Pages.AllMeasures() {
		if m.Code != c.Path("code") {
			continue
		}
		var out FigureCases
		err := a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
			f, err := m.Compute(c.Context(), tx, actor.Center, period)
			if err != nil {
				return err
			}
			out.Figure = figureOf(m, month, f)
			if out.Numerator, err = a.visible(c, tx, actor, f.Numerator); err != nil {
				return err
			}
			out.Denominator, err = a.visible(c, tx, actor, f.Denominator)
			return err
		})
		if err != nil {
			return err
		}
		return ok(c, out)
	}
	return missing()
}

// visible keeps the cases that the actor may see, at most a thousand.
func (a *API) visible(c *web.Ctx, tx *store.Tx, actor casework.Actor, cases []int64) ([]string, error) {
	out := []string{}
	if len(cases) == 0 {
		return out, nil
	}
	l, err := a.office.List(c.Context(), tx, actor, casework.Filter{IDs: cases[:min(len(cases), 1000)], PerPage: 1000, NoTitles: true})
	for _, k := range l.Cases {
		out = append(out, id(k.ID))
	}
	return out, err
}

// beginUpload starts a file. Its id stands for it in the input of a move, for a day.
func (a *API) beginUpload(c *web.Ctx, _ casework.Actor) error {
	var in beginInput
	if err := a.read(c, a.begin, &in); err != nil {
		return err
	}
	uid, err := a.d.Uploads.Begin(c, form.CleanName(in.Name), in.Size)
	if err != nil {
		return err
	}
	return answer(c, 201, "application/json", Begun{uid, web.ChunkSize})
}

// appendUpload takes one piece as it comes, without holding it in memory.
func (a *API) appendUpload(c *web.Ctx, _ casework.Actor) error {
	offset, err := strconv.ParseInt(c.Query("offset"), 10, 64)
	if err != nil || offset < 0 {
		return fault.New(fault.Invalid, "api.offset", "请以 offset 说明这一片从第几个字节开始").At("offset")
	}
	n, err := a.d.Uploads.Append(c, c.Path("id"), offset, c.R.Body)
	if err != nil {
		return err
	}
	return ok(c, Received{n})
}

// checkFiles examines files. Those that come with the call stay in memory and are gone with it;
// those that were uploaded go when their day is over.
func (a *API) checkFiles(c *web.Ctx, actor casework.Actor) error {
	var in checkInput
	if err := a.read(c, a.check, &in); err != nil {
		return err
	}
	report, err := a.d.Check(c.Context(), CheckQuery{Actor: actor, Files: in.Files, Kind: in.Kind, On: in.On})
	if err != nil {
		return err
	}
	return ok(c, report)
}
