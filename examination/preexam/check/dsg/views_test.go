package dsg

import (
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/patent"
)

// of makes a design with the named views and a brief explanation.
func of(views, brief, title string) *patent.Application {
	a := &patent.Application{Kind: patent.Design, Title: title, Texts: map[patent.Part]*patent.Text{}}
	for _, v := range strings.Fields(views) {
		a.Views = append(a.Views, patent.Figure{Label: v, Present: true})
	}
	if brief != "" {
		t := &patent.Text{Part: patent.Brief}
		t.Append(patent.Paragraph, "", brief)
		a.Texts[patent.Brief] = t
	}
	return a
}

func findings(a *patent.Application, r check.Rule) (out []string) {
	for _, f := range check.Run(check.Input{App: a, On: calendar.MustDay("2026-11-23")}, []check.Rule{r}).Findings {
		out = append(out, string(f.Severity)+" "+f.Message)
	}
	return out
}

func TestViewsOf(t *testing.T) {
	for _, c := range []struct {
		label, group string
		number       int
		name, serial string
	}{
		{"主视图", "", 0, "主视图", ""},
		{"设计2主视图", "设计", 2, "主视图", ""},
		{"设计 １０ 立体图 2", "设计", 10, "立体图", "2"},
		{"设计三后视图", "设计", 3, "后视图", ""},
		{"套件1的使用状态参考图1", "套件", 1, "使用状态参考图", "1"},
		{"组件12左视图", "组件", 12, "左视图", ""},
		{"A-A剖视图", "", 0, "A-A剖视图", ""},
		{"图3", "", 0, "图", "3"},
		{"设计图", "", 0, "设计图", ""},
		{"", "", 0, "", ""},
	} {
		v := viewsOf(&patent.Application{Views: []patent.Figure{{Label: c.label}}})[0]
		if v.group != c.group || v.number != c.number || v.name != c.name || v.serial != c.serial {
			t.Errorf("%q: %q %d %q %q", c.label, v.group, v.number, v.name, v.serial)
		}
	}
}

const (
	sixViews = "主视图 后视图 左视图 右视图 俯视图 仰视图"
	fiveMore = "主视图 后视图 左视图 右视图 俯视图 立体图"
)

// TestCompleteness covers the kinds of products: solid, flat, interface, several designs.
func TestCompleteness(t *testing.T) {
	for _, c := range []struct{ name, views, brief, title, dsg006, dsg008 string }{
		{"six faces", sixViews, "", "台灯", "", ""},
		{"bottom omitted with reason", fiveMore, "底面不常见，省略仰视图。", "台灯", "", ""},
		{"bottom omitted in silence", fiveMore, "设计要点：形状。", "台灯", "缺少仰视图", ""},
		{"another view omitted", fiveMore, "省略后视图。", "台灯", "缺少仰视图", ""},
		{"rest omitted", "主视图 立体图", "设计要点仅在正面，省略其余视图。", "面板", "", ""},
		{"flat by explanation", "主视图 后视图", "本产品为平面产品。", "杯垫", "", ""},
		{"flat by name, back missing", "主视图", "设计要点：图案。", "包装纸", "", "缺少后视图"},
		{"flat, one side", "主视图", "设计要点仅在正面。", "墙纸", "", ""},
		{"flat, front missing", "后视图", "平面产品。", "面料", "", "缺少主视图"},
		{"interface", "主视图 界面变化状态图1", "", "带图形用户界面的手机", "", ""},
		{"two designs, the second short", prefixed("设计1", sixViews) + " " + prefixed("设计2", fiveMore), "", "台灯", "设计2的视图不全：缺少仰视图", ""},
		{"set, omission for all", prefixed("套件1", fiveMore) + " " + prefixed("套件2", fiveMore), "各套件底面不常见，省略仰视图。", "餐具套件", "", ""},
		{"unnamed pictures", "图1 图2", "", "台灯", "", ""},
	} {
		a := of(c.views, c.brief, c.title)
		for _, x := range []struct {
			r    check.Rule
			want string
		}{{dsg006(), c.dsg006}, {dsg008(), c.dsg008}} {
			got := findings(a, x.r)
			if x.want == "" && len(got) > 0 || x.want != "" && (len(got) != 1 || !strings.Contains(got[0], x.want)) {
				t.Errorf("%s: %s says %q, want %q", c.name, x.r.ID, got, x.want)
			}
		}
	}
}

func prefixed(prefix, views string) string {
	return prefix + strings.Join(strings.Fields(views), " "+prefix)
}

