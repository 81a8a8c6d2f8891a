package navigation

import (
	"context"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Finding is a result of a project, with the figure on which it rests.
type Finding struct {
	ID, Version int64     // the set of data on which it rests
	Title, Body string    // in a sentence, and with its reasons
	Chart       string    // an analysis of the version, empty for none
	At          time.Time // when it was entered
	By          string    // who entered it
	Uses        []Use     // the oldest first
}

// A Use tells who used a finding for what.
type Use struct {
	User    string       `json:"user"`
	Purpose string       `json:"purpose"`
	Day     calendar.Day `json:"day"`
	By      string       `json:"entered_by"`
}

// finding is a result as it is entered.
type finding struct {
	Version string `json:"version" label:"所依据的数据集" en:"Set of data" widget:"select" options:"*" required:"true"`
	Title   string `json:"title" label:"结论" en:"Finding" required:"true" max:"120"`
	Body    string `json:"body" label:"论述" en:"Text" widget:"textarea" required:"true" max:"20000" help:"方向、定位、路径及其依据" helpen:"Direction, position, path, and what they rest on"`
	Chart   string `json:"chart" label:"附图" en:"Figure" widget:"select" options:"*" help:"按所选数据集统计，与论述一并写入报告" helpen:"Of the chosen set of data; goes into the report with the text"`
}

// using tells of a use as it is entered.
type using struct {
	User    string       `json:"user" label:"使用单位" en:"Who" required:"true" max:"100"`
	Purpose string       `json:"purpose" label:"用途" en:"For what" widget:"textarea" required:"true" max:"1000" help:"例如：写入园区规划；调整研发方向；人才引进评议" helpen:"Such as: written into a plan; research redirected"`
	Day     calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true"`
}

// find enters a finding.
func (d *Desk) find(ctx context.Context, by casework.Actor, projectID int64, in finding) error {
	id, err := strconv.ParseInt(in.Version, 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "navigation.no_version", "请选择数据集版本").At("version")
	}
	return d.inVersion(ctx, by, projectID, id, func(tx *store.Tx, v *Version) error {
		if _, err := tx.Exec(ctx, `INSERT INTO navigation_finding (id, center_id, project_id, version_id, title, body, chart, at, name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
			d.office.DB.NewID(), by.Center, projectID, v.ID, strings.TrimSpace(in.Title), in.Body, in.Chart, d.office.Now().UnixMicro(), by.Name); err != nil {
			return err
		}
		return d.note(ctx, tx, by, projectID, "finding", in.Title)
	})
}

// use enters who uses a finding. That goes on after a project has ended.
func (d *Desk) use(ctx context.Context, by casework.Actor, projectID, id int64, in using) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		p, err := project(ctx, tx, by.Center, projectID)
		if err != nil {
			return err
		}
		if _, err := oneFinding(ctx, tx, p.ID, id); err != nil {
			return err
		}
		if in.Day > d.office.Today() {
			return fault.New(fault.Invalid, "navigation.use_day", "使用日期 %s 还没有到，请改正", in.Day.String()).At("day")
		}
		_, err = tx.Exec(ctx, `INSERT INTO navigation_use (id, center_id, finding_id, user_name, purpose, day, at, name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
			d.office.DB.NewID(), by.Center, id, strings.TrimSpace(in.User), in.Purpose, int64(in.Day), d.office.Now().UnixMicro(), by.Name)
		return err
	})
}

// findings reads the findings of a project with their uses.
func findings(ctx context.Context, tx *store.Tx, projectID int64) (out []*Finding, err error) {
	if err := each(ctx, tx, func(scan func(...any) error) error {
		f := &Finding{}
		var at int64
		err := scan(&f.ID, &f.Version, &f.Title, &f.Body, &f.Chart, &at, &f.By)
		f.At = time.UnixMicro(at)
		out = append(out, f)
		return err
	}, `SELECT id, version_id, title, body, chart, at, name FROM navigation_finding WHERE project_id = $1 ORDER BY at, id`, projectID); err != nil {
		return nil, err
	}
	for _, f := range out {
		if err := each(ctx, tx, func(scan func(...any) error) error {
			var u Use
			var day int64
			err := scan(&u.User, &u.Purpose, &day, &u.By)
			u.Day = calendar.Day(day)
			f.Uses = append(f.Uses, u)
			return err
		}, `SELECT user_name, purpose, day, name FROM navigation_use WHERE finding_id = $1 ORDER BY day, id`, f.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// oneFinding reads a finding of a project. Error: Missing.
func oneFinding(ctx context.Context, tx *store.Tx, projectID, id int64) (*Finding, error) {
	fs, err := findings(ctx, tx, projectID)
	if err != nil {
		return nil, err
	}
	for _, f := range fs {
		if f.ID == id {
			return f, nil
		}
	}
	return nil, fault.New(fault.Missing, "navigation.finding", "项目没有这条结论，请从项目页面中选择")
}
