package naming

import (
	"strings"
	"testing"

	"zhibao/patent"
)

func TestProper(t *testing.T) {
	r := &patent.Request{
		Inventors:  []patent.Inventor{{Name: "高峰"}, {Name: "钱多多"}, {Name: "王"}},
		Applicants: []patent.Applicant{{Name: "杭州示例电池有限公司"}, {Name: "某厂"}},
	}
	for _, c := range []struct {
		title string
		want  string // 词=什么, ! if sure
	}{
		{"一种Q235钢、6061铝合金及5G基站", ""},
		{"一种T型接头、U型管和2型糖尿病药物", ""},
		{"一种COVID-19检测试剂盒", ""},
		{"一种ZK-200型清洗机", "ZK-200型=型号!"},
		{"一种清洗机（型号XQ-5）", "型号XQ-5=型号!"},
		{"一种云南松与海南黄花梨的拼板", ""},
		{"一种云南高原用发电机", "云南=地名或国名"},
		{"一种浙江省杭州市用水表", "浙江省=地名!"},
		{"一种城市超市用货架", ""},
		{"一种东方红拖拉机", ""},
		{"一种水表®", "®=商标标记!"},
		{"一种用于微信的消息推送方法", "微信=商标或商品名称"},
		{"一种小米加工机", ""},
		{"一种电网高峰调度方法", "高峰=人名（发明人或设计人）"},
		{"一种钱多多牌毛刷", "钱多多=人名（发明人或设计人）!"},
		{"杭州示例电池有限公司的电池", "杭州示例电池有限公司=单位名称（申请人）!"},
		{"一种某厂王刷", ""},
		{"", ""},
	} {
		var got []string
		for _, h := range Proper(c.title, r) {
			s := h.Words(c.title) + "=" + h.What
			if h.Sure {
				s += "!"
			}
			got = append(got, s)
		}
		if joined := strings.Join(got, " "); !strings.HasPrefix(joined, c.want) || c.want == "" && joined != "" {
			t.Errorf("%s: %q, want %q", c.title, joined, c.want)
		}
	}
}

func FuzzProper(f *testing.F) {
	f.Add("一种浙江省杭州市ZK-200型®清洗机")
	f.Fuzz(func(t *testing.T, title string) {
		if len(title) > 1000 {
			return
		}
		for _, h := range Proper(title, &patent.Request{}) {
			if h.Start < 0 || h.End <= h.Start || h.End > len(title) || h.What == "" {
				t.Fatal(h)
			}
		}
	})
}

func TestBrandsAndPraise(t *testing.T) {
	for title, want := range map[string]string{
		"一种星驰牌水表":         "星驰牌",
		"一种车牌识别装置及广告牌":    "",
		"一种电子站牌、警示标牌与铭牌":  "",
		"一种自动麻将牌洗牌机":      "",
		"一种“星驰”牌水表":       "“星驰”牌",
		"一种多牌号聚乙烯":        "",
		"一种豪华按摩椅":         "豪华",
		"一种液位最高端与最低端的测量仪": "",
		"一种高端装备":          "高端",
	} {
		var got []string
		for _, h := range append(Proper(title, nil), Flattering(title)...) {
			got = append(got, h.Words(title))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}
