package division_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"zhibao/internal/sharedata"
	"zhibao/law/division"
)

func TestLookup(t *testing.T) {
	for _, v := range []struct {
		code, want, at string
		exact          bool
	}{
		{"330106", "浙江省杭州市西湖区", "330106", true},
		{"330100", "浙江省杭州市", "330100", true},
		{"330000", "浙江省", "330000", true},
		{"110105", "北京市朝阳区", "110105", true},
		{"310115", "上海市浦东新区", "310115", true},
		{"500230", "重庆市丰都县", "500230", true},
		{"429004", "湖北省仙桃市", "429004", true},
		{"441900", "广东省东莞市", "441900", true},
		{"810000", "香港特别行政区", "810000", true},
		{"330103", "浙江省杭州市", "330100", false}, // 下城区, abolished in 2021
		{"339999", "浙江省", "330000", false},
		{"990000", "", "", false},
		{"3301", "", "", false},
		{"", "", "", false},
	} {
		p, exact := division.Lookup(v.code)
		if p.String() != v.want || exact != v.exact || p.Code != v.at {
			t.Errorf("%s: %s (%s) %v, want %s (%s) %v", v.code, p, p.Code, exact, v.want, v.at, v.exact)
		}
	}
}

func TestIn(t *testing.T) {
	for _, v := range []struct {
		code, area string
		want       bool
	}{
		{"330106", "330100", true}, {"330106", "330000", true}, {"330106", "33", true}, {"330106", "3301", true},
		{"330106", "330106", true}, {"330106", "330105", false}, {"330206", "330100", false}, {"110105", "110000", true},
		{"330103", "330100", true}, {"330106", "", false}, {"330106", "3", false}, {"330106", "33010", false},
		{"33", "33", false}, {"", "33", false}, {"440300", "440300", true}, {"440300", "440000", true},
		{"440000", "440300", false}, {"150000", "15", true},
	} {
		if got := division.In(v.code, v.area); got != v.want {
			t.Errorf("In(%s, %s) = %v", v.code, v.area, got)
		}
	}
}

func TestFind(t *testing.T) {
	for _, v := range []struct{ address, province, city, county, rest string }{
		{"浙江省杭州市西湖区文三路1号", "浙江省", "杭州市", "西湖区", "文三路1号"},
		{"310000 中国 浙江 杭州 西湖区 文三路1号", "浙江省", "杭州市", "西湖区", "文三路1号"},
		{"北京市朝阳区建国路1号", "北京市", "北京市", "朝阳区", "建国路1号"},
		{"北京市市辖区东城区某街", "北京市", "北京市", "东城区", "某街"},
		{"上海市上海市浦东新区张江路", "上海市", "上海市", "浦东新区", "张江路"},
		{"上海浦东新区张江路", "上海市", "上海市", "浦东新区", "张江路"},
		{"重庆市丰都县三合街道", "重庆市", "重庆市", "丰都县", "三合街道"},
		{"广东省东莞市松山湖园区", "广东省", "东莞市", "", "松山湖园区"},
		{"湖北省仙桃市干河街道", "湖北省", "", "仙桃市", "干河街道"},
		{"湖北省省直辖县级行政区划潜江市园林街道", "湖北省", "", "潜江市", "园林街道"},
		{"湖北恩施州恩施市舞阳坝", "湖北省", "恩施土家族苗族自治州", "恩施市", "舞阳坝"},
		{"湖北省恩施土家族苗族自治州恩施市舞阳坝", "湖北省", "恩施土家族苗族自治州", "恩施市", "舞阳坝"},
		{"湖南省长沙县星沙街道", "湖南省", "长沙市", "长沙县", "星沙街道"},
		{"长沙市长沙县", "湖南省", "长沙市", "长沙县", ""},
		{"吉林市昌邑区", "吉林省", "吉林市", "昌邑区", ""},
		{"吉林长春", "吉林省", "长春市", "", ""},
		{"海南藏族自治州共和县", "青海省", "海南藏族自治州", "共和县", ""},
		{"海南海口市", "海南省", "海口市", "", ""},
		{"义乌市稠州路", "浙江省", "金华市", "义乌市", "稠州路"},
		{"浙江省义乌市稠州路", "浙江省", "金华市", "义乌市", "稠州路"},
		{"鼓楼区中山路", "", "", "", "鼓楼区中山路"},
		{"南京市鼓楼区中山路", "江苏省", "南京市", "鼓楼区", "中山路"},
		{"内蒙古呼和浩特市新城区", "内蒙古自治区", "呼和浩特市", "新城区", ""},
		{"内蒙古自治区锡林郭勒盟锡林浩特市", "内蒙古自治区", "锡林郭勒盟", "锡林浩特市", ""},
		{"新疆维吾尔自治区石河子市", "新疆维吾尔自治区", "", "石河子市", ""},
		{"香港九龙", "香港特别行政区", "", "", "九龙"},
		{"台湾省台北市", "台湾省", "", "", "台北市"},
		{"江苏省杭州市西湖区", "江苏省", "", "", "杭州市西湖区"}, // a city of another province
		{"河北唐山汉沽管理区兴业大街", "河北省", "唐山市", "唐山市汉沽管理区", "兴业大街"},
		{"Hangzhou", "", "", "", "Hangzhou"},
		{"", "", "", "", ""},
	} {
		p, rest := division.Find(v.address)
		if p.Province != v.province || p.City != v.city || p.County != v.county || rest != v.rest {
			t.Errorf("%s: %q %q %q, rest %q", v.address, p.Province, p.City, p.County, rest)
		}
	}
}

// Every division of the published table is found again under its own full name.
func TestTableAgainstSource(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(sharedata.Dir(t, "divisions-cn"), "pca-code.json"))
	if err != nil {
		t.Fatal(err)
	}
	type node struct {
		Code, Name string
		Children   []node
	}
	var provinces []node
	if err := json.Unmarshal(b, &provinces); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range provinces {
		for _, c := range p.Children {
			for _, a := range c.Children {
				if len(a.Code) != 6 || strings.HasSuffix(a.Code, "00") {
					continue
				}
				n++
				name := p.Name + c.Name + a.Name
				if strings.Contains(c.Name, "直辖") || c.Name == "县" {
					name = p.Name + a.Name
				}
				place, rest := division.Find(name)
				if place.Code != a.Code || rest != "" {
					t.Errorf("%s %s is found as %s %s, rest %q", a.Code, name, place.Code, place, rest)
				}
				if same, exact := division.Lookup(a.Code); !exact || same != place {
					t.Errorf("%s: looked up %v, found %v", a.Code, same, place)
				}
			}
		}
	}
	if n < 2800 {
		t.Errorf("only %d counties compared", n)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("浙江省杭州市西湖区文三路1号")
	f.Add("吉林吉林吉林吉林吉林")
	f.Fuzz(func(t *testing.T, s string) {
		p, rest := division.Find(s)
		if utf8.RuneCountInString(rest) > utf8.RuneCountInString(s) || utf8.ValidString(s) && !utf8.ValidString(rest) {
			t.Fatalf("%q leaves %q", s, rest)
		}
		if again, exact := division.Lookup(p.Code); p.Code != "" && (!exact || again != p) {
			t.Fatalf("%q: %+v, looked up %+v", s, p, again)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for range b.N {
		division.Find("浙江省杭州市西湖区文三路1号")
	}
}
