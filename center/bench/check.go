package bench

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhibao/center/bench/drawn"
	"zhibao/center/bench/field"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// A checker reads and checks one application after the other and forgets it again.
type checker struct {
	rules  []check.Rule
	on     calendar.Day // whose rules apply
	repeat int          // counted runs of each application
	texts  int          // how often each fault is sown in texts of the demonstration, 0: not at all
	places int          // how often each fault is sown in real texts, 0: not at all
	data   string       // folder of the real texts
	judged string       // file of judgements, empty: none
	known  string       // file of judgements of the findings of one rule, empty: none
	alone  bool         // of publications, the abstract is read as a claim, and nothing else
	verdict
	drawn.Draw

	reads, checks sample // one duration for each application: the median of its runs
	sizes         []int  // bytes of text
	findings      int
	asked         map[string]int // questions to the examiner, by rule; "" for all that demand an answer
	unreadable    int            // files and lines that are no application
	largest       struct {       // most text
		name        string
		bytes       int
		read, check time.Duration
	}
	slowest struct { // longest check
		name  string
		bytes int
		check time.Duration
	}
}

// flags reads what is to be measured: the files, and the folder to publish in, if any.
func (c *checker) flags(args []string) (paths []string, root string, err error) {
	paths, err = parse("check", args, func(fs *flag.FlagSet) {
		fs.IntVar(&c.repeat, "repeat", 3, "")
		fs.IntVar(&c.texts, "faults", 0, "")
		fs.IntVar(&c.places, "real", 0, "")
		fs.StringVar(&c.data, "data", "../shared/data", "")
		fs.StringVar(&root, "publish", "", "")
		fs.StringVar(&c.judged, "judged", "", "")
		fs.StringVar(&c.Rule, "rule", "", "")
		fs.IntVar(&c.Size, "sample", 0, "")
		fs.Uint64Var(&c.Seed, "seed", 1, "")
		fs.StringVar(&c.known, "labels", "", "")
		fs.BoolVar(&c.alone, "abstracts", false, "")
	})
	return paths, root, err
}

// runCheck measures reading and checking over all files below the paths that are named. The files are
// the caller's; nothing of them is stored and only their names are printed.
func runCheck(ctx context.Context, w io.Writer, args []string) (err error) {
	c := &checker{rules: catalogue.Rules(), on: calendar.DayOf(time.Now()), asked: map[string]int{}}
	paths, root, err := c.flags(args)
	if err == nil && root != "" && len(paths) == 0 {
		exe, err := os.Executable()
		if err != nil {
			return err
		}
		return publish(ctx, w, root, c.data, exe, earnest)
	}
	if err != nil || len(paths) == 0 && c.texts == 0 && c.places == 0 || c.repeat < 1 || c.texts < 0 || c.places < 0 || c.Size < 0 || c.Rule == "" && (c.Size > 0 || c.known != "") {
		return usageError{err}
	}
	defer fault.Wrap(&err, "measure checks")
	if c.places > 0 {
		docs, err := field.Collect(c.data)
		if err != nil {
			return err
		}
		h, err := glean(ctx, c.rules, docs, c.places)
		if err != nil {
			return err
		}
		if err := h.print(w); err != nil || len(paths) == 0 && c.texts == 0 {
			return err
		}
	}
	if c.texts > 0 {
		h, err := reap(ctx, c.rules, text.Count(), c.texts)
		if err != nil {
			return err
		}
		if err := h.print(w); err != nil || len(paths) == 0 {
			return err
		}
	}
	if c.verdict, err = judgements(c.judged); err != nil {
		return err
	}
	if err = c.ReadLabels(c.known); err != nil {
		return err
	}
	for _, p := range paths {
		err := filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return c.file(ctx, path)
		})
		if err != nil {
			return err
		}
	}
	return c.print(w)
}

// maxApplication bounds one file that is measured.
const maxApplication = 500 << 20

// file measures a file: an application, or one application a line.
func (c *checker) file(ctx context.Context, path string) error {
	if strings.HasSuffix(path, ".jsonl") {
		if c.alone {
			return c.abstractLines(ctx, path)
		}
		return c.lines(ctx, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxApplication))
	if err != nil {
		return err
	}
	return c.one(ctx, filepath.Base(path), data)
}

// lines measures a file of publications, each a line of JSON with title, abstract and claims, as the
// texts that applicants would have handed in. Lines that are no whole publication are counted.
func (c *checker) lines(ctx context.Context, path string) error {
	docs, unused, err := field.ClaimSets(path)
	if err != nil {
		return err
	}
	c.unreadable += unused
	for i := range docs {
		if err := c.one(ctx, docs[i].ID+".txt", []byte(docs[i].Text())); err != nil {
			return err
		}
	}
	return nil
}

