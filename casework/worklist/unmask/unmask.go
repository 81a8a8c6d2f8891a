// Package unmask (解除遮蔽) shows telephone and identity numbers in full to who gives a reason. Pages show them
// masked; what was shown to whom, when and why is written down, in the audit and in the history of the case,
// before anything is shown.
//
// 个人信息保护法第五十一条.
package unmask

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/ident"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the table of what was shown.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "unmask", Files: sub}
}

// Acts of the pages.
const (
	ActShow = "unmask.show" // see numbers in full, where one may see them masked
	ActLog  = "unmask.log"  // who saw which, and why
)

// Grants returns who may ask for numbers: who works with the cases, and who makes accounts. Whether there are any to show is for each
// source to say.
func Grants() (gs []access.Grant) {
	for _, r := range []casework.Role{casework.Clerk, casework.Examiner, casework.Reviewer, casework.Marker, casework.Head, casework.Director, casework.Enforcer, casework.SysAdmin} {
		gs = append(gs, access.Grant{Act: ActShow, Role: string(r), Rel: access.Center})
	}
	for _, r := range []casework.Role{casework.Director, casework.Auditor} {
		gs = append(gs, access.Grant{Act: ActLog, Role: string(r), Rel: access.Center})
	}
	return gs
}

// Kinds of numbers, as addresses name them.
const (
	Contact  = "contact"  // telephones of the contacts of a registration
	Takeover = "takeover" // of who asks to take an account over
	Claimant = "claim"    // of who waits for an account
	Identity = "identity" // identity papers in a request form
)

// Phone hides the middle of a telephone number from the people of the center; a party sees its own.
func Phone(by casework.Actor, number string) string {
	if by.Party != 0 || number == "" {
		return number
	}
	return ident.MaskPhone(number)
}

// Contactable hides the numbers in a field that says how somebody is reached from the people of the center, likewise.
func Contactable(by casework.Actor, words string) string {
	if by.Party != 0 {
		return words
	}
	return ident.MaskContact(words)
}

// A Number is one that is masked elsewhere.
type Number struct {
	Whose string   `json:"whose"`
	What  web.Text `json:"-"`
	Value string   `json:"value"`
}

// A Source knows the numbers of one kind of thing.
type Source struct {
	Kind  string   // in the address
	Chart string   // of whose cases they are, empty for what is no case
	Title web.Text // what is shown
	// Unlinked leaves it out of the page of the case.
	Unlinked bool
	// Numbers returns them, or that there is no such thing, for whoever may not see them.
	Numbers func(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) ([]Number, error)
}

// Desk shows numbers.
type Desk struct {
	Office  *casework.Office
	Sources []Source
}

// Address is that of the page that shows the numbers of a thing.
func Address(kind string, id int64) string { return fmt.Sprintf("/unmask/%s/%d", kind, id) }

// ReasonForm asks why.
type ReasonForm struct {
	Reason string `json:"reason" label:"查看全文的理由" en:"Why you need the whole number" required:"true" min:"4" max:"200" help:"例如：电话联系补正；记入审计，本人可以查阅" helpen:"Such as: to phone about a correction. It is audited"`
}

// reason is the form, described once.
var reason = form.Describe(ReasonForm{}, nil)

// source returns the source with the code.
func (d *Desk) source(kind string) (*Source, error) {
	i := slices.IndexFunc(d.Sources, func(s Source) bool { return s.Kind == kind })
	if i < 0 {
		return nil, Missing()
	}
	return &d.Sources[i], nil
}

// Missing is the answer to whoever may not see numbers, and where there are none.
func Missing() error {
	return fault.New(fault.Missing, "unmask.missing", "没有这些号码，或您无权查看；请从案件页面打开")
}

