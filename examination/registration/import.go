package registration

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// importColumns are the columns of a register as it is read in.
func importColumns() []sheet.Column {
	return []sheet.Column{
		{Key: "kind", Title: "类别", Required: true, Choices: []string{KindEntity, KindAgency}},
		{Key: "name", Title: "名称", Aliases: []string{"单位名称", "企业名称", "机构名称"}, Required: true, Max: 120},
		{Key: "code", Title: "统一社会信用代码", Aliases: []string{"信用代码"}, Required: true, Max: 30},
		{Key: "division", Title: "注册地行政区划代码", Aliases: []string{"行政区划代码", "区划代码"}, Required: true, Max: 6, Help: "六位数字，例如 320500"},
		{Key: "address", Title: "注册地址", Max: 200},
		{Key: "legal", Title: "法定代表人", Max: 60},
		{Key: "established", Title: "成立日期", Kind: sheet.Date},
		{Key: "insured", Title: "社保参保人数", Kind: sheet.Integer},
		{Key: "industry", Title: "产业领域", Max: 100},
		{Key: "scope", Title: "经营范围", Max: 4000},
		{Key: "licence", Title: "专利代理机构代码", Aliases: []string{"机构代码"}, Max: 20, Help: "仅代理机构填写"},
		{Key: "contact", Title: "联系人", Required: true, Max: 60},
		{Key: "phone", Title: "手机", Aliases: []string{"联系电话"}, Required: true, Max: 30},
		{Key: "mail", Title: "邮箱", Max: 200},
		{Key: "registered", Title: "备案日期", Kind: sheet.Date, Required: true},
		{Key: "assured", Title: "在保障名单内", Choices: []string{"是", "否"}, Help: "仅代理机构填写"},
		{Key: "used", Title: "本年度已用额度", Kind: sheet.Integer},
		{Key: "passed", Title: "上年度合格件数", Kind: sheet.Integer},
		{Key: "failed", Title: "上年度不合格件数", Kind: sheet.Integer},
	}
}

// What the dry run found out about a row.
const (
	rowNew      = "new"      // will be brought in
	rowSame     = "same"     // is registered already, nothing to do
	rowConflict = "conflict" // contradicts the register
	rowError    = "error"    // cannot be read
	rowDone     = "done"     // was brought in
)

// A planned row is one line of the file with its outcome.
type planned struct {
	Line   int    // as the spreadsheet numbers it
	State  string // rowNew, …
	Why    string // what is wrong, with row and column
	Values map[string]string
}

// A batch is one file that is being read in. Its rows are sealed under the key of the center.
type batch struct {
	ID, Center, Account int64
	At                  time.Time
	State               string // "planned", "running", "done"
	Total, Done, Failed int    // rows to bring in, brought in, refused while bringing in
	Rows                []planned
}

// batchAAD binds the rows to their import.
func batchAAD(id int64) string { return fmt.Sprintf("registration/import/%d", id) }

