package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	separate "zhibao/casework/consent"
	"zhibao/center/demo/text"
	"zhibao/examination/field"
	"zhibao/examination/preexam"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/filing"
)

// An entry is one event as it is stored.
type event struct {
	day      calendar.Day
	move, to string
	notes    map[string]string
}

// A dossier is one case with all its events, oldest first.
type dossier struct {
	id, owner   int64
	chart, kind string
	class       string // of the case today
	events      []event
	filed       calendar.Day
}

// A recount counts the figures anew from nothing but the stored events, by the words of the
// definitions and without the queries of the program.
type recount struct {
	cases   []*dossier
	working func(calendar.Day) bool
	outside func(day calendar.Day, kind, class string) bool
	carried map[int64]int // quota used before the switch-over, by party, this year
	extra   map[int64]int // quota granted in addition, by party, this year
	kept    kept
}

// days counts working days after the first until the last.
func (r *recount) days(from, to calendar.Day) (n int) {
	for d := from + 1; d <= to; d++ {
		if r.working(d) {
			n++
		}
	}
	return n
}

// first is the earliest event of the case that fits; nil if there is none.
func (k *dossier) first(is func(event) bool) *event {
	for i := range k.events {
		if is(k.events[i]) {
			return &k.events[i]
		}
	}
	return nil
}

// did returns what tells one move, or a move into a state.
func did(move string) func(event) bool {
	name, to, _ := strings.Cut(move, ">")
	return func(e event) bool { return e.move == name && (to == "" || e.to == to) }
}

// within are the cases of pre-examination whose first such event lies in the period.
func (r *recount) within(p casework.Period, is func(event) bool) (out []*dossier) {
	for _, k := range r.cases {
		if k.chart != "preexam" {
			continue
		}
		if e := k.first(is); e != nil && e.day >= p.From && e.day <= p.To {
			out = append(out, k)
		}
	}
	return out
}

// ids sorts the numbers of the cases for which it is true.
func ids(ks []*dossier, is func(*dossier) bool) []int64 {
	out := []int64{}
	for _, k := range ks {
		if is(k) {
			out = append(out, k.id)
		}
	}
	slices.Sort(out)
	return out
}

func all(*dossier) bool { return true }

// ended are the accepted cases that stand concluded at the end of the period by a result in it, with
// whether it was a pass and the notices until then.
func (r *recount) ended(p casework.Period) (out []*dossier, passed map[int64]bool, rounds map[int64]int) {
	passed, rounds = map[int64]bool{}, map[int64]int{}
	for _, k := range r.cases {
		if k.chart != "preexam" {
			continue
		}
		result, accepted, notices := "", false, 0
		for _, e := range k.events {
			if e.day > p.To {
				break
			}
			if e.to == e.notes["from"] && e.move != "notify" {
				continue // nothing moved: the text of a finished case was opened to somebody
			}
			switch {
			case e.move == "accept" || e.move == "bring_in":
				accepted = true
				n, _ := strconv.Atoi(e.notes["rounds"])
				notices += n
			case e.move == "notify":
				notices++
			case e.move == "overturn" && e.to == "examining":
				result = ""
			case e.day >= p.From && (e.to == "passed" && e.move == "approve" || e.to == "failed" && e.move != "uphold" || e.to == "terminated" && e.move != "uphold"):
				result = e.to
			}
		}
		if accepted && result != "" {
			out, passed[k.id], rounds[k.id] = append(out, k), result == "passed", notices
		}
	}
	return out, passed, rounds
}

// middle and mean of some numbers.
func middle(ns []int) float64 {
	slices.Sort(ns)
	if len(ns)%2 == 1 {
		return float64(ns[len(ns)/2])
	}
	return float64(ns[len(ns)/2-1]+ns[len(ns)/2]) / 2
}

func mean(ns []int) float64 {
	sum := 0
	for _, n := range ns {
		sum += n
	}
	return float64(sum) / float64(len(ns))
}

// over makes a figure of one number a case.
func over(numbers map[int64]int, of func([]int) float64) (f casework.Figure) {
	if f.Known = len(numbers) > 0; f.Known {
		f.Value = of(slices.Collect(maps.Values(numbers)))
	}
	f.Denominator = slices.Sorted(maps.Keys(numbers))
	return f
}

func share(num, den []int64) casework.Figure {
	f := casework.Figure{Numerator: num, Denominator: den, Known: len(den) > 0}
	if f.Known {
		f.Value = float64(len(num)) / float64(len(den)) * 100
	}
	return f
}

