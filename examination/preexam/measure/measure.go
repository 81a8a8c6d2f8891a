// Package measure (统计指标) is the monthly figures of pre-examination, counted as 附录 E defines them.
package measure

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Calendar returns the calendar of a center, by which working days are counted.
type Calendar func(ctx context.Context, tx *store.Tx, center int64) (*calendar.Calendar, error)

// All are the monthly figures of the procedure. Each opens to the cases behind it.
func All(cal Calendar) []casework.Measure {
	// A count opens to the cases counted. Events are counted on the day they happened, so a month
	// that is over does not change any more.
	count := func(code, zh, en, def, defEN string, moves ...string) casework.Measure {
		return casework.Measure{Code: code, Title: zh, English: en, Definition: def, DefinitionEN: defEN, Unit: "件",
			Compute: func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
				ids, err := movedIn(ctx, tx, center, p, moves...)
				return casework.Count(ids), err
			}}
	}
	return []casework.Measure{
		count("preexam.submitted", "提交量", "Submitted", "期内首次提交预审请求的案件数", "Cases first submitted in the period", "submit"),
		count("preexam.accepted", "受理量", "Accepted", "期内受理的案件数", "Cases accepted in the period", "accept"),
		// The denominator is what was submitted, not what was decided: what waits at the counter at the
		// end of a month counts against it until it is accepted.
		{Code: "preexam.accept_rate", Title: "受理率", English: "Acceptance rate", Unit: "%", Definition: "受理数 ÷ 期内首次提交数",
			DefinitionEN: "Accepted among those first submitted in the period", Compute: among([]string{"submit"}, "accept")},
		count("preexam.passed", "合格量", "Passed", "期内预审合格的案件数", "Cases passed in the period", "approve>passed"),
		// Only cases with a final result, the same rule by which the yearly pass rate is counted.
		{Code: "preexam.pass_rate", Title: "预审合格率", English: "Pass rate", Unit: "%", Definition: "期内合格数 ÷ 期内有最终结论的已受理案件数",
			DefinitionEN: "Passed among accepted cases with a final result in the period",
			Compute:      ratioOf([]string{"approve>passed"}, []string{"approve>passed", "approve>failed", "fail", "terminate", "abandon"})},
		{Code: "preexam.first_time", Title: "一次合格率", English: "Passed without correction", Unit: "%", Definition: "未经补正即合格数 ÷ 期内合格数",
			DefinitionEN: "Passed without a correction notice among passed", Compute: firstTime},
		{Code: "preexam.differ_rate", Title: "一致性不通过率", English: "Identity failures", Unit: "%", Definition: "不一致数 ÷ 期内上报申请号数",
			DefinitionEN: "Mismatches among reported numbers", Compute: ratioOf([]string{"differ"}, []string{"file"})},
		count("preexam.marked", "报送量", "Marked", "期内报送加快标识的案件数", "Cases marked in the period", "mark"),
		// Cases that left the fast lane or were listed as abnormal are neither above nor below.
		{Code: "preexam.grant_rate", Title: "授权率", English: "Grant rate", Unit: "%", Definition: "授权数 ÷（授权＋驳回＋视撤）",
			DefinitionEN: "Granted among granted, rejected and deemed withdrawn",
			Compute:      ratioOf([]string{"outcome>granted"}, []string{"outcome>granted", "outcome>rejected", "outcome>deemed"})},
		{Code: "preexam.abnormal_rate", Title: "非正常率", English: "Abnormal rate", Unit: "%", Definition: "列为非正常申请数 ÷ 期内报送数",
			DefinitionEN: "Listed as abnormal among marked", Compute: ratioOf([]string{"outcome>abnormal"}, []string{"mark"})},
		{Code: "preexam.first_days", Title: "首次意见周期", English: "Days to first action", Unit: "工作日", Definition: "受理至首次通知或结论的工作日中位数",
			DefinitionEN: "Median working days from acceptance to the first notice or result", Compute: cal.firstDays},
	}
}

