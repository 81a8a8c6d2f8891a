package abnormal

import "zhibao/examination/abnormal/indicator"

// Set gives a lead of the monitor its group, as the monitor does.
func (in *Detect) Set(f *indicator.Finding, round int) {
	in.found, in.round, in.Indicator = f, round, f.Indicator
}

// Set gives the growth of a lead its group.
func (in *Grow) Set(f *indicator.Finding) { in.found, in.Filings = f, len(f.Members) }

// ReadListed makes a row of a national list.
var ReadListed = readListed

// Bring enters a row of a national list.
func (d *Desk) Bring() (judge, bring any) { return d.judgeListed, d.bringListed }
