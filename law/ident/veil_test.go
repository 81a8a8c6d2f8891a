package ident_test

import (
	"strings"
	"testing"

	"zhibao/law/ident"
)

// TestVeil: the numbers of persons in a text are masked, and nothing else is; a text keeps its length.
func TestVeil(t *testing.T) {
	for in, want := range map[string]string{
		"电话13800138000，邮箱":                           "电话138****8000，邮箱",
		"+86-13800138000":                            "+86-138****8000",
		"+8613800138000":                             "+861******8000",
		"王某（330106199003075136）到场":                   "王某（330***********5136）到场",
		"11010519491231002X；11010519491231002x":      "110***********002X；110***********002x",
		"330106199003075137":                         "330***********5137", // the check character is wrong
		"zhang.san@Example.cn。":                      "z********@Example.cn。",
		"13800138000/zs@x.cn/13900139000@":           "138****8000/z*@x.cn/139****9000@",
		"mailto:a@b.cn":                              "mailto:*@b.cn",
		"写信至li@example.com，或13912345678":             "写信至l*@example.com，或139****5678",
		"https://shop.example/item?id=13912345678":   "https://shop.example/item?id=13912345678",
		"91330106MA2CC8HQ3X":                         "91330106MA2CC8HQ3X", // of an organisation: public
		"913301061990030751":                         "913301061990030751",
		"ZL 2023 1 0000001.5":                        "ZL 2023 1 0000001.5",
		"202310000001.5":                             "202310000001.5",
		"13800138000.50 元":                           "13800138000.50 元",
		"113800138000":                               "113800138000",
		"YS-13800138000a":                            "YS-13800138000a",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e464": "e3b0c44298fc1c149afbf4c8996fb92427ae41e464",
		"12330":         "12330",
		"0571-88886666": "0571-88886666", // a landline is masked where a field is for contacts
		"":              "",
	} {
		if got := ident.Veil(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		if got := ident.Veil(in); len(got) != len(in) {
			t.Errorf("%q has another length: %q", in, got)
		}
		if got := ident.Veil(ident.Veil(in)); got != want {
			t.Errorf("%q masked twice: %q", in, got)
		}
	}
	for in, want := range map[string]string{"王某 13800000000": "王某 138****0000", "0571-88886666": "0571-******66", "8888 6666 李": "88** **66 李", "zs@example.cn": "z*@example.cn", "3号楼": "3号楼"} {
		if got := ident.MaskContact(in); got != want {
			t.Errorf("contact %q becomes %q, want %q", in, got, want)
		}
	}
}

// TestMaskPair: a number that is wrong is masked as well, and two that differ in what is masked are still told apart.
func TestMaskPair(t *testing.T) {
	if got := ident.MaskLoose("证件号码：33010619900307513，优先权 202310000001.5"); got != "证件号码：330**********7513，优先权 202310000001.5" {
		t.Error(got)
	}
	if a, b := ident.MaskPair("330106199003075136", "330106199103075136"); a == b || !strings.HasPrefix(a, "330***********5136（") {
		t.Error(a, b)
	}
	if a, b := ident.MaskPair("甲", "乙"); a != "甲" || b != "乙" {
		t.Error(a, b)
	}
}

// FuzzVeil: masking never changes the length nor anything that is no letter, digit or mark of an address.
func FuzzVeil(f *testing.F) {
	f.Add("电话13800138000 a@b.cn 11010519491231002X")
	f.Fuzz(func(t *testing.T, s string) {
		got := ident.Veil(s)
		if len(got) != len(s) {
			t.Fatalf("%q becomes %q", s, got)
		}
		for i := range len(s) {
			if s[i] != got[i] && got[i] != '*' {
				t.Fatalf("%q becomes %q", s, got)
			}
		}
		if ident.MaskContact(s); strings.Count(s, "\n") != strings.Count(got, "\n") {
			t.Fatalf("lines of %q", s)
		}
	})
}

// BenchmarkVeil masks a page of a hundred kilobytes in which two numbers stand.
func BenchmarkVeil(b *testing.B) {
	page := strings.Repeat("受理通知书 知保收字〔2026〕45号 已送达 2026-10-27 08:15；", 1400) + "电话13800138000，zs@example.cn"
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		ident.Veil(page)
	}
}
