package alike

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A shelf is real texts that are compared with each other.
type shelf struct {
	name  string
	path  string   // below the folder of the data; a pattern of text files, or lines
	parts []string // members of a line, each of which is a text
}

// shelves are the texts of the data that are compared, each with its like alone.
func shelves() []shelf {
	return []shelf{
		{"公开申请的摘要", "cn-patents-bdci2022/expand_train_1_4097.jsonl", []string{"abstract"}},
		{"摘要与其改写", "cn-patents-bdci2022/near_duplicate_pairs_400.jsonl", []string{"orig_abstract", "pert_abstract"}},
		{"另一批摘要", "cn-patents-kppatent-zh/abstracts_3024.jsonl", []string{"abstract"}},
		{"权利要求书", "cn-patents-kppatent-zh/patents_tac_693.jsonl", []string{"claims_raw"}},
		{"文章与其改写", "near-duplicate-zh/essay_0.8/*.txt", nil},
	}
}

// half is the score from which on a pair of real texts must be found.
const half = 0.5

// realPairs compares real texts and holds the pairs against all that there are.
func realPairs(ctx context.Context, w io.Writer, o Options, dir string) error {
	var rows [][]string
	for _, s := range shelves() {
		texts, err := s.read(o.Data)
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(texts) == 0 {
			rows = append(rows, []string{s.name, "没有数据", "", "", ""})
			continue
		}
		if err != nil {
			return err
		}
		path := filepath.Join(dir, "real.jsonl")
		if err := lines(path, texts); err != nil {
			return err
		}
		got, err := compare(ctx, o.Exe, path, half)
		if err != nil {
			return err
		}
		want := allPairs(texts, half)
		found := 0
		for _, p := range want {
			if slices.Contains(got.pairs, p) {
				found++
			}
		}
		rows = append(rows, []string{s.name, fmt.Sprint(len(texts)), fmt.Sprint(len(want)), fmt.Sprint(found), fmt.Sprint(len(got.pairs) - found)})
	}
	fmt.Fprintf(w, "\n## 真实文本\n\n各组文本两两精确比较（三字片段的 Jaccard），不低于 %v 的各对应当全部找到；真实文本不在本项目之内。\n", half)
	table(w, "文本|件|应找到的对|找到|多出", rows)
	return nil
}

// read reads the texts; equal ones stay, for they are pairs too.
func (s *shelf) read(data string) (out []string, err error) {
	path := filepath.Join(data, filepath.FromSlash(s.path))
	if s.parts == nil {
		paths, err := filepath.Glob(path)
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				return nil, err
			}
			out = append(out, string(b))
		}
		return out, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var row map[string]any
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			return nil, err
		}
		for _, p := range s.parts {
			if t, ok := row[p].(string); ok && t != "" {
				out = append(out, t)
			}
		}
	}
	return out, in.Err()
}

// allPairs compares every text with every other one by a list of the texts of each run.
func allPairs(texts []string, least float64) (out [][2]int) {
	with := map[string][]int{}
	sizes := make([]int, len(texts))
	for i, t := range texts {
		both := map[int]int{}
		runs := runsOf(t)
		sizes[i] = len(runs)
		for r := range runs {
			for _, k := range with[r] {
				both[k]++
			}
			with[r] = append(with[r], i)
		}
		for k, n := range both {
			if float64(n) >= least*float64(sizes[i]+sizes[k]-n) {
				out = append(out, [2]int{k, i})
			}
		}
	}
	return out
}

// runsOf are the runs of three characters, written once more so that the measured code does not judge
// itself.
func runsOf(text string) map[string]bool {
	r := []rune(strings.Join(strings.Fields(text), ""))
	out := make(map[string]bool, len(r))
	for i := 0; i+3 <= len(r); i++ {
		out[string(r[i:i+3])] = true
	}
	return out
}

func quoted(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return []byte(`""`) // a string is always JSON
	}
	return b
}