// TestNumbering holds the series of designs and sets against what the form declares.
func TestNumbering(t *testing.T) {
	for _, c := range []struct {
		name, views string
		r           patent.Request
		want        []string
	}{
		{"one design", "主视图 后视图", patent.Request{}, nil},
		{"as declared", "设计1主视图 设计2主视图", patent.Request{SimilarDesigns: 2}, nil},
		{"box only", "设计1主视图 设计2主视图 设计3主视图", patent.Request{SimilarDesigns: 1}, nil},
		{"not declared", "设计1主视图 设计2主视图", patent.Request{}, []string{"没有声明相似外观设计"}},
		{"gap", "设计1主视图 设计3主视图", patent.Request{SimilarDesigns: 2}, []string{"缺少“设计2”"}},
		{"begins at two", "设计2主视图 设计3主视图", patent.Request{SimilarDesigns: 2}, []string{"缺少“设计1”"}},
		{"fewer than declared", "设计1主视图 设计2主视图", patent.Request{SimilarDesigns: 4}, []string{"声明相似外观设计4项，图片中有2项"}},
		{"no prefixes", "主视图 立体图", patent.Request{SetProducts: 3}, []string{"没有“设计1”“套件1”等编号"}},
		{"one without prefix", "套件1主视图 套件2主视图 主视图 组合状态图", patent.Request{SetProducts: 2}, []string{"“主视图”没有写明属于哪一项设计"}},
	} {
		a := of(c.views, "", "台灯")
		a.Request = &c.r
		got := findings(a, dsg020())
		if len(got) != len(c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
			continue
		}
		for i, w := range c.want {
			if !strings.Contains(got[i], w) {
				t.Errorf("%s: %q, want %q", c.name, got[i], w)
			}
		}
	}
}

func TestBaseDesign(t *testing.T) {
	two := "设计1主视图 设计2主视图"
	for brief, want := range map[string]string{
		"设计1为基本设计。":               "",
		"其中，指定设计 ２ 作为基本设计。":       "",
		"基本设计：设计二。":               "",
		"本申请包括2项相似外观设计，基本设计见主视图。": "",
		"设计7为基本设计。":               "“设计7”不在提交的图片中",
		"设计要点：形状。":                "没有指定基本设计",
	} {
		got := strings.Join(findings(of(two, brief, "台灯"), dsg018()), " ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", brief, got, want)
		}
	}
}

// TestMeasure draws rectangles into cells and measures them.
func TestMeasure(t *testing.T) {
	draw := func(x0, y0, x1, y1 int) *patent.Figure {
		f := &patent.Figure{MMWidth: 96, MMHeight: 48}
		for y := range 48 {
			for x := range 48 {
				v := byte(250)
				if x >= x0 && x <= x1 && y >= y0 && y <= y1 {
					v = 120
				}
				f.Cells = append(f.Cells, v, v, v)
			}
		}
		return f
	}
	for _, c := range []struct {
		f    *patent.Figure
		want extent
		ok   bool
	}{
		{draw(12, 12, 35, 23), extent{48, 12}, true},
		{draw(47, 10, 47, 12), extent{2, 3}, true},
		{draw(60, 60, 70, 70), extent{}, false}, // nothing drawn
		{draw(0, 0, 47, 20), extent{}, false},   // the ground is not plain
		{&patent.Figure{Cells: []byte{1, 2, 3}}, extent{}, false},
		{&patent.Figure{}, extent{}, false},
	} {
		if got, ok := measure(c.f); ok != c.ok || got != c.want {
			t.Errorf("%+v %v, want %+v %v", got, ok, c.want, c.ok)
		}
	}
}

func FuzzLabels(f *testing.F) {
	f.Add("设计1主视图 设计十一立体图2", "省略仰视图。指定设计1主视图为最能表明设计要点的图片", "带图形用户界面的手机")
	f.Fuzz(func(t *testing.T, views, brief, title string) {
		if len(views)+len(brief)+len(title) > 2000 {
			return
		}
		a := of(views, brief, title)
		a.Request = &patent.Request{SimilarDesigns: 2, SetProducts: 2, Partial: true}
		for _, x := range check.Run(check.Input{App: a, On: calendar.MustDay("2026-11-23")}, Rules()).Findings {
			if x.Message == "" || a.Text(x.Part).Text[x.Start:x.End] != x.Quote {
				t.Errorf("%+v", x)
			}
		}
	})
}
