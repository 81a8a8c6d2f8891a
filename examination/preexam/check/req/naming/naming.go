// Package naming (名称用语) finds in a title or product name what must not stand there: names of
// persons, units and places, trademarks, models, and words of advertisement.
//
// Notice 1.2.3. It reports what is sure enough to be worth a look; whether 云南 in a title is a
// place or part of the name of a plant is the examiner's to say.
package naming

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check/words"
	"zhibao/law/division"
	"zhibao/patent"
)

// A Hit is one wording at bytes [Start, End) of the name.
type Hit struct {
	Start, End int
	What       string // 地名, 型号 …
	Sure       bool   // else it may well be part of a technical term
}

// Words returns the wording in the name.
func (h Hit) Words(name string) string { return name[h.Start:h.End] }

// Proper finds names of persons, units and places, trademarks and models. r may be nil.
func Proper(name string, r *patent.Request) []Hit {
	out := append(models(name), brands(name)...)
	if r == nil {
		return append(out, places(name)...)
	}
	own := parties(name, r)
	for _, h := range places(name) {
		within := func(x Hit) bool { return h.Start >= x.Start && h.End <= x.End }
		if !slices.ContainsFunc(own, within) { // the place in a firm's name
			out = append(out, h)
		}
	}
	return append(out, own...)
}

var (
	modelType = regexp.MustCompile(`[A-Za-z]{1,6}[-－—]?[0-9０-９]{2,}[A-Za-z0-9]*型|型号[为是]?[A-Za-z0-9-]+`)
	ownMark   = regexp.MustCompile(`[®™©]`)
	brandMark = regexp.MustCompile(`[“"「][^”"」]{1,20}[”"」]品?牌`)
)

func models(name string) (out []Hit) {
	for _, m := range modelType.FindAllStringIndex(name, -1) {
		out = append(out, Hit{m[0], m[1], "型号", true})
	}
	return out
}

// brandNames are trademarks and names of goods that occur in titles. Words such as 蓝牙, that
// have become names of a technology, are left out.
const brandNames = `
华为 荣耀手机 小米手机 微信 支付宝 淘宝 抖音 快手APP 钉钉 高德地图 百度 阿里云 腾讯 海尔 海信 特斯拉 比亚迪 大疆 格力空调 美的空调 安卓 鸿蒙
iPhone iPad iOS Android Windows Office365 Photoshop AutoCAD MATLAB DeepSeek 优步 滴滴 茅台 五粮液 可口可乐 乐高 特氟龙 凡士林`

// A village or a flower may carry such a name too.
const brandTraps = `小米 百度角 一百度 二百度 三百度 几百度 数百度 五百度 八百度`

var brandWords = sync.OnceValue(func() *words.Matcher { return words.New(words.List(brandNames), words.List(brandTraps)) })

func brands(name string) (out []Hit) {
	for _, m := range ownMark.FindAllStringIndex(name, -1) {
		out = append(out, Hit{m[0], m[1], "商标标记", true})
	}
	for _, m := range brandWords().Find(name) {
		out = append(out, Hit{m.Start, m.End, "商标或商品名称", false})
	}
	for _, m := range brandMark.FindAllStringIndex(name, -1) {
		out = append(out, Hit{m[0], m[1], "商标", true})
	}
	return append(out, Branded(name)...)
}

// Branded finds names followed by 牌, in a title or in running text.
func Branded(text string) (out []Hit) {
	for _, m := range plates().Find(text) {
		if start := brandStart(text[:m.Start]); start < m.Start {
			out = append(out, Hit{start, m.End, "商标（某某牌）", false})
		}
	}
	return out
}

// plateWords are things that end in, or begin with, 牌. Elsewhere it stands behind a brand.
const plateWords = `
车牌 号牌 招牌 门牌 路牌 告牌 示牌 识牌 志牌 铭牌 吊牌 名牌 挂牌 奖牌 金牌 银牌 铜牌 令牌 纸牌 扑克牌 麻将牌 棋牌 骨牌 洗牌 发牌 站牌 胸牌 工牌 桌牌 席牌 座牌 码牌 字牌
价牌 格牌 传牌 息牌 向牌 标牌 立牌 灯牌 贴牌 冠牌 份牌 狗牌 物牌 木牌 竹牌 石牌 玉牌 布牌 铁牌 钢牌 塑料牌 界牌 墓牌 灵牌 盾牌 打牌 抓牌 摸牌 叠牌 卡牌 品牌 杂牌 老牌 大牌
王牌 红牌 黄牌 绿牌 蓝牌 亮牌 双牌 单牌 多牌 手牌 牌照 牌匾 牌坊 牌楼 牌号 牌板 牌位 牌具 牌盒 牌架 牌面 牌桌 牌机 牌类 牌识`

