package canon

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/patent"
)

// Blank reports white space of any width.
func Blank(c rune) bool { return unicode.IsSpace(c) }

// Squeeze returns s without any white space.
func Squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if Blank(c) {
			return -1
		}
		return c
	}, s)
}

// Count returns the characters of s that are not white space.
func Count(s string) (n int) {
	for _, c := range s {
		if !Blank(c) {
			n++
		}
	}
	return n
}

// Joint reports whether a blank belongs between two characters that a hard wrap separated:
// between words of Latin script, never beside Chinese and never at a hyphen of a formula.
func Joint(a, b rune) bool {
	latin := func(c rune) bool { return c < 0x250 && unicode.IsLetter(c) }
	digit := func(c rune) bool { return c >= '0' && c <= '9' }
	switch {
	case latin(b):
		return latin(a) || digit(a) || strings.ContainsRune(",;:.)!?", a)
	case digit(b):
		return latin(a) || digit(a)
	case b == '(':
		return latin(a)
	default:
		return false
	}
}

// sections are the titles that stand alone on a line of a description.
var sections = map[string]bool{
	"技术领域": true, "背景技术": true, "发明内容": true, "实用新型内容": true, "附图说明": true, "具体实施方式": true,
	"所属技术领域": true, "现有技术": true, "发明的内容": true, "发明概述": true, "发明概要": true, "发明的概要": true,
	"附图的简单说明": true, "附图简要说明": true, "附图简单说明": true, "附图的简要说明": true, "实施发明的方式": true, "具体实施方案": true,
	"实施方式": true, "具体实施例": true, "最佳实施方式": true, "用于实施发明的方式": true, "用于实施本发明的方式": true,
	"有益效果": true, "技术方案": true, "技术问题": true, "发明目的": true, "要解决的技术问题": true,
	"本发明要解决的技术问题": true, "本发明所要解决的技术问题": true, "发明所要解决的技术问题": true, "发明要解决的技术问题": true,
	"发明所要解决的课题": true, "发明要解决的课题": true, "用于解决课题的手段": true, "用于解决技术问题的技术方案": true,
	"解决技术问题所采用的技术方案": true, "解决问题的手段": true, "用于解决问题的手段": true, "用于解决问题的方案": true,
	"发明的效果": true, "发明效果": true, "技术效果": true, "产业上的可利用性": true, "工业实用性": true, "产业上的利用可能性": true, "工业适用性": true,
	"现有技术文献": true, "专利文献": true, "非专利文献": true, "先行技术文献": true, "相关申请的交叉引用": true, "相关申请": true,
	"相关申请的引用": true, "优先权信息": true, "附图标记说明": true, "附图标记": true, "附图标号说明": true, "附图标号": true, "符号说明": true, "标号说明": true,
	"序列表": true, "保藏生物材料的说明": true, "生物材料样品保藏": true, "参考文献": true, "术语定义": true, "政府支持": true,
}

// Section returns the title of a description's section if the line is nothing else: blanks as in
// 技 术 领 域, brackets, a number such as 一、 and a colon at the end do not matter.
func Section(line string) (string, bool) {
	if len(line) > 120 {
		return "", false
	}
	s := bare(line)
	if sections[s] {
		return s, true
	}
	return "", false
}

var ordinal = regexp.MustCompile(`^(?:第?[一二三四五六七八九十]{1,3}(?:部分|章|节)?[、.．:：]|[(（][一二三四五六七八九十]{1,3}[)）]、?|\d{1,2}(?:\.\d{1,2})*[、.．])`)

// bare returns a heading's words without blanks, markup, brackets, its number and its colon.
func bare(line string) string {
	s := strings.Trim(Squeeze(line), "#*_>=")
	s = ordinal.ReplaceAllString(s, "")
	s = strings.Trim(s, "*_:：【】[]［］〔〕〖〗《》<>〈〉「」—-")
	return s
}

// A Head is what a line that opens a part says.
type Head struct {
	Part  patent.Part // empty for a title or the figure of the abstract
	Title bool        // 发明名称: the title follows
	Shown bool        // 摘要附图: the figure of the abstract follows
	Kind  patent.Kind // if the line names it
	Rest  string      // words after a colon on the same line
}

