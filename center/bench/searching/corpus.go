package searching

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"zhibao/internal/search"
)

// schema of the documents that are measured: three texts, classes, a name, a day.
func schema() search.Schema {
	return search.Schema{Version: "bench", Fields: []search.Field{
		{Name: "title", Kind: search.KindText, Weight: 3},
		{Name: "abstract", Kind: search.KindText, Weight: 1.5},
		{Name: "claims", Kind: search.KindText},
		{Name: "applicant", Kind: search.KindKey, Facet: true},
		{Name: "ipc", Kind: search.KindTree, Facet: true, Path: ipcPath},
		{Name: "published", Kind: search.KindDay, Facet: true},
	}}
}

// ipcPath gives the codes above G06F17/30.
func ipcPath(code string) []string {
	group, _, _ := strings.Cut(code, "/")
	return []string{code[:1], code[:3], code[:4], group, code}
}

// Sizes of the made-up world.
const (
	characters = 3000
	wordCount  = 40_000
	firms      = 50_000
	codeCount  = 60_000
	days       = 20 * 365
	firstDay   = 13_000 // in 2005
)

// usual are what nearly every patent says. They make the broad terms.
var usual = strings.Fields("所述 其特征在于 包括 一种 方法 装置 连接 设置 用于 根据权利要求 本发明公开了 技术领域 进行 以及 系统 结构 控制 表面 位于 通过 固定 第一 第二 数据 模块 检测 单元 材料 温度 处理")

// A corpus makes the same documents from the same seed. It may draw its sentences from real texts.
type corpus struct {
	words     []string // made-up ones
	sentences []string // real ones; none where all is made up
	codes     []string // classes
	seed      uint64
}

// newCorpus reads the sentences of patents below a folder, when one is given.
func newCorpus(data string, seed uint64) (*corpus, error) {
	c := &corpus{seed: seed}
	rng := rand.New(rand.NewPCG(seed, 1))
	// Characters and words are as uneven as in a language: a few are everywhere, most are rare.
	letters := make([]rune, characters)
	for i := range letters {
		letters[i] = rune(0x4E00 + rng.IntN(0x9FA5-0x4E00))
	}
	often := rand.NewZipf(rng, 1.05, 8, characters-1)
	for range wordCount {
		var w []rune
		for range 2 + rng.IntN(2) {
			w = append(w, letters[often.Uint64()])
		}
		c.words = append(c.words, string(w))
	}
	for range codeCount {
		c.codes = append(c.codes, fmt.Sprintf("%c%02d%c%d/%02d", 'A'+rng.IntN(8), 1+rng.IntN(30), 'A'+rng.IntN(14), 1+rng.IntN(60), rng.IntN(90)))
	}
	if data == "" {
		return c, nil
	}
	files, err := filepath.Glob(filepath.Join(data, "cn-patents-*", "*.jsonl"))
	for _, f := range files {
		if err == nil {
			err = c.read(f)
		}
	}
	if err == nil && len(c.sentences) == 0 {
		err = fmt.Errorf("%s: 没有可用的文本（cn-patents-*/*.jsonl）", data)
	}
	return c, err
}

// read takes the sentences of a file of patents.
func (c *corpus) read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var d struct {
			Abstract string
			Claims   []string
		}
		_ = json.Unmarshal(lines.Bytes(), &d) // lines of other forms have no texts
		for _, t := range append(d.Claims, d.Abstract) {
			for s := range strings.FieldsFuncSeq(t, func(r rune) bool { return r == '。' || r == '；' || r == '\n' }) {
				if n := utf8.RuneCountInString(s); n > 8 && n < 300 {
					c.sentences = append(c.sentences, s)
				}
			}
		}
	}
	return lines.Err()
}

// document makes the document of a number.
func (c *corpus) document(n int) search.Document {
	rng := rand.New(rand.NewPCG(c.seed, uint64(n)+2))
	// The number of the document is its seed, so that any document can be made without the others.
	zipf := func(s float64, size int) int { return int(rand.NewZipf(rng, s, 4, uint64(size-1)).Uint64()) }
	word := rand.NewZipf(rng, 1.1, 30, wordCount-1)
	// made is a sentence of words that mean nothing, with what every patent says in between.
	made := func(length int) string {
		var b strings.Builder
		for b.Len() < 3*length {
			if rng.IntN(4) == 0 {
				b.WriteString(usual[rng.IntN(len(usual))])
			} else {
				b.WriteString(c.words[word.Uint64()])
			}
			if rng.IntN(9) == 0 {
				b.WriteString("，")
			}
		}
		return b.String() + "。"
	}
	// prose begins with a made-up sentence, so that no two documents are alike and there are rare words.
	prose := func(sentences int) string {
		out := made(20)
		for range sentences {
			if len(c.sentences) == 0 {
				out += made(45)
			} else {
				out += c.sentences[rng.IntN(len(c.sentences))] + "。"
			}
		}
		return out
	}
	return search.Document{
		ID: fmt.Sprintf("CN%09dA", n),
		Texts: map[string][]string{
			"title": {"一种" + made(8)}, "abstract": {prose(3 + rng.IntN(3))}, "claims": {prose(3), prose(2 + rng.IntN(3))},
		},
		Keys: map[string][]string{
			"applicant": {fmt.Sprintf("%s科技有限公司%d", c.words[zipf(1.05, firms)%wordCount], rng.IntN(3))},
			"ipc":       {c.codes[zipf(1.05, codeCount)], c.codes[zipf(1.05, codeCount)]},
		},
		Values: map[string]int64{"published": firstDay + int64(rng.IntN(days))},
	}
}
