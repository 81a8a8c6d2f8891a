package identity_test

import (
	"strings"
	"testing"

	"zhibao/patent"
	"zhibao/patent/identity"
)

// claims makes a claim set of whole claims with their numbers.
func claims(words ...string) *patent.Text {
	t := &patent.Text{Part: patent.Claims}
	for _, w := range words {
		no, _, _ := strings.Cut(w, ".")
		t.Append(patent.ClaimText, no, w)
	}
	return t
}

const (
	one   = "1.一种支架，其特征在于，包括底座和长度约为20mm的立杆，所述立杆固定于所述底座。"
	two   = "2.根据权利要求1所述的支架，其特征在于，所述底座为铸铁件，所述底座的下方设有垫片。"
	three = "3.根据权利要求1所述的支架，其特征在于，所述立杆的长度可以调节，所述底座可以折叠。"
)

func TestPlaces(t *testing.T) {
	old := claims(one, two, three)
	for _, tt := range []struct {
		name  string
		now   *patent.Text
		words string
		nth   int // which occurrence in the old text, from 0
		want  string
		near  bool
	}{
		{"nothing changed", claims(one, two, three), "约", 0, "1.", true},
		{"the claim before it is gone", claims(one, "2"+three[1:]), "可以", 1, "2.", true},
		{"a claim comes before it", claims("1.一种底座，其特征在于，由两块板铰接而成。", "2"+one[1:], "3"+two[1:], "4"+three[1:]), "约", 0, "2.", true},
		{"something else in the claim changed", claims(one, two, strings.Replace(three, "立杆的长度", "立杆的全长", 1)), "折叠", 0, "3.", true},
		{"the words before it changed", claims(one, two, strings.Replace(three, "所述底座可以", "该底座可以", 1)), "可以折叠", 0, "3.", false},
		{"the words themselves changed", claims(strings.Replace(one, "约为", "大约为", 1), two, three), "长度约为", 0, "", false},
		{"the claim is gone", claims(one, "2"+three[1:]), "铸铁", 0, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := strings.Index(old.Text, tt.words)
			for range tt.nth {
				start += len(tt.words) + strings.Index(old.Text[start+len(tt.words):], tt.words)
			}
			got, ok := identity.NewPlaces(t.Context(), old, tt.now).Of(start, start+len(tt.words))
			if ok != (tt.want != "") {
				t.Fatalf("found %v: %+v", ok, got)
			}
			if !ok {
				return
			}
			if w := tt.now.Text[got.Start:got.End]; w != tt.words || got.Near != tt.near {
				t.Errorf("%q, near %v", w, got.Near)
			}
			if b := tt.now.Of(tt.now.Blocks[tt.now.At(got.Start)]); !strings.HasPrefix(b, tt.want) {
				t.Errorf("in %q, want claim %s", b, tt.want)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	for _, tt := range [][6]string{
		{"角度为60°", "角度是60°", "角度", "为", "是", "60°"},
		{"底座的下方", "底座下方", "底座", "的", "", "下方"},
		{"一一", "一一一", "一一", "", "一", ""},
		{"", "新增", "", "", "新增", ""},
		{"葛\U000E0100城", "葛城", "", "葛\U000E0100", "葛", "城"},
		{"相同", "相同", "相同", "", "", ""},
	} {
		before, x, y, after := identity.Split(tt[0], tt[1])
		if got := [4]string{before, x, y, after}; got != [4]string(tt[2:]) {
			t.Errorf("%q and %q: %q", tt[0], tt[1], got)
		}
	}
}

func TestFigureAt(t *testing.T) {
	fs := []patent.Figure{{Label: "主视图"}, {}, {Label: "设计１ 后视图"}}
	for place, want := range map[string]int{"主视图": 0, "第2幅图": 1, "设计1后视图": 2, "左视图": -1} {
		if got := identity.FigureAt(fs, place); got != want {
			t.Errorf("%s at %d, want %d", place, got, want)
		}
	}
}
