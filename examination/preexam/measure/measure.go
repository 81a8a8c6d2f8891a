// Package measure (统计指标) is the figures of pre-examination, counted as the field defines them.
package measure

import (
	"cmp"
	"context"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// Sources are what the figures need beside the cases of the procedure.
type Sources struct {
	// Calendar returns the calendar of a center, by which working days are counted.
	Calendar func(ctx context.Context, tx *store.Tx, center int64) (*calendar.Calendar, error)
	// Opened returns what judges whether a class of a kind of application lay outside the lists that
	// held in a center on a day. What it cannot judge is not outside.
	Opened func(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) (outside func(kind, class string) bool, err error)
}

// compute is what a measure does for a center and a period.
type compute = func(context.Context, *store.Tx, int64, casework.Period) (casework.Figure, error)

// results are the moves that end the examination with a result of the center. A withdrawal is
// the party's own and no result.
func results() []string {
	return []string{"approve>passed", "approve>failed", "fail", "terminate", "abandon"}
}

// undone is the move that takes a result back: the case is examined again. A pass that lapsed and is
// valid again was a result all the time.
const undone = "overturn>examining"

// All are the figures of the procedure, counted as the field defines them (指标口径). Each
// opens to the cases behind it. A case counts in the period of the event that counts it, so a
// period that is over changes only where the definition looks at what became of its cases.
func All(src Sources) []casework.Measure {
	m := func(code, zh, en, unit, def, defEN string, do compute) casework.Measure {
		return casework.Measure{Code: "preexam." + code, Title: zh, English: en, Unit: unit, Definition: def, DefinitionEN: defEN, Compute: do}
	}
	return []casework.Measure{
		m("submitted", "提交量", "Submitted", "件", "期内首次提交预审请求的案件数，退回后再次提交不重复计", "Cases first submitted in the period", countOf("submit")),
		m("accepted", "受理量", "Accepted", "件", "期内首次受理的案件数", "Cases first accepted in the period", countOf("accept")),
		// The denominator is what was submitted, not what was decided: what waits at the counter at the
		// end of a month counts against it until it is accepted.
		m("accept_rate", "受理率", "Acceptance rate", "%", "期内首次提交的案件中已受理的 ÷ 期内首次提交数", "Accepted, then or later, among those first submitted in the period",
			ratioOf([]string{"accept"}, []string{"submit"})),
		m("outside", "非规定领域受理数", "Accepted outside the fields", "件", "期内首次受理的案件中，受理时的主分类号不在受理当日有效的服务领域清单内的件数；没有清单或分类号不足以判断的不计",
			"Cases first accepted in the period whose main class at acceptance lay outside the list of fields in force on that day; what cannot be judged is not counted", src.outside),
		m("passed", "合格量", "Passed", "件", "期内首次预审合格的案件数", "Cases that first passed in the period", countOf("approve>passed")),
		m("pass_rate", "预审合格率", "Pass rate", "%", "期内合格数 ÷ 期内有最终结论的已受理案件数（合格、不合格、终止；撤回不计；期内有几次结论的按最后一次，被异议撤销的不计）",
			"Passed among accepted cases with a final result in the period; withdrawals are none, the last result of the period counts, one that was overturned does not", concluded(passedThen)),
		m("rounds", "平均补正次数", "Corrections per case", "次", "期内有最终结论的已受理案件至期末的补正通知总数（含转入前已发的）÷ 该案件数",
			"Correction notices, until its end, of the cases concluded in the period, per case", concluded(roundsThen)),
		m("first_time", "一次合格率", "Passed without correction", "%", "期内未经补正即合格数 ÷ 期内有最终结论的已受理案件数",
			"Passed without a correction notice among the cases concluded in the period", concluded(onceThen)),
		m("first_days", "首次意见周期", "Days to first action", "工作日", "期内首次发出补正通知或作出结论的案件，自受理起的工作日中位数，中止期间不计",
			"Median working days from acceptance to the first notice or result, suspensions left out", src.firstDays),
		m("filing_days", "合格至申请周期", "Days from pass to filing", "工作日", "期内首次上报申请号的案件，自合格至申请日的工作日中位数；合格前即已申请的不计",
			"Median working days from the pass to the filing date, of the cases whose number was first reported in the period; not of those filed before the pass", src.filingDays),
		m("differ_rate", "一致性不通过率", "Identity failures", "%", "期内首次上报申请号的案件中一致性审查不通过（未被异议撤销）的 ÷ 期内首次上报申请号数",
			"Mismatches, then or later and not overturned, among the numbers first reported in the period", differRate),
		m("marked", "报送量", "Marked", "件", "期内报送加快标识的案件数", "Cases marked in the period", countOf("mark")),
		// Cases that left the fast lane or were listed as abnormal are neither above nor below.
		m("grant_rate", "授权率", "Grant rate", "%", "按报送月份归组：期内报送的案件中，授权数 ÷（授权＋驳回＋视为撤回），尚无结果的不计",
			"Of the cases marked in the period: granted among granted, rejected and deemed withdrawn so far", grantRate),
		m("grant_days_invention", "平均授权周期（发明）", "Days to grant, inventions", "日", "期内授权的发明案件，自申请日至授权公告日的平均日历日数",
			"Mean calendar days from filing to grant, of the inventions granted in the period", grantDays("18")),
		m("grant_days_utility", "平均授权周期（实用新型）", "Days to grant, utility models", "日", "期内授权的实用新型案件，自申请日至授权公告日的平均日历日数",
			"Mean calendar days from filing to grant, of the utility models granted in the period", grantDays("29")),
		m("grant_days_design", "平均授权周期（外观设计）", "Days to grant, designs", "日", "期内授权的外观设计案件，自申请日至授权公告日的平均日历日数",
			"Mean calendar days from filing to grant, of the designs granted in the period", grantDays("3")),
		m("abnormal_rate", "非正常率", "Abnormal rate", "%", "按报送月份归组：期内报送的案件中，后被国家局（申诉后）列为非正常申请的 ÷ 期内报送数",
			"Of the cases marked in the period: those that CNIPA, after any appeal, listed as abnormal since", ratioOf([]string{"outcome>abnormal"}, []string{"mark"})),
	}
}

// firstIn lists the cases that made one of the moves in the period and none of them before.
func firstIn(ctx context.Context, tx *store.Tx, center int64, p casework.Period, moves ...string) ([]int64, error) {
	events, err := casework.FirstMovesIn(ctx, tx, center, "preexam", p, moves...)
	ids := []int64{}
	for _, e := range events {
		ids = append(ids, e.Case)
	}
	return ids, err
}

// countOf counts the cases that first made the move in the period.
func countOf(move string) compute {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
		ids, err := firstIn(ctx, tx, center, p, move)
		return casework.Count(ids), err
	}
}

