package simulation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// hints are what chance would hardly think of: values of a field by "chart.move.field", "move.field",
// "chart.field" or "field"; a field of a row is "rows.field", or goes by its own name alone. A hint that returns nothing leaves the field to chance.
var hints = map[string]func(o *offer) []string{
	"behalf_told": said("11月28日10时，经办人来电"),
	"confirm":     said("true"),
	"no_suit":     said("true"),
	"clear":       said("true"),
	"sensitive":   said("own", "others"),
	"area":        oneOf("3301", "3302", "3303", "3304"),
	"by":          oneOf("1个月", "15日", "10日", "3工作日"),
	"times":       oneOf("1", "2"),
	"shown":       said("true"),
	"card":        func(o *offer) []string { return []string{fmt.Sprintf("模执 %08d", o.in.w.rng.IntN(100_000_000))} },
	"blocks.name": block,
	"submit":      oneOf("true", "true", "true", ""),
	"drop":        oneOf("", "", "", "true"),
	"whole":       said(""),
	"back":        oneOf("", "", "", "1"),
	"label":       func(o *offer) []string { return []string{"专利号：ZL " + o.in.patent()} },

	"delegation.number": func(o *offer) []string {
		return []string{fmt.Sprintf("模知法委〔2026〕%d号", o.in.w.rng.IntN(1_000_000))}
	},
	"delegation.officers.card": func(o *offer) []string {
		return []string{fmt.Sprintf("模执 %08d", o.in.w.rng.IntN(100_000_000))}
	},
	"delegation.officers.until": func(o *offer) []string { return []string{(o.in.w.Office.Today() + 36500).String()} },
	"delegation.draw.from":      around(0, 30),
	"delegation.draw.until":     around(200, 400),
	"delegation.register.from":  around(0, 1),
	"delegation.register.until": around(200, 400),
	"delegation.amend.from":     around(0, 30),
	"delegation.amend.until":    around(200, 400),
	"delegation.renew.until":    around(400, 1200),

	"registration.agency":   func(*offer) []string { return []string{enterprises[len(enterprises)-1].name} },
	"registration.division": said("330100"),
	"registration.licence":  func(o *offer) []string { return []string{fmt.Sprintf("33%03d", o.in.w.rng.IntN(1000))} },

	"counterfeit.conclude.unknown":  said(""),
	"counterfeit.review.checks":     said("power", "facts", "law", "scale", "procedure", "paper", "crime"),
	"counterfeit.conclude.gains":    said("100000"),
	"counterfeit.conclude.forfeit":  said("100000"),
	"counterfeit.conclude.fine":     oneOf("200000", "14000"),
	"counterfeit.parts":             oneOf("2", "3"),
	"exhibit.secret":                oneOf("true", ""),
	"counterfeit.notify.hearing":    oneOf("true", "true", ""),
	"counterfeit.conducts":          oneOf("lapsed", "unpatented", "number", "improper"),
	"counterfeit.conclude.proposal": oneOf("penalty", "penalty", "penalty", "correct", "exempt", "police"),

	"preexam.propose.outcome": func(o *offer) []string {
		return []string{map[bool]string{true: "fail", false: "pass"}[o.in.w.others(o.k, 2)]}
	},
	"preexam.judge.decision":    judged,
	"preexam.bring_in.examiner": said("examiner0"),
	"preexam.bring_in.second":   said("reviewer0"),
	"preexam.bring_in.received": around(-60, -50),
	"preexam.bring_in.accepted": around(-50, -40),
	"preexam.bring_in.state":    said("assigned"),
	"preexam.bring_in.notified": said(""),
	"preexam.bring_in.answered": said(""),
	"preexam.bring_in.passed":   said(""),
	"preexam.bring_in.filed":    said(""),
	"preexam.bring_in.paid":     said(""),
	"preexam.bring_in.reported": said(""),
	"preexam.bring_in.marked":   said(""),
	"preexam.bring_in.action":   said(""),
	"preexam.bring_in.number":   said(""),
	"preexam.bring_in.extended": said(""),
	"preexam.bring_in.rounds":   said("0"),
	"preexam.number":            func(o *offer) []string { return []string{o.in.patent()} },
	"registration.warn.measure": oneOf("suspend", "cancel"),
	"draft_paper.template":      aLone,

	"abnormal.indicator": said("QUA-003"),
	"abnormal.subject":   func(o *offer) []string { return o.filing(1) },
	"abnormal.cases":     func(o *offer) []string { return o.filing(0) },

	"quality.draw.from":   around(-900, -300),
	"quality.draw.to":     around(-3, -1),
	"quality.draw.share":  said("0"),
	"quality.draw.number": oneOf("1", "2", "3"),
	"quality.draw.strata": func(*offer) []string { return nil },
	"quality.outcome":     said("all"),

	"privacy.enter.day":    around(-5, 0),
	"privacy.identify.how": oneOf("callback", "document"),
	"incident.known":       func(o *offer) []string { return []string{stamp(o, -o.in.w.rng.IntN(60))} },
	"incident.send.at":     func(o *offer) []string { return []string{stamp(o, 0)} },
	"incident.assess.why":  said("不涉及关键信息基础设施"),
	"incident.inform.day":  func(o *offer) []string { return []string{o.in.w.Office.Today().String()} },

	"outage.since": func(o *offer) []string { return []string{dueDay(o).String() + " 10:00"} },
	"outage.until": func(o *offer) []string {
		if day, _, _ := strings.Cut(o.values.Get("since"), " "); day != "" {
			return []string{day + " 18:30"}
		}
		return []string{dueDay(o).String() + " 18:30"}
	},

	"hearing_plan.day":    around(8, 40),
	"hearing_plan.room":   room,
	"hearing_plan.link":   said(""),
	"hearing_plan.sides":  func(*offer) []string { return nil },
	"hearing_move.day":    around(8, 40),
	"hearing_move.room":   room,
	"hearing_attend.name": oneOf("张三", "李四"),
	"hearing_sign.name":   oneOf("张三", "李四"),
	"hearing_sign.read":   oneOf("right", "right", "correct", "refuse"),
	"hearing_plan.from":   oneOf("9:00", "9:30", "10:00"),
	"hearing_plan.until":  oneOf("11:00", "11:30"),
	"hearing_move.from":   oneOf("9:00", "9:30", "10:00"),
	"hearing_move.until":  oneOf("11:00", "11:30"),

	"infringement.vote.outcome":        won("upheld", "rejected"),
	"infringement.reason.outcome":      won("upheld", "rejected"),
	"infringement.reason.covers":       won("all", "none"),
	"infringement.reason.in_force":     said("yes"),
	"infringement.reason.business":     said("yes"),
	"infringement.reason.same_class":   said("yes"),
	"infringement.reason.acts":         said("make", "sell"),
	"infringement.reason.remedies":     said("stop_make", "stop_sell"),
	"infringement.reason.holds":        said("no"),
	"infringement.reason.viewer":       said("以一般消费者的眼光整体观察。"),
	"infringement.standing":            said("holder"),
	"infringement.opponents.acts":      said("make", "sell"),
	"infringement.receive.accepted":    around(-20, 0),
	"infringement.propose_end.outcome": oneOf("withdrawn", "settled", "mediated", "transferred", "terminated"),

	"counterfeit.division":         said("330106"),
	"counterfeit.within":           said("true"),
	"infringement.opponents.code":  func(o *offer) []string { return []string{o.other().code} },
	"infringement.opponents.name":  func(o *offer) []string { return []string{o.other().name} },
	"infringement.join.code":       func(o *offer) []string { return []string{o.another().code} },
	"infringement.join.name":       func(o *offer) []string { return []string{o.another().name} },
	"infringement.substitute.code": func(o *offer) []string { return []string{o.another().code} },
	"infringement.substitute.name": func(o *offer) []string { return []string{o.another().name} },
	"infringement.code":            func(o *offer) []string { return []string{enterprises[o.in.party].code} },
	"infringement.requester":       func(o *offer) []string { return []string{enterprises[o.in.party].name} },
	"infringement.holder":          func(o *offer) []string { return []string{enterprises[o.in.party].name} },
	"infringement.title":           said("一种模拟装置"),
	"infringement.granted":         around(-2000, -100),
	"infringement.status":          said("valid"),

	"infringement.intake.number":  patented,
	"infringement.file.number":    patented,
	"infringement.receive.number": patented,
	"counterfeit.join.number":     numbered("counterfeit"),
	"infringement.merge.number":   numbered("infringement"),
}

