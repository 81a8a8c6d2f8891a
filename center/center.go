package center

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"path/filepath"
	"sync/atomic"
	"time"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/casework/party"
	"zhibao/casework/status"
	"zhibao/casework/status/lawbook"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/board"
	"zhibao/casework/worklist/copied"
	"zhibao/casework/worklist/drafting"
	"zhibao/casework/worklist/exhibits"
	"zhibao/casework/worklist/serving"
	"zhibao/casework/worklist/sessions"
	"zhibao/casework/worklist/unmask"
	"zhibao/center/api"
	"zhibao/center/lost"
	"zhibao/center/masks"
	"zhibao/center/notify"
	"zhibao/center/persons"
	"zhibao/center/upload"
	"zhibao/examination/abnormal"
	"zhibao/examination/field"
	"zhibao/examination/preexam"
	"zhibao/examination/quality"
	"zhibao/examination/registration"
	"zhibao/governance/administration"
	"zhibao/governance/outage"
	"zhibao/governance/privacy"
	"zhibao/industry/database"
	"zhibao/industry/database/designs"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/incase"
	"zhibao/industry/database/intake"
	"zhibao/industry/database/navigation"
	"zhibao/industry/database/searching"
	"zhibao/industry/database/value"
	"zhibao/industry/database/watch"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/limit"
	"zhibao/internal/office/pdf"
	"zhibao/internal/scan"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
	"zhibao/internal/web"
	"zhibao/protection/counterfeit"
	"zhibao/protection/delegation"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/comparison"
)

// Config is what an operator decides. Data, Now and Center must be given; what else is left out
// takes the value that its line names.
type Config struct {
	Database string         // "sqlite:PATH" or "postgres://…"; in Data when empty
	Data     string         // folder of the database and the encrypted files
	KeyFile  string         // key file, outside Data
	KeyEnv   string         // environment variable with the root key, instead of in the key file
	MakeKey  bool           // make the key file on first start
	Index    string         // folder of this process's search index and picture collection; in Data when empty
	Fonts    string         // folder with the operator's fonts
	Search   string         // address of an OpenSearch server for the published documents; in Data when empty
	Plain    bool           // loopback without TLS
	Proxies  []netip.Prefix // whose word about the visitor's address is believed
	Center   casework.Center
	Footer   web.Footer
	Demo     []administration.DemoAccount
	URL      string        // address of the site, for links in messages; without it none can be set up
	Crypto   seal.Provider // of a new center; it keeps it
	Scan     *scan.Scanner // virus scanner for what is uploaded; none if nil
	Backups  string        // folder of the backups, whose age is told; may be empty
	Calls    int           // calls of the interface that one account may make in a minute; as the interface has it if 0
	Now      func() time.Time
	Log      *slog.Logger        // nothing is logged if nil
	Recorder *telemetry.Recorder // figures and traces; none are kept if nil
}

// Center is the running program. Its parts are public for cmd, the demo and the measurements, which
// go through the same doors as the pages.
type Center struct {
	Config
	DB           *store.DB
	Keys         *seal.Ring
	Office       *casework.Office
	Book         *identity.Book
	Registration *registration.Desk
	Fields       *field.Desk
	Preexam      *preexam.Desk
	Quality      *quality.Desk
	Abnormal     *abnormal.Desk
	Drafts       *draft.Desk
	Deliveries   *delivery.Desk
	Delegation   *delegation.Desk
	Comparison   *comparison.Desk
	Counterfeit  *counterfeit.Desk
	Patents      *database.Desk
	Documents    *holding.Holding
	Intake       *intake.Desk
	Searching    *searching.Desk
	InCase       *incase.Desk
	Designs      *designs.Desk
	Watches      *watch.Desk
	Navigation   *navigation.Desk
	Value        *value.Desk
	Outage       *outage.Desk
	Privacy      *privacy.Desk
	Masks        *unmask.Desk
	Infringement *infringement.Desk
	Evidence     *evidence.Desk
	Hearings     *hearing.Book
	Pages        *worklist.Pages
	Board        *board.Board
	Admin        *administration.Desk
	API          *api.API
	Mux          *web.Mux

	root    *seal.Root
	files   *blob.Store
	since   time.Time // files that were put before may be referred to without being held
	limits  *limit.Limiter
	uploads *upload.Keeper
	heavy   web.Heavy
	public  *status.Pages
	laws    *lawbook.Book
	drafted *drafting.Pages
	served  *serving.Pages
	jobs    *job.Runner
	notify  *notify.Desk
	copies  *copied.Desk
	lag     atomic.Int64 // documents that the search index lacks
	pace    pace         // of the beats
	stored  atomic.Int64 // bytes of the files

	exhibits *exhibits.Pages
	sessions *sessions.Pages
}

