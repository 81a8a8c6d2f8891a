package calendar_test

import (
	"strings"
	"testing"

	"zhibao/law/calendar"
)

func TestImportJSONErrors(t *testing.T) {
	const head = `{"year":2027,"papers":[],"days":[`
	for _, v := range []struct{ in, want string }{
		{"", "第 1 行"},
		{"{\n\"year\":2027,\n\"days\":[}\n", "第 3 行"},
		{"{\n\"year\":\"2027\"}", "第 2 行"},
		{`{"year":27,"days":[]}`, "1990–2199"},
		{head + `{"name":"元旦","date":"2027-13-01","isOffDay":true}]}`, "第 1 天"},
		{head + `{"name":"元旦","date":"2027-02-29","isOffDay":true}]}`, "第 1 天"},
		{head + `{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2029-01-01","isOffDay":true}]}`, "第 2 天"},
		{head + `{"name":"元旦","date":"2027-01-01"}]}`, "isOffDay"},
		{head + `{"date":"2027-01-01","isOffDay":true}]}`, "名称"},
		{head + `{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2027-01-01","isOffDay":false}]}`, "重复"},
		{head + strings.Repeat(" ", 1<<20) + "]}", "1 MB"},
		{head + "\xff]}", "UTF-8"},
		{head + "]} x", "JSON"},
	} {
		if _, err := calendar.ImportJSON(strings.NewReader(v.in)); err == nil || !strings.Contains(err.Error(), v.want) {
			t.Errorf("%.60q: %v, want %s", v.in, err, v.want)
		}
	}
}

func TestImportCSVErrors(t *testing.T) {
	for _, v := range []struct{ in, want string }{
		{"日期,名称,安排\n2027-1-1,元旦,休\n", "第 2 行"},
		{"2027-01-01,元旦\n", "三列"},
		{"2027-01-01,元旦,停\n", "休 或 班"},
		{"2027-01-01,,休\n", "名称"},
		{"\n\n1827-01-01,元旦,休\n", "第 3 行"},
		{"2027-01-01,元旦,休\n2027-01-01,元旦,班\n", "重复"},
		{"标题\n标题\n", "第 2 行"},
		{strings.Repeat("2027-01-01,元旦,休\n", 3001), "第 3001 行"},
	} {
		if _, err := calendar.ImportCSV(strings.NewReader(v.in)); err == nil || !strings.Contains(err.Error(), v.want) {
			t.Errorf("%.40q: %v, want %s", v.in, err, v.want)
		}
	}
	l, err := calendar.ImportCSV(strings.NewReader("\ufeff2027-01-01,元旦,休"))
	if err != nil || len(l.Days) != 1 || !l.Days[0].Off {
		t.Errorf("byte order mark: %v %v", l, err)
	}
}

// Whatever is read, a layer that is accepted passes its own check and can be laid.
func FuzzImport(f *testing.F) {
	f.Add("2027-01-01,元旦,休\n")
	f.Add(`{"year":2027,"papers":[],"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4096 {
			return
		}
		for _, read := range []func() (calendar.Layer, error){
			func() (calendar.Layer, error) { return calendar.ImportJSON(strings.NewReader(s)) },
			func() (calendar.Layer, error) { return calendar.ImportCSV(strings.NewReader(s)) },
		} {
			l, err := read()
			if err != nil {
				continue
			}
			if err := l.Check(); err != nil {
				t.Fatal(err)
			}
			cal := calendar.Public().With(l)
			for _, e := range l.Days {
				if ok, _ := cal.Working(e.Date); ok == e.Off {
					t.Fatalf("%s: working %v, entry %+v", e.Date, ok, e)
				}
			}
		}
	})
}