var heads = map[string]Head{
	"说明书摘要": {Part: patent.Abstract}, "摘要": {Part: patent.Abstract}, "发明摘要": {Part: patent.Abstract},
	"权利要求书": {Part: patent.Claims}, "权利要求": {Part: patent.Claims}, "权利要求项": {Part: patent.Claims},
	"说明书": {Part: patent.Description}, "专利说明书": {Part: patent.Description},
	"发明专利说明书":   {Part: patent.Description, Kind: patent.Invention},
	"实用新型专利说明书": {Part: patent.Description, Kind: patent.UtilityModel},
	"说明书附图":     {Part: patent.Drawings}, "附图": {Part: patent.Drawings}, "附图部分": {Part: patent.Drawings},
	"摘要附图": {Shown: true}, "指定摘要附图": {Shown: true}, "说明书摘要附图": {Shown: true},
	"发明名称": {Title: true}, "实用新型名称": {Title: true, Kind: patent.UtilityModel}, "名称": {Title: true},
	"发明创造名称": {Title: true}, "专利名称": {Title: true}, "申请名称": {Title: true},
	"外观设计产品名称": {Title: true, Kind: patent.Design}, "使用外观设计的产品名称": {Title: true, Kind: patent.Design},
	"简要说明": {Part: patent.Brief, Kind: patent.Design}, "外观设计简要说明": {Part: patent.Brief, Kind: patent.Design},
	"外观设计图片或照片": {Part: patent.Pictures, Kind: patent.Design}, "图片或照片": {Part: patent.Pictures, Kind: patent.Design},
}

// PartHead returns what part the line opens. A line of running text opens none; words may follow
// only after a colon.
func PartHead(line string) (Head, bool) {
	if len(line) > 600 {
		return Head{}, false
	}
	if h, ok := heads[bare(line)]; ok {
		return h, true
	}
	for _, sep := range []string{"：", ":", "】", "］"} {
		front, rest, ok := strings.Cut(line, sep)
		if !ok || len(front) > 90 {
			continue
		}
		h, known := heads[bare(front)]
		if !known {
			continue
		}
		h.Rest = strings.TrimSpace(strings.Trim(strings.TrimSpace(rest), "*：: "))
		if h.Rest != "" && bare(front) == "名称" {
			return Head{}, false // too common a word to open anything
		}
		return h, true
	}
	return Head{}, false
}

// Cover reports a line that only names the papers: 发明专利申请, 实用新型专利申请书, 五书 …, and the
// kind it names.
func Cover(line string) (patent.Kind, bool) {
	s := bare(line)
	for _, k := range []patent.Kind{patent.Invention, patent.UtilityModel, patent.Design} {
		rest, ok := strings.CutPrefix(s, string(k))
		if !ok {
			continue
		}
		switch rest {
		case "专利", "专利申请", "专利申请书", "专利申请文件", "专利请求书", "申请", "申请书", "申请文件", "专利申请文本", "专利申请草案":
			return k, true
		}
	}
	switch s {
	case "专利申请", "专利申请书", "专利申请文件", "申请文件", "专利五书", "五书":
		return "", true
	}
	return "", false
}

var paraNumber = regexp.MustCompile(`^[\[［【〔]\s*([0-9０-９]{3,5}[a-zA-Z]?)\s*[\]］】〕]`)

// ParaNumber returns the number "[0012]" before a paragraph and how many bytes it takes.
func ParaNumber(s string) (number string, n int) {
	m := paraNumber.FindStringSubmatchIndex(s)
	if m == nil {
		return "", 0
	}
	return Narrow(s[m[2]:m[3]]), m[1]
}

var claimNumber = regexp.MustCompile(`^([1-9１-９][0-9０-９]{0,2})\s*[.．、]`)

// ClaimNumber returns the number that a claim's text begins with, 0 if it begins with none.
func ClaimNumber(s string) int {
	m := claimNumber.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(Narrow(m[1]))
	if err != nil {
		return 0
	}
	return n
}

// Narrow turns full-width letters, digits and signs into ASCII; everything else stays.
func Narrow(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= 0xFF01 && c <= 0xFF5E {
			return c - 0xFEE0
		}
		return c
	}, s)
}

var figureLabel = regexp.MustCompile(`^(?:附图|图)\s*([0-9０-９]+(?:[-.－．][0-9０-９]+)?(?:[A-Za-z]\b|[Ａ-Ｚａ-ｚ])?(?:\s*[(（][A-Za-z0-9]{1,2}[)）])?)`)

// FigureLabel returns the label at the start of a caption, "图1", "图2A", and the words after it.
func FigureLabel(s string) (label, rest string, ok bool) {
	s = strings.TrimSpace(s)
	m := figureLabel.FindStringSubmatchIndex(s)
	if m == nil {
		return "", "", false
	}
	return "图" + Narrow(Squeeze(s[m[2]:m[3]])), s[m[1]:], true
}

// Clip returns at most n characters of s, for messages.
func Clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}

// KindOf guesses the kind from what the texts call their subject: 本实用新型, 本发明.
func KindOf(a *patent.Application) patent.Kind {
	var utility, invention int
	for _, p := range []patent.Part{patent.Claims, patent.Description, patent.Abstract} {
		s := a.Text(p).Text
		utility += strings.Count(s, "本实用新型") + strings.Count(s, "实用新型内容") + strings.Count(s, "该实用新型")
		invention += strings.Count(s, "本发明") + strings.Count(s, "发明内容")
	}
	switch {
	case utility > 0 && utility*2 >= invention:
		return patent.UtilityModel
	case strings.Contains(a.Text(patent.Brief).Text, "外观设计"):
		return patent.Design
	case invention > 0:
		return patent.Invention
	default:
		return ""
	}
}
