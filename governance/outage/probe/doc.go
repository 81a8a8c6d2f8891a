// Package probe (外部探测) looks from outside, once a minute, whether a center can be reached and says of
// itself that it takes filings, and keeps a record of its own: one file a month, every line signed and
// chained to the one before. The center reads such a file with the key that it registered, so that an outage
// which only others could see becomes a record. When the place of the prober itself is off line, nothing is
// known of the center, and the record says that.
//
// Notice 3.3.
package probe