func count(ids []int64) casework.Figure {
	return casework.Figure{Numerator: ids, Known: true, Value: float64(len(ids))}
}

// figure counts one figure of pre-examination.
func (r *recount) figure(code string, p casework.Period) casework.Figure {
	has := func(moves ...string) func(*dossier) bool {
		return func(k *dossier) bool {
			return slices.ContainsFunc(moves, func(m string) bool { return k.first(did(m)) != nil })
		}
	}
	name := strings.TrimPrefix(code, "preexam.")
	marked := r.within(p, did("mark"))
	switch name {
	case "submitted", "accepted", "marked":
		return count(ids(r.within(p, did(map[string]string{"submitted": "submit", "accepted": "accept", "marked": "mark"}[name])), all))
	case "passed":
		return count(ids(r.within(p, did("approve>passed")), all))
	case "accept_rate":
		ks := r.within(p, did("submit"))
		return share(ids(ks, has("accept")), ids(ks, all))
	case "outside":
		return count(ids(r.within(p, did("accept")), func(k *dossier) bool {
			e := k.first(did("accept"))
			class := e.notes["class"]
			if class == "" {
				class = k.class
			}
			return r.outside(e.day, k.kind, class)
		}))
	case "pass_rate", "rounds", "first_time":
		ks, passed, rounds := r.ended(p)
		switch name {
		case "pass_rate":
			return share(ids(ks, func(k *dossier) bool { return passed[k.id] }), ids(ks, all))
		case "first_time":
			return share(ids(ks, func(k *dossier) bool { return passed[k.id] && rounds[k.id] == 0 }), ids(ks, all))
		}
		return over(rounds, mean)
	case "differ_rate":
		ks := r.within(p, did("file"))
		return share(ids(ks, func(k *dossier) bool {
			differs := false
			for _, e := range k.events {
				differs = e.move == "differ" || differs && !(e.move == "overturn" && e.to == "identity")
			}
			return differs
		}), ids(ks, all))
	case "grant_rate":
		return share(ids(marked, has("outcome>granted")), ids(marked, has("outcome>granted", "outcome>rejected", "outcome>deemed")))
	case "abnormal_rate":
		return share(ids(marked, has("outcome>abnormal")), ids(marked, all))
	case "first_days":
		return over(r.firstDays(p), middle)
	case "filing_days":
		return over(r.filingDays(p), middle)
	}
	kinds := map[string]string{"grant_days_invention": "发明", "grant_days_utility": "实用新型", "grant_days_design": "外观设计"}
	numbers := map[int64]int{}
	for _, k := range r.within(p, did("outcome>granted")) {
		if granted := k.first(did("outcome>granted")); k.kind == kinds[name] {
			numbers[k.id] = int(calendar.MustDay(granted.notes["day"]) - k.filed)
		}
	}
	return over(numbers, mean)
}

// firstDays are the working days from acceptance to the first notice or result, day by day, without
// those of a suspension.
func (r *recount) firstDays(p casework.Period) map[int64]int {
	out := map[int64]int{}
	for _, k := range r.within(p, func(e event) bool { return e.move == "notify" || e.move == "approve" }) {
		var accepted, suspended calendar.Day
		n, noticed := 0, false
		for _, e := range k.events {
			switch e.move {
			case "accept":
				accepted, n = e.day, 0
			case "bring_in":
				accepted, noticed = calendar.MustDay(e.notes["accepted"]), e.notes["rounds"] != ""
			case "suspend":
				suspended = e.day
			case "resume":
				if !accepted.IsZero() {
					n -= r.days(suspended, e.day)
				}
			case "notify", "approve":
				if !noticed && !accepted.IsZero() {
					out[k.id] = n + r.days(accepted, e.day)
				}
				noticed = true
			}
		}
	}
	return out
}

func (r *recount) filingDays(p casework.Period) map[int64]int {
	out := map[int64]int{}
	for _, k := range r.within(p, did("file")) {
		var pass calendar.Day
		for _, e := range k.events {
			day := e.day
			if e.move == "bring_in" && e.notes["passed"] != "" {
				day = calendar.MustDay(e.notes["passed"])
			} else if e.to != "passed" || e.move != "approve" && e.move != "overturn" {
				continue
			}
			if day <= k.filed {
				pass = day
			}
		}
		if !pass.IsZero() {
			out[k.id] = r.days(pass, k.filed)
		}
	}
	return out
}

