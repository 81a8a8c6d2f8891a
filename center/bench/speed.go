package bench

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"zhibao/center/bench/field"
	"zhibao/center/bench/sow"
	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

// A pace is what a run over many texts took.
type pace struct {
	what  string
	texts int
	bytes int
	clock time.Duration // by the clock, with one worker for each processor
	cpu   time.Duration // of all processors together
}

// perCPU is the speed of one processor in MB/s, whatever else the machine was doing.
func (p pace) perCPU() float64 { return float64(p.bytes) / (1 << 20) / p.cpu.Seconds() }

// byClock is the speed of all processors in MB/s as a person waits for it.
func (p pace) byClock() float64 { return float64(p.bytes) / (1 << 20) / p.clock.Seconds() }

// literal are the rules that the machine decides: words, numbers, references and structure.
func literal(rules []check.Rule) (out []check.Rule) {
	for _, r := range rules {
		if r.Auto == rule.Deterministic {
			out = append(out, r)
		}
	}
	return out
}

// paces measures reading and checking over texts: all, and with the literal rules alone, and all
// rules over the complete ones. Each is run three times, and the fastest counts: what delays a run is
// the machine.
func paces(ctx context.Context, docs []field.Document, rules []check.Rule) ([]pace, error) {
	var inputs, whole []check.Input
	var sheets []*sow.Sheet
	size, wholeSize := 0, 0
	for i := range docs {
		s := sheet(&docs[i], field.Anywhere)
		app, err := taken(ctx, s)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, t := range app.Texts {
			n += len(t.Text)
		}
		in := check.Input{App: app, On: s.On}
		sheets, inputs, size = append(sheets, s), append(inputs, in), size+n
		if len(docs[i].Sections) > 0 {
			whole, wholeSize = append(whole, in), wholeSize+n
		}
	}
	lit := literal(rules)
	out := []pace{
		{what: fmt.Sprintf("读取文本并检查全部 %d 条规则", len(rules)), texts: len(inputs), bytes: size},
		{what: fmt.Sprintf("只检查，全部 %d 条规则", len(rules)), texts: len(inputs), bytes: size},
		{what: fmt.Sprintf("只检查，字词与结构规则（方式 A，%d 条）", len(lit)), texts: len(inputs), bytes: size},
		{what: "只检查，有说明书的全文", texts: len(whole), bytes: wholeSize},
	}
	runs := []func(i int) error{
		func(i int) error { _, err := examine(ctx, sheets[i], rules); return err },
		func(i int) error { check.Run(inputs[i], rules); return nil },
		func(i int) error { check.Run(inputs[i], lit); return nil },
		func(i int) error { check.Run(whole[i], rules); return nil },
	}
	for k := range out {
		for range 3 {
			clock, used, err := spread(ctx, out[k].texts, runs[k])
			if err != nil {
				return nil, err
			}
			if out[k].cpu == 0 || used < out[k].cpu {
				out[k].cpu = used
			}
			if out[k].clock == 0 || clock < out[k].clock {
				out[k].clock = clock
			}
		}
	}
	return out, nil
}

// spread runs work for 0 to n-1 with one worker for each processor.
func spread(ctx context.Context, n int, work func(i int) error) (clock, used time.Duration, err error) {
	var next atomic.Int64
	var wait sync.WaitGroup
	var once sync.Once
	runtime.GC()
	begin, before := time.Now(), cpu()
	for range runtime.NumCPU() {
		wait.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if e := work(i); e != nil {
					once.Do(func() { err = e })
					return
				}
			}
		})
	}
	wait.Wait()
	if err == nil {
		err = ctx.Err()
	}
	return time.Since(begin), cpu() - before, err
}
