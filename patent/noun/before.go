package noun

import (
	"strings"
	"unicode/utf8"
)

// Before returns where the name that ends s begins: behind its last function word, 连接件 of
// 并且通过所述连接件.
func Before(s string) int {
	at := 0
	for i := 0; i < len(s); {
		_, w := utf8.DecodeRuneInString(s[i:])
		for _, f := range functions[s[i:i+w]] {
			if strings.HasPrefix(s[i:], f.word) && !f.part(s[i:]) && i+len(f.word) < len(s) {
				at = max(at, i+len(f.word))
			}
		}
		i += w
	}
	return at
}

// A function word opens a name: what stands behind its last occurrence is the name, unless a
// longer word begins there in which it has another meaning.
type function struct{ word, unless string }

var functions = byFirst([]function{
	{"所述", ""}, {"上述", ""}, {"前述", ""}, {"该", ""}, {"此", "此外"}, {"一个", ""}, {"两个", ""}, {"三个", ""}, {"四个", ""}, {"多个", ""},
	{"若干", ""}, {"一对", ""}, {"另一", ""}, {"各个", ""}, {"每个", ""}, {"一种", ""}, {"一根", ""}, {"一块", ""}, {"两根", ""}, {"两块", ""},
	{"与", ""}, {"和", ""}, {"或", ""}, {"以及", ""}, {"及", ""}, {"并且", ""}, {"而且", ""}, {"从而", ""}, {"使得", ""}, {"使", "使用者 使能"},
	{"在", ""}, {"由", ""}, {"将", ""}, {"把", "把手 把柄"}, {"被", ""}, {"从", "从动"}, {"于", ""}, {"为", ""}, {"是", ""}, {"的", ""},
	{"包括", ""}, {"包含", ""}, {"具有", ""}, {"设有", ""}, {"装有", ""}, {"开有", ""}, {"带有", ""}, {"连有", ""}, {"还有", ""},
	{"设置有", ""}, {"安装有", ""}, {"连接有", ""}, {"固定有", ""}, {"固定连接有", ""}, {"开设有", ""}, {"套设有", ""}, {"焊接有", ""},
	{"螺纹连接有", ""}, {"转动连接有", ""}, {"滑动连接有", ""}, {"铰接有", ""}, {"固设有", ""}, {"通过", "通过孔"}, {"利用", ""}, {"采用", ""},
	{"位于", ""}, {"设于", ""}, {"安装于", ""}, {"连接于", ""}, {"固定于", ""}, {"设在", ""}, {"带动", ""}, {"其中", ""}, {"同时", ""},
	{"此时", ""}, {"然后", ""}, {"接着", ""}, {"因此", ""}, {"例如", ""}, {"即", ""}, {"则", ""}, {"当", ""}, {"经由", ""}, {"经过", ""},
	{"朝向", ""}, {"远离", ""}, {"靠近", ""}, {"进入", ""}, {"穿过", ""}, {"贯穿", ""}, {"伸入", ""}, {"伸出", ""}, {"沿着", ""}, {"沿", ""},
	{"可以", ""}, {"能够", ""}, {"分别", ""}, {"还包括", ""}, {"一侧的", ""}, {"称为", ""}, {"构成", ""}, {"形成", ""}, {"所示", ""}, {"对应", "对应部"},
})

// part reports whether the word is only the beginning of another one in s.
func (f *function) part(s string) bool {
	for _, w := range strings.Fields(f.unless) {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

func byFirst(list []function) map[string][]function {
	out := map[string][]function{}
	for _, f := range list {
		_, w := utf8.DecodeRuneInString(f.word)
		out[f.word[:w]] = append(out[f.word[:w]], f)
	}
	return out
}
