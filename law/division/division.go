// Package division (行政区划) knows the provinces, prefectures and counties of China by their
// codes (GB/T 2260). It answers whether a registered seat lies in a center's area and reads
// the divisions at the beginning of an address. Addresses are checked under 1.2.3 (主体条件).
package division

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed codes.csv
var codesFile string

// A Place is a division with those above it. What is not known is empty. In 北京, 天津, 上海
// and 重庆 City repeats the province; counties that stand directly under a province, such as
// 仙桃市, have no city; 东莞市, 中山市 and 儋州市 have no counties.
type Place struct {
	Code     string // six digits of the lowest known division
	Province string
	City     string
	County   string
}

// String returns the names one after the other, 浙江省杭州市西湖区.
func (p Place) String() string {
	if p.City == p.Province {
		return p.Province + p.County
	}
	return p.Province + p.City + p.County
}

// Lookup returns the place of a code of six digits. Where the code itself is not in the table,
// because it was abolished or never existed, exact is false and the place is as much of it as
// its first digits tell.
func Lookup(code string) (p Place, exact bool) {
	t := table()
	if len(code) != 6 {
		return Place{}, false
	}
	province, city := code[:2]+"0000", code[:4]+"00"
	if p.Province = t.names[province]; p.Province == "" {
		return Place{}, false
	}
	p.Code = province
	if name := t.names[city]; name != "" && city != province {
		p.Code = city
		p.City = name
		if pseudo(name) {
			p.Code, p.City = province, ""
		}
	}
	if municipality(province) {
		p.City = p.Province
	}
	if name := t.names[code]; name != "" && code != city {
		p.Code, p.County = code, name
	}
	_, exact = t.names[code]
	return p, exact
}

// In reports whether the code lies in the area, which is the code of a province, prefecture
// or county in six digits, or a prefix of two or four. Codes that were abolished lie in the
// area that their first digits name.
func In(code, area string) bool {
	area = strings.TrimSpace(area)
	if len(area) == 6 {
		area = strings.TrimSuffix(area, "00")
	}
	if len(area) == 4 {
		area = strings.TrimSuffix(area, "00")
	}
	if len(area) != 2 && len(area) != 4 && len(area) != 6 {
		return false
	}
	return len(code) == 6 && strings.HasPrefix(code, area)
}

// pseudo reports names that only fill a level of the code.
func pseudo(name string) bool {
	switch name {
	case "市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划":
		return true
	}
	return false
}

func municipality(province string) bool {
	switch province[:2] {
	case "11", "12", "31", "50":
		return true
	}
	return false
}

// codes is the table in memory.
type codes struct {
	names map[string]string
	forms map[string][]form // by first character, in the order of the codes
}

// A form is a way in which addresses write a division: its name, or shorter.
type form struct{ code, text string }

var table = sync.OnceValue(func() codes {
	t := codes{names: map[string]string{}, forms: map[string][]form{}}
	for line := range strings.Lines(codesFile) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), ",")
		t.names[code] = name
		if pseudo(name) {
			continue
		}
		t.add(code, name)
		// Zones that are counted as counties carry the name of their city: 唐山市汉沽管理区.
		if s, ok := strings.CutPrefix(name, t.names[code[:4]+"00"]); ok && s != "" {
			t.add(code, s)
		}
		if s := short(code, name); s != "" {
			t.add(code, s)
			if strings.HasSuffix(name, "自治州") {
				t.add(code, s+"州")
			}
		}
	}
	return t
})

func (t codes) add(code, text string) {
	t.forms[first(text)] = append(t.forms[first(text)], form{code, text})
}

// first returns the first character of s.
func first(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// peoples are the words between the name of an autonomous prefecture and its kind.
var peoples = []string{"蒙古族", "蒙古", "柯尔克孜", "哈萨克", "朝鲜族", "土家族", "布依族", "哈尼族", "傈僳族", "景颇族",
	"藏族", "羌族", "彝族", "回族", "苗族", "侗族", "壮族", "白族", "傣族"}

// short returns the name of a province or prefecture without its kind: 浙江, 杭州, 恩施.
func short(code, name string) string {
	if !strings.HasSuffix(code, "00") {
		return ""
	}
	for _, s := range []string{"内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门"} {
		if strings.HasPrefix(name, s) && strings.HasSuffix(code, "0000") {
			return s
		}
	}
	s := name
	if rest, ok := strings.CutSuffix(s, "自治州"); ok {
		s = rest
		for i := 0; i < len(peoples); i++ {
			if rest, ok := strings.CutSuffix(s, peoples[i]); ok {
				s, i = rest, -1
			}
		}
	}
	for _, kind := range []string{"省", "市", "地区", "盟"} {
		if rest, ok := strings.CutSuffix(s, kind); ok {
			s = rest
			break
		}
	}
	if s == name || len([]rune(s)) < 2 {
		return ""
	}
	return s
}
