package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"zhibao/law/calendar"
)

// valued lists where programs read the register of patents of high value, after they imported a pledge and a
// line of a table.
func (w *world) valued(t testing.TB) map[string][2]string {
	t.Helper()
	p := w.program(t, "shouli1")
	var all struct{ Patents []struct{ Number string } }
	p.get("/value?high=valid", &all)
	if len(all.Patents) == 0 {
		t.Fatal("no patent of the demo is in force")
	}
	number := all.Patents[0].Number
	var pledges, table struct{ ID string }
	p.act("/valuation/imports", map[string]any{"file": p.upload("质押.csv", []byte("公开（公告）号,类别,日期,金额（元）,说明,数据来源,数据截至\n"+number+",质押融资,2026-11-02,100,示例银行,示例,2026-11-02\n"))}, &pledges)
	p.act("/industries/imports", map[string]any{"file": p.upload("对照.csv", []byte("国际分类,产业代码,产业名称,对照表版本,自何日起适用,数据来源\nH01M,示例,示例,测试表,2026-01-01,示例\n"))}, &table)
	calls := map[string][2]string{"/value": {"yushen1", "/value?high=yes&on=2025-12-31"}, "/value/{number}": {"zhuanjia1", "/value/" + number}, "/value/figures": {"zhuren", "/value/figures"}, "/emerging": {"yushen1", "/emerging"}}
	for chart, id := range map[string]string{"valuation": pledges.ID, "industries": table.ID} {
		at := "/" + chart + "/imports"
		calls[at+"/template"], calls[at+"/{id}"], calls[at+"/{id}/failed"] = [2]string{"shouli1", at + "/template"}, [2]string{"shouli1", at + "/" + id}, [2]string{"shouli1", at + "/" + id + "/failed"}
	}
	return calls
}

// TestValueJourney: the register says what it does not judge, a number of the yearly count opens to as many
// patents, a patent that is none becomes one by an award and is none again when that is struck out, and a
// document shows the same verdicts.
func TestValueJourney(t *testing.T) {
	slow(t)
	w := lived(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, w, v)
			b.as("shouli1")
			b.open("/value")
			b.has("有标准未判", "战略性新兴产业对照表", "文献库版本")
			b.open("/emerging")
			b.has("未设对照表")
			b.open("/value/figures")
			const first = `main table td a`
			n, to := eval[int](b, `+document.querySelector('`+first+`').textContent`), eval[string](b, `document.querySelector('`+first+`').getAttribute('href')`)
			b.open(to)
			if got := b.listed(); got != n {
				t.Errorf("%d in the count, %d in the list %s", n, got, to)
			}
			b.open("/value?high=unknown")
			place := strings.SplitN(eval[string](b, `document.querySelector('main a[href^="/value/CN"]').getAttribute('href')`), "?", 2)[0]
			b.open(place + "/award")
			today := calendar.DayOf(now()).String()
			b.send(picked("prize", "patent"), typed("detail", "示例届次中国专利优秀奖 "+v.name), typed("day", today), typed("source", "示例决定"))
			b.has("示例届次中国专利优秀奖", "示例决定，截至", "高价值")
			b.open("/documents/" + strings.TrimPrefix(place, "/value/"))
			b.has("高价值发明专利：高价值", "示例届次中国专利优秀奖")
			b.open(place)
			b.press(`main a[href*="/strike/"]`)
			b.send(typed("why", "示例撤销"))
			b.has("已撤销", "示例撤销", "未判")
			if got := b.person(t, "yushen1").Get(place + "/award"); v.scripts && got.Status != http.StatusOK {
				t.Errorf("an examiner enters: %d", got.Status)
			}
			if got := b.person(t, "zhuanjia1").Get(place + "/award"); got.Status != http.StatusNotFound {
				t.Errorf("an expert enters: %d", got.Status)
			}
			if n := eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
				t.Errorf("%s is %d px too wide", b.path(), n)
			}
			b.clean()
		})
	}
}

// listed is how many rows the list says it has.
func (b *seat) listed() (n int) {
	b.t.Helper()
	if _, err := fmt.Sscanf(eval[string](b, `(document.querySelector('main').textContent.match(/(\d+) 件/) || ['', '-1'])[1]`), "%d", &n); err != nil {
		b.t.Fatal(err)
	}
	return n
}
