package bench

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"zhibao/internal/fault"
)

// A campaign kills the program again and again at random moments while several clients work with
// it over HTTP, and looks after each restart for what was acknowledged.
type campaign struct {
	dir     string
	on      string // address of PostgreSQL; SQLite in the folder when empty
	exe     string
	env     []string
	kills   int
	clients int
	seed    uint64
	repeats int // one in so many acknowledged requests is sent again
	upgrade int // after one in so many kills a next version is killed while it upgrades; never if 0
	// A phase of work lasts between these.
	shortest, longest time.Duration
	say               func(format string, args ...any)
	// Tests cut the power before each kill and give it back after it.
	cut, again func() error

	beside *besides // what goes on beside; nothing if nil
}

// An outcome counts what the campaign found. All but Kills, Acknowledged, Repeated and the times
// must be 0.
type outcome struct {
	Kills        int
	Acknowledged int // moves that the program said were done
	Repeated     int // requests sent again with the same key, before or after a kill
	Lost         int // acknowledged and not there
	Half         int // parts of a move without the others, broken chains, gaps
	Twice        int // moves done more than once
	Unreadable   int // files of acknowledged uploads that do not come back as they were
	Refused      int // requests that the program refused without reason
	Harmed       int // kills after which there was more wrong than before
	Logged       int // entries of the signed logs, all of which were verified
	Letters      int // messages, all of which arrived
	Again        int // messages that arrived more than once: a kill came before the answer was written down
	Imports      int // files of documents that were brought in, over several kills each
	Upgrades     int // next versions
	Midway       int // kills of a next version at work on the tables
	Slowest      time.Duration
	Usual        time.Duration
	Notes        []string // the first things that were wrong
}

// usualRepeats is how many requests there are for each that is sent twice.
const usualRepeats = 12

// restartLimit is how long a restart may take.
const restartLimit = 5 * time.Second

// wrong is how much was lost, halved, doubled or refused.
func (o *outcome) wrong() int { return o.Lost + o.Half + o.Twice + o.Unreadable + o.Refused }

// holds reports whether nothing was lost, halved or doubled.
func (o *outcome) holds() bool { return o.wrong() == 0 && o.Acknowledged > 0 }

// note keeps the first few things that were wrong, in words; the counts have them all.
func (o *outcome) note(format string, args ...any) {
	if len(o.Notes) < 10 {
		words := []rune(fmt.Sprintf(format, args...))
		o.Notes = append(o.Notes, string(words[:min(len(words), 200)]))
	}
}

func runCrash(ctx context.Context, w io.Writer, args []string) (err error) {
	c := campaign{repeats: usualRepeats, upgrade: 5, beside: &besides{}, shortest: 50 * time.Millisecond, longest: 1500 * time.Millisecond}
	var dir string
	_, err = parse("crash", args, func(fs *flag.FlagSet) {
		fs.IntVar(&c.kills, "kills", 200, "")
		fs.IntVar(&c.clients, "clients", 8, "")
		fs.Uint64Var(&c.seed, "seed", uint64(time.Now().UnixNano()), "")
		fs.StringVar(&dir, "dir", "", "")
		fs.StringVar(&c.on, "database", "", "")
	})
	if err != nil || c.kills < 1 || c.clients < 1 {
		return usageError{err}
	}
	defer fault.Wrap(&err, "crash")
	if c.exe, err = os.Executable(); err != nil {
		return err
	}
	temp, remove, err := workDir(dir)
	if err != nil {
		return err
	}
	defer remove()
	c.dir, c.say = temp, func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	about(w)
	fmt.Fprintf(w, "被杀的是 %s serve；%d 个客户端经 HTTP 登录、取表单、提交；种子 %d\n", c.exe, c.clients, c.seed)
	o, err := c.run(ctx)
	if err != nil {
		return err
	}
	if err := o.print(w); err != nil {
		return err
	}
	if !o.holds() {
		return errors.New("not every promise held")
	}
	if o.Slowest > restartLimit {
		return fmt.Errorf("a restart took %s, more than %s", o.Slowest, restartLimit)
	}
	return nil
}