// Open opens the program on its data, which it makes when there is none, and brings the tables of an
// older version up to date. Nothing is served yet and nothing runs in the background. What was
// opened before an error is closed again.
func Open(ctx context.Context, cfg Config) (c *Center, err error) {
	defer fault.Wrap(&err, "open center")
	c = &Center{Config: cfg}
	opening := c // what an error returns is nil
	defer func() {
		if err != nil {
			opening.Close()
		}
	}()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "zhibao.db")
	}
	if c.DB, err = store.OpenWith(ctx, c.Database, store.Options{Now: c.Now, Recorder: c.Recorder}); err != nil {
		return nil, lost.Away(err)
	}
	if err := c.DB.Migrate(ctx, Schemas()...); err != nil {
		return nil, err
	}
	founded, err := c.founded(ctx)
	if err != nil {
		return nil, err
	}
	if c.root, err = seal.OpenRoot(seal.Source{File: c.KeyFile, Env: c.KeyEnv, DataDir: c.Data, Make: c.MakeKey && !founded}); err != nil {
		return nil, err
	}
	if c.Keys, err = seal.NewRing(ctx, c.DB, c.root, seal.Options{Provider: c.Crypto}); err != nil {
		return nil, err
	}
	if c.files, err = blob.NewStore(filepath.Join(c.Data, "files")); err != nil {
		return nil, err
	}
	if c.Scan != nil {
		if err := c.Scan.Ping(ctx); err != nil {
			return nil, err
		}
		c.files.Watch = c.Scan.Watch
	}
	// Before the first move of this version stores anything.
	if c.since, err = casework.FilesSince(ctx, c.DB, c.Now()); err != nil {
		return nil, err
	}
	if err := c.assemble(c.files); err != nil {
		return nil, err
	}
	if err := c.start(ctx); err != nil {
		return c, err
	}
	c.figures()
	return c, nil
}

