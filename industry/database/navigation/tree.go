package navigation

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/industry/database/query"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/patent/literature"
)

// A Branch is a node of the industry's tree: the industry itself, or a technology in it.
type Branch struct {
	ID     int64    // also in its address
	Parent int64    // 0 for an industry
	Merged int64    // the branch into which it was merged, 0 for none
	Title  string   // as it stands in the tree
	Stage  string   // up, mid, down or none
	IPC    []string // classes, each with all groups below it
	Words  string   // a query that must hold too; none where empty
	Firms  []string // whose documents in the branch are counted
	Core   bool     // requests that lie in it are marked
}

// A tree is all branches of a center.
type tree struct {
	all []*Branch         // in the order in which they were entered, merged ones too
	by  map[int64]*Branch // the same by their id
}

// load reads the tree of a center.
func load(ctx context.Context, tx *store.Tx, center int64) (*tree, error) {
	t := &tree{by: map[int64]*Branch{}}
	err := each(ctx, tx, func(scan func(...any) error) error {
		b := &Branch{}
		var ipc, firms string
		err := scan(&b.ID, &b.Parent, &b.Merged, &b.Title, &b.Stage, &ipc, &b.Words, &firms, &b.Core)
		b.IPC, b.Firms = lines(ipc), lines(firms)
		t.all, t.by[b.ID] = append(t.all, b), b
		return err
	}, `SELECT id, parent_id, merged_into, title, stage, ipc, words, firms, core FROM navigation_branch WHERE center_id = $1 ORDER BY at, id`, center)
	return t, err
}