// other is the party after the one that was drawn: an opponent.
func (o *offer) other() struct{ name, code string } {
	return enterprises[(o.in.party+1)%len(enterprises)]
}

// another is one more.
func (o *offer) another() struct{ name, code string } {
	return enterprises[(o.in.party+2)%len(enterprises)]
}

func room(o *offer) []string { return []string{fmt.Sprintf("第%d审理室", 1+o.in.w.rng.IntN(50))} }

// won is a hint by who is to win a dispute.
func won(yes, no string) func(*offer) []string {
	return func(o *offer) []string {
		if o.in.w.wins(o.k) {
			return []string{yes}
		}
		return []string{no}
	}
}

// patented is the number of one of a few patents, so that there are disputes about one.
func patented(o *offer) []string {
	return []string{[]string{"201910876780.9", "202010000001.1", "202130000001.7"}[o.in.w.rng.IntN(3)]}
}

// others reports whether a case is one of the every so many.
func (w *world) others(k *casework.Case, every int) bool {
	return k != nil && slices.Index(w.shadow.byChart[k.Chart], k.ID)%every == 0
}

// judged decides on findings: in some filings there are defects, in others there are none.
func judged(o *offer) []string {
	if o.in.w.others(o.k, 2) {
		return []string{"adopt"}
	}
	return []string{"dismiss"}
}

