package alike

import (
	"math"
	"math/rand/v2"
	"sort"
	"strings"
)

// rates are the shares of words that are exchanged, left out or put in when a copy is planted.
var rates = [...]float64{0.02, 0.05, 0.10, 0.15, 0.20, 0.30}

const (
	seed      = 20261122
	wordCount = 60_000
	latin     = 30_000 // words of the other script
	topics    = 600
	ofTopic   = 2500 // words
	sampled   = 1 << 16
	firstCopy = 1000 // before it nothing is planted
	typical   = 5.6  // logarithm of the number of words
	least     = 60   // words of a text
	longest   = 1500
)

// A stock makes the text of every number, always the same one, so that none has to be kept. It is made of
// invented words with the frequencies of a language, phrases that stand everywhere, and the vocabulary of
// six hundred fields; one text in ten is in Latin letters. One in fifty is an edited copy of an earlier
// one. It shares no code with what finds them.
type stock struct {
	words, other []string
	zipf, own    []uint16 // numbers of words as often as they occur
	fields       [][]int
	frequent     []uint16 // fields
	phrases      [][]string
}

const fixedWords = "所述 包括 本发明 装置 方法 步骤 连接 其中 设置 实施例 根据 权利要求 特征 在于 一种 用于 第一 第二 进行 系统 模块 数据 信息 控制 结构 所示 图 提供 技术 方案 处理 单元 获取 用户 通过 电路 信号 检测 固定 安装 表面 材料 温度 压力 以及 或者 具体 优选 进一步 如下"

const syllables = "ba con de ex fi ge ho in ju ka lo mi no op pre qua re se tra un ver wa xi zo ing tion able ment er al ity ous ive ation"

// newStock makes the words and vocabularies, which takes a part of a second.
func newStock() *stock {
	r := rand.New(rand.NewPCG(seed, 7))
	s := &stock{zipf: frequencies(wordCount, 1.07), own: frequencies(ofTopic, 0.9), frequent: frequencies(topics, 0.7)}
	common := frequencies(3500, 0.8)
	chars := r.Perm(20_900)[:3500]
	s.words = strings.Fields(fixedWords)
	known := map[string]bool{}
	for len(s.words) < wordCount {
		n := 2 + max(0, r.IntN(10)-5)/2
		var b strings.Builder
		for range n {
			b.WriteRune('一' + rune(chars[common[r.IntN(sampled)]]))
		}
		if w := b.String(); !known[w] {
			known[w] = true
			s.words = append(s.words, w)
		}
	}
	parts := strings.Fields(syllables)
	for i := range latin {
		var b strings.Builder
		for range 2 + r.IntN(3) + i/10_000 {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		s.other = append(s.other, b.String()+" ")
	}
	for range topics {
		field := make([]int, ofTopic)
		for i := range field {
			field[i] = 50 + r.IntN(wordCount-50)
		}
		s.fields = append(s.fields, field)
	}
	for _, p := range []string{"其 特征 在于 ， 包括", "本发明 公开 了 一种", "下面 结合 附图 对 本发明 作 进一步 说明 。", "以上 所述 仅为 本发明 的 较佳 实施例 ， 并不 用以 限制 本发明 。", "根据 权利要求 1 所述 的"} {
		s.phrases = append(s.phrases, strings.Fields(p))
	}
	return s
}

// frequencies returns numbers below n as often as the words of a language occur (Zipf with an exponent).
func frequencies(n int, exponent float64) []uint16 {
	sums := make([]float64, n)
	total := 0.0
	for i := range sums {
		total += math.Pow(float64(i)+2.7, -exponent)
		sums[i] = total
	}
	out := make([]uint16, sampled)
	for i := range out {
		out[i] = uint16(min(n-1, sort.SearchFloat64s(sums, total*(float64(i)+0.5)/sampled)))
	}
	return out
}

// A copyOf says of which text another is an edited copy, and how much of it was edited.
type copyOf struct {
	source int
	rate   int // in rates
}

// planted reports whether a text is an edited copy.
func planted(i int) (c copyOf, ok bool) {
	r := rand.New(rand.NewPCG(seed+1, uint64(i)))
	if i < firstCopy || r.IntN(50) != 0 {
		return c, false
	}
	return copyOf{r.IntN(i), r.IntN(len(rates))}, true
}

// root is the text from which a copy was made, through all copies between.
func root(i int) int {
	for c, ok := planted(i); ok; c, ok = planted(i) {
		i = c.source
	}
	return i
}

// A writing is the words of a text and of what field it is.
type writing struct {
	words []string
	field int
	other bool
}

// word draws a word: half of them from the language, half from the vocabulary of the field.
func (s *stock) word(r *rand.Rand, w *writing) string {
	switch {
	case w.other:
		return s.other[s.zipf[r.IntN(sampled)]%latin]
	case r.IntN(2) == 0:
		return s.words[s.zipf[r.IntN(sampled)]]
	}
	return s.words[s.fields[w.field][s.own[r.IntN(sampled)]]]
}

// write makes a text, of a copy through all texts that it was made from.
func (s *stock) write(i int) writing {
	c, ok := planted(i)
	if !ok {
		return s.original(i)
	}
	return s.edit(s.write(c.source), i, rates[c.rate])
}

// original makes a text that is no copy. How long it is varies as patents do.
func (s *stock) original(i int) writing {
	r := rand.New(rand.NewPCG(seed+2, uint64(i)))
	w := writing{field: int(s.frequent[r.IntN(sampled)]), other: r.IntN(10) == 0}
	n := min(max(least, int(math.Exp(r.NormFloat64()*0.35+typical))), longest)
	w.words = make([]string, 0, n+n/5)
	if !w.other {
		w.words = append(w.words, s.phrases[1]...)
	}
	for since := 0; len(w.words) < n; since++ {
		if !w.other && r.IntN(120) == 0 {
			w.words = append(w.words, s.phrases[r.IntN(len(s.phrases))]...)
		}
		w.words = append(w.words, s.word(r, &w))
		if since > 6 && r.IntN(6) == 0 {
			w.words = append(w.words, []string{"。", "，", "，"}[r.IntN(3)])
			since = 0
		}
	}
	return w
}

// edit exchanges, leaves out and puts in words.
func (s *stock) edit(from writing, i int, rate float64) writing {
	r := rand.New(rand.NewPCG(seed+3, uint64(i)))
	w := writing{field: from.field, other: from.other, words: make([]string, 0, len(from.words)+8)}
	for _, x := range from.words {
		if r.Float64() >= rate {
			w.words = append(w.words, x)
			continue
		}
		switch k := r.IntN(10); {
		case k < 6:
			w.words = append(w.words, s.word(r, &w))
		case k >= 8:
			w.words = append(w.words, x, s.word(r, &w))
		}
	}
	return w
}

// text appends a text to buf.
func (s *stock) text(i int, buf []byte) []byte {
	for _, w := range s.write(i).words {
		buf = append(buf, w...)
	}
	return buf
}

// edited appends a new copy of a text, of which a share of the words is edited.
func (s *stock) edited(i int, rate float64, buf []byte) []byte {
	for _, w := range s.edit(s.write(i), -1-i, rate).words {
		buf = append(buf, w...)
	}
	return buf
}