// one measures one application; the median of the repetitions counts. The first one is not
// counted, so that caches and tables are warm as they are in a running program.
func (c *checker) one(ctx context.Context, name string, data []byte) error {
	var reads, checks sample
	var app *patent.Application
	var report *check.Report
	for range c.repeat + 1 {
		start := time.Now()
		var err error
		app, err = reader.Read(ctx, name, bytes.NewReader(data), int64(len(data)), reader.Options{})
		// A refusal is a result; anything else, as an interruption, ends the measurement.
		if fault.Of(err) != nil {
			c.unreadable++
			return nil
		} else if err != nil {
			return err
		}
		reads = append(reads, time.Since(start))
		start = time.Now()
		report = check.Run(check.Input{App: app, On: c.on}, c.rules)
		checks = append(checks, time.Since(start))
	}
	read, took := reads[1:].at(0.5), checks[1:].at(0.5)
	size := 0
	for _, t := range app.Texts {
		size += len(t.Text)
	}
	c.reads, c.checks, c.sizes = append(c.reads, read), append(c.checks, took), append(c.sizes, size)
	c.findings += len(report.Findings)
	for _, q := range report.Questions {
		if c.asked[q.Rule]++; q.Severity != rule.Info {
			c.asked[""]++
		}
	}
	c.verdict.add(strings.TrimSuffix(name, ".txt"), report.Findings)
	c.Draw.Add(strings.TrimSuffix(name, ".txt"), app, report.Findings)
	if size > c.largest.bytes {
		c.largest.name, c.largest.bytes, c.largest.read, c.largest.check = name, size, read, took
	}
	if took > c.slowest.check {
		c.slowest.name, c.slowest.bytes, c.slowest.check = name, size, took
	}
	return nil
}

// pages30 is the text of an application of thirty pages, in bytes: what people
// mean by a usual one. The last column scales the speed to it.
const pages30 = 59 << 10

// print shows reading and checking apart, because only checking is repeated after each edit.
func (c *checker) print(w io.Writer) error {
	if len(c.sizes) == 0 {
		return errors.New("no application among the files")
	}
	about(w)
	fmt.Fprintf(w, "%d 条规则，每件重复 %d 次取中位数，先各做一次不计；一个处理器；不含读盘。%d 个文件不是可读取的申请文件\n",
		len(c.rules), c.repeat, c.unreadable)
	text := 0
	var reading, checking time.Duration
	for i, n := range c.sizes {
		text, reading, checking = text+n, reading+c.reads[i], checking+c.checks[i]
	}
	slices.Sort(c.sizes)
	speed := func(d time.Duration) float64 { return float64(text) / (1 << 20) / d.Seconds() }
	t := newTable(w, "", "件", "正文中位 KB", "p50 ms", "p95 ms", "p99 ms", "正文 MB/s", "30 页（59 KB）ms")
	for _, l := range []struct {
		name string
		took sample
		sum  time.Duration
	}{{"读取", c.reads, reading}, {"检查", c.checks, checking}} {
		t.row([]string{l.name, fmt.Sprint(len(c.sizes)), fmt.Sprintf("%.1f", float64(c.sizes[len(c.sizes)/2])/1024), millis(l.took.at(0.5)), millis(l.took.at(0.95)),
			millis(l.took.at(0.99)), fmt.Sprintf("%.2f", speed(l.sum)), fmt.Sprintf("%.1f", pages30/float64(1<<20)/speed(l.sum)*1000)})
	}
	if err := t.end(); err != nil {
		return err
	}
	fmt.Fprintf(w, "最大的一件：%s，%.1f KB，读取 %s ms，检查 %s ms\n", c.largest.name, float64(c.largest.bytes)/1024, millis(c.largest.read), millis(c.largest.check))
	fmt.Fprintf(w, "最慢的一件：%s，%.1f KB，检查 %s ms；共发现 %d 处，平均每件 %.1f 处\n", c.slowest.name, float64(c.slowest.bytes)/1024, millis(c.slowest.check),
		c.findings, float64(c.findings)/float64(len(c.sizes)))
	var by []string
	for _, id := range slices.Sorted(maps.Keys(c.asked)) {
		if id != "" {
			by = append(by, fmt.Sprintf("%s %d", id, c.asked[id]))
		}
	}
	fmt.Fprintf(w, "需由预审员回答的问题：%d 个，平均每件 %.2f 个；规则 件：%s\n", c.asked[""], float64(c.asked[""])/float64(len(c.sizes)), strings.Join(by, "，"))
	if err := c.verdict.print(w); err != nil {
		return err
	}
	return c.Draw.Print(w)
}
