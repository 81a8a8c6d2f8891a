package query

import (
	"errors"
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/internal/search"
	"zhibao/internal/web/lang"
	"zhibao/law/calendar"
)

// show writes a compiled query in one line.
func show(q search.Query) string {
	list := func(of []search.Query, sep string) string {
		var ss []string
		for _, x := range of {
			ss = append(ss, show(x))
		}
		return "(" + strings.Join(ss, sep) + ")"
	}
	value := func(v *int64) string {
		if v == nil {
			return "*"
		}
		return fmt.Sprint(*v)
	}
	day := func(v *int64) string {
		if v == nil {
			return "*"
		}
		return calendar.Day(*v).String()
	}
	switch x := q.(type) {
	case search.All:
		return "all"
	case search.Text:
		return x.Field + "~" + x.Words
	case search.Wild:
		return x.Field + "~" + x.Pattern
	case search.Near:
		return fmt.Sprintf("%s~%s<%d,%v>%s", x.Field, x.A, x.Distance, x.Ordered, x.B)
	case search.Key:
		return x.Field + "=" + strings.Join(x.Values, ",")
	case search.Under:
		return x.Field + "^" + x.Code
	case search.Span:
		if x.Field == "claims_count" || x.Field == "pictures" {
			return x.Field + "[" + value(x.From) + ".." + value(x.To) + "]"
		}
		return x.Field + "[" + day(x.From) + ".." + day(x.To) + "]"
	case search.And:
		return list(x.Of, " & ")
	case search.Or:
		return list(x.Of, " | ")
	case search.Not:
		return "!" + show(x.Of)
	}
	return "?"
}

// where is the three fields in which words without a field are looked for.
var where = regexp.MustCompile(`\(title~([^|&]*) \| abstract~[^|]* \| claims~[^|)]*\)`)

// brief leaves out where words without a field are looked for.
func brief(s string) string { return where.ReplaceAllString(s, "$1") }

