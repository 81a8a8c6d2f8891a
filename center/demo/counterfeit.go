package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/center/demo/text"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/conduct"
)

// A stride is one step of a case of counterfeiting: how many working days after the one before, by
// whom, and what. The person investigated is "party".
type stride struct {
	days      int
	who, move string
	in        func(j *suspicion) any
}

// A suspicion is one case of counterfeiting of the demo.
type suspicion struct {
	n            int
	id           int64
	name, code   string
	product      string
	label        string
	officer      string // login
	other        string
	fine, gains  int
	online       bool
	source       string
	conduct      string
	day          calendar.Day   // of the step that is made
	party        casework.Actor // where it has an account
	from, number string
	hearing      bool
	stopped      bool // no entrustment covered its next step
	accounts     func(login string) string
}

// A course is the way of some cases: their steps, how many working days before the end the last of them
// lies, and what is special about each.
type course struct {
	steps []stride
	ago   []int
	with  func(j *suspicion)
}

// suspectsOf are invented firms; none of them exists.
var suspectsOf = []string{"示范市恒发日用品厂", "示范市锐明照明有限公司", "示范市佳净净水设备厂", "示范市百利五金制品有限公司", "示范市童乐玩具厂", "示范市鑫源电器商行", "示范市万家家居用品店", "示范市启航运动器材有限公司", "示范市美达化妆品经营部", "示范市顺风车品有限公司"}

// ownEntity is which entity of the demo has a case of its own.
const ownEntity = 6

// goods are what they mark.
var goods = []string{"折叠支架", "感应夜灯", "净水滤芯", "快插水管接头", "积木玩具", "蓝牙音箱", "收纳箱", "握力器", "美容喷雾仪", "车载手机架"}

// counterfeits plans the cases of counterfeiting: enough in every state, some on the edge of a term.
func (b *builder) counterfeits() {
	n := 0
	for _, c := range append(openCourses(), closedCourses()...) {
		for _, ago := range c.ago {
			j := b.suspicion(n)
			if c.with != nil {
				c.with(j)
			}
			if j.online { // an entity of the demo that has an account
				f := b.entities[ownEntity]
				j.name, j.code, j.party = f.applicant.Name, f.applicant.Code, f.actor
			}
			b.walk(j, c.steps, ago)
			n++
		}
	}
}

// suspicion invents the case.
func (b *builder) suspicion(n int) *suspicion {
	officers := []string{"zhifa1", "zhifa2", "zhifa3"}
	j := &suspicion{accounts: b.accountOf, n: n, name: suspectsOf[n%len(suspectsOf)], code: text.Company(text.Fields()[0], 700+n).Code, product: goods[n%len(goods)], officer: officers[n%3], other: officers[(n+1)%3],
		fine: 8000 + 3000*(n%9), gains: 2000 + 1500*(n%7), conduct: []string{"lapsed", "unpatented", "application", "number"}[n%4]}
	j.source = []string{"patrol", "12330", "ecommerce", "12315", "transfer", "counter"}[n%6]
	j.from = map[string]string{"transfer": "示范县市场监督管理局", "12330": fmt.Sprintf("工单 %06d", 4100+n), "12315": fmt.Sprintf("工单 %06d", 7300+n)}[j.source]
	j.label = fmt.Sprintf("%s 专利号：ZL %s 仿冒必究", j.product, b.marked(j.conduct, n))
	return j
}

// marked is the number that stands on the goods: of a patent of the ledger that ended, of an application, of somebody
// else's patent, or one that was made up.
func (b *builder) marked(conduct string, n int) string {
	fits := map[string][]string{"lapsed": {"over", "unpaid", "abandoned"}, "application": {"pending", "dead"}, "number": {"valid"}}[conduct]
	var of []*ledgered
	for _, p := range b.patents {
		if slices.Contains(fits, p.fate) {
			of = append(of, p)
		}
	}
	if len(of) == 0 {
		return patentOf('2', 3000+n)
	}
	return string(of[n/4%len(of)].number)
}

