package navigation

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/patent/literature"
)

// A Version is a set of data as it was frozen.
type Version struct {
	ID, Project int64     // both in its address
	No          int       // counted in its project from 1
	At          time.Time // the moment of freezing
	By, Note    string    // who froze it, what for
	Queries     []Query   // the log, a line for each branch
	Noise       []Noise   // what was taken out
	Tags        []Tag     // what was marked
}

// A Query is a line of the log of a version: what was asked for a branch, when, in which state of the data.
type Query struct {
	id, branch int64     // of the line and of its branch
	ID         string    `json:"id" doc:"检索本行文献时的 of"`
	Title      string    `json:"branch"`
	Words      string    `json:"query"`
	At         time.Time `json:"at"`
	Change     int64     `json:"change" doc:"检索时文献库的变动序号"`
	Total      int       `json:"total" doc:"检索所得件数"`
	Clean      int       `json:"clean" doc:"去噪后的件数"`
}

// Noise is a document that was taken out of a version.
type Noise struct {
	Number string    `json:"number"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Why    string    `json:"reason"`
}

// A Tag is a mark on a document of a version.
type Tag struct {
	Number string    `json:"number"`
	Text   string    `json:"tag"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
}

const (
	maxBranch   = 20_000  // documents of a branch
	maxVersion  = 100_000 // of all branches together
	maxBranches = 200     // lines of the log
)

// building says what a version is for.
type building struct {
	Note string `json:"note" label:"说明" en:"Note" required:"true" max:"300" help:"例如：初检；补充同义词后重检" helpen:"Such as: first search; again with synonyms"`
}

// asked is what is asked for a branch while a version is built.
type asked struct {
	Query
	numbers []string // that were found
}

// Build freezes what the branches of a project find now, as its next version. What was taken out as noise
// and what was tagged before stays so, under the names of those who did it.
func (d *Desk) Build(ctx context.Context, by casework.Actor, projectID int64, note string) (id int64, err error) {
	defer fault.Wrap(&err, "build version")
	var log []asked
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		p, err := project(ctx, tx, by.Center, projectID)
		if err != nil {
			return err
		}
		t, err := load(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		root, err := t.find(p.Root)
		if err != nil {
			return err
		}
		ask := func(b *Branch, _ int) {
			if q := t.asks(b); q != "" {
				log = append(log, asked{Query: Query{branch: b.ID, Title: t.path(b), Words: q}})
			}
		}
		ask(root, 0)
		t.walk(root.ID, 1, ask)
		return nil
	})
	if err != nil {
		return 0, err
	}
	if len(log) == 0 {
		return 0, fault.New(fault.Conflict, "navigation.nothing_to_ask", "项目所属的产业分支都没有填写国际分类或检索式，无从检索；请先在“产业技术树”中填写")
	}
	if len(log) > maxBranches {
		return 0, fault.New(fault.TooLarge, "navigation.branches", "项目有 %d 个分支，一个数据集最多 %d 个；请缩小项目所属的分支", len(log), maxBranches)
	}
	// The index is asked outside of the transaction: that may take seconds, and nobody should wait.
	sum := 0
	for i := range log {
		a := &log[i]
		a.At = d.office.Now()
		if a.numbers, a.Change, err = d.Search.Numbers(ctx, by.Center, a.Words, maxBranch); err != nil {
			return 0, err
		}
		if sum += len(a.numbers); sum > maxVersion {
			return 0, fault.New(fault.TooLarge, "navigation.version_size", "各分支合计多于 %d 件，请缩小检索式", maxVersion)
		}
	}
	id = d.office.DB.NewID()
	return id, d.working(ctx, by, projectID, func(tx *store.Tx, p *Project) error {
		if p.Phase == "start" {
			return fault.New(fault.Conflict, "navigation.not_begun", "项目“%s”还在启动阶段，请先进入“实施”阶段再建立数据集", p.Title)
		}
		return d.freeze(ctx, tx, by, &Version{ID: id, Project: p.ID, Note: strings.TrimSpace(note)}, log)
	})
}

