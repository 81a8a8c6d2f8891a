package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"zhibao/center/bench/bulk"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A filler writes many cases straight into the tables: moving 300,000 cases along their charts
// would take hours, and a list looks at the present row of each case alone. The rows have no
// events, so that a database filled in this way does not verify.
type filler struct {
	rig      *rig
	key      seal.Key
	rng      *rand.Rand
	today    calendar.Day
	owners   int
	handlers []int64
	number   map[int]int
	cases    *bulk.Rows
	words    *bulk.Rows
}

// Shares of the states in a thousand cases of a center that has worked for years.
var stateShares = []struct {
	state  string
	share  int
	closed bool
}{
	{"draft", 15, false}, {"submitted", 6, false}, {"returned", 4, false}, {"accepted", 4, false}, {"assigned", 12, false},
	{"examining", 22, false}, {"waiting", 18, false}, {"reviewing", 8, false}, {"hearing", 3, false}, {"suspended", 2, false},
	{"passed", 14, false}, {"identity", 5, false}, {"marking", 4, false}, {"marked", 110, false}, {"answering", 12, false},
	{"objecting", 1, false}, {"refused", 40, true}, {"failed", 60, true}, {"terminated", 40, true}, {"withdrawn", 60, true}, {"lapsed", 20, true},
	{"mismatch", 6, true}, {"granted", 440, true}, {"rejected", 60, true}, {"deemed", 20, true}, {"ordinary", 10, true}, {"abnormal", 4, true},
}

// The words of made-up titles: an adjunct, a thing, a kind.
var (
	titleUses = []string{"可调节的", "用于新能源汽车的", "基于机器视觉的", "低功耗", "自清洁", "便携式", "面向工业互联网的", "高精度", "防水型", "双工位",
		"模块化", "耐高温", "医用", "农业用", "水下", "多通道", "抗干扰", "快速成型的", "可降解", "智能"}
	titleThings = []string{"电池热管理", "齿轮传动", "图像识别", "焊缝检测", "药物递送", "滤芯", "光纤传感", "压力测量", "路径规划", "涂层制备",
		"晶圆清洗", "语音合成", "仓储搬运", "阀门控制", "无线充电", "粉尘收集", "纤维复合材料", "夹持机械手", "灌溉施肥", "激光切割", "数据加密", "散热翅片",
		"轴承润滑", "注塑模具", "生物检测芯片"}
	titleKinds = []string{"装置", "方法", "系统", "设备", "方法及装置", "组件", "结构", "工艺", "控制方法", "平台"}
)

// pick draws one of several.
func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// title makes one of 5,000 titles, so that words are as common as they are in real registers: some
// stand in every title, some in one of a hundred.
func (f *filler) title() string {
	return "一种" + pick(f.rng, titleUses) + pick(f.rng, titleThings) + pick(f.rng, titleKinds)
}

// row is what differs between the filled cases.
type row struct {
	state    string
	closed   bool
	kind     string
	opened   calendar.Day
	due      calendar.Day
	party    bool
	handler  int64
	second   int64
	number   string
	dueClock string
}

// row draws a case.
func (f *filler) row() row {
	n := f.rng.IntN(1000)
	r := row{kind: pick(f.rng, []string{"发明", "发明", "发明", "实用新型", "外观设计"})}
	for _, s := range stateShares {
		if n -= s.share; n < 0 {
			r.state, r.closed = s.state, s.closed
			break
		}
	}
	// Open cases are young, closed ones spread over six years.
	r.opened = f.today - calendar.Day(f.rng.IntN(60))
	if r.closed || r.state == "marked" {
		r.opened = f.today - calendar.Day(20+f.rng.IntN(6*365))
	}
	if !r.closed && r.state != "draft" && r.state != "marked" {
		r.due, r.dueClock = f.today+calendar.Day(f.rng.IntN(16)-2), "first"
		r.party = r.state == "waiting" || r.state == "passed" || r.state == "returned" || r.state == "hearing" || r.state == "answering"
	}
	switch r.state {
	case "draft", "submitted", "returned", "refused", "accepted":
	default:
		i := f.rng.IntN(len(f.handlers))
		r.handler, r.second = f.handlers[i], f.handlers[(i+1+f.rng.IntN(len(f.handlers)-1))%len(f.handlers)]
	}
	if r.state != "draft" && r.state != "submitted" && r.state != "returned" {
		year := r.opened.Year()
		f.number[year]++
		r.number = fmt.Sprintf("YS-CL-%d-%05d-0", year, f.number[year])
	}
	return r
}