// ratioOf counts, among the cases that first made one of the moves den in the period, those that
// made one of the moves num then or at any time later.
func ratioOf(num, den []string) compute {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
		all, err := firstIn(ctx, tx, center, p, den...)
		if err != nil {
			return f, err
		}
		later, err := casework.Made(ctx, tx, center, all, num...)
		return casework.Ratio(keep(all, later), all), err
	}
}

// differRate is the share of mismatches among the numbers reported. One that was overturned is none.
func differRate(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "identity failures")
	filed, err := firstIn(ctx, tx, center, p, "file")
	if err != nil {
		return f, err
	}
	differed, err := casework.Made(ctx, tx, center, filed, "differ")
	if err != nil {
		return f, err
	}
	overturned, err := casework.Made(ctx, tx, center, filed, "overturn>identity")
	failed := []int64{}
	for _, id := range filed {
		if len(differed[id]) > len(overturned[id]) {
			failed = append(failed, id)
		}
	}
	return casework.Ratio(failed, filed), err
}

// outside counts the cases that were accepted although their class lay outside the lists of the day.
// The event says which class the clerk accepted; the case may have got another since.
func (src Sources) outside(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "accepted outside the fields")
	events, err := casework.FirstMovesIn(ctx, tx, center, "preexam", p, "accept")
	if err != nil {
		return f, err
	}
	ids := []int64{}
	for _, e := range events {
		ids = append(ids, e.Case)
	}
	cases, err := casework.Plain(ctx, tx, center, ids)
	if err != nil {
		return f, err
	}
	judges, out := map[calendar.Day]func(kind, class string) bool{}, []int64{}
	for _, e := range events {
		day, k := calendar.DayOf(e.Counted()), cases[e.Case]
		if judges[day] == nil {
			if judges[day], err = src.Opened(ctx, tx, center, day); err != nil {
				return f, err
			}
		}
		if judges[day](k.Kind, cmp.Or(e.Meta.Notes["class"], k.Attrs["class"])) {
			out = append(out, e.Case)
		}
	}
	return casework.Count(out), nil
}

// Submitters are the parties whose request was first submitted in the period, itself or by an agency.
func Submitters(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (_ map[int64]bool, err error) {
	defer fault.Wrap(&err, "submitters")
	ids, err := firstIn(ctx, tx, center, p, "submit")
	if err != nil {
		return nil, err
	}
	cases, err := casework.Plain(ctx, tx, center, ids)
	out := map[int64]bool{}
	for _, k := range cases {
		out[k.Owner] = true
	}
	return out, err
}

// keep returns the cases that are in the second list, in their order.
func keep(cases []int64, in map[int64][]calendar.Day) []int64 {
	out := []int64{}
	for _, id := range cases {
		if len(in[id]) > 0 {
			out = append(out, id)
		}
	}
	return out
}

// grantRate is the share of grants among the marked cases that CNIPA has decided.
func grantRate(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "grant rate")
	marked, err := firstIn(ctx, tx, center, p, "mark")
	if err != nil {
		return f, err
	}
	decided, err := casework.Made(ctx, tx, center, marked, "outcome>granted", "outcome>rejected", "outcome>deemed")
	if err != nil {
		return f, err
	}
	granted, err := casework.Made(ctx, tx, center, marked, "outcome>granted")
	return casework.Ratio(keep(marked, granted), keep(marked, decided)), err
}
