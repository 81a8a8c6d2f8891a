package bench

import (
	"context"
	"flag"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
	"zhibao/casework/consent"
	"zhibao/patent/secrecy"

	"zhibao/casework"
	"zhibao/examination/preexam"
	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// A draft that the reader takes as an invention. It is short: what is measured is the move.
const papers = "发明名称\n一种可调节的仪表支架\n权利要求书\n1. 一种可调节的仪表支架，其特征在于，包括底座、立杆和夹持件，所述立杆固定在底座上，所述夹持件可滑动地设置在立杆上。\n" +
	"说明书\n一种可调节的仪表支架\n技术领域\n本发明涉及仪表安装技术领域，尤其涉及一种可调节的仪表支架。\n背景技术\n现有的仪表支架高度固定，安装不便。\n" +
	"发明内容\n本发明提供一种可调节的仪表支架，以便于安装。\n具体实施方式\n如图1所示，支架包括底座1、立杆2和夹持件3。\n说明书摘要\n一种可调节的仪表支架，包括底座、立杆和夹持件。\n"

// upload is the text as somebody would send it.
func upload(text string) []form.File {
	return []form.File{form.Bytes("申请文件.txt", []byte(text))}
}

// submitted makes a case that waits at the counter.
func (r *rig) submitted(ctx context.Context, login string) (*casework.Case, error) {
	k, err := r.move(ctx, login, nil, "create", &preexam.Create{})
	if err != nil {
		return nil, err
	}
	if k, err = r.move(ctx, login, k, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: consent.Both(), Files: upload(papers), Kind: "发明"}); err != nil {
		return nil, err
	}
	return r.move(ctx, login, k, "submit", &preexam.Submit{Undertaking: true})
}

// moveFlags are what can be said about the measurement of moves.
type moveFlags struct {
	writers int     // people at work at the same time
	seconds float64 // how long each line of the table is measured
	dir     string  // on the disk to be measured; the folder for temporary files when empty
}

// runMove measures how many moves a second the program acknowledges, beside how many times the disk
// could have synced alone.
func runMove(ctx context.Context, w io.Writer, args []string) (err error) {
	f := moveFlags{}
	_, err = parse("move", args, func(fs *flag.FlagSet) {
		fs.IntVar(&f.writers, "writers", 64, "")
		fs.Float64Var(&f.seconds, "seconds", 5, "")
		fs.StringVar(&f.dir, "dir", "", "")
	})
	if err != nil || f.writers < 1 || f.seconds <= 0 {
		return usageError{err}
	}
	defer fault.Wrap(&err, "measure moves")
	dir, remove, err := workDir(f.dir)
	if err != nil {
		return err
	}
	defer remove()
	r, err := newRig(ctx, dir, false)
	if err != nil {
		return err
	}
	defer r.Close()
	return r.measureMoves(ctx, w, f, dir)
}

// measureMoves prints the table: the disk first, because everything else is read against it.
func (r *rig) measureMoves(ctx context.Context, w io.Writer, f moveFlags, dir string) error {
	about(w)
	fmt.Fprintf(w, "每步：校验身份、版本与状态，写案件、加密的记录、摘要链与期限，SQLite（WAL，synchronous=FULL）落盘后才返回；目录 %s\n", dir)
	span := time.Duration(f.seconds * float64(time.Second))
	before, err := rawSyncs(ctx, dir, span/2)
	if err != nil {
		return err
	}
	t := newTable(w, "测量", "同时办理", "每秒", "p50 ms", "p95 ms", "p99 ms", "与磁盘之比", "每次提交")
	var lines []moveResult
	for _, m := range []struct {
		name    string
		writers int
		cases   int // of each writer
		act     func(*work, context.Context) error
	}{{"登记电话（已有案件）", 1, casesEach(1, span), (*work).record}, {"登记电话（已有案件）", f.writers, casesEach(f.writers, span), (*work).record},
		{"新建案件", 1, 0, (*work).create}, {"新建案件", f.writers, 0, (*work).create}} {
		ws, err := r.workers(ctx, m.writers, m.cases)
		if err != nil {
			return err
		}
		got, err := r.measure(ctx, ws, span, m.act)
		if err != nil {
			return err
		}
		got.name = m.name
		lines = append(lines, got)
	}
	after, err := rawSyncs(ctx, dir, span/2)
	if err != nil {
		return err
	}
	// The disk of a shared machine changes under the measurement, so it is asked before and after.
	raw := (before + after) / 2
	t.row([]string{"磁盘：4 KB 写入并 fdatasync", "1", fmt.Sprintf("%.0f", raw), "", "", "", "1.00", ""})
	for _, l := range lines {
		t.row([]string{l.name, fmt.Sprint(l.writers), fmt.Sprintf("%.0f", l.rate), millis(l.took.at(0.5)), millis(l.took.at(0.95)), millis(l.took.at(0.99)),
			fmt.Sprintf("%.2f", l.rate/raw), fmt.Sprintf("%.1f", l.shared)})
	}
	if err := t.end(); err != nil {
		return err
	}
	fmt.Fprintf(w, "磁盘在前后各测一次：每秒 %.0f 与 %.0f 次\n", before, after)
	return r.stillHolds(ctx, w)
}