// batch is how many cases go into one transaction.
const batch = 2000

// fill writes the cases and says every now and then how far it is.
func (f *filler) fill(ctx context.Context, w io.Writer, cases int) (err error) {
	defer fault.Wrap(&err, "fill")
	start := time.Now()
	f.cases = bulk.New(21, `INSERT INTO casework_case (id, center_id, chart, number, state, version, seq, kind, owner_id, agent_id,
		handler_id, second_id, opened_at, closed_at, title, attrs, due, due_clock, due_party, provisional, head)`, "")
	f.words = bulk.New(3, `INSERT INTO casework_word (center_id, token, case_id)`, ` ON CONFLICT DO NOTHING`)
	for done := 0; done < cases; done += batch {
		n := min(batch, cases-done)
		err := f.rig.DB.Write(ctx, func(tx *store.Tx) error {
			for range n {
				if err := f.insert(ctx, tx, f.row()); err != nil {
					return err
				}
			}
			if err := f.cases.Flush(ctx, tx); err != nil {
				return err
			}
			return f.words.Flush(ctx, tx)
		})
		if err != nil {
			return err
		}
		if done%(50*batch) == 0 && done > 0 {
			fmt.Fprintf(w, "  已写入 %d 件（%.0f 秒）\n", done, time.Since(start).Seconds())
		}
	}
	fmt.Fprintf(w, "建库：%d 件，用时 %.0f 秒，%.0f MB\n", cases, time.Since(start).Seconds(), float64(f.rig.DB.Stats(ctx).Bytes)/(1<<20))
	return nil
}

// insert writes the row and the keyed words of its title.
func (f *filler) insert(ctx context.Context, tx *store.Tx, r row) error {
	id, center, title := f.rig.DB.NewID(), f.rig.Center.Center.ID, f.title()
	var closed int64
	if r.closed {
		closed = (r.opened + 30).Begin().UnixMicro()
	}
	// The place of the ciphertext is that which the kernel gives to titles; were it another, the
	// list could not open them.
	sealed := f.key.Seal(fmt.Sprintf("casework/%d/title", id), []byte(title))
	var number any // none is NULL
	if r.number != "" {
		number = r.number
	}
	if err := f.cases.Add(ctx, tx, id, center, "preexam", number, r.state, int64(1), int64(1), r.kind, int64(1_000_000+f.rng.IntN(f.owners)), int64(0),
		r.handler, r.second, r.opened.Begin().UnixMicro(), closed, sealed, "{}", int64(r.due), r.dueClock, r.party, false, []byte{}); err != nil {
		return err
	}
	for _, token := range f.key.Bigrams("title", title) {
		if err := f.words.Add(ctx, tx, center, token, id); err != nil {
			return err
		}
	}
	return nil
}

// counted has new numbers follow the filled ones, as they do in a center that gave them out.
func (f *filler) counted(ctx context.Context, tx *store.Tx) error {
	for year, last := range f.number {
		_, err := tx.Exec(ctx, `INSERT INTO casework_series (center_id, series, year, last) VALUES ($1,'preexam',$2,$3)
			ON CONFLICT (center_id, series, year) DO UPDATE SET last = excluded.last WHERE casework_series.last < excluded.last`, f.rig.Center.Center.ID, year, last)
		if err != nil {
			return err
		}
	}
	return nil
}
