package treelog

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// What is entered.
const (
	OfEvent = "event" // an event of a case: object is the case, seq the number of the event
	OfAudit = "audit" // an entry of the audit: seq is its number
	OfPaper = "paper" // an issued paper: object is its id, label its number, hash the digest of its content
)

// An Entry is one line of the log.
type Entry struct {
	Kind        string
	Object, Seq int64
	Label       string
	Hash        []byte

	source int64 // id of what was entered, in the order in which it was made
}

// text is what the digest of the entry is over. It is plain text, so that others can make it too.
func (e *Entry) text(center int64) []byte {
	return fmt.Appendf(nil, "zhibao entry 1\n%s\n%d\n%d\n%d\n%s\n%s\n", e.Kind, center, e.Object, e.Seq, strings.ReplaceAll(e.Label, "\n", " "), hex.EncodeToString(e.Hash))
}

// A source is one kind of entries: what was made after the one with an id, in the order of ids, and how
// many there are.
type source struct {
	kind  string
	after func(ctx context.Context, tx *store.Tx, center, after int64, limit int) ([]Entry, error)
	count func(ctx context.Context, tx *store.Tx, center int64) (int64, error)
}

// sources are all kinds, in the order in which a round enters them.
func sources() []source {
	return []source{
		{OfEvent, func(ctx context.Context, tx *store.Tx, center, after int64, limit int) (out []Entry, err error) {
			all, err := casework.Links(ctx, tx, center, after, limit)
			for _, l := range all {
				out = append(out, Entry{Kind: OfEvent, Object: l.Case, Seq: l.Seq, Hash: l.Hash, source: l.ID})
			}
			return out, err
		}, casework.LinkCount},
		{OfAudit, func(ctx context.Context, tx *store.Tx, center, after int64, limit int) (out []Entry, err error) {
			all, err := identity.Links(ctx, tx, center, after, limit)
			for _, l := range all {
				out = append(out, Entry{Kind: OfAudit, Seq: l.Seq, Hash: l.Hash, source: l.ID})
			}
			return out, err
		}, identity.LinkCount},
		{OfPaper, func(ctx context.Context, tx *store.Tx, center, after int64, limit int) (out []Entry, err error) {
			all, err := document.Links(ctx, tx, center, after, limit)
			for _, p := range all {
				digest, err := hex.DecodeString(p.Digest)
				if err != nil {
					return nil, err
				}
				out = append(out, Entry{Kind: OfPaper, Object: p.ID, Label: p.Number, Hash: digest, source: p.ID})
			}
			return out, err
		}, document.LinkCount},
	}
}
