// Package demo (示范中心) builds a lived-in center: accounts, entities and agencies, and eighteen
// months of cases in every state. Everything is made by moves through the one door, with a clock
// that runs ahead of time; what the papers show was found by the checks.
package demo

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/governance/administration"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/telemetry"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// Password is that of every account of the demo. It is public, so the demo serves this machine
// alone.
const Password = "Shifan-Zhongxin-2026"

// Options say where the demo lives.
type Options struct {
	Database string           // address of an empty PostgreSQL; SQLite in Data when empty
	Data     string           // folder of the database and the files; empty or missing when new
	KeyFile  string           // root key, outside Data; made when there is none
	Now      func() time.Time // real time; the demo ends today
	Log      *slog.Logger
	Recorder *telemetry.Recorder // figures; none are kept if nil
	Progress func(string)        // told what is being built; may be nil
	URL      string              // address of the site, for links in messages
	Cases    int                 // how many cases; 320 when zero
	Crypto   seal.Provider       // algorithms; the default if empty
	Calls    int                 // calls of the interface in a minute; the default when zero
	Around   func(Mover) Mover   // makes the steps instead; tests plant words in their inputs
}

// A clock shows simulated time while the demo is built, and real time afterwards.
type clock struct {
	mu   sync.Mutex
	at   time.Time // zero when time is real
	live func() time.Time
}

// Now returns the time of the demo.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return c.live()
	}
	return c.at
}

// set moves the simulated time forward, never back, and never beyond the real time: a center whose latest
// receipt lies ahead takes in nothing.
func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if live := c.live(); t.After(live) {
		t = live
	}
	if t.After(c.at) {
		c.at = t
	}
}

// release returns to real time.
func (c *clock) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Time{}
}

// unfinished is a file in the data folder that is there exactly while the demo is built. It is the
// first thing written and the last thing removed, so that a building that was broken off, in whatever
// way, is not taken for a finished one.
const unfinished = "demo-unfinished"

// Open opens the demo center of a folder, and builds it first when the folder is empty or holds one
// whose building was broken off, which is deleted. It returns the accounts for the sign-in page.
// Chance is seeded, so two demos of one moment tell the same stories.
func Open(ctx context.Context, o Options) (_ *center.Center, _ []administration.DemoAccount, err error) {
	defer fault.Wrap(&err, "open demo")
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	fresh, err := prepare(o)
	if err != nil {
		return nil, nil, err
	}
	clk := &clock{live: o.Now}
	if fresh {
		clk.at = o.Now().AddDate(-1, -6, 0)
	}
	accounts := people()
	shown := make([]administration.DemoAccount, len(accounts))
	for i, p := range accounts {
		shown[i] = administration.DemoAccount{Login: p.login, Password: Password, Who: p.name + "（" + p.role.Info().Title + "）"}
	}
	c, err := center.Open(ctx, center.Config{Database: o.Database, Data: o.Data, KeyFile: o.KeyFile, Crypto: o.Crypto, MakeKey: true, Plain: true, URL: o.URL, Calls: o.Calls, Now: clk.Now, Log: o.Log, Recorder: o.Recorder, Demo: append(shown, guests()...),
		Center: casework.Center{ID: 1, Code: "HZ", Name: "中国（示范）知识产权保护中心", English: "Demonstration IP Protection Center", Province: "33"},
		Footer: web.Footer{Owner: web.Text{"中国（示范）知识产权保护中心", "Demonstration IP Protection Center"}, Guide: "/guide"}})
	if err != nil {
		return nil, nil, err
	}
	if fresh {
		b := &builder{c: c, clk: clk, end: o.Now(), say: o.Progress, rng: rand.New(rand.NewPCG(2016, 92)), cases: o.Cases, act: c.Office.Move}
		if o.Around != nil {
			b.act = o.Around(b.act)
		}
		err := b.build(ctx)
		if err == nil {
			err = os.Remove(filepath.Join(o.Data, unfinished))
		}
		if err != nil {
			return nil, nil, errors.Join(err, c.Close())
		}
	}
	clk.release()
	return c, c.Demo, nil
}

// prepare reports whether the demo is to be built, and makes the folder ready for it.
func prepare(o Options) (fresh bool, err error) {
	mark, made := filepath.Join(o.Data, unfinished), filepath.Join(o.Data, "zhibao.db")
	if o.Database != "" {
		made = filepath.Join(o.Data, "files")
	}
	if _, err := os.Stat(mark); err == nil {
		if o.Database != "" {
			return false, fault.New(fault.Conflict, "demo.unfinished", "上次建立示范中心时中断，数据库中留有未完成的数据：请换一个空的数据库，并删除 %s", o.Data)
		}
		o.Progress("上次建立示范中心时中断，现删除未完成的数据重新建立")
		if err := os.RemoveAll(o.Data); err != nil {
			return false, err
		}
	}
	if _, err := os.Stat(made); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return false, err
	}
	return true, os.WriteFile(mark, nil, 0o600)
}

// A Mover makes a step of a case.
type Mover func(context.Context, casework.Request) (casework.Outcome, error)

// builder is the demo while it is built.
type builder struct {
	c     *center.Center
	clk   *clock
	end   time.Time    // real now: nothing happens later
	say   func(string) // progress, in Chinese
	rng   *rand.Rand   // seeded, so that the demo is the same again
	cal   *calendar.Calendar
	cases int
	act   Mover

	staff    map[string]casework.Actor // by login
	entities []firm
	agencies []firm
	patents  []*ledgered // of the ledger, in the order in which they were entered
	queue    queue       // what is still to happen
	serial   int         // last number given to a task or an application
}

// build makes everything in the order of time: people and settings, the register, the cases, and
// what is left open for the visitor.
func (b *builder) build(ctx context.Context) error {
	b.cal = calendar.Public()
	if b.cases == 0 {
		b.cases = 320
	}
	b.say("正在建立示范中心：账号与人员")
	if _, err := b.c.Begin(ctx); err != nil {
		return err
	}
	if err := b.hire(ctx); err != nil {
		return err
	}
	if err := b.configure(ctx); err != nil {
		return err
	}
	if err := b.qualify(ctx); err != nil {
		return err
	}
	b.say("正在登记执法委托和专利台账")
	if err := b.delegate(ctx); err != nil {
		return err
	}
	if err := b.ledger(ctx); err != nil {
		return err
	}
	b.say("正在登记代理机构、备案申请主体")
	if err := b.register(ctx); err != nil {
		return err
	}
	b.say("正在办理十八个月的案件")
	b.plan()
	b.disputes()
	b.inspect()
	b.counterfeits()
	b.doubts()
	b.on(b.before(110), b.answered)
	if err := b.play(ctx); err != nil {
		return err
	}
	b.say("正在导入已公布的专利文献")
	if err := b.publish(ctx); err != nil {
		return err
	}
	if err := b.navigate(ctx); err != nil {
		return err
	}
	if err := b.appraise(ctx); err != nil {
		return err
	}
	return b.leave(ctx)
}