// walk plans the steps of a case so that the last lies so many working days before the end.
func (b *builder) walk(j *suspicion, steps []stride, ago int) {
	day := calendar.DayOf(b.end)
	if work, _ := b.cal.Working(day); !work {
		day = b.cal.PrevWorking(day)
	}
	for range ago {
		day = b.cal.PrevWorking(day)
	}
	days := make([]calendar.Day, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		days[i] = day
		for range steps[i].days {
			day = b.cal.PrevWorking(day)
		}
	}
	for i, s := range steps {
		at := days[i].Begin().Add(8*time.Hour + time.Duration(j.n%8*3+i*11)*time.Minute)
		b.on(at, func(ctx context.Context) error { return b.stride(ctx, j, s) })
	}
}

// stride makes one step. A case whose step was refused goes no further; only a term that the clock was
// faster with is no mistake.
func (b *builder) stride(ctx context.Context, j *suspicion, s stride) (err error) {
	defer fault.Wrap(&err, "counterfeit case %d, %s", j.n, s.move)
	j.day = calendar.DayOf(b.clk.Now())
	who := b.staff[s.who]
	switch s.who {
	case "officer":
		who = b.staff[j.officer]
	case "reviewer":
		who = b.staff[[]string{"fuhe1", "fuhe2"}[j.n%2]]
	case "party":
		who = j.party
	}
	if j.stopped {
		return nil
	}
	if j.id != 0 {
		_, err := b.move(ctx, who, j.id, s.move, s.in(j))
		if f := fault.Of(err); f != nil && strings.HasPrefix(f.Code, "delegation.") {
			// Nobody has entrusted the center with it on that day: the case waits for the authority.
			j.stopped = true
			b.say("      " + err.Error())
			return nil
		}
		return err
	}
	if s.move == "tip" {
		j.number, _, err = b.c.Counterfeit.ReportByPublic(ctx, 1, s.in(j).(*counterfeit.Tip))
		if err == nil {
			j.id, err = b.numbered(ctx, j.number)
		}
		return err
	}
	out, err := b.act(ctx, casework.Request{Actor: who, Chart: counterfeit.Code, Move: s.move, Input: s.in(j)})
	if err == nil {
		j.id = out.Case.ID
	}
	return err
}

// numbered returns the case with the number.
func (b *builder) numbered(ctx context.Context, number string) (id int64, err error) {
	err = b.c.DB.Read(ctx, func(tx *store.Tx) error {
		k, err := b.c.Office.Find(ctx, tx, b.staff["fuzeren"], number)
		if err == nil {
			id = k.ID
		}
		return err
	})
	return id, err
}

// accountOf returns the number of somebody's account as a form has it.
func (b *builder) accountOf(login string) string {
	return strconv.FormatInt(b.staff[login].Account, 10)
}

// sanction is what is imposed on the suspect.
func (j *suspicion) sanction() counterfeit.Sanction {
	return counterfeit.Sanction{Fine: conduct.Yuan(j.fine), Forfeit: conduct.Yuan(j.gains), Orders: "立即停止标注，消除尚未售出产品上的专利标识"}
}

// present is who acted on site.
func (j *suspicion) present() counterfeit.Present {
	card := map[string]string{"zhifa1": "徐正平|示执 330101", "zhifa2": "罗岚|示执 330108", "zhifa3": "高远航|示执 330115"}
	one := func(login string) (o counterfeit.Officer) {
		for i, r := range card[login] {
			if r == '|' {
				return counterfeit.Officer{Name: card[login][:i], Card: card[login][i+1:]}
			}
		}
		return o
	}
	return counterfeit.Present{Day: j.day, Place: "示范市工业路 " + strconv.Itoa(20+j.n) + " 号", Officers: []counterfeit.Officer{one(j.officer), one(j.other)}, Shown: true, Witness: "经营者王某"}
}
