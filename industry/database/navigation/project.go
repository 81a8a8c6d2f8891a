package navigation

import (
	"context"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// A Project is a navigation project.
type Project struct {
	ID             int64        // also in its address
	Title, Client  string       // what it is called, for whom it is made
	Kind, Phase    string       // codes of kinds and phases
	Root           int64        // the branch of the tree that it is about
	Leader, People string       // who answers for it, who works on it and at what
	Starts, Due    calendar.Day // as agreed; no term of law
	Need           string       // the questions that the client wants answered
	At             time.Time    // when it was entered
	By             string       // who entered it
}

// kinds are the parts of GB/T 39551-2020 after which a project is made.
func kinds() []named {
	return []named{{"region", web.Text{"区域规划", "Regional planning"}}, {"industry", web.Text{"产业规划", "Industrial planning"}}, {"firm", web.Text{"企业经营", "Business operation"}},
		{"research", web.Text{"研发活动", "Research and development"}}, {"talent", web.Text{"人才管理", "Talent management"}}}
}

// phases are the phases of a project in their order.
func phases() []named {
	return []named{{"start", web.Text{"启动", "Start"}}, {"work", web.Text{"实施", "Carrying out"}}, {"result", web.Text{"成果产出与运用", "Results and their use"}}, {"review", web.Text{"绩效评价", "Evaluation"}}, {"done", web.Text{"已办结", "Finished"}}}
}

// named is a code with what people call it.
type named struct {
	code  string   // as it is kept
	title web.Text // as it is read
}

// titleOf names a code; a dash where it is none.
func titleOf(ns []named, code string) web.Text {
	for _, n := range ns {
		if n.code == code {
			return n.title
		}
	}
	return web.Text{"—", "—"}
}

// standard is what a project rests on.
const standard = "GB/T 39551-2020《专利导航指南》（2021-06-01起实施）"

// NewProject is a project as it is entered.
type NewProject struct {
	Title  string       `json:"title" label:"项目名称" en:"Name" required:"true" max:"100"`
	Client string       `json:"client" label:"委托方" en:"Client" required:"true" max:"100"`
	Kind   string       `json:"kind" label:"类型" en:"Kind" widget:"select" required:"true" options:"region=区域规划=Regional planning,industry=产业规划=Industrial planning,firm=企业经营=Business operation,research=研发活动=Research and development,talent=人才管理=Talent management" help:"GB/T 39551-2020 的各部分" helpen:"The parts of GB/T 39551-2020"`
	Root   string       `json:"root" label:"所属产业或分支" en:"Industry or branch" widget:"select" options:"*" required:"true"`
	Leader string       `json:"leader" label:"项目负责人" en:"Leader" required:"true" max:"40"`
	People string       `json:"people" label:"项目组成员" en:"Members" widget:"textarea" max:"400" help:"姓名和分工，每行一人" helpen:"Name and part, one a line"`
	Starts calendar.Day `json:"starts" label:"开始日期" en:"Starts" widget:"date" required:"true"`
	Due    calendar.Day `json:"due" label:"计划完成日期" en:"Due" widget:"date" required:"true"`
	Need   string       `json:"need" label:"需求" en:"Need" widget:"textarea" required:"true" max:"4000" help:"要回答的问题、范围、成果的用途" helpen:"Questions to answer, scope, use of the results"`
}

// NewPhase leads a project to another phase.
type NewPhase struct {
	To   string `json:"to" label:"阶段" en:"Phase" widget:"select" required:"true" options:"start=启动=Start,work=实施=Carrying out,result=成果产出与运用=Results and their use,review=绩效评价=Evaluation,done=已办结=Finished"`
	Note string `json:"note" label:"说明" en:"Note" widget:"textarea" required:"true" max:"2000" help:"进入下一阶段的依据；办结的写评价结论；退回的写原因" helpen:"Why the next phase can begin; the evaluation at the end; the reason when going back"`
}

// projectColumns are read in the order of projects.
const projectColumns = `id, title, client, kind, phase, root_id, leader, members, starts, due, need, at, name`

// projects reads projects by a condition.
func projects(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []*Project, err error) {
	err = each(ctx, tx, func(scan func(...any) error) error {
		p := &Project{}
		var starts, due, at int64
		err := scan(&p.ID, &p.Title, &p.Client, &p.Kind, &p.Phase, &p.Root, &p.Leader, &p.People, &starts, &due, &p.Need, &at, &p.By)
		p.Starts, p.Due, p.At = calendar.Day(starts), calendar.Day(due), time.UnixMicro(at)
		out = append(out, p)
		return err
	}, `SELECT `+projectColumns+` FROM navigation_project WHERE center_id = $1 AND `+where, append([]any{center}, args...)...)
	return out, err
}

// project reads a project of a center. Error: Missing.
func project(ctx context.Context, tx *store.Tx, center, id int64) (*Project, error) {
	ps, err := projects(ctx, tx, center, `id = $2`, id)
	if err == nil && len(ps) == 0 {
		err = fault.New(fault.Missing, "navigation.project", "没有这个导航项目，请从“专利导航”的列表中选择")
	}
	if err != nil {
		return nil, err
	}
	return ps[0], nil
}

// AddProject begins a project.
func (d *Desk) AddProject(ctx context.Context, by casework.Actor, root int64, in NewProject) (id int64, err error) {
	if in.Due < in.Starts {
		return 0, fault.New(fault.Invalid, "navigation.due", "计划完成日期 %s 早于开始日期 %s，请改正", in.Due.String(), in.Starts.String()).At("due")
	}
	id = d.office.DB.NewID()
	return id, d.change(ctx, by, func(tx *store.Tx, t *tree) error {
		if _, err := t.find(root); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO navigation_project (id, center_id, title, client, kind, phase, root_id, leader, members, starts, due, need, at, name) VALUES ($1,$2,$3,$4,$5,'start',$6,$7,$8,$9,$10,$11,$12,$13)`,
			id, by.Center, strings.TrimSpace(in.Title), strings.TrimSpace(in.Client), in.Kind, root, strings.TrimSpace(in.Leader), in.People, int64(in.Starts), int64(in.Due), in.Need, d.office.Now().UnixMicro(), by.Name); err != nil {
			return err
		}
		return d.note(ctx, tx, by, id, "add", in.Title)
	})
}

// Lead leads a project to the next phase, when what that rests on is there, or back to an earlier one.
func (d *Desk) Lead(ctx context.Context, by casework.Actor, id int64, in NewPhase) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		p, err := project(ctx, tx, by.Center, id)
		if err != nil {
			return err
		}
		at := func(code string) int { return slices.IndexFunc(phases(), func(n named) bool { return n.code == code }) }
		from, to := at(p.Phase), at(in.To)
		if to == from || to > from+1 {
			return fault.New(fault.Conflict, "navigation.phase", "项目现处于“%s”阶段，只能进入下一阶段或退回以前的阶段，请重新选择", titleOf(phases(), p.Phase)[0]).At("to")
		}
		// Back is always open: whoever finds a gap returns to where it is filled.
		if to > from {
			if err := ready(ctx, tx, p, in.To); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE navigation_project SET phase = $1 WHERE id = $2`, in.To, id); err != nil {
			return err
		}
		return d.note(ctx, tx, by, id, "phase", titleOf(phases(), p.Phase)[0]+" → "+titleOf(phases(), in.To)[0]+"："+in.Note)
	})
}

