package registration

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/party"
	"zhibao/casework/superior"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/list"
)

// filter is how the register can be narrowed.
type filter struct {
	Words  string `json:"words" label:"名称或代码" en:"Name or code" max:"60"`
	Kind   string `json:"kind" label:"类别" en:"Kind" widget:"select" options:"entity=申请主体=Applicant,agency=代理机构=Agency"`
	Status string `json:"status" label:"备案状态" en:"Standing" widget:"select" options:"applied=备案中=Applying,active=已备案=Registered,suspended=暂停=Suspended,cancelled=已取消=Cancelled"`
}

// row is one party of the register.
type row struct {
	p     *party.Party
	e     *Entry
	quota *Quota
}

// maxListed bounds how many parties of a center are listed.
const maxListed = 20_000

// list describes the register as a list. What it shows is public about a party; what the party
// stated stands behind the link, for those who may see it.
func (d *Desk) list() *list.List[filter, row] {
	return list.New(list.Spec[filter, row]{
		Name: "registration", Path: "/registration", Act: ActList, Title: web.Text{"备案主体与代理机构", "Registered entities and agencies"},
		Unit: web.Text{"家", "parties"}, Sort: "name", Columns: d.columns(), Load: d.load, Actions: d.listActions, Rules: rules(),
		Empty: web.Text{"没有符合条件的主体。可以更换筛选条件；原系统中的主体可用“批量转入”录入。", "Nothing fits. Change the filter; entities of another system can be imported."},
	})
}

// columns lists the columns. Quota is that of an entity in this year.
func (d *Desk) columns() []list.Column[row] {
	col := func(key, zh, en string, sort bool, cell func(*web.Ctx, row) web.Cell) list.Column[row] {
		return list.Column[row]{Key: key, Title: web.Text{zh, en}, Sort: sort, Cell: cell}
	}
	name := col("name", "名称", "Name", true, func(c *web.Ctx, r row) web.Cell {
		cell := web.Cell{Text: r.p.Name}
		if r.e != nil {
			cell.Href = fmt.Sprintf("/case/%d", r.e.Case)
		}
		return cell
	})
	name.Fixed = true
	number := func(key, zh, en string, n func(*Quota) int) list.Column[row] {
		col := col(key, zh, en, false, func(c *web.Ctx, r row) web.Cell {
			if r.quota == nil {
				return web.Cell{Text: "—"}
			}
			return web.Cell{Text: strconv.Itoa(n(r.quota))}
		})
		col.Number, col.Tight = true, true
		return col
	}
	code := col("code", "统一社会信用代码", "Credit code", true, func(c *web.Ctx, r row) web.Cell { return web.Cell{Text: r.p.Code} })
	code.Tight = true
	return []list.Column[row]{name, code,
		col("kind", "类别", "Kind", true, func(c *web.Ctx, r row) web.Cell {
			if r.p.Kind == party.Agency {
				return web.Cell{Text: c.T("代理机构", "Agency")}
			}
			return web.Cell{Text: c.T("申请主体", "Applicant")}
		}),
		col("status", "备案状态", "Standing", true, func(c *web.Ctx, r row) web.Cell {
			tone := map[party.Status]web.Tone{party.Active: web.Green, party.Suspended: web.Amber, party.Cancelled: web.Red}[r.p.Status]
			return web.Cell{Tag: web.Tag{Tone: tone, Text: c.T(r.p.Status.Title(), r.p.Status.English())}}
		}),
		col("day", "备案日期", "Registered on", false, func(c *web.Ctx, r row) web.Cell {
			if r.e == nil || r.e.Registered.IsZero() {
				return web.Cell{Text: "—"}
			}
			return web.Cell{Text: r.e.Registered.String()}
		}),
		number("used", "已用额度", "Quota used", func(q *Quota) int { return q.Used }), number("left", "剩余额度", "Quota left", (*Quota).Left)}
}

// load finds, sorts and pages. The register of a center is small enough to be sorted in memory,
// and belongs to another package's tables.
func (d *Desk) load(c *web.Ctx, q list.Query[filter]) (out list.Rows[row], err error) {
	defer fault.Wrap(&err, "load register")
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		ps, err := d.parties(c, tx, q.Filter)
		if err != nil {
			return err
		}
		sortParties(ps, q)
		out.Total = min(len(ps), list.CountMax+1)
		ps = ps[min(q.Offset, len(ps)):min(q.Offset+q.Limit, len(ps))]
		for _, p := range ps {
			r, err := d.row(c, tx, p)
			if err != nil {
				return err
			}
			out.Rows = append(out.Rows, r)
		}
		return nil
	})
	return out, err
}

// parties lists the parties that fit the filter, of every center whose register the person may
// see: one's own, those of the province, or all.
func (d *Desk) parties(c *web.Ctx, tx *store.Tx, f filter) (out []*party.Party, err error) {
	a := worklist.Actor(c)
	centers, err := d.office.Centers(c.Context(), tx)
	if err != nil {
		return nil, err
	}
	for _, ct := range centers {
		if !d.office.Policy.May(a.Subject, ActList, access.Object{Center: ct.ID, Province: ct.Province}) {
			continue
		}
		for _, kind := range []party.Kind{party.Entity, party.Agency} {
			if f.Kind != "" && f.Kind != string(kind) {
				continue
			}
			ps, err := party.Search(c.Context(), tx, ct.ID, kind, f.Words, maxListed)
			if err != nil {
				return nil, err
			}
			out = append(out, ps...)
		}
	}
	return slices.DeleteFunc(out, func(p *party.Party) bool { return f.Status != "" && f.Status != string(p.Status) }), nil
}

// sortParties sorts by a column that the list allows; equals keep the order of their ids.
func sortParties(ps []*party.Party, q list.Query[filter]) {
	key := func(p *party.Party) string {
		switch q.Sort {
		case "code":
			return p.Code
		case "kind":
			return string(p.Kind)
		case "status":
			return string(p.Status)
		}
		return p.Name
	}
	sorting.Stable(ps, func(a, b *party.Party) int {
		n := cmp.Or(strings.Compare(key(a), key(b)), cmp.Compare(a.ID, b.ID))
		if q.Desc {
			return -n
		}
		return n
	})
}

// row adds entry and quota to a party, for the rows of one page only.
func (d *Desk) row(c *web.Ctx, tx *store.Tx, p *party.Party) (r row, err error) {
	r.p = p
	if r.e, _, err = plainEntry(c.Context(), tx, p.Center, p.ID); err != nil || r.e == nil || p.Kind == party.Agency {
		return r, err
	}
	if r.quota, err = d.quota(c.Context(), tx, p.Center, p.ID, d.office.Today()); r.quota != nil && superior.Few(worklist.Actor(c), r.quota.Used, r.quota.Seen) {
		r.quota = nil
	}
	return r, err
}

// listActions are the buttons above the list, each for those who may.
func (d *Desk) listActions(c *web.Ctx) (out []web.Link) {
	a := worklist.Actor(c)
	if d.office.Policy.Ever(a.Subject, ActTakeover) {
		out = append(out, web.Link{Href: "/registration/takeovers", Label: c.T("账号接管申请", "Account take-overs")})
	}
	if d.office.MayOpen(a, d.chart, "bring_in") {
		out = append(out, web.Link{Href: "/open/registration/bring_in", Label: c.T("录入一家", "Bring in one")},
			web.Link{Href: "/registration/import", Label: c.T("批量转入", "Bring in many"), Tone: web.Blue})
	}
	return out
}