// freeze writes a version.
func (d *Desk) freeze(ctx context.Context, tx *store.Tx, by casework.Actor, v *Version, log []asked) error {
	past, err := versions(ctx, tx, by.Center, `project_id = $2 ORDER BY no`, v.Project)
	if err != nil {
		return err
	}
	v.No = len(past) + 1
	if _, err := tx.Exec(ctx, `INSERT INTO navigation_version (id, center_id, project_id, no, at, name, note) VALUES ($1,$2,$3,$4,$5,$6,$7)`, v.ID, by.Center, v.Project, int64(v.No), d.office.Now().UnixMicro(), by.Name, v.Note); err != nil {
		return err
	}
	for _, a := range log {
		q := d.office.DB.NewID()
		if _, err := tx.Exec(ctx, `INSERT INTO navigation_query (id, center_id, version_id, branch_id, title, words, at, change, total) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, q, by.Center, v.ID, a.branch, a.Title, a.Words, a.At.UnixMicro(), a.Change, int64(len(a.numbers))); err != nil {
			return err
		}
		// Not one by one: a branch may have thousands.
		for part := range slices.Chunk(a.numbers, 200) {
			values, args := make([]string, len(part)), []any{q, v.ID, by.Center}
			for i, n := range part {
				values[i] = fmt.Sprintf("($1,$2,$3,$%d)", i+4)
				args = append(args, n)
			}
			if _, err := tx.Exec(ctx, `INSERT INTO navigation_document (query_id, version_id, center_id, number) VALUES `+strings.Join(values, ","), args...); err != nil {
				return err
			}
		}
	}
	// Whoever judged a document once need not do it again for each version.
	if len(past) > 0 {
		last := past[len(past)-1].ID
		for _, q := range []string{`INSERT INTO navigation_noise (version_id, center_id, number, at, name, why) SELECT CAST($1 AS BIGINT), center_id, number, at, name, why FROM navigation_noise WHERE version_id = $2 AND number IN (SELECT number FROM navigation_document WHERE version_id = $1)`,
			`INSERT INTO navigation_tag (version_id, center_id, number, tag, at, name) SELECT CAST($1 AS BIGINT), center_id, number, tag, at, name FROM navigation_tag WHERE version_id = $2 AND number IN (SELECT number FROM navigation_document WHERE version_id = $1)`} {
			if _, err := tx.Exec(ctx, q, v.ID, last); err != nil {
				return err
			}
		}
	}
	return d.note(ctx, tx, by, v.Project, "version", fmt.Sprintf("第%d版：%s", v.No, v.Note))
}

// versions reads versions by a condition, without what they hold.
func versions(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []*Version, err error) {
	err = each(ctx, tx, func(scan func(...any) error) error {
		v := &Version{}
		var no, at int64
		err := scan(&v.ID, &v.Project, &no, &at, &v.By, &v.Note)
		v.No, v.At = int(no), time.UnixMicro(at)
		out = append(out, v)
		return err
	}, `SELECT id, project_id, no, at, name, note FROM navigation_version WHERE center_id = $1 AND `+where, append([]any{center}, args...)...)
	return out, err
}

// version reads a version of a project with its log, noise and tags. Error: Missing.
func version(ctx context.Context, tx *store.Tx, center, projectID, id int64) (*Version, error) {
	vs, err := versions(ctx, tx, center, `project_id = $2 AND id = $3`, projectID, id)
	if err == nil && len(vs) == 0 {
		err = fault.New(fault.Missing, "navigation.version", "项目没有这个数据集版本，请从项目页面中选择")
	}
	if err != nil {
		return nil, err
	}
	v := vs[0]
	return v, v.fill(ctx, tx)
}

// fill reads what belongs to a version.
func (v *Version) fill(ctx context.Context, tx *store.Tx) error {
	if err := each(ctx, tx, func(scan func(...any) error) error {
		var q Query
		var at, total, clean int64
		err := scan(&q.id, &q.branch, &q.Title, &q.Words, &at, &q.Change, &total, &clean)
		q.ID = strconv.FormatInt(q.id, 10)
		q.At, q.Total, q.Clean = time.UnixMicro(at), int(total), int(clean)
		v.Queries = append(v.Queries, q)
		return err
	}, `SELECT q.id, q.branch_id, q.title, q.words, q.at, q.change, q.total,
 (SELECT COUNT(*) FROM navigation_document x WHERE x.query_id = q.id AND x.number NOT IN (SELECT number FROM navigation_noise WHERE version_id = q.version_id))
 FROM navigation_query q WHERE q.version_id = $1 ORDER BY q.id`, v.ID); err != nil {
		return err
	}
	if err := each(ctx, tx, func(scan func(...any) error) error {
		var n Noise
		var at int64
		err := scan(&n.Number, &at, &n.By, &n.Why)
		n.At = time.UnixMicro(at)
		v.Noise = append(v.Noise, n)
		return err
	}, `SELECT number, at, name, why FROM navigation_noise WHERE version_id = $1 ORDER BY at, number`, v.ID); err != nil {
		return err
	}
	return each(ctx, tx, func(scan func(...any) error) error {
		var t Tag
		var at int64
		err := scan(&t.Number, &t.Text, &at, &t.By)
		t.At = time.UnixMicro(at)
		v.Tags = append(v.Tags, t)
		return err
	}, `SELECT number, tag, at, name FROM navigation_tag WHERE version_id = $1 ORDER BY tag, number`, v.ID)
}

// documents reads the numbers of a version, or of a line of its log, without its noise.
func documents(ctx context.Context, tx *store.Tx, id int64) (out []string, err error) {
	err = each(ctx, tx, func(scan func(...any) error) error {
		var n string
		err := scan(&n)
		out = append(out, n)
		return err
	}, `SELECT DISTINCT x.number FROM navigation_document x WHERE (x.version_id = $1 OR x.query_id = $1) AND x.number NOT IN (SELECT n.number FROM navigation_noise n WHERE n.version_id = x.version_id) ORDER BY x.number`, id)
	return out, err
}

// Frozen reads the documents of a version, or of one line of its log, by its number: what the search asks
// when it is limited to them. Error: Missing.
func (d *Desk) Frozen(ctx context.Context, center, list int64) (out []string, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		// An id of another center is as none.
		var n int64
		if err := tx.Row(ctx, `SELECT COUNT(*) FROM navigation_version v WHERE v.center_id = $1 AND (v.id = $2 OR v.id IN (SELECT q.version_id FROM navigation_query q WHERE q.id = $2))`, center, list).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Missing, "navigation.version", "项目没有这个数据集版本，请从项目页面中选择")
		}
		out, err = documents(ctx, tx, list)
		return err
	})
	return out, err
}

// NewNoise takes documents out of a version.
type NewNoise struct {
	Numbers string `json:"numbers" label:"公开（公告）号" en:"Publication numbers" widget:"textarea" required:"true" max:"40000" help:"每行一个，或者用逗号、空格分开" helpen:"One a line, or with commas or spaces between them"`
	Why     string `json:"why" label:"剔除理由" en:"Why it is noise" required:"true" max:"300" help:"例如：同类词，实为医疗器械" helpen:"Such as: same word, but a medical device"`
}

// tagging tags documents of a version.
type tagging struct {
	Numbers string `json:"numbers" label:"公开（公告）号" en:"Publication numbers" widget:"textarea" required:"true" max:"40000" help:"每行一个，或者用逗号、空格分开" helpen:"One a line, or with commas or spaces between them"`
	Tag     string `json:"tag" label:"标引" en:"Tag" required:"true" max:"40" help:"技术手段、功效、重要程度等" helpen:"Means, effect, importance"`
}

// between is what may stand between two numbers.
var between = regexp.MustCompile(`[\s,，;；、]+`)

// here reads numbers that must be in a version. Error: Invalid with those that are not.
func here(ctx context.Context, tx *store.Tx, v *Version, text string) (out []string, err error) {
	// Noise is in the version too: it can be tagged, and taking it out again changes nothing.
	have := map[string]bool{}
	if err := each(ctx, tx, func(scan func(...any) error) error {
		var n string
		err := scan(&n)
		have[n] = true
		return err
	}, `SELECT DISTINCT number FROM navigation_document WHERE version_id = $1`, v.ID); err != nil {
		return nil, err
	}
	var bad []string
	for _, s := range between.Split(strings.TrimSpace(text), -1) {
		n := literature.Canonical(s)
		switch {
		case !have[n]:
			bad = append(bad, s)
		case !slices.Contains(out, n):
			out = append(out, n)
		}
	}
	if len(bad) > 0 {
		return nil, fault.New(fault.Invalid, "navigation.not_in_version", "这 %d 个号码不在第 %d 版数据集中，请核对：%s", len(bad), v.No, fault.Listed(bad[:min(10, len(bad))])).At("numbers")
	}
	return out, nil
}

// Clean takes documents out of a version, with the reason.
func (d *Desk) Clean(ctx context.Context, by casework.Actor, projectID, id int64, in NewNoise) error {
	return d.inVersion(ctx, by, projectID, id, func(tx *store.Tx, v *Version) error {
		numbers, err := here(ctx, tx, v, in.Numbers)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			if _, err := tx.Exec(ctx, `INSERT INTO navigation_noise (version_id, center_id, number, at, name, why) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`, v.ID, by.Center, n, d.office.Now().UnixMicro(), by.Name, in.Why); err != nil {
				return err
			}
		}
		return d.note(ctx, tx, by, projectID, "noise", fmt.Sprintf("第%d版：%s；%s", v.No, strings.Join(numbers, "、"), in.Why))
	})
}

// restore puts a document back that was taken out.
func (d *Desk) restore(ctx context.Context, by casework.Actor, projectID, id int64, number string) error {
	return d.inVersion(ctx, by, projectID, id, func(tx *store.Tx, v *Version) error {
		n, err := tx.Exec(ctx, `DELETE FROM navigation_noise WHERE version_id = $1 AND number = $2`, v.ID, number)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Missing, "navigation.not_noise", "%s 没有从数据集中剔除，不需要恢复；请刷新页面查看", number)
		}
		return d.note(ctx, tx, by, projectID, "restore", fmt.Sprintf("第%d版：%s", v.No, number))
	})
}

// tag tags documents of a version.
func (d *Desk) tag(ctx context.Context, by casework.Actor, projectID, id int64, in tagging) error {
	return d.inVersion(ctx, by, projectID, id, func(tx *store.Tx, v *Version) error {
		numbers, err := here(ctx, tx, v, in.Numbers)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			if _, err := tx.Exec(ctx, `INSERT INTO navigation_tag (version_id, center_id, number, tag, at, name) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`, v.ID, by.Center, n, strings.TrimSpace(in.Tag), d.office.Now().UnixMicro(), by.Name); err != nil {
				return err
			}
		}
		return d.note(ctx, tx, by, projectID, "tag", fmt.Sprintf("第%d版：%s；%s", v.No, strings.Join(numbers, "、"), in.Tag))
	})
}

// inVersion runs a change of a version of a project that is not finished.
func (d *Desk) inVersion(ctx context.Context, by casework.Actor, projectID, id int64, do func(tx *store.Tx, v *Version) error) error {
	return d.working(ctx, by, projectID, func(tx *store.Tx, _ *Project) error {
		v, err := version(ctx, tx, by.Center, projectID, id)
		if err != nil {
			return err
		}
		return do(tx, v)
	})
}

// less lists what a has and b has not; both are in order.
func less(a, b []string) (out []string) {
	for _, n := range a {
		if _, there := slices.BinarySearch(b, n); !there {
			out = append(out, n)
		}
	}
	return out
}