// stillHolds verifies what was written: a fast move that breaks the chain is no move.
func (r *rig) stillHolds(ctx context.Context, w io.Writer) error {
	v, err := casework.Verify(ctx, r.DB)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "核验：%d 件案件，%d 条记录，%d 处不符\n", v.Cases, v.Events, len(v.Flaws))
	if len(v.Flaws) > 0 {
		return fmt.Errorf("chain: %s", v.Flaws[0])
	}
	return nil
}

// work is what one writer has: its own cases, so that no version is stale.
type work struct {
	*rig
	login string           // who opens the cases; records are made by the counter
	cases []*casework.Case // as of the last move
	n     int              // moves so far
}

// casesEach says how many cases one of n writers goes round in that time, so that histories stay
// about as long as those of real cases.
func casesEach(n int, d time.Duration) int { return max(2, int(min(d.Seconds(), 4)*128)/n) }

// record is the smallest complete move on a case that exists: an encrypted event, the chain, the
// clocks, the row of the case. It changes no state, so it can be made again and again.
func (k *work) record(ctx context.Context) error {
	k.n++
	i := k.n % len(k.cases)
	c, err := k.move(ctx, "counter", k.cases[i], "record", &preexam.Record{Way: "电话", With: "代理师", Text: "核对联系方式，告知补充材料的办理期限。"})
	if err == nil {
		k.cases[i] = c
	}
	return err
}

// create opens a case, with a key of its own.
func (k *work) create(ctx context.Context) error {
	_, err := k.move(ctx, k.login, nil, "create", &preexam.Create{})
	return err
}

// moveResult is one line of the table.
type moveResult struct {
	name    string
	writers int
	rate    float64 // acknowledged moves a second
	shared  float64 // moves for each commit
	took    sample  // from the call to the acknowledgement
}

// measure lets writers act for a while, each waiting for its answer before it goes on, and counts
// what was acknowledged.
func (r *rig) measure(ctx context.Context, ws []*work, d time.Duration, act func(*work, context.Context) error) (out moveResult, err error) {
	old := r.DB.Stats(ctx)
	out.writers = len(ws)
	var mu sync.Mutex
	var wg sync.WaitGroup
	var stop atomic.Bool
	start := time.Now()
	for _, k := range ws {
		wg.Go(func() {
			var took sample
			var failed error
			for failed == nil && !stop.Load() && time.Since(start) < d {
				begun := time.Now()
				if failed = act(k, ctx); failed == nil {
					took = append(took, time.Since(begun))
				}
			}
			mu.Lock()
			defer mu.Unlock()
			out.took = append(out.took, took...)
			if failed != nil {
				err = failed
				stop.Store(true)
			}
		})
	}
	wg.Wait()
	out.rate = float64(len(out.took)) / time.Since(start).Seconds()
	if s := r.DB.Stats(ctx); s.Commits > old.Commits {
		out.shared = float64(s.Writes-old.Writes) / float64(s.Commits-old.Commits)
	}
	return out, err
}

// workers makes n writers with so many cases of their own. That is not part of the measurement.
func (r *rig) workers(ctx context.Context, n, cases int) ([]*work, error) {
	out := make([]*work, n)
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range out {
		out[i] = &work{rig: r, login: fmt.Sprintf("applicant-%d", i%len(enterprises)+1)}
		wg.Go(func() {
			for range cases {
				k, err := r.submitted(ctx, out[i].login)
				if err != nil {
					errs[i] = err
					return
				}
				out[i].cases = append(out[i].cases, k)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
