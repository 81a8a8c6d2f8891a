package alike

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A result is what a program found, and what it took.
type result struct {
	docs   int
	pairs  [][2]int
	cpu    time.Duration // of all processors
	clock  time.Duration
	memory int64 // bytes at most, 0 where the system does not tell
	said   string
}

// perCPU is the speed that does not depend on what else the machine does.
func (r *result) perCPU() float64 { return float64(r.docs) / max(r.cpu.Seconds(), 0.001) }

// compare runs the program over a file.
func compare(ctx context.Context, exe, path string, least float64) (*result, error) {
	return run(exec.CommandContext(ctx, exe, "similar", "--format", "json", "--threshold", fmt.Sprint(least), path))
}

// run runs a program that prints a pair a line.
func run(cmd *exec.Cmd) (*result, error) {
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	r := &result{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var p struct{ A, B string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, errors.Join(fmt.Errorf("line %q: %w", lines.Text(), err), cmd.Wait())
		}
		a, errA := strconv.Atoi(p.A)
		b, errB := strconv.Atoi(p.B)
		if err := errors.Join(errA, errB); err != nil {
			return nil, errors.Join(err, cmd.Wait())
		}
		r.pairs = append(r.pairs, [2]int{min(a, b), max(a, b)})
	}
	if err := errors.Join(lines.Err(), cmd.Wait()); err != nil {
		return nil, fmt.Errorf("%w: %s", err, said.String())
	}
	r.clock, r.said = time.Since(begun), said.String()
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	r.memory = peak(cmd.ProcessState)
	return r, nil
}

// A harvest says how many planted copies were found, by rate, and how many pairs are none.
type harvest struct {
	sown, found [len(rates)]int
	right, all  int
}

// reap holds what was found against what was planted. A pair is right when both were made from one text,
// through whatever copies.
func reap(r *result) (h harvest) {
	found := make(map[[2]int]bool, len(r.pairs))
	for _, p := range r.pairs {
		found[p] = true
		h.all++
		if root(p[0]) == root(p[1]) {
			h.right++
		}
	}
	for i := range r.docs {
		if c, ok := planted(i); ok {
			h.sown[c.rate]++
			if found[[2]int{c.source, i}] {
				h.found[c.rate]++
			}
		}
	}
	return h
}

// row is a line of the table of recall and precision.
func (h *harvest) row(name string) []string {
	row := []string{name}
	for i := range rates {
		row = append(row, fmt.Sprintf("%.4f（%d/%d）", float64(h.found[i])/float64(max(1, h.sown[i])), h.found[i], h.sown[i]))
	}
	return append(row, fmt.Sprintf("%.4f（%d/%d）", float64(h.right)/float64(max(1, h.all)), h.right, h.all))
}

