package prose

import (
	"fmt"
	"strings"
	"testing"
)

func TestCitations(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"如图1所示，", "图1=图1"},
		{"如图１ａ所示", "图１ａ=图1a"},
		{"图1(b)和图1（C）", "图1(b)和图1（C）=图1b,图1c"},
		{"图1-3示出", "图1-3=图1,图2,图3"},
		{"图1至图3、图5", "图1至图3、图5=图1,图2,图3,图5"},
		{"图1、图2和图3", "图1、图2和图3=图1,图2,图3"},
		{"图1、2和3中", "图1、2和3=图1,图2,图3"},
		{"图4A和4B", "图4A和4B=图4a,图4b"},
		{"图4A-4C", "图4A-4C=图4a,图4b,图4c"},
		{"图4(a)~(c)", "图4(a)~(c)=图4a,图4b,图4c"},
		{"图2A-A剖视图", "图2=图2"},
		{"图3为图2的A处放大图", "图3=图3 图2=图2"},
		{"图3是图2A处的放大图", "图3=图3 图2=图2"},
		{"图1和2个螺栓", "图1=图1"},
		{"图1，3为底座", "图1=图1"},
		{"图1～3mm", "图1=图1"},
		{"流程图1、特征图2、示意图3、截图4、地图5", ""},
		{"下面图1示出，整体图2", "图1=图1 图2=图2"},
		{"如图一所示，图二维码，图一般", "图一=图1"},
		{"图十二为", "图十二=图12"},
		{"图2016年", ""},
		{"图0、图", ""},
		{"如图 1 和 图 2", "图 1 和 图 2=图1,图2"},
		{"图1-1为，图1-2为，图1-1至图1-3", "图1-1=图1-1 图1-2=图1-2 图1-1至图1-3=图1-1,图1-2,图1-3"},
		{"图10中的10", "图10=图10"},
		{"图1至图900", "图1至图900=图1,图900"},
		{"参见图7'", "图7'=图7'"},
		{"图6，图7", "图6，图7=图6,图7"},
		{"图1A和1B超", "图1A和1B=图1a,图1b"},
		{"图1/2所示", "图1/2=图1,图2"},
	} {
		d := Read(textOf(c.text))
		var got []string
		for _, x := range d.Citations {
			var fs []string
			for _, f := range x.Figures {
				fs = append(fs, f.String())
			}
			got = append(got, x.Of(c.text)+"="+strings.Join(fs, ","))
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.text, g, c.want)
		}
	}
}

func TestFigureList(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"lines", "附图说明\n图1为立体图；\n图2是图1中A处的放大图；\n图3示出了底座；以及\n图4：俯视图。\n图中：1-底座",
			"图1(为立体图) 图2(是图1中A处的放大图) 图3(示出了底座) 图4(：俯视图)"},
		{"one line", "附图说明\n图1为立体图；图2为俯视图，图3为图2的A-A剖视图。图中1为底座。", "图1(为立体图) 图2(为俯视图) 图3(为图2的A-A剖视图)"},
		{"inline title", "附图说明：图1是立体图；\n图2是俯视图。", "图1(是立体图) 图2(是俯视图)"},
		{"bullets and numbers", "附图说明\n[0020] 图1 立体图\n（2）图2 俯视图\n• 附图3 仰视图", "图1(立体图) 图2(俯视图) 图3(仰视图)"},
		{"groups", "附图说明\n图4A和图4B示出了连接；\n图6至图8示出了距离。", "图4a,图4b(示出了连接) 图6,图7,图8(示出了距离)"},
		{"legend is no entry", "附图说明\n图1为立体图。\n图1中，1为底座。\n图1的底座未示出。", "图1(为立体图)"},
		{"chinese", "附图说明\n图一为立体图；\n图二为俯视图。", "图1(为立体图) 图2(为俯视图)"},
		{"full-width", "附图说明\n图１为立体图；\n图１２为俯视图。", "图1(为立体图) 图12(为俯视图)"},
		{"all in one line", "技术领域：如图8所示。附图说明：图1是立体图。图2是俯视图。具体实施方式：图3是例子。", "图1(是立体图) 图2(是俯视图)"},
		{"numbers inside", "附图说明\n[0017] 图1为立体图；[0018] 图2为剖视图；[0019]图3为爆炸图。[0020] 附图标记说明：1：罩", "图1(为立体图) 图2(为剖视图) 图3(为爆炸图)"},
		{"points", "附图说明\n图3.1至3.4是示意图；\n图4是流程图。", "图3.1,图3.2,图3.3,图3.4(是示意图) 图4(是流程图)"},
		{"outside", "具体实施方式\n图1为立体图。", ""},
		{"subtitle behind", "附图说明\n图1为立体图。\n具体实施方式\n图2为俯视图。", "图1(为立体图)"},
	} {
		d := Read(textOf(c.text))
		var got []string
		for _, e := range d.Figures {
			var fs []string
			for _, f := range e.Figures {
				fs = append(fs, f.String())
			}
			got = append(got, fmt.Sprintf("%s(%s)", strings.Join(fs, ","), e.Words.Of(d.Text.Text)))
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, g, c.want)
		}
	}
}

func TestListed(t *testing.T) {
	d := Read(textOf("附图说明\n图1为立体图；\n图4A和图4B为局部图。"))
	for s, want := range map[string]bool{"图1": true, "图1b": true, "图4": true, "图4A": true, "图4c": false, "图2": false} {
		f, ok := ParseFigure(s)
		if !ok || d.Listed(f) != want {
			t.Errorf("%s: %v %v", s, f, ok)
		}
	}
}

func TestParseFigure(t *testing.T) {
	for s, want := range map[string]string{
		"图1": "图1", "附图 2a": "图2a", "说明书附图3": "图3", "Fig. 4": "图4", "0005": "图5", "图１-２": "图1-2",
		"图": "", "主视图": "", "图1为立体图": "", "": "",
	} {
		got := ""
		if f, ok := ParseFigure(s); ok {
			got = f.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
