package demo

import (
	"context"
	"fmt"
	"time"

	"zhibao/center/demo/text"
	"zhibao/industry/database"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/patent/secrecy"
)

// A ledgered patent stands in the ledger of the demo, with what becomes of it.
type ledgered struct {
	kind   byte // digit of the number
	year   int  // of filing
	title  string
	fate   string
	number ident.ApplicationNo // made when it is entered
	holder string
}

// fates are what becomes of the patents of the ledger: so many of each kind.
var fates = []struct {
	fate  string
	kinds string // a digit for each patent
}{
	{"valid", "111112222223333333"}, {"pledge", "1123"}, {"released", "12"}, {"licence", "1233"}, {"transfer", "1223"}, {"partial", "112"},
	{"unpaid", "112233"}, {"restored", "12"}, {"invalid", "12233"}, {"reinstated", "3"}, {"abandoned", "23"}, {"announced", "22"}, {"over", "2233"}, {"prolonged", "1"},
	{"pending", "111233"}, {"granted", "123"}, {"dead", "11"},
}

// things are the titles of the demo's patents by their kind.
var things = map[byte][]string{
	'1': {"一种锂离子电池极片的干燥方法", "一种工业机器人关节的减速装置及其控制方法", "一种含氟废水的处理工艺", "一种医用影像的配准方法", "一种稻米的低温储存方法", "一种充电桩的功率分配方法", "一种高强度纤维的纺丝方法", "一种管道缺陷的超声检测方法"},
	'2': {"一种电池模组的散热结构", "一种机械手的夹持装置", "一种可拆卸的滤芯组件", "一种输液架的锁紧机构", "一种果蔬清洗机", "一种新能源汽车充电枪", "一种纺纱机的张力调节装置", "一种折叠式收纳箱"},
	'3': {"充电器", "保温杯", "台灯", "电动牙刷", "手持吸尘器", "蓝牙音箱", "折叠椅", "包装盒"},
}

// ledger fills the ledger as far as the past is known on the first day, and plans what happens after it.
func (b *builder) ledger(ctx context.Context) error {
	last := calendar.DayOf(b.end)
	n := 0
	for _, f := range fates {
		for i := range f.kinds {
			kind := f.kinds[i]
			p := &ledgered{kind: kind, fate: f.fate, title: things[kind][n%len(things[kind])], holder: text.Company(text.Fields()[n%len(text.Fields())], n%7).Name}
			p.year = b.filedIn(p, n)
			if err := b.enterPatent(ctx, p, n); err != nil {
				return err
			}
			b.patents = append(b.patents, p)
			// What happens to it lies in the months of the demo, one after the other.
			b.becomes(p, last-calendar.Day(20+(n*37)%430))
			n++
		}
	}
	return nil
}

// filedIn is the year of filing that the fate of a patent needs.
func (b *builder) filedIn(p *ledgered, n int) int {
	now := calendar.DayOf(b.end).Year()
	switch p.fate {
	case "pending", "granted", "dead":
		return now - 2
	case "over":
		return now - 12 - n%3
	case "announced":
		return now - 10
	}
	return now - 4 - n%4
}

// filed is the day of filing.
func (p *ledgered) filed(n int) calendar.Day {
	return calendar.Date(p.year, time.Month(1+n%9), 3+n%25)
}

// enterPatent enters it as it stands on the first day of the demo. Its number is made up; the check
// character is right.
func (b *builder) enterPatent(ctx context.Context, p *ledgered, n int) (err error) {
	if p.number, err = ident.ParseApplicationNo(fmt.Sprintf("%c0%d00%07d", p.kind, p.year, 9000001+137*n)); err != nil {
		return err
	}
	in := &database.NewPatent{Entry: database.Entry{Number: string(p.number), Title: p.title, Holder: p.holder, Filed: p.filed(n), Origin: b.origin()}, Proof: document("专利登记簿副本.pdf", string(p.number)), Declared: secrecy.Declared{Clear: true}}
	if p.fate != "pending" && p.fate != "granted" && p.fate != "dead" {
		in.Granted = in.Filed + map[byte]calendar.Day{'1': 610, '2': 190, '3': 150}[p.kind]
	}
	return b.c.Patents.Enter(ctx, b.staff["zhifa1"], in)
}

// origin is where the data of the demo says it comes from.
func (b *builder) origin() database.Origin {
	return database.Origin{Source: "示范数据，非真实专利", AsOf: calendar.DayOf(b.clk.Now())}
}

// becomes plans what happens to a patent, from a day on.
func (b *builder) becomes(p *ledgered, day calendar.Day) {
	last := calendar.DayOf(b.end)
	event := func(kind string, on calendar.Day, more func(*database.Happening)) {
		b.on(b.office(on), func(ctx context.Context) error {
			in := &database.NewEvent{Happening: database.Happening{Kind: kind, Day: calendar.DayOf(b.clk.Now()), Origin: b.origin()}, Proof: document("法律状态证明.pdf", string(p.number)), Declared: secrecy.Declared{Clear: true}}
			if more != nil {
				more(&in.Happening)
			}
			err := b.c.Patents.Happen(ctx, b.staff["zhifa2"], string(p.number), in)
			if fault.CodeOf(err) == "database.sequence" {
				b.say("      no case: " + err.Error())
			}
			return err
		})
	}
	detail := func(s string) func(*database.Happening) { return func(in *database.Happening) { in.Detail = s } }
	switch p.fate {
	case "pledge", "released":
		event(database.Pledge, day, func(in *database.Happening) {
			in.Detail, in.Until = "示范银行股份有限公司杭州分行", last+400
		})
		if p.fate == "released" {
			event(database.Released, min(day+60, last-3), detail("债务已清偿"))
		}
	case "licence":
		event(database.Licence, day, func(in *database.Happening) {
			in.Detail, in.Until = "普通许可，被许可人：示范器材有限公司", last+700
		})
	case "transfer":
		event(database.Transfer, day, func(in *database.Happening) { in.Holder = "示范受让科技有限公司" })
	case "partial":
		event(database.Partial, day, detail("示范无效决定：维持权利要求3–8有效"))
	case "unpaid", "restored":
		event(database.Unpaid, day, nil)
		if p.fate == "restored" {
			event(database.Restored, min(day+50, last-3), nil)
		}
	case "invalid", "reinstated":
		event(database.Invalid, day, detail("示范无效决定第 0000 号"))
		if p.fate == "reinstated" {
			event(database.Reinstated, min(day+90, last-3), detail("示范判决：撤销无效决定"))
		}
	case "abandoned":
		event(database.Abandoned, day, detail("书面声明放弃"))
	case "announced":
		event(database.Expired, last-5, nil)
	case "prolonged":
		event(database.Prolonged, day, func(in *database.Happening) {
			in.Until = calendar.Date(p.year+21, 6, 30)
		})
	case "granted":
		event(database.Granted, day, nil)
	case "dead":
		event(database.Dead, day, detail("视为撤回"))
	}
}
