package alike

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
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
		var took []time.Duration
		found := 0
		for q := range o.Queries {
			i := int(uint64(q) * 0x9e3779b97f4a7c15 >> 1 % uint64(o.Index))
			text := s.edited(i, rate, nil)
			var m similarity.Marker
			begun := time.Now()
			got := x.Query(m.Of(text), similarity.Wish{})
			took = append(took, time.Since(begun))
			if slices.ContainsFunc(got, func(m similarity.Match) bool { return m.ID == int64(i) }) {
				found++
			}
		}
		slices.Sort(took)
		at := func(q float64) string {
			return fmt.Sprintf("%.3f", took[min(len(took)-1, int(q*float64(len(took))))].Seconds()*1000)
		}
		rows = append(rows, []string{fmt.Sprintf("%.0f%%", rate*100), fmt.Sprint(o.Queries), at(0.5), at(0.95), at(1), fmt.Sprintf("%.4f", float64(found)/float64(o.Queries))})
	}
	fmt.Fprintf(w, "\n## 一件与 %d 件比较\n\n从文本到按相似程度排列的前二十件，一个处理器（目标：不超过 20 毫秒）。索引文件 %.0f MB，建立用 %.0f 处理器秒（不计造文本），打开并核对校验和 %.2f 秒。\n",
		o.Index, float64(st.Size())/(1<<20), built.Seconds(), opened.Seconds())
	table(w, "改写|次|p50 毫秒|p95 毫秒|最长 毫秒|找到", rows)
	return nil
}

// index writes the index of the first n texts and returns how long the processors worked for it.
func (s *stock) index(ctx context.Context, path string, n int) (took time.Duration, err error) {
	var b similarity.Builder
	var m similarity.Marker
	err = s.each(ctx, n, func(i int, text []byte) error {
		begun := time.Now()
		err := b.Add(int64(i), m.Of(text))
		took += time.Since(begun)
		return err
	})
	if err != nil {
		return 0, err
	}
	begun := used()
	err = b.Write(path, similarity.Label{Collection: "bench"})
	return took + time.Duration(used()-begun), err
}

// each makes texts on all processors and hands them on in order.
func (s *stock) each(ctx context.Context, n int, use func(i int, text []byte) error) error {
	texts := make([][]byte, 4*batch)
	for first := 0; first < n; first += len(texts) {
		if err := ctx.Err(); err != nil {
			return err
		}
		count := min(len(texts), n-first)
		var wg sync.WaitGroup
		const hands = 4
		for h := range hands {
			wg.Go(func() {
				for k := h; k < count; k += hands {
					texts[k] = s.text(first+k, texts[k][:0])
				}
			})
		}
		wg.Wait()
		for k := range count {
			if err := use(first+k, texts[k]); err != nil {
				return err
			}
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