// ready refuses a phase for which something is missing.
func ready(ctx context.Context, tx *store.Tx, p *Project, to string) error {
	missing := func(table string, what fault.Phrase) error {
		var n int64
		if err := tx.Row(ctx, `SELECT COUNT(*) FROM `+table+` WHERE project_id = $1`, p.ID).Scan(&n); err != nil || n > 0 {
			return err
		}
		return fault.New(fault.Conflict, "navigation.not_ready", "还不能进入“%s”阶段；%s", titleOf(phases(), to)[0], what).At("to")
	}
	// The other phases rest on nothing that the register could see.
	switch to {
	case "result":
		return missing("navigation_version", fault.Say("还没有数据集版本，请先建立"))
	case "review":
		return missing("navigation_finding", fault.Say("还没有登记结论，请先登记"))
	}
	return nil
}

// working reads a project that is not finished, for a change.
func (d *Desk) working(ctx context.Context, by casework.Actor, id int64, do func(tx *store.Tx, p *Project) error) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		p, err := project(ctx, tx, by.Center, id)
		if err != nil {
			return err
		}
		if p.Phase == "done" {
			return fault.New(fault.Conflict, "navigation.done", "项目“%s”已经办结，不能再修改；确需修改的请先退回以前的阶段", p.Title)
		}
		return do(tx, p)
	})
}
