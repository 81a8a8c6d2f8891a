package alike

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"zhibao/patent/similarity"
)

// oneInMany looks for edited copies in the index of very many texts.
func oneInMany(ctx context.Context, w io.Writer, o Options, dir string) error {
	s := newStock()
	path := filepath.Join(dir, "index")
	built, err := s.index(ctx, path, o.Index)
	if err != nil {
		return err
	}
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	begun := time.Now()
	x, err := similarity.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = x.Close() }() // read only
	opened := time.Since(begun)
	// Each of the four is asked about the same texts, edited ever more.
	var rows [][]string
	for _, rate := range []float64{0, 0.1, 0.2, 0.3} {
		texts := make([][]byte, o.Queries)
		for q := range texts {
			texts[q] = s.edited(asked(q, o.Index), rate, nil)
		}
		var took []time.Duration
		var m similarity.Marker
		found, before := 0, used()
		for q, text := range texts {
			begun := time.Now()
			got := x.Query(m.Of(text), similarity.Wish{})
			took = append(took, time.Since(begun))
			if slices.ContainsFunc(got, func(m similarity.Match) bool { return m.ID == int64(asked(q, o.Index)) }) {
				found++
			}
		}
		mean := time.Duration(used()-before) / time.Duration(o.Queries)
		slices.Sort(took)
		at := func(q float64) string {
			return fmt.Sprintf("%.3f", took[min(len(took)-1, int(q*float64(len(took))))].Seconds()*1000)
		}
		rows = append(rows, []string{fmt.Sprintf("%.0f%%", rate*100), fmt.Sprint(o.Queries), fmt.Sprintf("%.3f", mean.Seconds()*1000), at(0.5), at(0.95), at(1), fmt.Sprintf("%.4f", float64(found)/float64(o.Queries))})
	}
	fmt.Fprintf(w, "\n## 一件与 %d 件比较\n\n从文本到按相似程度排列的前二十件，一个处理器（目标：不超过 20 毫秒）。索引文件 %.0f MB，建立用 %.0f 处理器秒（不计造文本），打开并核对校验和 %.2f 秒。\n",
		o.Index, float64(st.Size())/(1<<20), built.Seconds(), opened.Seconds())
	table(w, "改写|次|处理器 毫秒（平均）|p50 毫秒|p95 毫秒|最长 毫秒|找到", rows)
	return nil
}

// asked is which of n texts the query is about.
func asked(query, n int) int { return int(uint64(query) * 0x9e3779b97f4a7c15 >> 1 % uint64(n)) }

// index writes the index of the first n texts and returns how long the processors worked for it.
func (s *stock) index(ctx context.Context, path string, n int) (took time.Duration, err error) {
	var b similarity.Builder
	var m similarity.Marker
	err = s.each(ctx, n, func(first int, texts [][]byte) error {
		begun := used()
		for i, text := range texts {
			if err := b.Add(int64(first+i), m.Of(text)); err != nil {
				return err
			}
		}
		took += time.Duration(used() - begun)
		return nil
	})
	if err != nil {
		return 0, err
	}
	begun := used()
	err = b.Write(path, similarity.Label{Collection: "bench"})
	return took + time.Duration(used()-begun), err
}

// each makes texts on all processors, some hundred at a time, and hands them on in order. None is made
// while they are used.
func (s *stock) each(ctx context.Context, n int, use func(first int, texts [][]byte) error) error {
	texts := make([][]byte, 4*batch)
	for first := 0; first < n; first += len(texts) {
		if err := ctx.Err(); err != nil {
			return err
		}
		texts = texts[:min(len(texts), n-first)]
		inParts(len(texts), func(k int) { texts[k] = s.text(first+k, texts[k][:0]) })
		if err := use(first, texts); err != nil {
			return err
		}
	}
	return nil
}

// lines writes texts as lines whose ids are their numbers.
func lines(path string, texts []string) error {
	var out []byte
	for i, t := range texts {
		out = append(append(out, `{"id":"`+strconv.Itoa(i)+`","text":`...), quoted(t)...)
		out = append(out, "}\n"...)
	}
	return os.WriteFile(path, out, 0o600)
}
