package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhibao/center/bench/beside"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// besides is the background work of a campaign: messages to every party, and imports, each of which lasts
// for several kills.
type besides struct {
	letters *beside.Letters
	imports *beside.Imports
}

// importEach is how many documents one import has.
const importEach = 12_000

// begin has the center send its messages to a gateway and import the first file.
func (b *besides) begin(ctx context.Context, r *rig) (err error) {
	if b == nil {
		return nil
	}
	if b.letters, err = beside.NewLetters(20 * time.Millisecond); err != nil {
		return err
	}
	if err := r.gateway(ctx, b.letters.URL); err != nil {
		return err
	}
	for _, p := range cast {
		if a := r.people[p.login]; p.party > 0 {
			if err := r.wish(ctx, &identity.Account{ID: a.Account, Center: a.Center, Phone: "-"}); err != nil {
				return err
			}
		}
	}
	b.imports = &beside.Imports{Center: r.Center.Center.ID, Dir: filepath.Dir(r.Data), Each: importEach, Now: time.Now}
	return b.imports.Begin(ctx, r.DB)
}

// end closes the gateway.
func (b *besides) end() {
	if b != nil && b.letters != nil {
		_ = b.letters.Close()
	}
}

// look compares what is there after a restart with what was acknowledged, and at the end waits for what is
// still to be done.
func (c *campaign) look(ctx context.Context, j *journal, o *outcome, died time.Time) error {
	db, err := store.Open(ctx, c.site().address())
	if err != nil {
		return err
	}
	defer db.Close()
	last := o.Kills == c.kills
	if err := j.look(ctx, o, db, last); err != nil {
		return err
	}
	err = db.Read(ctx, func(tx *store.Tx) error {
		version, flaws, err := beside.Upgraded(ctx, tx)
		if int(version) != o.Upgrades {
			flaws = append(flaws, fmt.Sprintf("升级：为第 %d 版，应为第 %d 版", version, o.Upgrades))
		}
		o.halves(flaws)
		return err
	})
	if err != nil || c.beside == nil {
		return err
	}
	if err := beside.Expire(ctx, db, died); err != nil {
		return err
	}
	return c.beside.look(ctx, db, o, last)
}

// expire ends the leases of the dead before the next start, so that their jobs are taken up again at once: a
// phase of work is shorter than the pause between two looks for jobs.
func (c *campaign) expire(ctx context.Context, died time.Time) error {
	if c.beside == nil {
		return nil
	}
	db, err := store.Open(ctx, c.site().address())
	if err != nil {
		return err
	}
	return errors.Join(beside.Expire(ctx, db, died), db.Close())
}

// halves notes what is there by half.
func (o *outcome) halves(flaws []string) {
	for _, f := range flaws {
		o.Half++
		o.note("不完整：%s", f)
	}
}

// look compares imports and messages with what the database says of them. An import that has ended is
// followed by the next.
func (b *besides) look(ctx context.Context, db *store.DB, o *outcome, last bool) error {
	w := beside.Work{Letters: b.letters, Imports: b.imports}
	n, flaws, err := w.Look(ctx, db, last)
	if o.halves(flaws); last {
		o.Letters, o.Again, o.Imports = n.All, n.Twice, b.imports.Done
		o.Half, o.Lost = o.Half+n.Strange, o.Lost+n.Lost
	}
	return err
}

// next starts the program as its next version would be, kills it twice while it changes the tables, and then
// lets it end the upgrade. It returns how long that start took. Afterwards the version at hand goes on with
// what the other left.
func (c *campaign) next(ctx context.Context, p *process, o *outcome, rng *rand.Rand) (time.Duration, error) {
	to := *p
	o.Upgrades++
	while, hit := 40*time.Millisecond, 0
	for range 8 {
		to.args = []string{"bench", "serve", "--dir", c.dir, "--database", c.on, "--next", fmt.Sprint(o.Upgrades)}
		if hit == 2 {
			break
		}
		if err := to.midway(ctx, time.Duration(rng.Int64N(int64(while)))); err != nil {
			return 0, err
		}
		done, err := c.between(ctx, o)
		if err != nil {
			return 0, err
		}
		if done { // too late: the one after it, and sooner
			o.Upgrades, while = o.Upgrades+1, while/2
			continue
		}
		hit++
	}
	o.Midway += hit
	took, err := to.start(ctx)
	to.kill()
	return took, err
}

// midway launches a program that upgrades, and kills it a while after it has begun.
func (p *process) midway(ctx context.Context, while time.Duration) error {
	before := strings.Count(p.log(), beside.Begun)
	if err := p.launch(); err != nil {
		return err
	}
	defer p.kill()
	for begun := time.Now(); strings.Count(p.log(), beside.Begun) == before; time.Sleep(2 * time.Millisecond) {
		if time.Since(begun) > startLimit || ctx.Err() != nil {
			return fmt.Errorf("the next version does not begin: %s", p.said())
		}
	}
	time.Sleep(while)
	return nil
}

// log is all that the program printed.
func (p *process) log() string {
	b, _ := os.ReadFile(filepath.Join(p.dir, "serve.log")) // none before the first start
	return string(b)
}

// between looks at the tables after a kill amid an upgrade: all of it is there, or nothing.
func (c *campaign) between(ctx context.Context, o *outcome) (done bool, err error) {
	db, err := store.Open(ctx, c.site().address())
	if err != nil {
		return false, err
	}
	defer db.Close()
	err = db.Read(ctx, func(tx *store.Tx) error {
		version, flaws, err := beside.Upgraded(ctx, tx)
		done = int(version) == o.Upgrades
		o.halves(flaws)
		return err
	})
	return done, err
}
