package center

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/readings"
	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/searching"
	"zhibao/industry/database/value"
	"zhibao/industry/database/watch"
	"zhibao/internal/access"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/search"
	"zhibao/internal/search/opensearch"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/literature"
)

// newSearching makes the search of published documents. Each process has indexes of its own: they are
// fed from the database, which is the truth, and can be thrown away at any time.
func (c *Center) newSearching() *searching.Desk {
	return searching.New(searching.Deps{Holding: c.Documents, Outside: c.Search != "", Links: c.designLinks,
		Open: c.openIndex,
		Frozen: func(ctx context.Context, center, list int64) ([]string, error) {
			return c.Navigation.Frozen(ctx, center, list)
		},
		Onward: c.onward,
		Write:  c.copies.Plain,
		Strip: func(x *web.Ctx, numbers []string, most int) (map[string][]web.Link, error) {
			return c.Designs.Strip(x, numbers, most)
		},
		Beside: func(x *web.Ctx, doc *literature.Document) ([]web.Table, error) { return c.Value.Beside(x, doc) },
		Fed:    func(center int64, set *int64) (int64, error) { return fed(c.indexFolder(center)+".fed", set) }})
}

// openIndex opens the index of the published documents of a center: in its folder, or on the server that
// the operator named.
func (c *Center) openIndex(ctx context.Context, center int64) (_ searching.Engine, empty bool, err error) {
	if c.Search == "" {
		x, err := search.Open(c.indexFolder(center), holding.SearchSchema(), search.Options{})
		if err != nil {
			return nil, false, err
		}
		return x, x.Docs() == 0, nil
	}
	name, err := ownName(c.indexFolder(center) + ".name")
	if err != nil {
		return nil, false, err
	}
	x, err := opensearch.Open(ctx, c.Search, name, holding.SearchSchema())
	if err != nil {
		return nil, false, err
	}
	n, err := x.Docs(ctx)
	return x, n == 0, err
}

// ownName reads the name of an index on a server, which is this folder's alone, or makes one. Several
// programs may so use the same server.
func ownName(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err == nil && len(b) > 0 {
		return string(b), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	name := "zhibao-patents-" + strings.ToLower(rand.Text())
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return name, os.WriteFile(path, []byte(name), 0o600)
}

func (c *Center) indexFolder(center int64) string {
	kind := "patents-"
	if c.Search != "" {
		kind = "opensearch-" // what was fed to the one says nothing of the other
	}
	return filepath.Join(c.index(), kind+strconv.FormatInt(center, 10))
}

// fed reads the number in a file, 0 where there is none, or sets it.
func fed(path string, set *int64) (n int64, err error) {
	if set == nil {
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return 0, nil
		} else if err != nil {
			return 0, err
		}
		// A file that was cut off is as none: feeding begins anew and does no harm.
		if n, err = strconv.ParseInt(string(b), 10, 64); err != nil {
			return 0, nil
		}
		return n, nil
	}
	if err := os.WriteFile(path+".new", strconv.AppendInt(nil, *set, 10), 0o600); err != nil {
		return 0, err
	}
	return *set, os.Rename(path+".new", path)
}

// feedIndexes brings the indexes of this process up to the database while it runs, so that a search
// seldom has to wait for it.
func (c *Center) feedIndexes(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		left, err := c.Searching.Feed(ctx, c.Center.ID, 20)
		// The pictures of designs are taken in beside the texts, so that the first search does not wait.
		if _, _, e := c.Designs.Feed(ctx, c.Center.ID, 20); err == nil {
			err = e
		}
		if err != nil && ctx.Err() == nil {
			c.Log.Error("feeding the search index", "err", err)
		}
		c.lag.Store(left)
		if left > 0 && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// onward leads from a result to the watch that can be made of it. One that asks a frozen list alone would
// become a watch over everything.
func (c *Center) onward(x *web.Ctx, r *searching.Run) []web.Link {
	if r.Within != 0 || !c.Office.Policy.Ever(worklist.Actor(x).Subject, watch.ActKeep) {
		return nil
	}
	return []web.Link{{Href: "/watches/new?run=" + strconv.FormatInt(r.ID, 10), Label: x.T("监视这个检索", "Watch this search")}}
}

// forgetSearches is the job that deletes the searches that a center keeps no longer.
func (c *Center) forgetSearches(ctx context.Context, _ job.Job) (job.Effect, error) {
	return nil, c.everywhere(ctx, func(center int64) error {
		n, err := c.Searching.Forget(ctx, center)
		if n > 0 {
			c.Log.Info("old searches deleted", "center", center, "searches", n)
		}
		return err
	})
}

// everywhere calls f with every center, until it fails.
func (c *Center) everywhere(ctx context.Context, f func(center int64) error) error {
	var centers []casework.Center
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		centers, err = c.Office.Centers(ctx, tx)
		return err
	})
	for _, ct := range centers {
		if err == nil {
			err = f(ct.ID)
		}
	}
	return err
}