// print shows the counts and the notes.
func (o *outcome) print(w io.Writer) error {
	t := newTable(w, "kill -9", "确认的步骤", "重复提交", "丢失", "不完整", "重复办理", "文件不可读", "无故拒绝", "重启中位 s", "最慢 s")
	t.row([]string{fmt.Sprint(o.Kills), fmt.Sprint(o.Acknowledged), fmt.Sprint(o.Repeated), fmt.Sprint(o.Lost), fmt.Sprint(o.Half), fmt.Sprint(o.Twice),
		fmt.Sprint(o.Unreadable), fmt.Sprint(o.Refused), fmt.Sprintf("%.2f", o.Usual.Seconds()), fmt.Sprintf("%.2f", o.Slowest.Seconds())})
	if err := t.end(); err != nil {
		return err
	}
	fmt.Fprintf(w, "同时进行：消息 %d 条，因杀死而发出两次 %d 条；导入 %d 个文件；升级 %d 次，改表途中杀死 %d 次\n", o.Letters, o.Again, o.Imports, o.Upgrades, o.Midway)
	for _, n := range o.Notes {
		fmt.Fprintln(w, "  "+n)
	}
	return nil
}

// site is where the program has what it has.
func (c *campaign) site() site { return site{dir: c.dir, database: c.on, now: time.Now} }

// run makes the data, then works, kills, restarts and looks, so many times.
func (c *campaign) run(ctx context.Context) (*outcome, error) {
	staff, err := c.site().prepare(ctx, func(r *rig) error { return c.beside.begin(ctx, r) })
	if err != nil {
		return nil, err
	}
	defer c.beside.end()
	p, err := newProcess(c.exe, c.dir, c.env...)
	if err != nil {
		return nil, err
	}
	p.args = []string{"serve", "--data", dataDir(c.dir), "--key", keyFile(c.dir), "--url", "https://zhibao.example.cn"}
	if c.on != "" {
		p.args = append(p.args, "--database", c.on)
	}
	defer p.kill()
	if _, err := p.start(ctx); err != nil {
		return nil, err
	}
	j := newJournal(p.base(), staff)
	if err := j.signIn(ctx); err != nil {
		return nil, err
	}
	hands := make([]*hand, c.clients)
	for i := range hands {
		hands[i] = newHand(j, i, c)
	}
	return c.campaign(ctx, p, j, hands)
}

// campaign is the loop: work, kill, restart, look.
func (c *campaign) campaign(ctx context.Context, p *process, j *journal, hands []*hand) (*outcome, error) {
	rng := rand.New(rand.NewPCG(c.seed, 0))
	o := &outcome{}
	var starts sample
	for o.Kills < c.kills && ctx.Err() == nil {
		before := o.wrong()
		phase := c.shortest + time.Duration(rng.Int64N(int64(c.longest-c.shortest)))
		if err := c.phase(ctx, p, j, hands, phase); err != nil {
			return nil, err
		}
		o.Kills++
		died := time.Now()
		if c.upgrade > 0 && o.Kills%c.upgrade == 0 {
			took, err := c.next(ctx, p, o, rng)
			if err != nil {
				return nil, err
			}
			starts, died = append(starts, took), time.Now()
		}
		if o.Kills%2 == 0 {
			// Otherwise the program is the first to see what the kill has left.
			if err := c.expire(ctx, died); err != nil {
				return nil, err
			}
		}
		took, err := p.start(ctx)
		if err != nil {
			return nil, err
		}
		starts = append(starts, took)
		if err := c.look(ctx, j, o, died); err != nil {
			return nil, err
		}
		if o.wrong() > before {
			o.Harmed++
		}
		if c.say != nil && o.Kills%20 == 0 {
			c.say("  %d 次：确认 %d 步，丢失 %d，不完整 %d，最慢重启 %.2f s", o.Kills, o.Acknowledged, o.Lost, o.Half, starts.at(1).Seconds())
		}
	}
	o.Slowest, o.Usual = starts.at(1), starts.at(0.5)
	return o, ctx.Err()
}

// phase lets the clients work for a while and kills the program under their hands.
func (c *campaign) phase(ctx context.Context, p *process, j *journal, hands []*hand, d time.Duration) error {
	working, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	for _, h := range hands {
		wg.Go(func() { h.work(working) })
	}
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
	err := j.without(c.cut)
	p.kill()
	// What was sent and not answered is open now; nobody asks again before the restart.
	stop()
	wg.Wait()
	if c.again != nil && err == nil {
		err = c.again()
	}
	j.off.Store(false)
	return errors.Join(err, ctx.Err())
}
