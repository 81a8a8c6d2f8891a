package lang

import "testing"

func TestText(t *testing.T) {
	pair := Text{"中文", "English"}
	for _, c := range []struct {
		got, want string
	}{
		{pair.In(ZH), "中文"},
		{pair.In(EN), "English"},
		{Text{"中文"}.In(EN), "中文"},
		{T(Parse("fr"), "中", "E"), "中"},
		{T(Parse("en"), "中", "E"), "E"},
		{Parse("").Tag(), "zh-CN"},
		{Parse("en").Tag(), "en"},
		{Same("YS1").In(EN), "YS1"},
		{Size(0), "0 KB"}, {Size(1), "1 KB"}, {Size(1 << 10), "1 KB"}, {Size(1<<20 - 1), "1024 KB"}, {Size(3 << 19), "1.5 MB"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if !HasHan("a𠮷b") || HasHan("“A”——2026") {
		t.Error("Han characters are recognised wrongly")
	}
	if ZH.Other() != EN || EN.Other() != ZH {
		t.Error("Other is not the other one")
	}
}