// standing are the registrations of applicants that stand at the end of a day.
func (r *recount) standing(on calendar.Day) (out []*dossier) {
	for _, k := range r.cases {
		ever, state := false, ""
		for _, e := range k.events {
			if e.day <= on {
				state = e.to
				ever = ever || state == "active"
			}
		}
		if k.chart == "registration" && k.kind == "申请主体" && ever && !slices.Contains([]string{"cancelled", "closed", "refused", "objecting"}, state) {
			out = append(out, k)
		}
	}
	return out
}

// register counts one figure of the register.
func (r *recount) register(code string, p casework.Period) casework.Figure {
	ks := r.standing(p.To)
	// What a request took of the quota by a day and had not given back until another.
	takes := func(p casework.Period, until calendar.Day) (out []*dossier) {
		for _, k := range r.within(p, did("accept")) {
			back := k.first(func(e event) bool {
				return e.move == "withdraw" && e.day <= until && slices.Contains([]string{"accepted", "assigned"}, e.notes["from"])
			})
			if back == nil {
				out = append(out, k)
			}
		}
		return out
	}
	switch code {
	case "registration.active_rate":
		came := map[int64]bool{}
		for _, k := range r.within(p, did("submit")) {
			came[k.owner] = true
		}
		return share(ids(ks, func(k *dossier) bool { return came[k.owner] }), ids(ks, all))
	case "registration.quota_used":
		return count(ids(takes(p, calendar.Date(2100, 1, 1)), all))
	}
	year := p.To.Year()
	used, quota := 0, 0
	by := map[int64]int{}
	for _, k := range takes(casework.Period{From: calendar.Date(year, 1, 1), To: p.To}, p.To) {
		by[k.owner]++
	}
	for _, k := range ks {
		used += by[k.owner]
		quota += r.base(k, year)
		if year == 2026 {
			used += r.carried[k.owner]
			if e := k.first(did("grant_quota")); e != nil && e.day <= p.To {
				quota += r.extra[k.owner]
			}
		}
	}
	f := casework.Figure{Known: quota > 0, Denominator: ids(ks, all)}
	if f.Known {
		f.Value = 100 * float64(used) / float64(quota)
	}
	return f
}

// base is the yearly quota by the defaults: 10 for who registered within the year, else 20, 50 or 100
// by the results of the year before.
func (r *recount) base(k *dossier, year int) int {
	for _, e := range k.events {
		if e.to == "active" && (e.move == "register" || e.move == "bring_in") {
			since := e.day
			if v := e.notes["registered"]; v != "" {
				since = calendar.MustDay(v)
			}
			if since.Year() >= year {
				return 10
			}
		}
	}
	passed, seen := 0, 0
	for _, x := range r.cases {
		if x.chart != "preexam" || x.owner != k.owner {
			continue
		}
		last, when := "", 0
		for _, e := range x.events {
			if e.move == "approve" && e.to == "passed" || (e.to == "failed" || e.to == "terminated") && e.move != "uphold" {
				last, when = e.to, e.day.Year()
			}
		}
		if when == year-1 {
			seen++
			if last == "passed" {
				passed++
			}
		}
	}
	switch {
	case seen >= 5 && passed >= 50 && 100*passed >= 80*seen:
		return 100
	case seen >= 5 && passed >= 20 && 100*passed >= 70*seen:
		return 50
	default:
		return 20
	}
}

