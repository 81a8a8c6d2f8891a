package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/patent/filing"
)

// filled writes rows below the heading and the help of a template, each cell by its heading.
func filled(t testing.TB, template []byte, rows ...map[string]string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(template))
	if err != nil {
		t.Fatal(err)
	}
	tab := f.GetSheetName(0)
	head, err := f.GetRows(tab)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		put := 0
		for j, title := range head[0] {
			at, err := excelize.CoordinatesToCellName(j+1, i+3)
			if err != nil {
				t.Fatal(err)
			}
			if v, ok := row[strings.TrimSuffix(title, "（必填）")]; ok {
				put++
				if err := f.SetCellStr(tab, at, v); err != nil {
					t.Fatal(err)
				}
			}
		}
		if put != len(row) {
			t.Fatalf("the template has not all of the columns %v: %q", row, head[0])
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSwitchOver brings open cases of another system in, as a clerk does on the first day: from the
// menu to the template, the dry run, the confirmation, the case found by its old number, its
// papers, and the rows that failed.
func TestSwitchOver(t *testing.T) {
	slow(t)
	w := lived(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			b := sit(t, w, v)
			b.as("shouli1")
			b.open("/work")
			menu := `.shell > nav.side`
			if v.width < 600 {
				menu = `.menu nav.side` // folded away on a telephone
				b.do(click(`.menu summary`))
			}
			b.press(menu + ` a[href="/registration/import"]`)
			b.press(`a[href="/bring-in/preexam"]`)
			template := []byte(w.person(t, "shouli1").Get("/bring-in/preexam/template").Body)
			old := "旧YS2026-" + fmt.Sprint(len(v.name)) + v.name
			usual := func(state string, more map[string]string) map[string]string {
				row := map[string]string{"原案号": old, "申请主体统一社会信用代码": applicant(0).Code, "申请类型": "发明", "当前状态": state, "提交日": w.Office.Today().String(), "受理日": w.Office.Today().String()}
				for k, x := range more {
					row[k] = x
				}
				return row
			}
			list := filled(t, template, usual("待补正", map[string]string{"预审员": "yushen1", "复核员": "fuhe1", "已发补正通知次数": "1", "补正通知日": w.Office.Today().String()}),
				usual("待分案", nil), usual("待分案", map[string]string{"原案号": old + "-2", "申请主体统一社会信用代码": "91330100MA0000000X"}),
				usual("合格了", map[string]string{"原案号": old + "-3"}))
			b.send(filed("file", b.file("在办案件.xlsx", list)))
			b.has("可转入", "B5（申请主体统一社会信用代码）", "A4（原案号）：与第 3 行的原案号相同", "G6（当前状态）")
			dry := b.path()
			before := w.cases(t)
			b.send(ticked("sure"))
			b.has("转入完成：成功 1 件", "已转入")
			if got := w.cases(t); got != before+1 {
				t.Errorf("%d cases, want %d", got, before+1)
			}
			failed := w.person(t, "shouli1").Get(dry + "/failed")
			if failed.Status != http.StatusOK || !strings.HasPrefix(failed.Body, "PK") {
				t.Errorf("no list of what failed: %d", failed.Status)
			}
			if got := w.person(t, "zhuren").Get(dry); got.Status != http.StatusNotFound {
				t.Errorf("somebody else's list: %d", got.Status)
			}
			// The same list once more: nothing happens twice.
			b.open("/bring-in/preexam")
			b.send(filed("file", b.file("在办案件.xlsx", list)))
			b.has("已转入，新案号 YS-")
			b.open("/number?no=" + old)
			b.has("待补正", old, "申请文件尚未转入", "在办案件转入告知书")
			id := b.id()
			b.as("qiye01")
			b.step(id, "add_papers", filed("files", b.file("案卷包.zip", pack(t, defective(0, 0, nil).Filing(), filing.Options{}))))
			b.open(fmt.Sprintf("/case/%d", id))
			b.has("第 1 版")
			b.clean()
		})
	}
}

// cases counts those of pre-examination.
func (w *world) cases(t testing.TB) (n int) {
	t.Helper()
	clerk := w.actor(t, "shouli1")
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		l, err := w.Office.List(t.Context(), tx, clerk, casework.Filter{Chart: "preexam", CountOnly: true})
		n = l.Total
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