// movedIn lists the cases of the center that made one of the moves ("approve" or
// "approve>passed") for the first time within the period.
func movedIn(ctx context.Context, tx *store.Tx, center int64, p casework.Period, moves ...string) ([]int64, error) {
	rows, err := casework.MovesIn(ctx, tx, center, "preexam", p, moves...)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.Case)
	}
	// A case can make a move several times, for example accept after an objection.
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// compute is what a measure does for a center and a period.
type compute = func(context.Context, *store.Tx, int64, casework.Period) (casework.Figure, error)

// ratioOf counts cases that made the first moves among those that made the second.
func ratioOf(num, den []string) compute {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
		n, err := movedIn(ctx, tx, center, p, num...)
		if err != nil {
			return casework.Figure{}, err
		}
		all, err := movedIn(ctx, tx, center, p, den...)
		return casework.Ratio(n, all), err
	}
}

// among counts, of the cases that made the first moves in the period, those that made the move
// then or later.
func among(den []string, num string) compute {
	return func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (casework.Figure, error) {
		all, err := movedIn(ctx, tx, center, p, den...)
		if err != nil {
			return casework.Figure{}, err
		}
		// Without an end: acceptance may fall into the next month and still belong to this one.
		later, err := movedIn(ctx, tx, center, casework.Period{From: p.From, To: calendar.MustDay("9999-12-31")}, num)
		if err != nil {
			return casework.Figure{}, err
		}
		return casework.Ratio(slices.DeleteFunc(slices.Clone(all), func(id int64) bool { return !slices.Contains(later, id) }), all), nil
	}
}

// firstTime is the share of passes without any correction notice, however long ago.
func firstTime(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (_ casework.Figure, err error) {
	defer fault.Wrap(&err, "first-time pass rate")
	passed, err := movedIn(ctx, tx, center, p, "approve>passed")
	if err != nil {
		return casework.Figure{}, err
	}
	corrected, err := movedIn(ctx, tx, center, casework.Period{From: calendar.MustDay("2016-01-01"), To: p.To}, "notify")
	if err != nil {
		return casework.Figure{}, err
	}
	once := slices.DeleteFunc(slices.Clone(passed), func(id int64) bool { return slices.Contains(corrected, id) })
	return casework.Ratio(once, passed), nil
}

// firstDays is the median of working days from acceptance to the first notice or result.
func (of Calendar) firstDays(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (f casework.Figure, err error) {
	defer fault.Wrap(&err, "days to first action")
	acted, err := casework.MovesIn(ctx, tx, center, "preexam", p, "notify", "approve")
	if err != nil {
		return f, err
	}
	// 2016 is the year of the notice: nothing can have been accepted before.
	started, err := casework.MovesIn(ctx, tx, center, "preexam", casework.Period{From: calendar.MustDay("2016-01-01"), To: p.To}, "accept")
	if err != nil {
		return f, err
	}
	from := map[int64]calendar.Day{}
	for _, e := range started {
		from[e.Case] = calendar.DayOf(e.At)
	}
	cal, err := of(ctx, tx, center)
	if err != nil {
		return f, err
	}
	seen := map[int64]bool{}
	var days []int
	for _, e := range acted {
		// The first act of each case in the period; a second notice is not a first action.
		if start, ok := from[e.Case]; ok && !seen[e.Case] {
			seen[e.Case] = true
			days = append(days, cal.WorkingDaysBetween(start, calendar.DayOf(e.At)))
			f.Numerator = append(f.Numerator, e.Case)
		}
	}
	if len(days) == 0 {
		return f, nil
	}
	slices.Sort(days)
	// The mean of the two in the middle; for an odd number they are the same.
	f.Value, f.Known = float64(days[(len(days)-1)/2]+days[len(days)/2])/2, true
	return f, nil
}