// lines are the parts of a text that stand in lines of their own.
func lines(s string) (out []string) {
	for _, x := range strings.Split(s, "\n") {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// under lists the living branches below one, in order.
func (t *tree) under(parent int64) (out []*Branch) {
	for _, b := range t.all {
		if b.Parent == parent && b.Merged == 0 {
			out = append(out, b)
		}
	}
	return out
}

// walk calls f with every living branch from the top, and how deep it stands.
func (t *tree) walk(parent int64, depth int, f func(b *Branch, depth int)) {
	for _, b := range t.under(parent) {
		f(b, depth)
		t.walk(b.ID, depth+1, f)
	}
}

// within lists a branch, what is below it, and what was merged into any of these.
func (t *tree) within(b *Branch) []*Branch {
	// The list grows while it is read: what is below the last one is added behind it.
	out := []*Branch{b}
	for i := 0; i < len(out); i++ {
		for _, x := range t.all {
			if (x.Merged == out[i].ID || x.Merged == 0 && x.Parent == out[i].ID) && !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// path is the name of a branch with those above it.
func (t *tree) path(b *Branch) string {
	name := b.Title
	for up := t.by[b.Parent]; up != nil; up = t.by[up.Parent] {
		name = up.Title + " / " + name
	}
	return name
}

// own is what a branch asks by itself; empty where it only gathers others.
func (b *Branch) own() string {
	var parts []string
	if len(b.IPC) > 0 {
		parts = append(parts, "IPC=("+strings.Join(b.IPC, ", ")+")")
	}
	if b.Words != "" {
		parts = append(parts, "("+b.Words+")")
	}
	return strings.Join(parts, " AND ")
}

// asks is the query of a branch with all that belongs to it; empty where none of it asks anything.
func (t *tree) asks(b *Branch) string {
	var parts []string
	for _, x := range t.within(b) {
		if q := x.own(); q != "" && !slices.Contains(parts, q) {
			parts = append(parts, q)
		}
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return "(" + strings.Join(parts, ") OR (") + ")"
}

// firms are the firms of a branch with all that belongs to it.
func (t *tree) firms(b *Branch) (out []string) {
	for _, x := range t.within(b) {
		for _, f := range x.Firms {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// find returns a branch that stands in the tree. Error: Missing.
func (t *tree) find(id int64) (*Branch, error) {
	if b := t.by[id]; b != nil && b.Merged == 0 {
		return b, nil
	}
	return nil, fault.New(fault.Missing, "navigation.branch", "产业树中没有这个分支，可能已经并入其他分支；请从“产业技术树”中选择")
}

// symbol is a section, class, subclass, main group or group of IPC.
var symbol = regexp.MustCompile(`^[A-H](\d{2}([A-Z](\d{1,4}(/\d{2,6})?)?)?)?$`)

// NewBranch is a branch as it is entered.
type NewBranch struct {
	Title string `json:"title" label:"名称" en:"Name" required:"true" max:"60"`
	Stage string `json:"stage" label:"产业链位置" en:"Place in the chain" widget:"select" options:"up=上游=Upstream,mid=中游=Midstream,down=下游=Downstream"`
	IPC   string `json:"ipc" label:"国际分类" en:"IPC" widget:"textarea" max:"4000" help:"每行一个，如 H01M 10/05；含其下所有的组" helpen:"One a line, such as H01M 10/05, with all groups below it"`
	Words string `json:"words" label:"检索式" en:"Query" widget:"textarea" max:"20000" help:"与分类同时满足；写法同专利检索，如 标题=(电解液 OR 隔膜)。分类和检索式都不填的分支只汇总下级" helpen:"Must hold together with the classes, written as in the patent search. Without either, a branch only gathers those below"`
	Firms string `json:"firms" label:"重点企业" en:"Firms" widget:"textarea" max:"8000" help:"每行一个，用于统计各企业在本分支的文献" helpen:"One a line; their documents in the branch are counted"`
}

// check reads what was entered into a branch. Error: Invalid with the field.
func (in *NewBranch) check(b *Branch) error {
	b.Title, b.Stage, b.Words, b.Firms, b.IPC = strings.TrimSpace(in.Title), in.Stage, strings.TrimSpace(in.Words), lines(in.Firms), nil
	for _, s := range lines(strings.NewReplacer(",", "\n", "，", "\n", "；", "\n", ";", "\n").Replace(in.IPC)) {
		code := literature.Code(strings.ToUpper(s))
		if !symbol.MatchString(code) {
			return fault.New(fault.Invalid, "navigation.ipc", "“%s”不是国际专利分类号，请写作 H01M 或 H01M 10/05", s).At("ipc")
		}
		b.IPC = append(b.IPC, code)
	}
	if b.Words == "" {
		return nil
	}
	q, err := query.Parse(b.Words)
	if err == nil {
		_, err = q.Compile()
	}
	if e := fault.Of(err); e != nil {
		return e.At("words")
	}
	return err
}

// entered is a branch as it can be entered again.
func (b *Branch) entered() NewBranch {
	return NewBranch{Title: b.Title, Stage: b.Stage, IPC: strings.Join(b.IPC, "\n"), Words: b.Words, Firms: strings.Join(b.Firms, "\n")}
}

// change runs a change of the tree with the tree as it stands.
func (d *Desk) change(ctx context.Context, by casework.Actor, do func(tx *store.Tx, t *tree) error) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		// Two changes at once could put a branch below itself.
		if err := tx.Lock(ctx, "navigation.tree"); err != nil {
			return err
		}
		t, err := load(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		return do(tx, t)
	})
}

// AddBranch puts a branch into the tree; below nothing it is an industry.
func (d *Desk) AddBranch(ctx context.Context, by casework.Actor, parent int64, in NewBranch) (id int64, err error) {
	var b Branch
	if err := in.check(&b); err != nil {
		return 0, err
	}
	id = d.office.DB.NewID()
	return id, d.change(ctx, by, func(tx *store.Tx, t *tree) error {
		if parent != 0 {
			if _, err := t.find(parent); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `INSERT INTO navigation_branch (id, center_id, parent_id, merged_into, title, stage, ipc, words, firms, core, at) VALUES ($1,$2,$3,0,$4,$5,$6,$7,$8,$9,$10)`,
			id, by.Center, parent, b.Title, b.Stage, strings.Join(b.IPC, "\n"), b.Words, strings.Join(b.Firms, "\n"), false, d.office.Now().UnixMicro()); err != nil {
			return err
		}
		return d.note(ctx, tx, by, id, "add", b.Title+"："+b.own())
	})
}

// edit changes what a branch is called and asks; what it was stays in the history.
func (d *Desk) edit(ctx context.Context, by casework.Actor, id int64, in NewBranch) error {
	return d.change(ctx, by, func(tx *store.Tx, t *tree) error {
		b, err := t.find(id)
		if err != nil {
			return err
		}
		// Name and query as they were: an older set of data was made with them.
		before := b.Title + "：" + b.own()
		if err := in.check(b); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE navigation_branch SET title = $1, stage = $2, ipc = $3, words = $4, firms = $5 WHERE id = $6`,
			b.Title, b.Stage, strings.Join(b.IPC, "\n"), b.Words, strings.Join(b.Firms, "\n"), id); err != nil {
			return err
		}
		return d.note(ctx, tx, by, id, "edit", before+" → "+b.Title+"："+b.own())
	})
}

// move puts a branch below another one, or makes it an industry.
func (d *Desk) move(ctx context.Context, by casework.Actor, id, parent int64) error {
	return d.change(ctx, by, func(tx *store.Tx, t *tree) error {
		b, err := t.find(id)
		if err != nil {
			return err
		}
		before := t.path(b)
		if parent != 0 {
			up, err := t.find(parent)
			if err != nil {
				return err
			}
			if slices.Contains(t.within(b), up) {
				return fault.New(fault.Invalid, "navigation.below_itself", "不能把“%s”移到它自己或它的下级之下，请选择其他分支", b.Title).At("to")
			}
		}
		b.Parent = parent
		if _, err := tx.Exec(ctx, `UPDATE navigation_branch SET parent_id = $1 WHERE id = $2`, parent, id); err != nil {
			return err
		}
		return d.note(ctx, tx, by, id, "move", before+" → "+t.path(b))
	})
}

// merge lets a branch go up in another one, which asks from then on what both asked; what was below it
// stands below the other.
func (d *Desk) merge(ctx context.Context, by casework.Actor, id, into int64) error {
	return d.change(ctx, by, func(tx *store.Tx, t *tree) error {
		b, err := t.find(id)
		if err != nil {
			return err
		}
		other, err := t.find(into)
		if err != nil {
			return err
		}
		if slices.Contains(t.within(b), other) {
			return fault.New(fault.Invalid, "navigation.into_itself", "不能把“%s”并入它自己或它的下级，请选择其他分支", b.Title).At("to")
		}
		// A project about the branch goes on with the other one, which asks all of it.
		what := t.path(b) + " → " + t.path(other)
		for _, q := range []string{`UPDATE navigation_branch SET parent_id = $1 WHERE parent_id = $2`, `UPDATE navigation_branch SET merged_into = $1 WHERE id = $2`, `UPDATE navigation_project SET root_id = $1 WHERE root_id = $2`} {
			if _, err := tx.Exec(ctx, q, into, id); err != nil {
				return err
			}
		}
		if err := d.note(ctx, tx, by, id, "merge", what); err != nil {
			return err
		}
		return d.note(ctx, tx, by, into, "merge", what)
	})
}

// Mark says whether the technology of a branch is core, and why.
func (d *Desk) Mark(ctx context.Context, by casework.Actor, id int64, core bool, why string) error {
	return d.change(ctx, by, func(tx *store.Tx, t *tree) error {
		b, err := t.find(id)
		if err != nil {
			return err
		}
		what := "plain"
		if core {
			what = "core"
			if len(t.classes(b)) == 0 {
				return fault.New(fault.Conflict, "navigation.no_classes", "分支“%s”及其下级没有填写国际分类，预审请求无从对应；请先填写分类再标记核心技术", b.Title)
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE navigation_branch SET core = $1 WHERE id = $2`, core, id); err != nil {
			return err
		}
		return d.note(ctx, tx, by, id, what, why)
	})
}

// classes are the classes of a branch with all that belongs to it.
func (t *tree) classes(b *Branch) (out []string) {
	for _, x := range t.within(b) {
		out = append(out, x.IPC...)
	}
	return out
}

// A Core is a core technology in which an invention lies.
type Core struct {
	Branch int64  // for its address
	Name   string // with the branches above it
	Class  string // the class that both have
	Query  string // what the branch asks
}

// Cores tells in which core technologies of a center a class lies. A class that is wider than that of
// a branch lies in none: it may as well be beside it.
func Cores(ctx context.Context, tx *store.Tx, center int64, class string) (out []Core, err error) {
	above := literature.Path(strings.ToUpper(strings.TrimSpace(class)))
	if len(above) == 0 {
		return nil, nil
	}
	t, err := load(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	// What was merged into a core branch, or stands below it, is core with it.
	for _, b := range t.all {
		if !b.Core || b.Merged != 0 {
			continue
		}
		for _, c := range t.classes(b) {
			if slices.Contains(above, c) {
				out = append(out, Core{Branch: b.ID, Name: t.path(b), Class: c, Query: t.asks(b)})
				break
			}
		}
	}
	return out, nil
}
