// Package evidence (证据) keeps the exhibits of a case: who handed in what to prove what, the files
// with their digests, what the other sides say of them, through whose hands a thing went, what is a
// trade secret, what was admitted and why. Nothing is changed afterwards: each act is a row of its
// own, and the digest of each row stands in the chain of events of the case.
//
// A sealed exhibit (涉及商业秘密的证据) is there only for the party that handed it in and for those of
// the staff who may read the whole text of the case. To everybody else it does not exist: it has a
// series of numbers of its own, so that no gap betrays it, and its events stand in no other history.
package evidence

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "evidence", Files: sub}
}

// Center is the side of what the center collects itself (依职权).
const Center = "center"

// Owner is the side of the owner of a case whose chart knows no sides.
const Owner = "owner"

// Secrecy says whether an exhibit is kept from the other sides.
type Secrecy string

// The states of secrecy. What was asked for is kept until it is decided.
const (
	Open    Secrecy = ""        // 公开质证
	Asked   Secrecy = "asked"   // 已申请保密
	Granted Secrecy = "granted" // 准予保密
	Refused Secrecy = "refused" // 不予保密
)

// Title returns the Chinese word for the state.
func (s Secrecy) Title() string {
	return map[Secrecy]string{Asked: "已申请保密", Granted: "保密", Refused: "不予保密"}[s]
}

// English returns the English word for the state.
func (s Secrecy) English() string {
	return map[Secrecy]string{Asked: "Secrecy asked for", Granted: "Sealed", Refused: "Not sealed"}[s]
}

// An Exhibit is one piece of evidence.
type Exhibit struct {
	ID, Case int64
	Side     string // code of a side of the chart, or Center, or Owner
	Party    int64  // that handed it in, 0 for the center
	Number   string // 申1, 被密1, 职1; never changed and never used twice
	At       time.Time
	Account  int64
	Matter
	Secrecy   Secrecy
	Opinions  []Opinion
	Custody   []Custody
	Admission *Admission // what the center made of it; parties learn it from the decision
	Stamps    []Stamp
}