// read returns the numbers of a thing, in a transaction of its own.
func (d *Desk) read(ctx context.Context, s *Source, by casework.Actor, id int64) (out []Number, err error) {
	err = d.Office.DB.Read(ctx, func(tx *store.Tx) error {
		if out, err = s.Numbers(ctx, tx, by, id); err == nil && len(out) == 0 {
			err = Missing()
		}
		return err
	})
	return out, err
}

// Show writes down that the numbers are shown, and returns them.
func (d *Desk) Show(ctx context.Context, by casework.Actor, kind string, id int64, why string) (*Source, []Number, error) {
	s, err := d.source(kind)
	if err != nil {
		return nil, nil, err
	}
	out, err := d.read(ctx, s, by, id)
	if err != nil {
		return nil, nil, err
	}
	why = strings.Join(strings.Fields(why), " ")
	err = d.Office.DB.Write(ctx, func(tx *store.Tx) error {
		if d.Office.Watch != nil {
			if err := d.Office.Watch(ctx, tx, by, "unmask", fmt.Sprintf("%s/%d %s", kind, id, why)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO unmask_reading (id, center_id, at, account_id, name, kind, object_id, shown, reason) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
			d.Office.DB.NewID(), by.Center, d.Office.Now().UnixMicro(), by.Account, by.Name, kind, id, int64(len(out)), why)
		return err
	})
	if err == nil && s.Chart != "" {
		err = d.Office.RecordReading(ctx, by, id, s.Title[0])
	}
	if err != nil {
		return nil, nil, err
	}
	return s, out, nil
}

// A Reading is that numbers were shown.
type Reading struct {
	At     time.Time
	Name   string
	Kind   string
	Object int64
	Shown  int
	Reason string
}

// most is how many readings the list shows.
const most = 500

// Readings lists the latest readings of a center.
func Readings(ctx context.Context, tx *store.Tx, center int64) (out []Reading, err error) {
	defer fault.Wrap(&err, "read what was unmasked")
	rows, err := tx.Query(ctx, `SELECT at, name, kind, object_id, shown, reason FROM unmask_reading WHERE center_id = $1 ORDER BY id DESC LIMIT `+fmt.Sprint(most), center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Reading
		var at, shown int64
		if err := rows.Scan(&at, &r.Name, &r.Kind, &r.Object, &shown, &r.Reason); err != nil {
			return nil, err
		}
		r.At, r.Shown = time.UnixMicro(at), int(shown)
		out = append(out, r)
	}
	return out, rows.Err()
}

// Count counts the readings of a center from a moment until before another.
func Count(ctx context.Context, tx *store.Tx, center int64, from, until time.Time) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM unmask_reading WHERE center_id = $1 AND at >= $2 AND at < $3`, center, from.UnixMicro(), until.UnixMicro()).Scan(&n)
	return n, err
}

// Hooks adds to the page of a case the way to its numbers, for those who may see them.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: func(c *web.Ctx, _ *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
		a := worklist.Actor(c)
		for _, s := range d.Sources {
			if s.Chart == k.Chart && !s.Unlinked && a.Party == 0 && d.Office.Policy.Ever(a.Subject, ActShow) && d.Office.Policy.May(a.Subject, casework.ActForm, k.Object()) {
				x.Links = append(x.Links, web.Link{Href: Address(s.Kind, k.ID), Label: c.Say(s.Title)})
			}
		}
		return x, nil
	}}
}

// CaseNumbers makes the Numbers of a source whose things are cases, for those who may read their forms.
func (d *Desk) CaseNumbers(chart string, numbers func(context.Context, *store.Tx, *casework.Case) ([]Number, error)) func(context.Context, *store.Tx, casework.Actor, int64) ([]Number, error) {
	return func(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) ([]Number, error) {
		k, err := d.Office.Get(ctx, tx, by, id)
		if err != nil || k.Chart != chart || !d.Office.Policy.May(by.Subject, casework.ActForm, k.Object()) {
			if err == nil || fault.KindOf(err) == fault.Missing {
				err = Missing()
			}
			return nil, err
		}
		return numbers(ctx, tx, k)
	}
}
