package abnormal

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// Listed is one row of a list of the national office.
type Listed struct {
	ID, Center, Filing, Case, Account int64               // Filing and Case are 0 where no case of this center is meant
	Number                            ident.ApplicationNo // canonical, so that it meets the filing's
	Kind, Applicant, Batch, Result    string              // as the list says
	Source, DataVersion               string              // whose list, and of which day
	Day                               calendar.Day        // of the application
	At                                time.Time           // when it was brought in
}

// Excluded is the result of an application that the national office has taken off its list.
const Excluded = "排除"

// results are what a list says of an application.
var results = []string{"列入排查", "主动撤回", "视为撤回", "驳回", Excluded}

// resultEnglish is the English word for a result of a list.
func resultEnglish(s string) string {
	return map[string]string{"列入排查": "Under review", "主动撤回": "Withdrawn", "视为撤回": "Deemed withdrawn", "驳回": "Refused", Excluded: "Taken off"}[s]
}

const listedColumns = `id, center_id, number, kind, applicant, day, batch, result, source, data_version, filing_id, case_id, account_id, at`

func scanListed(row interface{ Scan(...any) error }) (x Listed, err error) {
	var number string
	var day, at int64
	err = row.Scan(&x.ID, &x.Center, &number, &x.Kind, &x.Applicant, &day, &x.Batch, &x.Result, &x.Source, &x.DataVersion, &x.Filing, &x.Case, &x.Account, &at)
	x.Number, x.Day, x.At = ident.ApplicationNo(number), calendar.Day(day), time.UnixMicro(at)
	return x, err
}