// Matter is what is sealed of an exhibit under the key of the case.
type Matter struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`    // 书证, 物证 …
	Purpose string `json:"purpose"` // 证明目的
	Source  string `json:"source"`
	Form    string `json:"form"` // 原件 or 复制件; 原物 or 照片
	Pages   string `json:"pages,omitempty"`
	Secret  string `json:"secret,omitempty"` // why it is to be sealed, where it was asked for when it was handed in
	Files   []File `json:"files,omitempty"`
}

// Sealed reports whether the exhibit is kept from the other sides.
func (x *Exhibit) Sealed() bool { return x.Secrecy == Asked || x.Secrecy == Granted }

// Desk is where exhibits are kept. It needs no office of its own: moves bring theirs, and readers
// give it.
type Desk struct {
	Blobs *blob.Store
	// Screen, if set, refuses files that must not be stored at all. It runs before anything is stored.
	Screen func(ctx context.Context, files []form.File) error
	// Marks are the first characters of the numbers by chart and side, where they are not the usual ones.
	Marks map[string]map[string]string
}

// mark is the first character of the numbers of a side: 申 for the side of the owner, 职 for the
// center, else the first of the side's title.
func (d *Desk) mark(chart *casework.Chart, side string) string {
	if m := d.Marks[chart.Code][side]; m != "" {
		return m
	}
	switch {
	case side == Center:
		return "职"
	case side == Owner, len(chart.Sides) > 0 && chart.Sides[0].Code == side:
		return "申"
	}
	title := []rune(chart.Side(side).Title)
	if len(title) > 1 && title[0] == '第' {
		return string(title[1]) // 第三人
	}
	return string(title[0])
}

// sideOf is the side of a party in a case, "" where it has none.
func sideOf(chart *casework.Chart, k *casework.Case, party int64) string {
	if len(chart.Sides) == 0 && len(k.Stands(party)) > 0 {
		return Owner
	}
	return chart.SideOf(k, party)
}

// sees reports whether the actor may know that the exhibit exists.
func sees(o *casework.Office, a casework.Actor, k *casework.Case, x *Exhibit) bool {
	obj := k.Object()
	switch {
	case a.Is(casework.System):
		return true
	case !o.Policy.May(a.Subject, casework.ActSee, obj):
		return false
	case a.Party != 0 && x.Party != 0 && slices.Contains(k.Stands(a.Party), x.Party):
		return true
	case a.Party != 0:
		return !x.Sealed() && sideOf(o.ChartOf(k.Chart), k, a.Party) != ""
	case o.Policy.May(a.Subject, casework.ActText, obj):
		return true
	}
	return !x.Sealed() && o.Policy.May(a.Subject, casework.ActForm, obj)
}

// Of lists the exhibits of a case that the actor may know of, in the order in which they came. What is
// sealed against the actor is not there at all.
func (d *Desk) Of(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case) (out []Exhibit, err error) {
	defer fault.Wrap(&err, "exhibits of case %d", k.ID)
	all, _, err := load(ctx, tx, o, k.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		x := all[i]
		if !sees(o, a, k, &x) {
			continue
		}
		if a.Party != 0 {
			x.Admission = nil // the panel's own, until the decision says it
			x.veil(k.Stands(a.Party))
		}
		out = append(out, x)
	}
	return out, nil
}

// veil masks the numbers of persons in the words of others, for a party that stands for some.
func (x *Exhibit) veil(own []int64) {
	mask := func(words ...*string) {
		for _, w := range words {
			*w = ident.Veil(*w)
		}
	}
	if !slices.Contains(own, x.Party) {
		mask(&x.Name, &x.Purpose, &x.Source, &x.Pages)
	}
	x.Opinions = slices.Clone(x.Opinions)
	for i := range x.Opinions {
		if o := &x.Opinions[i]; !slices.Contains(own, o.Party) {
			mask(&o.Text)
		}
	}
	x.Custody = slices.Clone(x.Custody)
	for i := range x.Custody {
		s := &x.Custody[i]
		mask(&s.From, &s.To, &s.Place, &s.State, &s.Note)
	}
}

// Find returns an exhibit that the actor may know of. What is sealed against the actor is missing, as
// what does not exist.
func (d *Desk) Find(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case, id int64) (Exhibit, error) {
	all, err := d.Of(ctx, tx, o, a, k)
	if err != nil {
		return Exhibit{}, err
	}
	i := slices.IndexFunc(all, func(x Exhibit) bool { return x.ID == id })
	if i < 0 {
		return Exhibit{}, missing()
	}
	return all[i], nil
}

func missing() error {
	return fault.New(fault.Missing, "evidence.missing", "没有这份证据，或您无权查看；请从案件的证据页面打开")
}

// Measures lists what was done to preserve evidence in a case, in order, for those who may see the
// form of the case, and for its parties.
func (d *Desk) Measures(ctx context.Context, tx *store.Tx, o *casework.Office, a casework.Actor, k *casework.Case) (_ []Measure, err error) {
	defer fault.Wrap(&err, "measures of case %d", k.ID)
	obj := k.Object()
	staff := a.Party == 0 && (o.Policy.May(a.Subject, casework.ActForm, obj) || o.Policy.May(a.Subject, casework.ActText, obj))
	if !a.Is(casework.System) && !staff && len(k.Stands(a.Party)) == 0 {
		return nil, nil
	}
	_, measures, err := load(ctx, tx, o, k.ID)
	return measures, err
}

// Kinds lists the kinds of evidence, each with its English word.
func Kinds() []form.Option {
	// 行政诉讼法第三十三条 and 行政处罚法第四十六条 name the same eight.
	var out []form.Option
	for _, k := range [][2]string{{"书证", "Document"}, {"物证", "Thing"}, {"视听资料", "Sound or image recording"}, {"电子数据", "Electronic data"},
		{"证人证言", "Testimony"}, {"当事人陈述", "Statement of a party"}, {"鉴定意见", "Expert opinion"}, {"勘验笔录、现场笔录", "Record of inspection"}} {
		out = append(out, form.Option{Value: k[0], Label: [2]string{k[0], k[1]}})
	}
	return out
}

// stamped is when something happened, as people of the center read it.
func stamped(t time.Time) string { return t.In(calendar.Shanghai()).Format("2006-01-02 15:04") }
