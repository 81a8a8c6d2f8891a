package prose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhibao/patent"
)

func TestTable(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"dash", "附图说明\n附图标记说明：1-底座；2、立杆；3：连接件；4. 防滑垫；12a—第一 弹簧。", "1=底座 2=立杆 3=连接件 4=防滑垫 12a=第一 弹簧"},
		{"commas", "附图说明\n图中：1、底座，2、立杆，3、连接件", "1=底座 2=立杆 3=连接件"},
		{"comma as separator", "附图说明\n其中：1，底座；2，立杆；", "1=底座 2=立杆"},
		{"bare", "附图说明\n图中：1底座 2立杆 3连接件", "1=底座 2=立杆 3=连接件"},
		{"columns", "附图说明\n附图标记说明\n10：基材               20：草坪层\n390：微粉除去部。\n具体实施方式\n1、底座，2、立杆", "10=基材 20=草坪层 390=微粉除去部"},
		{"reversed", "附图说明\n附图标记：底座1，立杆-2，连接件3a。", "1=底座 2=立杆 3a=连接件"},
		{"group", "附图说明\n标号说明：217、219：排出板；S1-开关", "217=排出板 219=排出板 S1=开关"},
		{"behind the entry", "附图说明\n图1为立体图；图中：1-底座；2-立杆。", "1=底座 2=立杆"},
		{"one a line", "附图说明\n附图标记\n1、底座；\n2、立杆；\n图2为俯视图。", "1=底座 2=立杆"},
		{"own heading at the end", "具体实施方式\n文字。\n附图标记说明：\n1 底座\n2 立杆", "1=底座 2=立杆"},
		{"full-width", "附图说明\n图中：１－底座；２－立杆", "1=底座 2=立杆"},
		{"no mark between", "附图说明\n附图标记：1-齿圈2-夹指3-第4连杆", "1=齿圈 2=夹指 3=第4连杆"},
		{"letters", "附图说明\n附图标记说明：D1:预测程序、D2：预测模型、N:网路、T-外部联络人。", "D1=预测程序 D2=预测模型 N=网路 T=外部联络人"},
		{"levels", "附图说明\n附图标记说明：[0024] 1：罩，2：足座，2- 1：传感部件，2-1-1：敏感部。", "1=罩 2=足座 2-1=传感部件 2-1-1=敏感部"},
		{"no table", "附图说明\n图1为3个底座的立体图。\n其中，1月测得。", ""},
		{"mentioned only", "具体实施方式\n附图标记说明书中未提及的不得出现。", ""},
	} {
		d := Read(textOf(c.text))
		var got []string
		for _, e := range d.Table {
			got = append(got, e.Sign+"="+e.Name)
			if e.NameSpan.Of(d.Text.Text) != e.Name {
				t.Errorf("%s: name span of %s", c.name, e.Name)
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, g, c.want)
		}
	}
}

func TestSigns(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"底座1上设有立杆2，立杆2与连接件3铰接", "底座=1 立杆=2 立杆=2 连接件=3"},
		{"底座（1）与立杆(2)", "底座=(1) 立杆=(2)"},
		{"通过所述第一连接件12a与弹簧13'连接", "第一连接件=12a 弹簧=13'"},
		{"权利要求1至5，实施例2，步骤3，图1，表2，式3，第4", ""},
		{"长度为20mm，3个，温度80℃，压力5MPa，转速300rpm，电流10A，直径5", ""},
		{"设有2个底座1，底座1位于2层", "底座=1 底座=1"},
		{"排出板217、219和221", "排出板=217 排出板=219 排出板=221"},
		{"第1次筛选装置100与第2次筛选装置200", "第1次筛选装置=100 第2次筛选装置=200"},
		{"显示面板 110", "显示面板=110"},
		{"步骤S101、加热至5小时、共有12根", ""},
		{"底座１、立杆２", "底座=1 立杆=2"},
		{"于2020年，编号20230115，价格12345元", ""},
		{"比例1:20，质量1.5，浓度3%，粒度1至3mm，约10", ""},
		{"壳体4对应支架5组成，轴6位于孔7分别", "壳体=4 支架=5 轴=6 孔=7"},
		{"如下：（1）将底座1放平；（2）展开", "底座=1"},
		{"抗氧剂1010", "抗氧剂=1010"},
		{"氢氧化物(12345)", ""},
	} {
		var got []string
		d := Read(textOf(c.text))
		for _, s := range d.Signs {
			w := s.Sign
			if s.Bracketed {
				w = "(" + w + ")"
			}
			got = append(got, s.Name+"="+w)
			if s.NameSpan.Of(c.text) != s.Name || fold(s.Of(c.text)) != s.Sign {
				t.Errorf("%s: spans of %s%s", c.text, s.Name, s.Sign)
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.text, g, c.want)
		}
	}
}

func TestSettledNames(t *testing.T) {
	d := Read(textOf("附图说明\n附图标记：1-底座；2-立杆\n具体实施方式\n折叠底座1，安装底座1，基座1，转动立杆2。" +
		"铰接连接件3，连接件3，固定连接件3，铰链3。"))
	var got []string
	for _, s := range d.Signs {
		got = append(got, fmt.Sprint(s.Name, s.Sign, s.Settled))
	}
	want := []string{"底座1true", "底座1true", "基座1false", "立杆2true", "连接件3true", "连接件3true", "连接件3true", "铰链3false"}
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], " ", "")
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestLevels(t *testing.T) {
	d := Read(textOf("附图说明\n附图标记说明：1：罩，2：足座，2- 1：传感部件，2-1-1：敏感部。\n具体实施方式\n" +
		"足座2内设有传感部件2- 1，传感部件2-1的敏感部（2-1-1）变形，罩1-3未示出。"))
	var got []string
	for _, s := range d.Signs {
		got = append(got, s.Name+s.Sign)
	}
	if g := strings.Join(got, " "); g != "足座2 传感部件2-1 传感部件2-1 敏感部2-1-1" {
		t.Error(g)
	}
}

func TestRaisedDigitsAreNoSigns(t *testing.T) {
	tx := &patent.Text{}
	tx.Append(patent.Paragraph, "", "密度单位立方厘米3的底座1")
	at := strings.Index(tx.Text, "3")
	tx.Spans = []patent.Span{{Raised: true, Start: at, End: at + 1}}
	if s := SignsOf(tx, nil); len(s) != 1 || s[0].Sign != "1" {
		t.Error(s)
	}
}

func TestTablesHoldNoSigns(t *testing.T) {
	tx := &patent.Text{}
	tx.Append(patent.Table, "", "样品甲1 底座2")
	if d := Read(tx); len(d.Signs) != 0 {
		t.Error(d.Signs)
	}
}