// insertListed writes a row of a list.
func insertListed(ctx context.Context, tx *store.Tx, id int64, x *Listed) (err error) {
	defer fault.Wrap(&err, "row of a national list")
	_, err = tx.Exec(ctx, `INSERT INTO abnormal_listed (`+listedColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`, id, x.Center, string(x.Number), x.Kind, x.Applicant,
		int64(x.Day), x.Batch, x.Result, x.Source, x.DataVersion, x.Filing, x.Case, x.Account, x.At.UnixMicro())
	return err
}

// listedAs reports whether a row is there already.
func listedAs(ctx context.Context, tx *store.Tx, x *Listed) (bool, error) {
	var n int
	err := tx.Row(ctx, `SELECT 1 FROM abnormal_listed WHERE center_id = $1 AND number = $2 AND batch = $3 AND result = $4 AND data_version = $5`, x.Center, string(x.Number), x.Batch, x.Result, x.DataVersion).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return n == 1, err
}

// onLists lists the own filings that the latest row of a national list calls abnormal.
func onLists(ctx context.Context, tx *store.Tx, center int64) (_ map[int64]bool, err error) {
	defer fault.Wrap(&err, "filings on national lists")
	rows, err := tx.Query(ctx, `SELECT filing_id, result FROM abnormal_listed WHERE center_id = $1 AND filing_id <> 0 ORDER BY data_version, at, id`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]bool{}
	for rows.Next() {
		var id int64
		var result string
		if err := rows.Scan(&id, &result); err != nil {
			return nil, err
		}
		out[id] = result != Excluded
	}
	return out, rows.Err()
}

// ageOfLists says how many rows there are and how new the newest list is.
func ageOfLists(ctx context.Context, tx *store.Tx, center int64) (a Age, err error) {
	var newest string
	if err := tx.Row(ctx, `SELECT COUNT(*), COALESCE(MAX(data_version), '') FROM abnormal_listed WHERE center_id = $1`, center).Scan(&a.Count, &newest); err != nil {
		return a, err
	}
	if day, err := calendar.ParseDay(newest); err == nil {
		a.Newest = day.Begin()
	}
	return a, nil
}

// importer brings in a national list.
func (d *Desk) importer() *worklist.Importer {
	return &worklist.Importer{Office: func() *casework.Office { return d.office }, Chart: "abnormal-list", Act: ActList, Path: "/bring-in/abnormal", At: "/abnormal",
		Title: web.Text{"导入非正常申请名单", "Import a list of abnormal filings"}, Unit: web.Text{"行", "rows"}, Show: "number", Columns: listColumns(), Name: "非正常申请名单",
		Input: func(_ int, v map[string]string) (any, error) { return readListed(v) }, Judge: d.judgeListed, Bring: d.bringListed,
		Notes: []string{"一行填写一件申请；同一申请在以后批次中结果有变化的，按新的批次或数据截至日期再次导入，原有记录保留。", "号码列请保持文本格式；日期写作 2026-11-22。"},
		Also:  []worklist.Also{{Href: "/abnormal/lists", Act: ActSee, Label: web.Text{"已导入的名单", "Lists imported"}}},
		Help: worklist.Help{Title: web.Text{"先核对，后写入", "Checked first, entered after"}, Text: web.Text{"上传后逐行核对，确认后才写入；已有的行不会重复写入，有问题的行可下载、改正后重新上传。与本中心预审案件相符的申请形成核查线索，由人核查后作结论；名单本身不产生任何处理。",
			"Every row is checked before anything is entered; what is there already is not entered twice, and rows that failed can be downloaded, mended and sent again. An application that is a case of this center becomes a lead, which people look into; a list by itself has no consequence."}}}
}

// listColumns are those of a national list.
func listColumns() []sheet.Column {
	return []sheet.Column{
		{Key: "number", Title: "申请号", Aliases: []string{"专利申请号"}, Required: true, Max: 40, Help: "含校验位，可带 CN 或 ZL"},
		{Key: "kind", Title: "专利类型", Aliases: []string{"类型"}, Choices: []string{"发明", "实用新型", "外观设计"}},
		{Key: "applicant", Title: "申请人", Aliases: []string{"申请人名称"}, Required: true, Max: 300},
		{Key: "day", Title: "申请日", Kind: sheet.Date},
		{Key: "batch", Title: "批次", Aliases: []string{"通报批次"}, Required: true, Max: 60},
		{Key: "result", Title: "结果", Aliases: []string{"处理结果"}, Required: true, Choices: results},
		{Key: "source", Title: "数据来源", Required: true, Max: 120, Help: "来文文号或系统名称"},
		{Key: "as_of", Title: "数据截至", Aliases: []string{"数据版本"}, Kind: sheet.Date, Required: true},
	}
}

// readListed makes a row of its cells.
func readListed(v map[string]string) (*Listed, error) {
	n, err := ident.ParseApplicationNo(v["number"])
	if err != nil {
		return nil, fault.New(fault.Invalid, "abnormal.number", "申请号 %s 有误，请更正：%s", v["number"], err).At("number")
	}
	x := &Listed{Number: n, Kind: v["kind"], Applicant: v["applicant"], Batch: v["batch"], Result: v["result"], Source: v["source"]}
	for key, to := range map[string]*calendar.Day{"day": &x.Day} {
		if v[key] == "" {
			continue
		}
		if *to, err = calendar.ParseDay(v[key]); err != nil {
			return nil, fault.New(fault.Invalid, "abnormal.date", "应为日期，例如 2026-11-22").At(key)
		}
	}
	version, err := calendar.ParseDay(v["as_of"])
	if err != nil {
		return nil, fault.New(fault.Invalid, "abnormal.date", "应为日期，例如 2026-11-22").At("as_of")
	}
	x.DataVersion = version.String()
	return x, nil
}

// judgeListed says what would become of a row.
func (d *Desk) judgeListed(ctx context.Context, tx *store.Tx, a casework.Actor, in any, earlier func(string) int) error {
	x := *in.(*Listed)
	x.Center = a.Center
	if first := earlier(string(x.Number) + "|" + x.Batch + "|" + x.Result + "|" + x.DataVersion); first != 0 {
		return fault.New(fault.Conflict, "abnormal.same_row", "与第 %d 行相同，请只保留一行", first).At("number")
	}
	if x.DataVersion > d.office.Today().String() {
		return fault.New(fault.Invalid, "abnormal.as_of", "数据截至日不能晚于今天，请核对").At("as_of")
	}
	there, err := listedAs(ctx, tx, &x)
	if err != nil {
		return err
	}
	if there {
		return fault.New(fault.Conflict, worklist.AlreadyIn, "该申请在同一批次、同一数据版本中的结果已经导入，请从表中删去此行")
	}
	return nil
}

// bringListed enters a row of a file.
func (d *Desk) bringListed(ctx context.Context, a casework.Actor, in any) error {
	return d.TakeListed(ctx, a, *in.(*Listed))
}

// TakeListed enters a row. Where it is about an own case that is not off the list, a lead takes it up. A
// row that is there already is refused with worklist.AlreadyIn.
func (d *Desk) TakeListed(ctx context.Context, a casework.Actor, x Listed) (err error) {
	defer fault.Wrap(&err, "bring in a row")
	x.Center, x.Account, x.At = a.Center, a.Account, d.office.Now()
	var filing *casework.Case
	var leads []standing
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		there, err := listedAs(ctx, tx, &x)
		if err != nil {
			return err
		}
		if there {
			return fault.New(fault.Conflict, worklist.AlreadyIn, "该申请在同一批次、同一数据版本中的结果已经导入，请从表中删去此行")
		}
		if x.Filing, err = d.Filed(ctx, tx, x.Center, string(x.Number)); err != nil || x.Filing == 0 {
			return err
		}
		plain, err := casework.Plain(ctx, tx, x.Center, []int64{x.Filing})
		if err != nil {
			return err
		}
		if filing = plain[x.Filing]; filing == nil {
			return nil
		}
		leads, err = standings(ctx, tx, x.Center, ListIndicator, filing.Owner)
		return err
	})
	if err != nil {
		return err
	}
	covered := slices.ContainsFunc(leads, func(l standing) bool { return l.Open && l.State != Lead && slices.Contains(l.Filings, x.Filing) })
	if filing == nil || x.Result == Excluded || covered {
		return d.office.DB.Write(ctx, func(tx *store.Tx) error { return insertListed(ctx, tx, d.office.DB.NewID(), &x) })
	}
	f := &indicator.Finding{Indicator: ListIndicator, Group: indicator.ByApplicant, Subject: filing.Owner, Members: []indicator.Member{{Case: x.Filing, Own: true}},
		Numbers: []indicator.Number{{Title: "申请号", English: "Application", Value: string(x.Number)}, {Title: "批次", English: "Batch", Value: x.Batch}, {Title: "数据截至", English: "As of", Value: x.DataVersion}, {Title: "数据来源", English: "Source", Value: x.Source}}}
	robot := casework.Robot(x.Center)
	for _, l := range leads {
		if l.State == Lead {
			_, err := d.office.Move(ctx, casework.Request{Actor: robot, Case: l.Case, Move: "grow", Expected: l.Version, Input: &Grow{Filings: 1, found: f, listed: []*Listed{&x}}})
			return err
		}
	}
	_, err = d.office.Move(ctx, casework.Request{Actor: robot, Chart: Code, Move: "detect", Input: &Detect{Indicator: ListIndicator, found: f, listed: []*Listed{&x}, round: len(leads)}})
	return err
}