// pairsOfYear compares all made texts with each other, as those of a year.
func pairsOfYear(ctx context.Context, w io.Writer, o Options, dir string) error {
	s := newStock()
	path := filepath.Join(dir, "year.jsonl")
	size, err := s.file(ctx, path, o.Docs)
	if err != nil {
		return err
	}
	ours, err := compare(ctx, o.Exe, path, threshold)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	ours.docs = o.Docs
	h := reap(ours)
	rows := [][]string{h.row("zhibao similar")}
	speeds := [][]string{speed("zhibao similar", ours, size)}
	note := ""
	few := filepath.Join(dir, "few.jsonl")
	size, err = s.file(ctx, few, o.Peer)
	if err != nil {
		return err
	}
	for _, way := range []string{"update_batch", "update"} {
		theirs, version, err := datasketch(ctx, o.Python, few, way)
		if errors.Is(err, errNoPeer) {
			note = "没有安装 datasketch（Python），本次没有与它比较。\n"
			break
		}
		if err != nil {
			return err
		}
		theirs.docs = o.Peer
		g := reap(theirs)
		rows, speeds = append(rows, g.row(version)), append(speeds, speed(version, theirs, size))
		note += fmt.Sprintf("每处理器秒的件数是 %s 的 %.0f 倍（目标：不少于 300 倍）。", version, ours.perCPU()/theirs.perCPU())
	}
	if len(rows) > 1 {
		note += "datasketch 按五字片段、128 个哈希、阈值 0.5 的 LSH 使用，成批（update_batch）或者逐个（update）加入片段，不计 Python 启动。\n"
	}
	fmt.Fprintf(w, "\n## 一年的申请互相比较\n\n人工造出的文本（平均 %d 字节，十分之一为西文），五十件中有一件是在先某件改写一定比例的词而成；造文本的程序与查找的程序没有共同的代码。\n"+
		"`zhibao similar --threshold %v` 作为另一个进程读取 JSON 行文件，从启动到打印完毕。\n\n查全率，按改写的词的比例（目标：20%% 以内不低于 0.99，30%% 不低于 0.95），与查准率（目标：不低于 0.97）：\n", size/int64(max(1, o.Peer)), threshold)
	table(w, "程序|2%|5%|10%|15%|20%|30%|查准率", rows)
	table(w, "程序|件|MB|墙钟 秒|处理器 秒|件/处理器秒|内存最多 MB", speeds)
	fmt.Fprint(w, "\n"+note)
	if o.Docs < year {
		full := float64(year) / float64(o.Docs)
		fmt.Fprintf(w, "一年五百万件本次没有实际运行；按件数折算为 %.0f 秒、%.1f GB（目标：两个处理器 120 秒、6 GiB 以内）。\n", ours.clock.Seconds()*full, float64(ours.memory)*full/(1<<30))
	}
	return nil
}

// year is how many texts a year brings.
const year = 5_000_000

// speed is a line of the table of time and memory.
func speed(name string, r *result, size int64) []string {
	return []string{name, fmt.Sprint(r.docs), fmt.Sprint(size >> 20), fmt.Sprintf("%.1f", r.clock.Seconds()), fmt.Sprintf("%.1f", r.cpu.Seconds()),
		fmt.Sprintf("%.0f", r.perCPU()), fmt.Sprint(r.memory >> 20)}
}

// errNoPeer says that the program of others is not installed.
var errNoPeer = errors.New("datasketch is not installed")

// sketch does the same work with datasketch. The processor time counts from the first line on.
const sketch = `
import json, sys, time
from datasketch import MinHash, MinHashLSH
begun = time.process_time()
index = MinHashLSH(threshold=0.5, num_perm=128)
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    text = row["text"]
    m = MinHash(num_perm=128)
    runs = {text[i:i+5].encode() for i in range(len(text)-4)}
    if sys.argv[2] == "update":
        for run in runs:
            m.update(run)
    else:
        m.update_batch(list(runs))
    for other in index.query(m):
        print(json.dumps({"a": other, "b": row["id"]}))
    index.insert(row["id"], m)
sys.stderr.write("\n%f\n" % (time.process_time() - begun))
`

// datasketch runs the program of others and returns its name with the version.
func datasketch(ctx context.Context, python, path, way string) (*result, string, error) {
	version, err := exec.CommandContext(ctx, python, "-c", "import datasketch; print(datasketch.__version__)").Output()
	if err != nil {
		return nil, "", errNoPeer
	}
	cmd := exec.CommandContext(ctx, python, "-c", sketch, path, way)
	r, err := run(cmd)
	if err != nil {
		return nil, "", err
	}
	said := strings.Fields(r.said)
	if len(said) == 0 {
		return nil, "", errors.New("datasketch did not say how long it took")
	}
	used, err := strconv.ParseFloat(said[len(said)-1], 64)
	if err != nil {
		return nil, "", err
	}
	r.cpu = time.Duration(used * float64(time.Second))
	return r, "datasketch " + strings.TrimSpace(string(version)) + " " + way, nil
}