// dueDay is a day of late on which a term of some case ended that is still to be met.
func dueDay(o *offer) (day calendar.Day) {
	day = o.in.w.Office.Today() - 1
	ctx := context.Background()
	_ = o.in.w.DB.Read(ctx, func(tx *store.Tx) error {
		days, err := listed(ctx, tx, `SELECT due FROM casework_case WHERE due > $1 AND due < $2 ORDER BY due`, int64(day-60), int64(day+1))
		if len(days) > 0 {
			day = calendar.Day(days[o.in.w.rng.IntN(len(days))])
		}
		return err
	})
	return day
}

// oneOf is a hint of several values.
func oneOf(values ...string) func(*offer) []string {
	return func(o *offer) []string { return []string{values[o.in.w.rng.IntN(len(values))]} }
}

// around is a day between two distances from today.
func around(from, to int64) func(*offer) []string {
	return func(o *offer) []string {
		return []string{(o.in.w.Office.Today() + calendar.Day(from+o.in.w.rng.Int64N(to-from))).String()}
	}
}

// numbered is the number of a case of a chart.
func numbered(chart string) func(*offer) []string {
	return func(o *offer) []string {
		if n := o.in.caseNumber(chart); n != "" {
			return []string{n}
		}
		return nil
	}
}

// filing is the number of a filing, and whose it is: of the party that was drawn where there is one.
func (o *offer) filing(which int) []string {
	var is [2]string
	ctx := context.Background()
	err := o.in.w.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT c.number, p.name FROM casework_case c JOIN party_party p ON p.id = c.owner_id
			WHERE c.chart = 'preexam' AND c.number IS NOT NULL ORDER BY c.owner_id = $1 DESC, c.id LIMIT 1`, o.in.w.parties[o.in.party]).Scan(&is[0], &is[1])
	})
	if err != nil {
		return nil
	}
	return is[which : which+1]
}

// said is a hint that is always the same.
func said(values ...string) func(*offer) []string {
	return func(*offer) []string { return values }
}

// hint is what is known about a field.
func (o *offer) hint(field string) ([]string, bool) {
	names := []string{o.name + "." + field, o.m.Code + "." + field, o.chart() + "." + field, field}
	if _, last, rows := strings.Cut(field, "."); rows {
		names = append(names, o.name+"."+last, o.m.Code+"."+last, o.chart()+"."+last, last)
	}
	for _, name := range names {
		if h := hints[name]; h != nil {
			v := h(o)
			return v, len(v) > 0
		}
	}
	return nil, false
}

// patent is the number of a patent, with its check digit.
func (in *inputs) patent() string {
	n := fmt.Sprintf("20%02d%d%07d", 16+in.w.rng.IntN(9), 1+in.w.rng.IntN(3), 1+in.w.rng.IntN(9_000_000))
	sum := 0
	for i, r := range n {
		sum += int(r-'0') * (2 + i%8)
	}
	return n + "." + string("0123456789X"[sum%11])
}

// caseNumber is the number of some case of a chart, empty where there is none.
func (in *inputs) caseNumber(chart string) (number string) {
	ids := in.w.shadow.byChart[chart]
	for n := 0; n < 10 && len(ids) > 0 && number == ""; n++ { // a draft has none
		id := ids[in.w.rng.IntN(len(ids))]
		_ = in.w.DB.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Row(context.Background(), `SELECT COALESCE(number, '') FROM casework_case WHERE id = $1`, id).Scan(&number)
		})
	}
	return number
}

// stamp is the moment some minutes from now, as forms take it.
func stamp(o *offer, minutes int) string {
	return o.in.w.Office.Now().Add(time.Duration(minutes) * time.Minute).In(calendar.Shanghai()).Format("2006-01-02 15:04")
}