// readAll reads every case with its events as they stand in the tables.
func (w *world) readAll(t testing.TB) *recount {
	t.Helper()
	r := &recount{carried: map[int64]int{}, extra: map[int64]int{}}
	byID := map[int64]*dossier{}
	each := func(tx *store.Tx, query string, row func(scan func(...any) error) error) error {
		rows, err := tx.Query(t.Context(), query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := row(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	}
	var examiners []int64
	for _, login := range []string{"yushen1", "yushen2", "yushen3", "yushen4", "yushen5"} {
		examiners = append(examiners, w.account(t, login))
	}
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		err := each(tx, `SELECT id, owner_id, chart, kind, attrs FROM casework_case`, func(scan func(...any) error) error {
			k, attrs := &dossier{}, ""
			if err := scan(&k.id, &k.owner, &k.chart, &k.kind, &attrs); err != nil {
				return err
			}
			plain := map[string]string{}
			r.cases, byID[k.id] = append(r.cases, k), k
			defer func() { k.class = plain["class"] }()
			return json.Unmarshal([]byte(attrs), &plain)
		})
		if err != nil {
			return err
		}
		err = each(tx, `SELECT case_id, at, move, from_state, to_state, meta FROM casework_event ORDER BY case_id, seq`, func(scan func(...any) error) error {
			var id, at int64
			var e event
			var from, meta string
			if err := scan(&id, &at, &e.move, &from, &e.to, &meta); err != nil {
				return err
			}
			var m struct{ Notes map[string]string }
			if err := json.Unmarshal([]byte(meta), &m); err != nil {
				return err
			}
			if e.notes = m.Notes; e.notes == nil {
				e.notes = map[string]string{}
			}
			e.notes["from"] = from
			e.day = calendar.DayOf(time.UnixMicro(at))
			byID[id].events = append(byID[id].events, e)
			return nil
		})
		if err != nil {
			return err
		}
		err = each(tx, `SELECT case_id, filed_day FROM preexam_filing`, func(scan func(...any) error) error {
			var id, filed int64
			err := scan(&id, &filed)
			byID[id].filed = calendar.Day(filed)
			return err
		})
		if err != nil {
			return err
		}
		number := func(into map[int64]int) func(scan func(...any) error) error {
			return func(scan func(...any) error) error {
				var party int64
				var n int
				err := scan(&party, &n)
				into[party] = n
				return err
			}
		}
		if err := each(tx, `SELECT party_id, used FROM registration_carried WHERE year = 2026`, number(r.carried)); err != nil {
			return err
		}
		if err := each(tx, `SELECT party_id, quota FROM registration_extra WHERE year = 2026`, number(r.extra)); err != nil {
			return err
		}
		// The registered day of a party that was brought in stands in the register alone.
		err = each(tx, `SELECT case_id, registered_day FROM registration_entry`, func(scan func(...any) error) error {
			var id, day int64
			if err := scan(&id, &day); err != nil {
				return err
			}
			for i := range byID[id].events {
				if day != 0 {
					byID[id].events[i].notes["registered"] = calendar.Day(day).String()
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if r.kept, err = w.kept(t, tx, examiners); err != nil {
			return err
		}
		history, err := w.Fields.History(t.Context(), tx, 1)
		if err != nil {
			return err
		}
		r.outside = outsideOf(history)
		cal, err := w.Office.Calendar(t.Context(), tx, 1)
		r.working = func(d calendar.Day) bool {
			yes, _ := cal.Working(d)
			return yes
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// outsideOf judges by the lists of this test, which hold whole subclasses only: the latest list of the
// scheme that had begun decides.
func outsideOf(history []field.List) func(calendar.Day, string, string) bool {
	return func(day calendar.Day, kind, class string) bool {
		scheme := field.IPC
		if kind == "外观设计" {
			scheme = field.Locarno
		}
		for _, l := range history { // the latest first
			if l.Scheme == scheme && l.From <= day {
				return class != "" && !slices.Contains(l.Classes, class)
			}
		}
		return false
	}
}

// TestFiguresEqualARecount counts every figure of pre-examination, of the register and of fast protection
// anew from the stored events, for each month, quarter and year of the lived-in center, after some cases
// took the rare ways on top.
func TestFiguresEqualARecount(t *testing.T) {
	w := lived(t)
	w.rareWays(t)
	r := w.readAll(t)
	known, rare := map[string]bool{}, 0
	var periods []casework.Period
	for month := calendar.Date(2025, 5, 1); month <= calendar.Date(2026, 12, 1); {
		y, m, _ := month.Civil()
		next := calendar.Date(y, m+1, 1)
		periods = append(periods, casework.Period{From: month, To: next - 1})
		if m%3 == 1 {
			periods = append(periods, casework.Period{From: month, To: calendar.Date(y, m+3, 1) - 1})
		}
		month = next
	}
	periods = append(periods, casework.Period{From: calendar.Date(2025, 1, 1), To: calendar.Date(2025, 12, 31)}, casework.Period{From: calendar.Date(2026, 1, 1), To: calendar.Date(2026, 12, 31)})
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		disputes := w.fasts(t, tx, r, "infringement", "accept", "receive", "reason", "propose_end", "judge")
		suspicions := w.fasts(t, tx, r, "counterfeit", "lead", "order", "assign")
		for _, p := range periods {
			for _, m := range w.Pages.Measures {
				var want casework.Figure
				switch chart, _, _ := strings.Cut(m.Code, "."); chart {
				case "preexam":
					want = r.figure(m.Code, p)
				case "registration":
					want = r.register(m.Code, p)
				case "quality":
					want = r.quality(m.Code, p)
				case "infringement", "counterfeit":
					want = r.protection(m.Code, p, disputes, suspicions)
				default:
					known[m.Code] = true // not counted here; ratings are anonymous and open to no case
					continue
				}
				got, err := m.Compute(t.Context(), tx, 1, p)
				if err != nil {
					return err
				}
				num, den := slices.Sorted(slices.Values(got.Numerator)), slices.Sorted(slices.Values(got.Denominator))
				if got.Known != want.Known || math.Abs(got.Value-want.Value) > 1e-9 || !slices.Equal(num, slices.Sorted(slices.Values(want.Numerator))) || !slices.Equal(den, slices.Sorted(slices.Values(want.Denominator))) {
					t.Errorf("%s, %s to %s: %v %v %v of %v; recounted %v %v %v of %v", m.Code, p.From, p.To, got.Known, got.Value, num, den, want.Known, want.Value, want.Numerator, want.Denominator)
				}
				if want.Known && want.Value != 0 {
					known[m.Code] = true
				}
				if m.Code == "preexam.outside" {
					rare += len(num)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range w.Pages.Measures {
		if !known[m.Code] {
			t.Errorf("%s is nothing in every period: this center proves nothing about it", m.Code)
		}
	}
	if rare == 0 {
		t.Error("no case was accepted outside the fields")
	}
}

// rareWays lets cases go where those of the demo do not: results that are overturned, requests that
// are withdrawn after acceptance, cases of another system that end here, a list of fields that arrives late.
func (w *world) rareWays(t testing.TB) {
	t.Helper()
	again := w.overturned(t, "qiye01", defective(0, 0, nil))
	w.settle(t, again)
	w.overturned(t, "qiye04", defective(3, 1, nil))
	ended := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 3, nil)), "yushen1", "fuhe1")
	w.settle(t, ended)
	w.move(t, "fuzeren", ended, "terminate", &preexam.Terminate{Code: "非正常申请", Reason: "合格后查明与他案实质相同。"})
	gone := w.submitted(t, "qiye04", "", defective(3, 4, nil))
	w.move(t, "shouli1", gone, "accept", &preexam.Accept{})
	w.move(t, "qiye04", gone, "withdraw", &preexam.Withdraw{Reason: "方案需修改"})

	today := w.Office.Today()
	for i, rounds := range []int{0, 1} {
		a := text.Corrected(defective(0, 5+i, nil))
		id := w.move(t, "shouli1", 0, "bring_in", &preexam.BringIn{Old: fmt.Sprintf("旧-%d", i), Entity: applicant(0).Code, Kind: "发明", Class: "H01M", State: preexam.Examining,
			Received: today - 12, Accepted: today - 10, Answered: today - calendar.Day(5*rounds), Notified: today - calendar.Day(6*rounds), Rounds: rounds, Examiner: "yushen1", Second: "fuhe1"})
		w.move(t, "shouli1", id, "add_papers", &preexam.AddPapers{Files: []form.File{form.Bytes("案卷包.zip", pack(t, a.Filing(), filing.Options{}))}})
		w.settle(t, id)
	}
	passed := w.passed(t, text.Corrected(defective(0, 7, nil)).Filing())
	w.move(t, "qiye01", passed, "file", &preexam.Filed{Given: separate.Both(), Number: appNo(1, 9300001), Day: today, PaidOn: today,
		Files: []form.File{form.Bytes("正式提交.zip", pack(t, text.Corrected(defective(0, 7, nil)).Filing(), filing.Official()))}})
	w.move(t, "baosong", passed, "differ", &preexam.Differ{Reason: "比对有误，待复核。"})
	w.move(t, "qiye01", passed, "object", &preexam.Object{Grounds: "文本一致。"})
	w.move(t, "zhuren", passed, "overturn", &preexam.Decide{Reason: "经复核一致。"})

	w.lateList(t)
}

// overturned is a case that was terminated and, upon an objection, is examined again.
func (w *world) overturned(t testing.TB, login string, a text.Application) int64 {
	t.Helper()
	id := w.examined(t, w.submitted(t, login, "", a), "yushen1", "fuhe1")
	w.move(t, "fuzeren", id, "terminate", &preexam.Terminate{Code: "实质重复提交", Reason: "与他案实质相同。"})
	w.move(t, login, id, "object", &preexam.Object{Grounds: "并不相同。"})
	w.move(t, "zhuren", id, "overturn", &preexam.Decide{Reason: "确不相同。"})
	return id
}

// lateList enters an approval that had been in force for months: some classes are no longer opened.
func (w *world) lateList(t testing.TB) {
	t.Helper()
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		ls, err := w.Fields.Current(t.Context(), tx, 1, w.Office.Today())
		for _, l := range ls {
			if l.Scheme == field.IPC && err == nil {
				l.From, l.Classes = calendar.Date(2026, 8, 15), l.Classes[len(l.Classes)/2:]
				err = w.Fields.Set(t.Context(), tx, l)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