var plates = sync.OnceValue(func() *words.Matcher { return words.New([]string{"牌"}, words.List(plateWords)) })

// brandStart returns where the name before 牌 begins: at most three characters back, not before
// 一种 and not behind anything but Chinese and letters.
func brandStart(before string) int {
	start := len(before)
	for range 3 {
		r, n := utf8.DecodeLastRuneInString(before[:start])
		if n == 0 || !unicode.Is(unicode.Han, r) && !unicode.IsLetter(r) || strings.HasSuffix(before[:start], "一种") {
			break
		}
		start -= n
	}
	return start
}

// Flattering finds words that praise a product by its rank. 高端 also names the upper end of
// something, so none is sure.
func Flattering(name string) (out []Hit) {
	for _, m := range flattery().Find(name) {
		out = append(out, Hit{m.Start, m.End, "宣传性的用语", false})
	}
	return out
}

var flattery = sync.OnceValue(func() *words.Matcher {
	return words.New(words.List(`高端 高档 豪华 奢华 极品 顶级 顶尖 至尊 尊享 尊贵 王牌 精品 特优 爆款 畅销 热销 网红 神器 领先的 领先型`), words.List(`国际领先的 国内领先的 世界领先的 全球领先的 行业领先的 业界领先的 业内领先的 同行领先的 技术领先的 最高端 较高端 高端部 高端面 高端侧 高端口 精品咖`))
})

// Places without their kind; the exceptions are things whose proper name holds them.
const (
	placeNames = `
北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏
新疆 内蒙古 香港 澳门 台湾 深圳 广州 杭州 苏州 南京 成都 武汉 西安 青岛 宁波 厦门 美国 英国 法国 德国 日本 韩国 意大利 俄罗斯 印度 瑞士 荷兰`
	placeTraps = `
上海青 北京鸭 北京填鸭 北京时间 云南白药 云南松 云南红豆杉 云南重楼 海南黄花梨 西藏红花 藏红花 新疆棉 新疆紫草 四川泡菜 湖南黑茶 广西莪术 德国小蠊 美国白蛾
美国红枫 美国大蠊 日本沼虾 日本血吸虫 日本脑炎 日本晚樱 日本落叶松 日本对虾 日本结缕草 荷兰豆 荷兰乳牛 荷兰猪 印度洋 印度块菌 印度紫檀 英国管 英国梧桐
法国梧桐 意大利蜂 意大利面 重庆小面 内蒙古绒山羊 浙江红花油茶 南京椴 瑞士乳杆菌 韩国泡菜 湖北海棠 南京板鸭
香港脚 台湾相思 广东紫珠 海南岛霉素 海南粗榧 甘肃贝母 三河北 大河南 长江西 珠江西 北江西 沿海南 东海南`
)

var placeWords = sync.OnceValue(func() *words.Matcher { return words.New(words.List(placeNames), words.List(placeTraps)) })

// places finds divisions written with their kind (杭州市, 浙江省), which are sure, and well-known
// places without it.
func places(name string) (out []Hit) {
	for i := range name {
		if place, n := placed(name[i:]); n > 0 && (len(out) == 0 || i >= out[len(out)-1].End) {
			out = append(out, Hit{i, i + n, "地名", place})
		}
	}
	for _, m := range placeWords().Find(name) {
		inside := false
		for _, h := range out {
			inside = inside || m.Start >= h.Start && m.Start < h.End
		}
		if !inside {
			out = append(out, Hit{m.Start, m.End, "地名或国名", false})
		}
	}
	return out
}

var kinded = regexp.MustCompile(`^\p{Han}{2,9}?(?:省|自治区|自治州|市|县)`)

// placed reads a division with its kind at the beginning of s.
func placed(s string) (sure bool, n int) {
	m := kinded.FindString(s)
	if m == "" {
		return false, 0
	}
	place, rest := division.Find(m)
	if place.Code == "" || rest != "" {
		return false, 0
	}
	for _, full := range []string{place.Province, place.City, place.County} {
		if strings.HasSuffix(m, full) && full != "" {
			return true, len(m)
		}
	}
	return false, 0
}

// parties finds the applicants' and inventors' own names. A name of two characters can be an
// ordinary word.
func parties(name string, r *patent.Request) (out []Hit) {
	add := func(who, what string) {
		if i := strings.Index(name, who); who != "" && i >= 0 {
			out = append(out, Hit{i, i + len(who), what, utf8.RuneCountInString(who) > 2})
		}
	}
	for _, v := range r.Inventors {
		if utf8.RuneCountInString(v.Name) >= 2 {
			add(v.Name, "人名（发明人或设计人）")
		}
	}
	for _, v := range r.Applicants {
		if utf8.RuneCountInString(v.Name) >= 4 {
			add(v.Name, "单位名称（申请人）")
		}
	}
	return out
}
