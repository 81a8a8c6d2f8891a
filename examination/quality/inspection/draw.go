package inspection

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// An Ended case is one whose examination ended with a result of the center.
type Ended struct {
	Case            int64
	Number, Kind    string
	Field           string // subclass or class, as decisions are counted
	Passed          bool
	Examiner, Agent int64
}

// A Person works in the center.
type Person struct {
	Account int64
	Name    string
	Roles   []casework.Role
	Away    bool // on leave; may be chosen all the same
}

// Deps is what the desk is told of the rest of the program.
type Deps struct {
	Office func() *casework.Office
	// Ended lists the cases that ended in a period and whose text is still there.
	Ended   func(ctx context.Context, tx *store.Tx, center int64, p casework.Period) ([]Ended, error)
	Staff   func(ctx context.Context, tx *store.Tx, center int64) ([]Person, error)
	Parties func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
}

// Desk holds inspections.
type Desk struct {
	Deps
	plan, sample *casework.Chart
}

// New returns the desk.
func New(deps Deps) *Desk {
	d := &Desk{Deps: deps}
	d.plan, d.sample = d.planChart(), d.sampleChart()
	return d
}

// Charts are the laws of a plan and of an inspection.
func (d *Desk) Charts() []*casework.Chart { return []*casework.Chart{d.plan, d.sample} }

// Draw is a plan.
type Draw struct {
	From       calendar.Day `json:"from" label:"结论日期自" en:"Ended from" section:"总体=Population" widget:"date" required:"true"`
	To         calendar.Day `json:"to" label:"至" en:"Until" widget:"date" required:"true" help:"须早于今天，总体才不会再变" helpen:"Before today, so that the population is final"`
	Outcome    string       `json:"outcome" label:"结论" en:"Result" widget:"radio" required:"true" options:"all=全部=All,passed=合格=Passed,failed=不合格或终止=Failed or terminated"`
	Share      int          `json:"share" label:"抽取比例（%）" en:"Share (%)" section:"抽取=Draw" min:"0" max:"100" help:"比例与件数填一项" helpen:"Either a share or a number"`
	Number     int          `json:"number" label:"抽取件数" en:"Number" min:"0" max:"10000"`
	Strata     []string     `json:"strata" label:"分层" en:"Strata" options:"examiner=预审员=Examiner,kind=类型=Kind,field=领域=Field,agency=代理机构=Agency" help:"各层按比例抽取，件数够时每层至少一件" helpen:"Each stratum by its share, at least one where there are enough"`
	Seed       string       `json:"seed" label:"随机种子" en:"Seed" max:"64" help:"不填由系统产生；种子记入案件，可据以复算" helpen:"Made by the system where empty; it is recorded, so that the draw can be repeated"`
	Inspectors []string     `json:"inspectors" label:"评查人" en:"Inspectors" section:"评查=Inspection" options:"*" required:"true" help:"办理过该案的人不会被指派" helpen:"Nobody gets a case that they worked on"`
	Note       string       `json:"note" label:"说明" en:"Remark" widget:"textarea" max:"1000"`
}

// A Plan is a drawn plan as it is kept.
type Plan struct {
	Case, Center  int64
	At            int64
	From, To      calendar.Day
	Outcome       string
	Share, Number int
	Strata        []string
	Seed          string
	Population    int
	Digest        string // of the numbers of the population
}

// population lists the cases from which a plan draws, by number, with the digest of the list.
func (d *Desk) population(ctx context.Context, tx *store.Tx, p *Plan) (out []Ended, digest string, err error) {
	all, err := d.Ended(ctx, tx, p.Center, casework.Period{From: p.From, To: p.To})
	if err != nil {
		return nil, "", err
	}
	for _, e := range all {
		if p.Outcome == "all" || e.Passed == (p.Outcome == "passed") {
			out = append(out, e)
		}
	}
	sorting.By(out, func(a, b Ended) int { return strings.Compare(a.Number, b.Number) })
	h := sha256.New()
	for _, e := range out {
		h.Write([]byte(e.Number + "\n"))
	}
	return out, hex.EncodeToString(h.Sum(nil)), nil
}

// A drawn case is one of the sample, with its stratum.
type drawn struct {
	Ended
	stratum string
}