// assemble makes the procedures in the order of the notice and hands each what it needs of the
// others.
func (c *Center) assemble(blobs *blob.Store) (err error) {
	c.copies = copied.New(&pdf.Fonts{Dir: c.Fonts})
	c.Drafts, c.Deliveries = draft.New(), delivery.New(delivery.Desk{Blobs: blobs})
	c.Drafts.Served, c.Drafts.Names = c.Deliveries.AtOnce, party.Names
	c.Deliveries.Screen = unmarked
	c.Evidence, c.Hearings = &evidence.Desk{Blobs: blobs, Screen: unmarked}, &hearing.Book{Blobs: blobs}
	c.exhibits = &exhibits.Pages{Desk: c.Evidence, Work: func() *worklist.Pages { return c.Pages }}
	c.sessions = &sessions.Pages{Book: c.Hearings, Work: func() *worklist.Pages { return c.Pages }, Seats: c.seats, Bench: c.bench}
	c.Registration = registration.New(registration.Deps{Blobs: blobs})
	c.Fields = field.New()
	c.Preexam = preexam.New(preexam.Deps{Blobs: blobs, Rules: rules(), Eyes: eyes(), Gates: []casework.Gate{c.Registration.Gate, c.Fields.Gate},
		Registry: c.registry, Fields: c.fieldFacts, Staff: c.qualified, Write: c.copies.Write, Copy: c.copies.Of, Missing: c.copies.Missing, Beside: c.besidePapers})
	c.Quality = quality.New(quality.Deps{Rules: c.ruleTitles(), Accounts: c.accountNames, Parties: party.Names, Staff: c.qualityStaff, Ended: ended})
	c.Abnormal = c.newAbnormal()
	c.Delegation = delegation.New(delegation.Deps{Blobs: blobs, Acts: delegable(), Staff: c.officers})
	c.Comparison = c.newComparison(blobs)
	c.Patents = database.New(database.Deps{Blobs: blobs})
	c.Documents = &holding.Holding{DB: c.DB, Now: c.Now}
	c.Designs = c.newDesigns(blobs)
	c.Intake = &intake.Desk{Holding: c.Documents, Designs: c.Designs, Blobs: blobs, Folder: filepath.Join(c.Data, "intake")}
	c.Searching = c.newSearching()
	c.InCase = c.newInCase()
	c.Watches = c.newWatches()
	c.Value = c.newValue()
	c.Navigation = navigation.New(navigation.Deps{Search: c.Searching, Write: c.copies.Plain})
	c.Infringement = c.newInfringement(blobs)
	c.Counterfeit = c.newCounterfeit()
	c.Outage, c.Privacy = outage.New(outage.Deps{Blobs: blobs, Screen: unmarked, Folder: filepath.Join(c.Data, "contingency"), Filed: c.filed, Copy: c.copies.Of}), privacy.New(c.copies.Plain)
	c.Office, err = casework.NewOffice(c.DB, c.Keys, c.Now, settings(), c.Outage.Hold(c.papered(c.charts()), resting())...)
	if err != nil {
		return err
	}
	c.Office.Recorder, c.copies.Office = c.Recorder, c.Office
	for _, use := range []func(*casework.Office){
		c.Registration.Use, c.Fields.Use, c.Preexam.Use, c.Quality.Use, c.Abnormal.Use, c.Delegation.Use, c.Counterfeit.Use, c.Patents.Use, c.Intake.Use, c.Searching.Use,
		c.InCase.Use, c.Designs.Use, c.Watches.Use, c.Navigation.Use, c.Value.Use, c.Infringement.Use, c.Comparison.Use, c.Outage.Use, c.Privacy.Use,
	} {
		use(c.Office)
	}
	c.Office.Policy = access.New(c.grants()...)
	c.Office.React(c.Registration.Reactions())
	c.Office.React(c.Preexam.Reactions())
	c.Office.React(c.Quality.Reactions())
	c.Office.Watch = c.watch
	c.Office.Closing = append(c.Office.Closing, c.Drafts.End)
	c.Office.Proofs = append(c.Office.Proofs, evidence.Verify, hearing.Verify)
	return nil
}

