package designs_test

import (
	"strings"
	"testing"

	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/designs"
)

func TestViewName(t *testing.T) {
	for file, want := range map[string]string{
		"主视图.jpg": "主视图", "1-主视图.jpg": "主视图", "01_主视图.JPG": "主视图", "设计1主视图.png": "设计1主视图", "设计 １ 主视图.tif": "设计1主视图", "设计1/主视图.jpg": "设计1主视图",
		"套件2-立体图.jpg": "套件2立体图", "立体图1.jpg": "立体图1", "立体图(2).jpg": "立体图2", "使用状态参考图.jpg": "使用状态参考图", "A-A剖视图.jpg": "A-A剖视图", "设计2界面变化状态图3.png": "设计2界面变化状态图3",
		"图1.jpg": "", "产品.jpg": "", "主视图说明.txt": "", "IMG_0001.jpg": "",
	} {
		got, ok := designs.ViewName(file)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v", file, got, ok)
		}
	}
}

func TestFolderOrder(t *testing.T) {
	a := &patent.Application{}
	designs.Folder(a, []string{"立体图.jpg", "仰视图.jpg", "主视图.jpg", "说明.txt", "左视图.jpg", "后视图.jpg", "右视图.jpg", "俯视图.jpg", "设计2主视图.jpg"})
	if got := strings.ReplaceAll(a.Text(patent.Pictures).Text, "\n", " "); got != "主视图 后视图 左视图 右视图 俯视图 仰视图 立体图 设计2主视图" {
		t.Error(got)
	}
	if a.Views[0].File != "主视图.jpg" || !a.Views[0].Present {
		t.Errorf("%+v", a.Views[0])
	}
}

func TestExplain(t *testing.T) {
	for words, want := range map[string]string{
		"1.本外观设计产品的名称：折叠椅。|2.用途：坐。|4.最能表明设计要点的图片或照片：立体图。": "折叠椅 立体图 1",
		"1、外观设计产品名称为折叠椅；|最能表明本外观设计设计要点的图片或者照片为设计1主视图。":    "折叠椅 设计1主视图 1",
		"产品的名称是“折叠椅”。最能表明设计要点的图片：主视图和立体图。":                "折叠椅 主视图 2",
		"没有名称也没有指定。": "  0",
	} {
		b := canon.New(patent.Brief)
		for line := range strings.SplitSeq(words, "|") {
			b.Words(patent.Paragraph, "", "", line)
		}
		a := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Brief: b.Text()}}
		designs.Explain(a)
		got := strings.Join([]string{a.Title, a.Abstract.Figure, string(rune('0' + a.Abstract.Count))}, " ")
		if got != want {
			t.Errorf("%s: %q", words, got)
		}
		for _, ti := range a.Titles {
			if a.Text(ti.Part).Text[ti.Start:ti.End] != ti.Title {
				t.Errorf("%+v", ti)
			}
		}
	}
}

func FuzzViewName(f *testing.F) {
	f.Add("设计1主视图.jpg", "最能表明设计要点的图片：主视图。产品名称：椅")
	f.Fuzz(func(t *testing.T, file, brief string) {
		if len(file)+len(brief) > 4000 {
			return
		}
		designs.ViewName(file)
		b := canon.New(patent.Brief)
		b.Words(patent.Paragraph, "", "", brief)
		a := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Brief: b.Text()}}
		designs.Explain(a)
		for _, ti := range a.Titles {
			if a.Text(ti.Part).Text[ti.Start:ti.End] != ti.Title {
				t.Fatalf("%+v", ti)
			}
		}
	})
}