// putBatch writes an import with its progress.
func (d *Desk) putBatch(ctx context.Context, tx *store.Tx, b *batch) (err error) {
	defer fault.Wrap(&err, "put import")
	key, err := d.office.Keys.Center(ctx, tx, b.Center)
	if err != nil {
		return err
	}
	body, err := json.Marshal(b.Rows)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO registration_import (id, center_id, at, account_id, state, total, done, failed, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO UPDATE SET state = excluded.state, done = excluded.done,
		failed = excluded.failed, body = excluded.body`, b.ID, b.Center, b.At.UnixMicro(), b.Account, b.State, int64(b.Total), int64(b.Done), int64(b.Failed),
		key.Seal(batchAAD(b.ID), body))
	return err
}

// batch returns a file of the center.
func (d *Desk) batch(ctx context.Context, tx *store.Tx, center, id int64) (*batch, error) {
	b := &batch{ID: id, Center: center}
	var at int64
	var body []byte
	err := tx.Row(ctx, `SELECT at, account_id, state, total, done, failed, body FROM registration_import WHERE id = $1 AND center_id = $2`, id, center).
		Scan(&at, &b.Account, &b.State, &b.Total, &b.Done, &b.Failed, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, gone(fault.Say("次导入"))
	} else if err != nil {
		return nil, err
	}
	b.At = time.UnixMicro(at)
	key, err := d.office.Keys.Center(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(batchAAD(id), body)
	if err != nil {
		return nil, err
	}
	return b, json.Unmarshal(plain, &b.Rows)
}

// plan reads a file and says of every row what would become of it. Nothing is entered.
func (d *Desk) plan(ctx context.Context, a casework.Actor, data []byte) (_ *batch, err error) {
	defer fault.Wrap(&err, "plan import")
	in, err := sheet.Read(data, importColumns(), sheet.Limits{Problems: 5000})
	if err != nil {
		return nil, err
	}
	b := &batch{ID: d.office.DB.NewID(), Center: a.Center, Account: a.Account, At: d.office.Now(), State: "planned"}
	for _, r := range in.Bad {
		row := planned{Line: r.Line, State: rowError, Values: r.Values}
		for _, p := range in.Problems {
			if p.Line == r.Line {
				row.Why += p.String() + "；"
			}
		}
		b.Rows = append(b.Rows, row)
	}
	err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
		seen := map[string]int{}
		for _, r := range in.Rows {
			row, err := d.judge(ctx, tx, a.Center, r, seen)
			if err != nil {
				return err
			}
			b.Rows = append(b.Rows, row)
			if row.State == rowNew {
				b.Total++
			}
		}
		return d.putBatch(ctx, tx, b)
	})
	return b, err
}

// judge compares one row with the rest of the file and with the register.
func (d *Desk) judge(ctx context.Context, tx *store.Tx, center int64, r sheet.Row, seen map[string]int) (row planned, err error) {
	row = planned{Line: r.Line, State: rowNew, Values: r.Values}
	say := func(state, format string, args ...any) (planned, error) {
		row.State, row.Why = state, fault.Say("第 %d 行：%s", r.Line, fault.Say(format, args...)).String()
		return row, nil
	}
	in, err := rowInput(r.Values)
	if err != nil {
		return say(rowError, "%s", fault.MessageOf(err))
	}
	adm, err := d.admission(ctx, tx, setting.Query{Center: center, On: d.office.Today()}, in.Kind)
	if err != nil {
		return row, err
	}
	if err := adm.check(&in.Particulars); err != nil {
		return say(rowError, "%s", columnWords(err))
	}
	if in.Registered > d.office.Today() {
		return say(rowError, "“备案日期”列：不能晚于今天，请改正")
	}
	if first, twice := seen[in.Kind+in.Code]; twice {
		return say(rowConflict, "与第 %d 行的统一社会信用代码 %s 相同，请只保留一行", first, in.Code)
	}
	seen[in.Kind+in.Code] = r.Line
	kind := party.Entity
	if in.Kind == KindAgency {
		kind = party.Agency
	}
	p, err := find(ctx, tx, center, kind, "", in.Code)
	if err != nil {
		return row, err
	}
	if p != nil {
		return d.compare(ctx, tx, p, in, say)
	}
	// The same name under another code is a mistake more often than two parties.
	p, err = find(ctx, tx, center, kind, in.Name, "")
	if err == nil && p != nil {
		return say(rowConflict, "已有同名主体“%s”，其代码为 %s，请核对", p.Name, p.Code)
	}
	return row, err
}

// compare judges a row whose code the register has already.
func (d *Desk) compare(ctx context.Context, tx *store.Tx, p *party.Party, in *BringIn, say func(string, string, ...any) (planned, error)) (planned, error) {
	e, _, err := plainEntry(ctx, tx, p.ID)
	switch {
	case err != nil:
		return planned{}, err
	case p.Name != in.Name:
		return say(rowConflict, "代码 %s 已登记在“%s”名下，与表中名称“%s”不同；如已更名请办理信息变更", p.Code, p.Name, in.Name)
	case e == nil:
		return say(rowNew, "")
	case p.Status == party.Active:
		return say(rowSame, "已备案，无需导入")
	}
	return say(rowConflict, "本系统中为“%s”，不能由导入改变；请在备案页面办理", p.Status.Title())
}

// columnWords says in which column a refusal lies.
func columnWords(err error) string {
	e := fault.Of(err)
	if e == nil {
		return fault.MessageOf(err)
	}
	key := e.Field
	// The form has rows of contacts where the list has one.
	if key == "contacts" {
		key = "contact"
	}
	for _, c := range importColumns() {
		if c.Key == key {
			return fault.Say("“%s”列：%s", c.Title, e.Message).String()
		}
	}
	return e.Message
}

// rowInput makes the input of the move from the cells of a row.
func rowInput(v map[string]string) (*BringIn, error) {
	in := &BringIn{Kind: v["kind"], Assured: v["assured"] == "是"}
	in.Particulars = Particulars{Name: v["name"], Code: v["code"], Division: v["division"], Address: v["address"], Legal: v["legal"], Industry: v["industry"],
		Scope: v["scope"], Licence: v["licence"], Contacts: []Contact{{Name: v["contact"], Phone: v["phone"], Mail: v["mail"]}}}
	for _, x := range []struct {
		key string
		to  *int
	}{{"insured", &in.Insured}, {"used", &in.Used}, {"passed", &in.Passed}, {"failed", &in.Failed}} {
		if v[x.key] == "" {
			continue
		}
		n, err := strconv.Atoi(v[x.key])
		if err != nil || n < 0 || n > 1_000_000 {
			return nil, fault.New(fault.Invalid, "registration.number", "“%s”列：应为不小于 0 的整数", title(x.key)).At(x.key)
		}
		*x.to = n
	}
	for _, x := range []struct {
		key string
		to  *calendar.Day
	}{{"established", &in.Established}, {"registered", &in.Registered}} {
		if v[x.key] == "" {
			continue
		}
		day, err := calendar.ParseDay(v[x.key])
		if err != nil {
			return nil, fault.New(fault.Invalid, "registration.day", "“%s”列：应为日期，例如 2026-11-22", title(x.key)).At(x.key)
		}
		*x.to = day
	}
	return in, nil
}

// title returns the heading of a column.
func title(key string) string {
	for _, c := range importColumns() {
		if c.Key == key {
			return c.Title
		}
	}
	return key
}

// chunk is after how many rows the progress is stored.
const chunk = 100

// run brings the planned rows in, one move each, and stores how far it came. It may be started
// again at any time: a row that was brought in is not brought in twice.
func (d *Desk) run(ctx context.Context, a casework.Actor, b *batch) (err error) {
	defer fault.Wrap(&err, "run import")
	b.State, b.Done, b.Failed = "running", 0, 0
	for i := range b.Rows {
		r := &b.Rows[i]
		if r.State == rowDone {
			b.Done++
		}
		if r.State != rowNew {
			continue
		}
		if err := d.bringRow(ctx, a, b.ID, r); err != nil {
			return err
		}
		if r.State == rowDone {
			b.Done++
		} else {
			b.Failed++
		}
		if (b.Done+b.Failed)%chunk == 0 {
			if err := d.saveBatch(ctx, b); err != nil {
				return err
			}
		}
	}
	b.State = "done"
	return d.saveBatch(ctx, b)
}

// saveBatch is putBatch in a transaction of its own, between two moves.
func (d *Desk) saveBatch(ctx context.Context, b *batch) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error { return d.putBatch(ctx, tx, b) })
}

// bringRow makes the move of one row. A refusal is the row's; anything else ends the run.
func (d *Desk) bringRow(ctx context.Context, a casework.Actor, id int64, r *planned) error {
	in, err := rowInput(r.Values)
	if err == nil {
		_, err = d.office.Move(ctx, casework.Request{Actor: a, Chart: d.chart.Code, Move: "bring_in", Input: in,
			Key: fmt.Sprintf("registration/import/%d/%d", id, r.Line)})
	}
	switch {
	case err == nil:
		r.State, r.Why = rowDone, ""
	case fault.KindOf(err) == fault.Internal || ctx.Err() != nil:
		return err
	default:
		r.State, r.Why = rowConflict, fmt.Sprintf("第 %d 行：", r.Line)+columnWords(err)
	}
	return nil
}

// failures is the list of the rows that were not brought in, to be mended and uploaded again.
func (b *batch) failures() sheet.Export {
	var in sheet.Import
	for _, r := range b.Rows {
		if r.State == rowError || r.State == rowConflict {
			in.Bad = append(in.Bad, sheet.Row{Line: r.Line, Values: r.Values})
			in.Problems = append(in.Problems, sheet.Problem{Line: r.Line, Message: r.Why})
		}
	}
	return sheet.Corrections("未导入的主体", importColumns(), in)
}
