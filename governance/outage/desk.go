package outage

import (
	"context"
	"embed"
	"io/fs"
	"sync/atomic"
	"time"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/imprint"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the procedure.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "outage", Files: sub}
}

// Deps are what the desk needs of the program.
type Deps struct {
	Blobs  *blob.Store
	Screen func(context.Context, []form.File) error // refuses a file with a mark of state secrets; may be nil
	Limits *limit.Limiter                           // of the public pages
	// Filed lists the files that were filed in a case from a time on; may be nil.
	Filed func(ctx context.Context, tx *store.Tx, by casework.Actor, caseID int64, since time.Time) ([]blob.Kept, error)
	// Copy numbers a copy of a package that somebody of the center takes out.
	Copy   func(c *web.Ctx, k *casework.Case, what string) (imprint.Mark, error)
	Folder string // into which the folders of the contingency desk are copied; none when empty
}

// Desk keeps the record of availability and the outages.
type Desk struct {
	Deps
	office *casework.Office
	chart  *casework.Chart

	cause, plan, cancel *form.Schema
	ingestion, slip     *form.Schema
	probed              *form.Schema
	coming              atomic.Pointer[memory]
	resting             map[string][]string // steps of other procedures that rest on the day of a receipt
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk {
	d := &Desk{Deps: deps, ingestion: form.Describe(IngestForm{}, nil), slip: form.Describe(SlipForm{}, nil), probed: form.Describe(ProbeForm{}, nil), cause: form.Describe(CauseForm{}, nil), plan: form.Describe(PlanForm{}, nil), cancel: form.Describe(CancelForm{}, nil)}
	d.chart = d.newChart()
	return d
}

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// Chart returns the course of an outage.
func (d *Desk) Chart() *casework.Chart { return d.chart }

// Who noticed an outage.
const (
	Platform = "platform" // no write of the center's own for a minute
	Prober   = "prober"   // an observer outside
	Reported = "report"   // a person
)

// An Outage is a time in which the center could not take a filing.
type Outage struct {
	Case      int64
	Center    int64
	Source    string
	Since     time.Time
	Until     time.Time
	Cause     string // as the system administrator or the head says
	Dismissed bool
	Decided   string // "extend" or "keep", empty while nobody has decided
	Basis     string
	Announced time.Time // zero while it is not
}

// A Plan is a time of maintenance that was announced.
type Plan struct {
	ID        int64
	Center    int64
	Since     time.Time
	Until     time.Time
	What      string
	WhatEN    string
	Announced time.Time
	Cancelled time.Time // zero where it holds
}
