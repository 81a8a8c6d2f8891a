package field

import (
	"cmp"
	"context"
	"embed"
	"io/fs"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
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
	return store.Schema{Owner: "field", Files: sub}
}

// Scheme is a classification.
type Scheme string

// The schemes.
const (
	IPC     Scheme = "ipc"     // 国际专利分类, inventions and utility models
	Locarno Scheme = "locarno" // 洛迦诺分类, designs
)

// Title returns the Chinese name of the scheme.
func (s Scheme) Title() string {
	if s == Locarno {
		return "洛迦诺分类"
	}
	return "国际专利分类（IPC）"
}

// English returns the English name of the scheme.
func (s Scheme) English() string {
	if s == Locarno {
		return "Locarno classification"
	}
	return "International Patent Classification (IPC)"
}

// A List is the dated list of one industry under one scheme. An empty list closes the industry.
type List struct {
	ID, Center, Account int64
	At                  time.Time
	Scheme              Scheme
	Industry            string
	From, Until         calendar.Day // both inclusive; no last day means until a later list
	Official            bool         // approved, not gathered by the center itself
	Source              string       // approval with its number and date
	Classes             []string
}

// Lists are the classes that are open on one day.
type Lists struct {
	IPC, Locarno         []string
	Official             bool // every list in force is official, and there is one
	ipcFirm, locarnoFirm bool
}

// Firm reports whether the list of the scheme is official throughout and says anything.
func (l *Lists) Firm(s Scheme) bool {
	if s == Locarno {
		return l.locarnoFirm
	}
	return l.ipcFirm
}

// Desk is the register of fields of the program.
type Desk struct{ office *casework.Office }

// New returns the register. Use must be called before it works.
func New() *Desk { return &Desk{} }

// Use gives the register its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// maxClasses bounds one list.
const maxClasses = 5000

// Set adds a list. It checks every class and brings it into its usual form; wrong ones are named
// in one refusal.
func (d *Desk) Set(ctx context.Context, tx *store.Tx, l List) (err error) {
	defer fault.Wrap(&err, "set field")
	if l.Classes, err = normal(l.Scheme, l.Classes); err != nil {
		return err
	}
	if strings.TrimSpace(l.Industry) == "" || l.From.IsZero() {
		return fault.New(fault.Invalid, "field.industry", "请填写产业领域和起始日").At("industry")
	}
	if !l.Until.IsZero() && l.Until < l.From {
		return fault.New(fault.Invalid, "field.until", "截止日不能早于起始日 %s，请改为该日或以后", l.From).At("until")
	}
	if l.Official && strings.TrimSpace(l.Source) == "" {
		return fault.New(fault.Invalid, "field.source", "正式批准的清单须填写批准文号与日期").At("source")
	}
	_, err = tx.Exec(ctx, `INSERT INTO field_list (id, center_id, at, account_id, scheme, industry, from_day, until_day, official, source, classes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`, d.office.DB.NewID(), l.Center, d.office.Now().UnixMicro(), l.Account, string(l.Scheme),
		strings.TrimSpace(l.Industry), int64(l.From), int64(l.Until), l.Official, l.Source, strings.Join(l.Classes, " "))
	return err
}

// normal checks classes and returns them sorted, each once.
func normal(s Scheme, classes []string) (out []string, err error) {
	if s != IPC && s != Locarno {
		return nil, fault.New(fault.Invalid, "field.scheme", "请选择国际专利分类或洛迦诺分类").At("scheme")
	}
	var bad []string
	for _, c := range classes {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		n, ok := class(s, c)
		if !ok {
			bad = append(bad, c)
			continue
		}
		out = append(out, n)
	}
	if len(bad) > 0 {
		return nil, fault.New(fault.Invalid, "field.class", "有 %d 个分类号不对，请更正：%s；IPC 写作 H01M 或 H01M10/05，洛迦诺写作 14 或 14-02",
			len(bad), fault.Listed(bad[:min(len(bad), 10)])).At("classes")
	}
	if len(out) > maxClasses {
		return nil, fault.New(fault.TooLarge, "field.many", "一份清单最多 %d 个分类号，请拆成几份清单", maxClasses).At("classes")
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// class brings one class into its usual form.
func class(s Scheme, c string) (string, bool) {
	if s == IPC {
		n, err := ident.ParseIPC(c)
		return string(n), err == nil
	}
	if len(c) == 2 && c >= "01" && c <= "32" && strings.Trim(c, "0123456789") == "" {
		return c, true // a whole class
	}
	n, err := ident.ParseLocarno(c)
	return string(n), err == nil
}

// columns are the columns in the order in which History reads them.
const columns = `id, center_id, at, account_id, scheme, industry, from_day, until_day, official, source, classes`

// History returns every list that was ever set, the latest first.
func (d *Desk) History(ctx context.Context, tx *store.Tx, center int64) (_ []List, err error) {
	defer fault.Wrap(&err, "history of fields")
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM field_list WHERE center_id = $1 ORDER BY from_day DESC, id DESC`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []List
	for rows.Next() {
		var l List
		var at, from, until int64
		var classes string
		if err := rows.Scan(&l.ID, &l.Center, &at, &l.Account, &l.Scheme, &l.Industry, &from, &until, &l.Official, &l.Source, &classes); err != nil {
			return nil, err
		}
		l.At, l.From, l.Until, l.Classes = time.UnixMicro(at), calendar.Day(from), calendar.Day(until), strings.Fields(classes)
		out = append(out, l)
	}
	return out, rows.Err()
}

// Current returns the list of each industry that holds on the day, by scheme and industry.
func (d *Desk) Current(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) ([]List, error) {
	all, err := d.History(ctx, tx, center)
	return current(all, on), err
}

// current chooses from a history, the latest first. A list that has ended leaves its industry
// closed; it does not bring back the one before.
func current(all []List, on calendar.Day) (out []List) {
	type place struct {
		scheme   Scheme
		industry string
	}
	seen := map[place]bool{}
	for _, l := range all {
		p := place{l.Scheme, l.Industry}
		if l.From > on || seen[p] {
			continue
		}
		seen[p] = true
		if (l.Until.IsZero() || l.Until >= on) && len(l.Classes) > 0 {
			out = append(out, l)
		}
	}
	sorting.By(out, func(a, b List) int {
		return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Industry, b.Industry))
	})
	return out
}

// On returns the classes that are open on a day, of all industries together.
func (d *Desk) On(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) (Lists, error) {
	ls, err := d.Current(ctx, tx, center, on)
	return merge(ls), err
}

// merge puts the lists of all industries together. A scheme is firm when every list of it is
// official: one unofficial industry leaves open what else the scheme holds.
func merge(ls []List) Lists {
	out := Lists{Official: len(ls) > 0, ipcFirm: true, locarnoFirm: true}
	for _, l := range ls {
		out.Official = out.Official && l.Official
		if l.Scheme == Locarno {
			out.Locarno = append(out.Locarno, l.Classes...)
			out.locarnoFirm = out.locarnoFirm && l.Official
		} else {
			out.IPC = append(out.IPC, l.Classes...)
			out.ipcFirm = out.ipcFirm && l.Official
		}
	}
	for _, s := range []*[]string{&out.IPC, &out.Locarno} {
		slices.Sort(*s)
		*s = slices.Compact(*s)
	}
	out.ipcFirm, out.locarnoFirm = out.ipcFirm && len(out.IPC) > 0, out.locarnoFirm && len(out.Locarno) > 0
	return out
}
