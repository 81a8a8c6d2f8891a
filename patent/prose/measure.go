package prose

import "strings"

// measures are characters behind a number that make a quantity of it, each with the characters
// that undo this when they follow: 2个 is a quantity, 壳体1位于 is not.
var measures = map[rune]string{
	'个': "", '只': "能有需要", '根': "据部", '条': "", '块': "", '片': "", '张': "开紧", '台': "面阶", '套': "设装接在入筒",
	'路': "", '倍': "", '份': "", '年': "", '月': "", '日': "", '号': "", '名': "", '次': "", '级': "联", '层': "叠",
	'组': "成合装件", '对': "应称准接置向", '种': "", '类': "", '项': "", '步': "", '维': "", '度': "", '元': "件", '角': "",
	'秒': "", '天': "", '周': "围向边面", '米': "", '克': "", '升': "降高起", '吨': "", '斤': "", '瓦': "", '伏': "",
	'赫': "", '帕': "", '毫': "", '微': "", '纳': "", '厘': "", '千': "", '百': "", '万': "", '亿': "", '余': "", '多': "",
	'小': "", '分': "别布为离开隔体散", '时': "，,", '行': "走程进驶", '列': "", '页': "", '段': "", '支': "撑承", '枚': "", '颗': "",
	'粒': "", '排': "列出布气水", '圈': "", '匝': "", '位': "于置移", '点': "", '滴': "", '成': "型形", '折': "弯叠", '者': "",
	'期': "", '代': "", '届': "", '岁': "", '人': "", '件': "", '例': "", '族': "", '价': "", '比': "", '字': "", '重': "量",
	'公': "", '英': "", '摄': "", '华': "", '焦': "", '牛': "", '摩': "", '欧': "", '安': "装设放置", '法': "兰", '道': "", '门': "",
}

// counted reports whether the number that ends at i counts or measures something.
func counted(s string, i int) bool {
	r, w := peek(s, i)
	if undo, ok := measures[r]; ok {
		next, nw := peek(s, i+w)
		return nw == 0 || !strings.ContainsRune(undo, next)
	}
	// 1至3 is a range of amounts; 底座1至少 is not.
	if strings.ContainsRune("至到", r) {
		next, _ := peek(s, i+w)
		return digit(next)
	}
	if strings.ContainsRune("%％‰°℃℉′″Ωμµ㎜㎝㎏㎡㎎×±+＋=＝<>≤≥^·*~～∶∕", r) && w > 0 {
		return true
	}
	// 1.5, 1:2, 3/4 and 10-20 go on with a digit; a full stop behind a sign does not.
	switch half(r) {
	case '.', ':', '/':
		next, _ := peek(s, i+w)
		return digit(next) || letter(next)
	case '-':
		next, _ := peek(s, i+w)
		return digit(next)
	}
	return digit(r) || letter(r)
}
