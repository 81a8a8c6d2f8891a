package infringement_test

import (
	"context"
	"fmt"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/caseworktest"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/protection/infringement"
)

var codes = map[int64]string{100: "91320500MA000100XX", 101: "91320500MA0001018X", 102: "91320500MA0001026Q", 103: "91320500MA0001034K", 104: "91320500MA0001042E",
	200: "91320500MA0002002H", 201: "91320500MA0002010C"}

// drafted is the draft on which somebody works; where there is none, the move says so.
func (w *world) drafted() draft.Of {
	of, err := caseworktest.Drafted(context.Background(), w.office)
	if err != nil {
		panic(err)
	}
	return of
}

// prepare puts in what every input of a kind needs.
func (w *world) prepare(in any, id func(...*string)) {
	told := func(b *casework.Behalf) {
		id(&b.For)
		if b.For != "" {
			b.How, b.Told = "到场", "法定代表人到场提出"
		}
	}
	files := func(name string) []form.File { return []form.File{scan(name)} }
	switch in := in.(type) {
	case *answer.Another:
		id(&in.Party)
		if in.Known = "到场核对身份证"; in.Until.IsZero() {
			in.Until = w.office.Today() + 30
		}
	case *draft.Edit:
		in.Of = w.drafted()
	case *draft.Review:
		in.Of = w.drafted()
	case *draft.Return:
		in.Of = w.drafted()
	case *draft.Sign:
		in.Of = w.drafted()
	case *infringement.File:
		id(&in.Client)
		w.claim(&in.Claim)
		papers(&in.Papers)
		if in.Client != "" && in.Remedy != "无委托书" {
			in.Proxy = scan("委托书.pdf")
		}
	case *infringement.Intake:
		w.counter(in)
	case *infringement.Receive:
		w.counter(&in.Intake)
		text(&in.From, "邻市知识产权局")
		text(&in.Letter, "邻知法移字〔2026〕3号")
	case *infringement.Supplement:
		told(&in.Behalf)
		in.Files, in.Clear = files("补正.pdf"), true
	case *infringement.Confirmed:
		told(&in.Behalf)
	case *infringement.Panel:
		text(&in.Leader, "承办人")
		text(&in.Reviewer, "法审")
		id(&in.Leader, &in.Reviewer, &in.Recorder)
		if in.Members == nil {
			in.Members = []string{"组员甲", "组员乙"}
		}
		for i := range in.Members {
			id(&in.Members[i])
		}
	case *infringement.Replace:
		id(&in.Out, &in.In)
	case *infringement.Investigator:
		id(&in.Expert)
	case *infringement.Serve:
		id(&in.Party)
		if in.Channel != "account" && in.Channel != "post_no_proof" {
			in.Proof, in.Clear = scan("回执.pdf"), true
		}
	case *infringement.Answer:
		told(&in.Behalf)
		in.Files, in.Clear = files("答辩.pdf"), true
	case *evidence.Submit:
		told(&in.Behalf)
		text(&in.Source, "本方取得")
		text(&in.Form, "复制件")
	case *evidence.Answer:
		told(&in.Behalf)
		text(&in.Authentic, "认可")
		text(&in.Legal, "认可")
		text(&in.Relevant, "认可")
		w.exhibits(in.Exhibits)
	case *evidence.Weigh:
		w.exhibits(in.Exhibits)
	case *hearing.Arrange:
		w.session(in)
	case *evidence.AskSecret:
		one := []string{in.Exhibit}
		w.exhibits(one)
		in.Exhibit = one[0]
	case *hearing.Postpone:
		text(&in.Session, w.lastSession())
		text(&in.From, fmt.Sprintf("%d:%02d", 8+w.stories/60, w.stories%60))
		text(&in.Until, fmt.Sprintf("%d:%02d", 8+(w.stories+1)/60, (w.stories+1)%60))
		text(&in.Room, "第一审理室")
	case *hearing.Present:
		text(&in.Session, w.lastSession())
	case *hearing.SignRecord:
		told(&in.Behalf)
		text(&in.Session, w.lastSession())
	case *hearing.Minutes:
		text(&in.Session, w.lastSession())
		text(&in.Text, "主：现在开庭。\n申：请求责令停止。\n被：不侵权。")
	case *hearing.Away:
		text(&in.Session, w.lastSession())
	case *hearing.Finish:
		text(&in.Session, w.lastSession())
	case *infringement.Ask:
		told(&in.Behalf)
	case *infringement.Amend:
		told(&in.Behalf)
	case *infringement.Inspect:
		for i := range in.Officers {
			id(&in.Officers[i])
		}
		in.Files, in.Clear = files("笔录.pdf"), true
	default:
		w.completeEnd(in, id, told)
	}
}

func (w *world) counter(in *infringement.Intake) {
	text(&in.Requester, "无账号发明人")
	text(&in.Address, "示范市某村")
	text(&in.Contact, "王某 13800000000")
	w.claim(&in.Claim)
	papers(&in.Papers)
}