// start makes what needs the keys: the register of accounts, the limits, the pages.
func (c *Center) start(ctx context.Context) (err error) {
	// The three administrators are separated (三员分立): none has another role, and each needs a second
	// factor, because together they could undo every other rule.
	admins := []string{string(casework.SysAdmin), string(casework.SecAdmin), string(casework.Auditor)}
	strong := admins
	if len(c.Demo) > 0 {
		strong = nil // the demo's passwords are public anyway
	}
	if err := c.remember(ctx); err != nil {
		return err
	}
	c.Book = identity.New(c.DB, c.Keys, c.Now, identity.Policy{Failures: 5, Lock: 15 * time.Minute, Idle: 30 * time.Minute, Absolute: 12 * time.Hour,
		Staff: 15 * time.Minute, Strong: strong, Members: members(), Admin: admins, Issuer: "知保", Words: []string{c.Center.Name, c.Center.English}})
	// Derived rather than stored: it survives a restart, and a copy of the database does not hold it.
	var secret []byte
	err = c.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := c.Keys.Scope(ctx, tx, "web")
		if err == nil {
			secret = key.MAC("web", []byte("cookies and tokens"))
		}
		return err
	})
	if err != nil {
		return err
	}
	c.limits = limit.New(c.DB, limit.Options{Now: c.Now, Secret: secret})
	c.Admin = administration.New(administration.Desk{Office: c.Office, Book: c.Book, Limits: c.limits, Rules: fieldRules(), Demo: c.Demo,
		Keys: c.passkeys(), Certificates: c.certificates(), OpenID: c.providers(), URL: c.URL, Asks: c.Privacy.Asks, Bars: c.Privacy.Bars})
	c.Office.Reached, c.Privacy.Sources = c.Book.Reachable, persons.Sources(c.Office, c.Book, c.Registration)
	c.Registration.Agreed, c.Registration.Book, c.Registration.Limits, c.Counterfeit.Limits, c.Outage.Limits = c.Privacy.SignedUp, c.Book, c.limits, c.limits, c.limits
	c.jobs = job.New(c.DB, job.Options{Now: c.Now, Log: c.Log, Recorder: c.Recorder})
	c.notify, err = notify.New(notify.Deps{DB: c.DB, Recorder: c.Recorder, Keys: c.Keys, Book: c.Book, Limits: c.limits, Jobs: c.jobs, Now: c.Now, URL: c.URL,
		Folder: filepath.Join(c.Data, "outbox")})
	if err != nil {
		return err
	}
	c.Office.Tell, c.Book.Tell, c.Admin.Mutual.Remind = c.notify.Tell, c.notify.Alert, c.notify.Remind
	c.Intake.RunBy(c.jobs)
	c.jobs.Every("center/files", job.Interval(24*time.Hour), c.collect)
	c.jobs.Every("center/treelog", job.Interval(time.Minute), c.sealLogs)
	c.jobs.Every("center/arrivals", job.Interval(time.Minute), c.compareArrivals)
	c.followDocuments()
	c.jobs.Every("center/abnormal", job.Interval(24*time.Hour), c.watchFilings)
	c.drafted = drafting.New(drafting.Pages{Office: c.Office, Desk: c.Drafts, Accounts: c.Book.Names, Parties: party.Names, Write: c.copies.Write})
	c.served, c.Masks = &serving.Pages{Office: c.Office, Desk: c.Deliveries, Parties: party.Names}, masks.New(c.Office, c.Registration, c.Preexam, c.Admin)
	c.Pages = worklist.New(worklist.Pages{Office: c.Office, Rules: fieldRules(), Accounts: c.Book.Names, Parties: party.Names, Staff: c.staffOptions, Inspectors: c.inspectors,
		Write: c.copies.Write, Missing: c.copies.Missing, Hooks: c.hooks(), Measures: c.measures(), Waiting: c.aboveWork})
	c.Board = board.New(board.Deps{Office: c.Office, Pages: c.Pages, Rules: fieldRules(), Accounts: c.Book.Names, Parties: party.Names, Staff: c.staffOptions, Write: c.copies.Write})
	if err := c.Quality.CatchUp(ctx); err != nil {
		return err
	}
	c.public = status.New(status.Pages{Office: c.Office, Limits: c.limits, Rules: fieldRules(), Matters: matters(),
		Answers: &answer.Desk{Office: c.Office, Also: []string{"home", "draft.save", "upload.begin", "upload.chunk"}}})
	c.laws = c.lawbook()
	if err := c.openAPI(); err != nil {
		return err
	}
	c.Mux = c.pages(secret)
	return nil
}

// remember takes over what the center was called when it was first started: numbers that were issued
// hold its code, so what a later start says about it does not count. What earlier versions left open is sealed.
func (c *Center) remember(ctx context.Context) error {
	var all []casework.Center
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = c.Office.Centers(ctx, tx)
		return err
	})
	for i := 0; err == nil && i < len(all); i++ {
		c.Center = all[0]
		_, err = party.SealNumbers(ctx, c.DB, c.Keys, all[i].ID)
	}
	return err
}

// Begin records the center when the database is new, and returns whether it was.
func (c *Center) Begin(ctx context.Context) (fresh bool, err error) {
	defer fault.Wrap(&err, "begin")
	err = c.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := c.Office.Centers(ctx, tx)
		fresh = len(all) == 0
		return err
	})
	if err != nil || !fresh {
		return fresh, err
	}
	return true, c.Office.OpenCenter(ctx, c.Center)
}

// Handler serves pages and API.
func (c *Center) Handler() http.Handler { return c.Mux }

// Close stops the program and wipes its keys. Call it when no request runs any more; what was counted
// for the limits is written down first, so that a restart forgives no tries.
func (c *Center) Close() error {
	var errs []error
	if c.limits != nil {
		errs = append(errs, c.limits.Flush(context.Background()))
	}
	if c.Searching != nil {
		errs = append(errs, c.Searching.Close(), c.Designs.Close())
	}
	if c.DB != nil {
		errs = append(errs, c.DB.Close())
	}
	if c.root != nil {
		c.root.Close()
	}
	return errors.Join(errs...)
}

var _ io.Closer = (*Center)(nil)