// sampled draws the sample of a plan from its population. The same plan, seed and population give the
// same sample: in each stratum those cases come first whose SHA-256 of seed/number is least.
func sampled(p *Plan, population []Ended) (out []drawn) {
	strata := map[string][]Ended{}
	for _, e := range population {
		key := stratum(p.Strata, e)
		strata[key] = append(strata[key], e)
	}
	keys := make([]string, 0, len(strata))
	for key := range strata {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	sizes := make([]int, len(keys))
	for i, key := range keys {
		sizes[i] = len(strata[key])
	}
	// A share is rounded up: of few cases still one.
	n := p.Number
	if p.Share > 0 {
		n = (len(population)*p.Share + 99) / 100
	}
	for i, k := range allot(sizes, min(n, len(population))) {
		in := strata[keys[i]]
		sorting.By(in, func(a, b Ended) int {
			return cmp.Or(strings.Compare(rank(p.Seed, a.Number), rank(p.Seed, b.Number)), strings.Compare(a.Number, b.Number))
		})
		for _, e := range in[:k] {
			out = append(out, drawn{e, keys[i]})
		}
	}
	return out
}

// rank is the place of a case in the draw.
func rank(seed, number string) string {
	h := sha256.Sum256([]byte(seed + "/" + number))
	return hex.EncodeToString(h[:])
}

// stratum names the stratum of a case by the plan's ways to divide.
func stratum(ways []string, e Ended) string {
	var out []string
	for _, w := range ways {
		switch w {
		case "examiner":
			out = append(out, fmt.Sprint(e.Examiner))
		case "kind":
			out = append(out, e.Kind)
		case "field":
			out = append(out, e.Field)
		case "agency":
			out = append(out, fmt.Sprint(e.Agent))
		}
	}
	return strings.Join(out, "/")
}

// allot gives each stratum its part of n by its size: one first to each where there are enough, then
// the whole parts, then one more to those with the largest remainders.
func allot(sizes []int, n int) []int {
	out, total := make([]int, len(sizes)), 0
	for _, s := range sizes {
		total += s
	}
	if total == 0 {
		return out
	}
	left := n // still to be given
	if n >= len(sizes) {
		for i := range out {
			out[i], left = 1, left-1
		}
	}
	type part struct{ at, rest int }
	var parts []part
	for i, s := range sizes {
		// The first one counts towards the part.
		want := n*s/total - out[i]
		if more := min(max(want, 0), left); more > 0 {
			out[i], left = out[i]+more, left-more
		}
		parts = append(parts, part{i, n * s % total})
	}
	sorting.Stable(parts, func(a, b part) int { return cmp.Compare(b.rest, a.rest) })
	// More than one round is needed only where strata are full.
	for left > 0 {
		for _, p := range parts {
			if left > 0 && out[p.at] < sizes[p.at] {
				out[p.at], left = out[p.at]+1, left-1
			}
		}
	}
	return out
}

// seed returns what was typed, or 16 random bytes.
func seed(typed string) (string, error) {
	if typed = strings.TrimSpace(typed); typed != "" {
		return typed, nil
	}
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}

// number reads a whole number of the configuration.
func number(s *casework.Step, key string) (int, error) {
	return s.Office.Settings.Int(s.Ctx, s.Tx, setting.Query{Center: s.Case.Center, Key: "quality.inspection." + key, On: s.Today})
}

// draw draws the sample, opens an inspection for each case of it and the text of the case to its
// inspector.
func (d *Desk) draw(s *casework.Step, in *Draw) error {
	p := &Plan{Case: s.Case.ID, Center: s.Case.Center, At: s.Now.UnixMicro(), From: in.From, To: in.To, Outcome: in.Outcome, Share: in.Share, Number: in.Number, Strata: in.Strata}
	switch {
	case in.To < in.From || in.To-in.From > 1100:
		return fault.New(fault.Invalid, "quality.period", "结论日期的截止日须不早于起始日，且相距不超过三年，请核对").At("to")
	case in.To >= s.Today:
		return fault.New(fault.Invalid, "quality.period_open", "结论日期须早于今天：当天的结论还可能增加，抽取结果将无法复算").At("to")
	case (in.Share > 0) == (in.Number > 0):
		return fault.New(fault.Invalid, "quality.share", "抽取比例与抽取件数须填写其中一项").At("share")
	}
	population, digest, err := d.population(s.Ctx, s.Tx, p)
	if err != nil {
		return err
	}
	if len(population) == 0 {
		return fault.New(fault.Conflict, "quality.empty", "该期间没有符合条件的办结案件，请更换期间或结论").At("from")
	}
	if p.Seed, err = seed(in.Seed); err != nil {
		return err
	}
	p.Population, p.Digest = len(population), digest
	sample := sampled(p, population)
	most, err := number(s, "most")
	if err != nil {
		return err
	}
	if len(sample) > most {
		return fault.New(fault.Invalid, "quality.most", "将抽取 %d 件，超过本中心规定的一次最多 %d 件；请降低比例或缩短期间", len(sample), most).At("share")
	}
	// The number comes first, because the openings name it.
	if err := s.Issue(); err != nil {
		return err
	}
	s.Note("what", fmt.Sprintf("总体 %d 件，抽取 %d 件，种子 %s", p.Population, len(sample), p.Seed))
	if err := insertPlan(s.Ctx, s.Tx, p); err != nil {
		return err
	}
	return d.hand(s, in.Inspectors, sample)
}

// hand opens an inspection for each drawn case and gives it to the chosen inspector with the fewest so
// far who did not work on it. Where there is none a head appoints one.
func (d *Desk) hand(s *casework.Step, chosen []string, sample []drawn) error {
	staff, err := d.inspectors(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return err
	}
	// Only of those who were chosen; who is none of the center's readers is not there to choose.
	staff = slices.DeleteFunc(staff, func(p Person) bool { return !slices.Contains(chosen, fmt.Sprint(p.Account)) })
	if len(staff) == 0 {
		return fault.New(fault.Invalid, "quality.inspectors", "所选评查人都不是本中心的复核员，请重新选择").At("inspectors")
	}
	load := map[int64]int{}
	for i, x := range sample {
		no, err := d.barred(s.Ctx, s.Tx, s.Case.Center, x.Case)
		if err != nil {
			return err
		}
		var best Person
		for _, p := range staff {
			if no(p.Account) == nil && (best.Account == 0 || load[p.Account] < load[best.Account]) {
				best = p
			}
		}
		load[best.Account]++
		k, err := s.Begin("inspection", "open", &Open{row: sampleRow{Center: s.Case.Center, Plan: s.Case.ID, Ord: i + 1, drawn: x}, inspector: best.Account})
		if err != nil {
			return err
		}
		if err := d.let(s, k.Number, x.Case, best); err != nil {
			return err
		}
	}
	return nil
}

// let opens the text of a case to its inspector; nobody is none.
func (d *Desk) let(s *casework.Step, number string, caseID int64, p Person) error {
	if p.Account == 0 {
		return nil
	}
	days, err := s.Office.Settings.Int(s.Ctx, s.Tx, setting.Query{Center: s.Case.Center, Key: "quality.inspection.days", On: s.Today})
	if err != nil {
		return err
	}
	return s.OpenTo(caseID, casework.Reader{Account: p.Account, Name: p.Name}, "质量抽检 "+number, (s.Today + calendar.Day(days)).End())
}

// inspectors are those who can judge: the second readers of the center, in the order of their names.
func (d *Desk) inspectors(ctx context.Context, tx *store.Tx, center int64) ([]Person, error) {
	staff, err := d.Staff(ctx, tx, center)
	staff = slices.DeleteFunc(staff, func(p Person) bool { return !slices.Contains(p.Roles, casework.Reviewer) })
	return staff, err
}

// barred tells of a case why somebody cannot judge it, nil where they can: whoever worked on it, or
// declared a conflict of interest, is no inspector of it. Reading alone is no work.
func (d *Desk) barred(ctx context.Context, tx *store.Tx, center, caseID int64) (func(account int64) *fault.Phrase, error) {
	k, err := d.Office().Get(ctx, tx, casework.Robot(center), caseID)
	if err != nil {
		return nil, err
	}
	worked := map[int64]bool{k.Handler: true, k.Second: true}
	events, err := d.Office().Events(ctx, tx, center, caseID)
	for _, e := range events {
		if _, _, reading := e.Reading(); !reading {
			worked[e.Actor] = true
		}
	}
	return func(account int64) *fault.Phrase {
		var no fault.Phrase
		switch {
		case k.Conflicted(account):
			no = fault.Say("已申明与该案有利害关系")
		case worked[account]:
			no = fault.Say("已办理过该案")
		default:
			return nil
		}
		return &no
	}, err
}
