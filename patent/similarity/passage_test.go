package similarity

import (
	"strings"
	"testing"
)

const (
	coil  = "所述液冷板包括上盖板和下盖板，上盖板与下盖板之间形成蛇形流道，流道的进口与出口位于同一侧。"
	fan   = "所述风扇固定在机壳的侧壁上，风扇的出风口朝向散热翅片，散热翅片的间距为3毫米。"
	other = "本实施例中采用卷积神经网络对采集到的图像进行分割，得到目标区域的轮廓坐标后发送至云端服务器。"
)

func TestPassages(t *testing.T) {
	a := "一、" + coil + other + fan
	b := fan + "完全不同的一段文字放在这里作为间隔使用。" + strings.ReplaceAll(coil, "蛇形", "螺旋")
	got := Passages(a, b)
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	if s := a[got[0].A.Start:got[0].A.End]; !strings.HasPrefix(s, "所述液冷板") || !strings.HasSuffix(s, "位于同一侧") || got[0].Whole {
		t.Errorf("first in a: %s %v", s, got[0].Whole)
	}
	if s := b[got[0].B.Start:got[0].B.End]; !strings.Contains(s, "螺旋流道") || !strings.HasSuffix(s, "位于同一侧") {
		t.Errorf("first in b: %s", s)
	}
	if x, y := a[got[1].A.Start:got[1].A.End], b[got[1].B.Start:got[1].B.End]; x != y || !strings.HasPrefix(x, "所述风扇") {
		t.Errorf("second: %s | %s", x, y)
	}
	if got := Passages(coil, other); len(got) != 0 {
		t.Errorf("strangers have %+v", got)
	}
	if got := Passages("", coil); got != nil {
		t.Errorf("%+v", got)
	}
	if got := Passages(strings.Repeat("甲", 5000), strings.Repeat("甲", 5000)); len(got) == 0 {
		t.Error("a text of one letter has nothing in common with itself")
	}
}

func TestReorder(t *testing.T) {
	a := coil + other + fan
	for _, c := range []struct {
		b    string
		want Reordering
	}{
		{a, Reordering{3, 3, 3, 0}},
		{fan + coil + other, Reordering{3, 3, 3, 1}},
		{strings.ReplaceAll(fan, "3毫米", "5毫米") + strings.ReplaceAll(coil, "进口", "入口"), Reordering{3, 2, 2, 1}},
		{"短句。", Reordering{3, 0, 0, 0}},
	} {
		if got := Reorder(a, c.b); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.b, got, c.want)
		}
	}
	if got := Reorder(a, a+a).Share(); got != 1 {
		t.Error(got)
	}
}

func TestRecombine(t *testing.T) {
	a := []string{"标题", coil, fan, other}
	b := []string{other, strings.ReplaceAll(coil, "蛇形流道", "螺旋流道"), strings.NewReplacer("风扇", "水泵").Replace(fan)}
	got := Recombine(a, b)
	if got.Of != 3 || got.Same+got.Near != 3 || got.Near < 1 {
		t.Errorf("%+v", got.Shared)
	}
	if len(got.Swaps) != 2 {
		t.Fatalf("%+v", got.Swaps)
	}
	for i, want := range [][2]string{{"风扇", "水泵"}, {"蛇形", "螺旋"}} {
		s := got.Swaps[i]
		if s.From != want[0] || s.To != want[1] || a[s.A.Paragraph][s.A.Start:s.A.End] != s.From || b[s.B.Paragraph][s.B.Start:s.B.End] != s.To {
			t.Errorf("%+v, want %v", s, want)
		}
	}
}