// completeEnd is complete for the steps from the hearing on.
func (w *world) completeEnd(in any, id func(...*string), told func(*casework.Behalf)) {
	files := func(name string) []form.File { return []form.File{scan(name)} }
	switch in := in.(type) {
	case *infringement.Mediate:
		in.Files, in.Clear = files("调解记录.pdf"), true
	case *infringement.Appraised:
		in.Files, in.Clear = files("鉴定意见.pdf"), true
	case *infringement.Join:
		opponent(&in.Opponent)
	case *infringement.Substitute:
		id(&in.Out)
		text(&in.Address, "示范市某路3号")
		for _, p := range register {
			if p.Name == in.Name {
				in.Code = codes[p.ID]
			}
		}
	case *infringement.Merge:
		if in.Number == "前案" {
			in.Number = w.earlier()
		}
	case *infringement.Leave:
		id(&in.Out)
	case *infringement.Propose:
		in.Files, in.Clear = files("材料.pdf"), true
	case *infringement.Publish:
		in.Copy, in.Declared.Clear = scan("公开文本.pdf"), true
	case *infringement.Sue:
		id(&in.For)
		in.Proof, in.Clear = scan("受理通知书.pdf"), true
	case *infringement.Judge:
		in.Files, in.Clear = files("判决书.pdf"), true
	case *infringement.Report:
		told(&in.Behalf)
		in.Files, in.Clear = files("照片.pdf"), true
	case *infringement.Perform:
		id(&in.Party)
		in.Files, in.Clear = files("核实记录.pdf"), true
	case *infringement.Enforced:
		in.Files, in.Clear = files("裁定书.pdf"), true
	case *infringement.Reassign:
		id(&in.To)
	case *infringement.Reason:
		reasons(in)
	}
}

// reasons completes the seven parts, unless the story leaves one out by "缺".
func reasons(in *infringement.Reason) {
	if in.Conclusion == "缺" {
		in.Conclusion = ""
		return
	}
	for _, x := range []struct {
		to   *string
		with string
	}{{&in.InForce, "yes"}, {&in.InForceWhy, "登记簿副本"}, {&in.Scope, "权利要求1"}, {&in.Comparison, "全部技术特征相同"}, {&in.Covers, "all"}, {&in.SameClass, "yes"},
		{&in.Viewer, "一般消费者施以一般注意力，整体视觉效果无实质性差异"}, {&in.Business, "yes"}, {&in.ActsWhy, "公证购买证明其制造、销售"}, {&in.Outcome, "upheld"}, {&in.Conclusion, "落入保护范围，抗辩不成立"}} {
		text(x.to, x.with)
	}
	if in.ActFrom.IsZero() {
		in.ActFrom = day("2025-12-01")
	}
	if in.Acts == nil {
		in.Acts = []string{"make", "sell"}
	}
	if in.Remedies == nil && in.Outcome == "upheld" {
		in.Remedies = []string{"stop_make", "stop_sell"}
	}
	if in.Defences == nil {
		in.NoDefence = true
	}
}

func day(s string) calendar.Day { return calendar.MustDay(s) }

// patentNumber adds the check character to twelve digits.
func patentNumber(digits string) string {
	sum := 0
	for i, w := range []int{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5} {
		sum += int(digits[i]-'0') * w
	}
	return digits + "." + string("0123456789X"[sum%11])
}

// exhibits puts ids in the place of numbers of the story's latest case; a number that is not there stays.
func (w *world) exhibits(nos []string) {
	_ = w.office.DB.Read(context.Background(), func(tx *store.Tx) error {
		for i := range nos {
			var id int64
			if tx.Row(context.Background(), `SELECT id FROM evidence_exhibit WHERE no = $1 AND case_id = (SELECT MAX(case_id) FROM evidence_exhibit) ORDER BY id DESC LIMIT 1`, nos[i]).Scan(&id) == nil {
				nos[i] = strconv.FormatInt(id, 10)
			}
		}
		return nil
	})
}

// session completes the plan of a hearing. Each story has a minute of its own, so that rooms and people are free.
func (w *world) session(in *hearing.Arrange) {
	text(&in.Kind, hearing.Oral)
	text(&in.From, fmt.Sprintf("%d:%02d", 8+w.stories/60, w.stories%60))
	text(&in.Until, fmt.Sprintf("%d:%02d", 8+(w.stories+1)/60, (w.stories+1)%60))
	if in.Link == "" {
		text(&in.Room, "第一审理室")
	}
	text(&in.Order, "陈述\n质证\n辩论")
	text(&in.Recorder, "20")
	if in.Panel == nil {
		in.Panel = []string{"30", "31", "32"}
	}
}

// lastSession is the number of the latest hearing.
func (w *world) lastSession() (no string) {
	_ = w.office.DB.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(context.Background(), `SELECT CAST(no AS TEXT) FROM hearing_session ORDER BY id DESC LIMIT 1`).Scan(&no)
	})
	return no
}

// earlier is the number of the case of the story that was accepted before the latest.
func (w *world) earlier() (number string) {
	_ = w.office.DB.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(context.Background(), `SELECT number FROM casework_case WHERE number <> '' ORDER BY id DESC LIMIT 1 OFFSET 1`).Scan(&number)
	})
	return number
}
