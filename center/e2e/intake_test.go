package e2e

import (
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zhibao/industry/database/intake"
)

// TestIntakeJourney: a list with broken rows is sent, looked at and tried, then brought in; what was refused
// stands with line and reason on the page and in the file; the source has an age; a larger one is paused and
// goes on; who may not bring documents in has no such page.
func TestIntakeJourney(t *testing.T) {
	slow(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			b := sit(t, w, v)
			b.as("shouli1")
			b.open("/intake")
			b.has("文献库现有", "数据来源", "示范公布数据（虚构）")
			source := "浏览器测试来源 " + v.name
			list := "公开（公告）号,标题,申请人,申请日,公开（公告）日,IPC\n" +
				"CN199900001A,一种测试装置,示范公司,2019-01-02,2020-03-04,H01M10/05\n" +
				",没有号码的一行,示范公司,2019-01-02,2020-03-04,H01M10/05\n" +
				"CN199900003A,日期有误的一行,示范公司,2019年十三月,2020-03-04,H01M10/05\n"
			b.send(filed("file", b.file("清单.csv", []byte(list))), typed("source", source), typed("as_of", "2026-09-01"))
			b.has("识别结果", "各列的含义", "待导入")
			here := b.path()
			b.done(here, "check", "已试导入")
			b.has("试导入结果", "新增 ")
			if p := b.person(t, "shouli1").Get("/documents/CN199900001A"); p.Status != http.StatusNotFound {
				t.Errorf("a trial has brought something in: %d", p.Status)
			}
			b.done(here, "start", "已完成")
			b.has("未导入", "第 3 行")
			if p := b.person(t, "shouli1").Get("/documents/CN199900001A"); p.Status != http.StatusOK {
				t.Errorf("what was brought in answers %d", p.Status)
			}
			if p := b.person(t, "shouli1").Get(here + "/refused"); p.Status != http.StatusOK {
				t.Errorf("the file of what was refused answers %d", p.Status)
			}
			b.open("/intake")
			b.has(source, "2026-09-01")
			b.pausedAndOn(source)
			if n := eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
				t.Errorf("%s is %d px too wide", b.path(), n)
			}
			if p := b.person(t, "qiye01").Get("/intake"); p.Status == http.StatusOK {
				t.Error("a party brings documents in")
			}
			b.clean()
		})
	}
}

// done has an import do something, runs it as the background does, and demands that its page says so.
func (b *seat) done(here, what, state string) {
	b.t.Helper()
	b.open(here)
	b.send(chosen("do", what))
	b.ran(here, nil)
	b.open(here)
	if !strings.Contains(b.text("body"), state) {
		b.t.Fatalf("%s does not say %s:\n%s", here, state, b.text("main"))
	}
}

// ran runs an import to its end, or until it is paused.
func (b *seat) ran(here string, told func(*intake.Import)) {
	b.t.Helper()
	id, err := strconv.ParseInt(filepath.Base(here), 10, 64)
	if err == nil {
		err = b.Intake.Run(b.t.Context(), b.Center.Center.ID, id, told)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// pausedAndOn pauses an import that runs and has it go on to its end.
func (b *seat) pausedAndOn(source string) {
	b.t.Helper()
	var list strings.Builder
	list.WriteString("公开（公告）号,标题,申请人,申请日,公开（公告）日,IPC\n")
	for i := range 2000 {
		list.WriteString("CN1998" + strings.Repeat("0", 5-len(itoa(int64(i)))) + itoa(int64(i)) + "A,一种测试装置,示范公司,2019-01-02,2020-03-04,H01M10/05\n")
	}
	b.open("/intake")
	b.send(filed("file", b.file("大清单.csv", []byte(list.String()))), typed("source", source), typed("as_of", "2026-09-02"))
	here := b.path()
	b.send(chosen("do", "start"))
	// A person pauses while the first documents are brought in.
	once := false
	b.ran(here, func(*intake.Import) {
		if !once {
			once = true
			b.open(here)
			b.send(chosen("do", "pause"))
		}
	})
	b.open(here)
	if body := b.text("body"); !strings.Contains(body, "已暂停") || strings.Contains(body, "新增 2000") {
		b.t.Errorf("the import is not paused on its way: %s", b.text("main"))
	}
	b.done(here, "go_on", "已完成")
	b.has("新增 2000")
}