func TestQueries(t *testing.T) {
	for text, want := range map[string]string{
		"":                "all",
		"半导体":             "半导体",
		"折叠 支架":           "(折叠 & 支架)",
		"折叠 AND 支架 OR 座椅": "((折叠 & 支架) | 座椅)",
		"折叠 与 (支架 或 座椅) 非 自行车": "(折叠 & (支架 | 座椅) & !自行车)",
		"标题=支架":                      "title~支架",
		"TI:支架 座椅":                   "(title~支架 & 座椅)",
		"名称＝（折叠 and 支架）":             "(title~折叠 & title~支架)",
		"标题摘要=支架":                    "(title~支架 | abstract~支架)",
		"“半导体 激光器”":                  "半导体 激光器",
		"TI=激光 NEAR/5 散热":            "title~激光<5,false>散热",
		"DE=(激光 PRE/2 \"散热 器\")":     "description~激光<2,true>散热 器",
		"TI=折叠*":                     "title~折叠*",
		"TI=colo?r":                  "title~colo?r",
		"IPC=G06F 17/30 支架":          "(ipc^G06F17/30 & 支架)",
		"IPC=G06F 17":                "ipc^G06F17",
		"IPC=(G06F17/30, H04L 9)":    "(ipc^G06F17/30 | ipc^H04L9)",
		"IPC=(A61B and not A61B5)":   "(ipc^A61B & !ipc^A61B5)",
		"洛迦诺分类=14-2":                 "locarno^14-02",
		"公开号=CN113783949":            "number=CN113783949",
		"申请号=202110991218.8":         "application=202110991218.8",
		"IPC=G06F17/00":              "ipc^G06F17",
		"公开号=(CN113783949A\nCN 104)": "",
		"公开号=(CN113783949A\ncn-104245682.A; US2020123456A1)": "number=CN113783949A,CN104245682A,US20200123456A1",
		"公开(公告)号=CN1234567A":                                 "number=CN1234567A",
		"公开日=2020":                                           "published[2020-01-01..2020-12-31]",
		"公开日=2020-02":                                        "published[2020-02-01..2020-02-29]",
		"PD=20200115-20211231":                               "published[2020-01-15..2021-12-31]",
		"PD=[2020 TO 2022]":                                  "published[2020-01-01..2022-12-31]",
		"PD=2020 至 2022年5月":                                  "published[2020-01-01..2022-05-31]",
		"申请日>=2020.5.1":                                      "filed[2020-05-01..*]",
		"申请日<2020":                                           "filed[*..2019-12-31]",
		"AD≥2020":                                            "filed[2020-01-01..*]",
		"AD=[* TO 2020]":                                     "filed[*..2020-12-31]",
		"权利要求数=5至10":                                         "claims_count[5..10]",
		"NCL>10":                                             "claims_count[11..*]",
		"专利类型=外观设计":                                          "kind=外观设计",
		"PT=(发明, utility model)":                             "",
		"PT=(发明, \"utility model\")":                         "kind=发明,实用新型",
		"授权=是":                                               "grant=1",
		"标准申请人=(甲公司, 乙公司)":                                   "applicant_name=甲公司,乙公司",
		"国别=(CN US) 公开日=2020":                                "(office=CN,US & published[2020-01-01..2020-12-31])",
		"NOT 自行车":                                            "!自行车",
		"C:H键":                                               "C:H键",
		"等离子体 AND \"AND\"":                                   "(等离子体 & AND)",
	} {
		q, err := Parse(text)
		if want == "" {
			if err == nil {
				t.Errorf("%s: no error", text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := q.Compile()
		if err != nil {
			t.Errorf("%s: compile: %v", text, err)
			continue
		}
		if s := brief(show(got)); s != want {
			t.Errorf("%s: %s, want %s", text, s, want)
		}
	}
}

func TestErrorsPointAtTheColumn(t *testing.T) {
	for text, want := range map[string]struct {
		column, length int
		says           string
	}{
		"折叠 AND":                 {6, 1, "没有写完"},
		"AND 折叠":                 {1, 3, "前面缺少"},
		"(折叠 OR 支架":              {1, 1, "括号没有结束"},
		"折叠) 支架":                 {3, 1, "多了一个"},
		"标题=":                    {1, 3, "后面没有内容"},
		"支架 标提=折叠":               {4, 2, "没有名为“标提”的字段"},
		"支架 申请=华为":               {4, 2, "是不是 申请人（PA）"},
		"\"半导体":                  {1, 1, "引号没有结束"},
		"TI=(支架 AND PD=2020)":    {12, 7, "字段里面不能再写字段"},
		"PD=2020-13":             {4, 7, "不是日期"},
		"PD=20210101-20200101":   {4, 17, "对调"},
		"PD=2021-02-30":          {4, 10, "不是日期"},
		"支架 IPC=G6F":             {8, 3, "不是国际分类号"},
		"LOC=140":                {5, 3, "洛迦诺"},
		"PT=商标":                  {4, 2, "可以写：发明、实用新型、外观设计"},
		"标题>支架":                  {1, 5, "只有日期和数量"},
		"激光 NEAR/500 散热":         {4, 8, "0 至 100"},
		"(激光 OR 光) NEAR/5 散热":    {1, 9, "各是一个词"},
		"*":                      {1, 1, "没有可以检索"},
		"TI=*架":                  {4, 2, "通配符"},
		"TI=[2020 TO 2022]":      {4, 14, "方括号写日期"},
		"，。":                     {1, 1, "应当是检索词"},
		"NCL=多":                  {5, 1, "不是数量"},
		strings.Repeat("(", 100): {62, 1, "60 层"},
		"=支架":                    {1, 1, "前面应当是字段"},
	} {
		_, err := Parse(text)
		var w *Wrong
		if !errors.As(err, &w) {
			t.Errorf("%s: %v is no Wrong", text, err)
			continue
		}
		if w.Column != want.column || w.Length != want.length || !strings.Contains(w.fault.Message, want.says) {
			t.Errorf("%s: column %d length %d %q, want %d %d %q", text, w.Column, w.Length, w.fault.Message, want.column, want.length, want.says)
		}
	}
}

// holds evaluates a query with a truth of each leaf that depends on the leaf and the seed alone.
func holds(q search.Query, seed uint64) bool {
	switch x := q.(type) {
	case search.All:
		return true
	case search.And:
		for _, y := range x.Of {
			if !holds(y, seed) {
				return false
			}
		}
		return true
	case search.Or:
		for _, y := range x.Of {
			if holds(y, seed) {
				return true
			}
		}
		return false
	case search.Not:
		return !holds(x.Of, seed)
	case search.Key:
		for _, v := range x.Values {
			if coin(x.Field+"="+v, seed) {
				return true
			}
		}
		return false
	}
	return coin(show(q), seed)
}

func coin(s string, seed uint64) bool {
	h := fnv.New64a()
	fmt.Fprint(h, seed, s)
	return h.Sum64()>>17&1 == 1
}

func same(t *rapid.T, a, b search.Query, about string) {
	for seed := range uint64(64) {
		if holds(a, seed) != holds(b, seed) {
			t.Fatalf("%s\n%s\n%s", about, show(a), show(b))
		}
	}
}

// meaning parses and compiles what must be right.
func meaning(t *rapid.T, text string) (Query, search.Query) {
	q, err := Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	c, err := q.Compile()
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return q, c
}

// What the form writes, the form can be filled from, and both mean the same, in both languages.
func TestFormAndTextWriteEachOther(t *testing.T) {
	word := rapid.SampledFrom([]string{"折叠", "支架", "LED", "散热*", "半导体激光器", "AND", "5G", "a,b", "U盘（大）", "x=y", "\"自行车 座椅\""})
	row := rapid.Custom(func(t *rapid.T) Row {
		r := Row{Join: rapid.SampledFrom([]string{And, Or, Without}).Draw(t, "join")}
		f := rapid.SampledFrom(Rows()).Draw(t, "field")
		r.Field = f.Code
		switch f.use {
		case words:
			r.Mode = rapid.SampledFrom([]string{Every, Some, Exact}).Draw(t, "mode")
			r.Words = strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "words"), " ")
			if strings.Contains(r.Words, "*") && r.Mode == Exact {
				r.Mode = Every
			}
		case days:
			r.From = rapid.SampledFrom([]string{"", "2020", "2020-05-01"}).Draw(t, "from")
			r.To = rapid.SampledFrom([]string{"2021", "2022-06"}).Draw(t, "to")
		case numbers:
			r.Words = rapid.SampledFrom([]string{"CN113783949A", "CN113783949A, US2020123456A1"}).Draw(t, "number")
		case codes:
			r.Words = "G06F17/30, H04L"
			if f.Code == "LOC" {
				r.Words = "14-02"
			}
		case choices:
			r.Words = f.choices[0].Title[0]
		case names:
			r.Words = rapid.SampledFrom([]string{"CN", "CN, US"}).Draw(t, "name")
		}
		if rapid.IntRange(0, 9).Draw(t, "raw") == 0 {
			r = Row{Join: r.Join, Field: Raw, Words: "NOT 折叠 OR TI=(支架 OR LED)"}
		}
		return r
	})
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(row, 1, 5).Draw(t, "rows")
		zh, en := Write(rows, lang.ZH), Write(rows, lang.EN)
		q, c := meaning(t, zh)
		_, e := meaning(t, en)
		same(t, c, e, zh+" / "+en)
		again := Write(q.Rows(), lang.ZH)
		_, d := meaning(t, again)
		same(t, c, d, zh+" / "+again)
	})
}

func TestFillIsReadable(t *testing.T) {
	for text, want := range map[string]string{
		"标题=(折叠 支架) AND 公开日=2020至2022 NOT 申请人=华为": `[{ TI all 折叠 支架  } {and PD   2020 2022} {not PA all 华为  }]`,
		"折叠 支架":                         `[{ TAC all 折叠 支架  }]`,
		"TI=\"a b\" OR (x AND PD>2020)": `[{ TI exact a b  } {or raw  x AND PD>2020  }]`,
		"IPC=(G06F, H04L)":              `[{ IPC  G06F, H04L  }]`,
		"公开日>=2020":                     `[{ PD   2020 }]`,
	} {
		q, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(q.Rows()); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"标题=(折叠 AND 支架) NOT 申请人=华为", "PD=[2020 TO 2021]", "\"a b\" NEAR/3 c", "IPC=(G06F17/30, H04L)", "((", "公开号=CN1\nCN2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			return
		}
		if _, err := q.Compile(); err != nil {
			t.Fatalf("%q is read but not compiled: %v", text, err)
		}
		again := Write(q.Rows(), lang.ZH)
		if _, err := Parse(again); err != nil {
			t.Fatalf("%q becomes %q: %v", text, again, err)
		}
	})
}