// followDocuments has the jobs run that follow the published documents, and the one that follows who reads much.
func (c *Center) followDocuments() {
	c.jobs.Every("center/watch", job.Interval(10*time.Minute), c.watchDocuments)
	c.jobs.Every("center/value", job.Interval(10*time.Minute), c.feedValue)
	c.jobs.Every("center/searches", job.Interval(24*time.Hour), c.forgetSearches)
	c.jobs.Every("center/designs", job.Interval(24*time.Hour), c.expireDesigns)
	watched := &readings.Desk{Office: c.Office, Now: c.Now, Log: c.Log, Say: func(ctx context.Context, tx *store.Tx, center, account int64, what string) error {
		return c.Book.Audit(ctx, tx, identity.Who{Center: center, Name: "查阅监测"}, "reading.many", strconv.FormatInt(account, 10), what)
	}}
	c.eachEvery("center/incidents", time.Minute, func(ctx context.Context, id int64) error { _, err := c.Privacy.NoteLate(ctx, id); return err })
	c.eachEvery("center/readings", 5*time.Minute, watched.Watch)
	c.eachEvery("center/destroy", 24*time.Hour, c.Preexam.DestroyEnded)
	c.eachEvery("center/heads", 24*time.Hour, func(ctx context.Context, id int64) error { return c.notify.SendHeads(ctx, id, c.Office.Settings) })
	c.eachEvery("center/reviews", 24*time.Hour, c.Admin.Mutual.Watch)
}

// eachEvery has a job run for every center.
func (c *Center) eachEvery(name string, every time.Duration, f func(context.Context, int64) error) {
	c.jobs.Every(name, job.Interval(every), func(ctx context.Context, _ job.Job) (job.Effect, error) {
		return nil, c.everywhere(ctx, func(id int64) error { return f(ctx, id) })
	})
}

// newValue makes the register of patents of high value. The tree of the industry is made later.
func (c *Center) newValue() *value.Desk {
	return value.New(value.Deps{Holding: c.Documents,
		Branches: func(ctx context.Context, center int64) ([]form.Option, error) {
			return c.Navigation.Branches(ctx, center)
		},
		InBranch: func(ctx context.Context, center, branch int64) ([]string, error) {
			return c.Navigation.Documents(ctx, center, branch)
		}})
}

// feedValue is the job that brings the register of patents of high value up to the documents.
func (c *Center) feedValue(ctx context.Context, _ job.Job) (job.Effect, error) {
	return nil, c.everywhere(ctx, func(center int64) error {
		for left := int64(1); left > 0; {
			var err error
			if left, err = c.Value.Feed(ctx, center, 100); err != nil {
				return err
			}
		}
		return nil
	})
}

// newWatches makes the watching of published documents. Who is told is told at the earliest when the
// messages of the program exist, which are made later.
func (c *Center) newWatches() *watch.Desk {
	return watch.New(watch.Deps{Holding: c.Documents, Feeds: c.Intake.Feeds, Count: c.Searching.Answer, Words: c.Searching.Words, Staff: c.watchers,
		Used: func(ctx context.Context, tx *store.Tx, center, run, made int64) error {
			return c.Searching.Used(ctx, tx, center, run, searching.UsedWatch, made)
		},
		Tell: func(ctx context.Context, tx *store.Tx, center int64, accounts []int64) error {
			return c.notify.Remind(ctx, tx, center, "/warnings?mine=yes&state=new", accounts)
		}})
}

// watchers are those who can be told of a warning: whoever may see it.
func (c *Center) watchers(ctx context.Context, tx *store.Tx, center int64) (out []form.Option, err error) {
	staff, err := c.staff(ctx, tx, center)
	for _, s := range staff {
		who := access.Subject{Account: s.Account, Center: center}
		for _, r := range s.Roles {
			who.Roles = append(who.Roles, string(r))
		}
		if c.Office.Policy.Ever(who, watch.ActSee) {
			out = append(out, form.Option{Value: strconv.FormatInt(s.Account, 10), Label: web.Text{s.Name, s.Name}})
		}
	}
	return out, err
}

// watchDocuments is the job that holds what changed among the documents of every center against its
// watches.
func (c *Center) watchDocuments(ctx context.Context, _ job.Job) (job.Effect, error) {
	return nil, c.everywhere(ctx, func(center int64) error {
		n, err := c.Watches.Run(ctx, center)
		if n > 0 {
			c.Log.Info("documents held against the watches", "center", center, "documents", n)
		}
		return err
	})
}
